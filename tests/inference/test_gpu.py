"""The engine on an accelerator: thousands of chains on the embedded trigram, and no step that waits for the device."""

import pytest
import torch
from wordfield.inference.backoff import Backoff
from wordfield.inference.chains import Loop
from wordfield.inference.embedded import load_embedded
from wordfield.inference.formula import Apply, Constant, Member, Ordinal, Part
from wordfield.inference.graph import FactorGraph
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.random import Stream
from wordfield.inference.render import Renderer
from wordfield.inference.requirements import Requirement, Requirements
from wordfield.inference.samplers.gibbs import Gibbs
from wordfield.inference.samplers.mh import Mh
from wordfield.inference.schedule import constant
from wordfield.inference.scorer import NGramScorer

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an accelerator"),
]
TEXT = Part("s")


def keywords(device: str) -> FactorGraph:
    """Eight to fourteen words with three keywords and a full stop, under the embedded trigram."""
    model = load_embedded()
    renderer = Renderer(Lexicon(model.words, "en"))
    has = Apply("has", (("text", TEXT), ("low", Constant(8)), ("high", Constant(14)), ("unit", Constant("words"))))
    contains = Apply("contains", (("text", TEXT), ("items", Constant(("sea", "letter", "winter")))))
    last = Member(Ordinal(TEXT, "chars", Constant(-1)), Constant((".", "!", "?")))
    requirements = Requirements("s", renderer, tuple(Requirement(one) for one in (has, contains, last)))
    proposals = Backoff(model, device=device, dtype=torch.float32)
    return FactorGraph(requirements, NGramScorer(proposals), proposals)


@pytest.mark.parametrize("sampler", [Gibbs(), Mh()], ids=["gibbs", "mh"])
def test_four_thousand_chains_never_wait_for_the_device(sampler):
    graph = keywords("cuda")
    loop = Loop(graph, sampler.table(graph), 4096, 1, constant(), 0, None)
    starts = graph.surrogate.draw(Stream(1, "start", 256, "cuda"), 256)
    loop.begin(starts.rows(torch.arange(4096, device="cuda") % 256), 256)
    loop.go(4, lambda number: None)  # builds what is built once
    torch.cuda.set_sync_debug_mode("error")
    try:
        loop.go(24, lambda number: None)
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert bool(loop.state.allowed.all())


def test_log_z_is_the_same_on_both_devices():
    assert abs(keywords("cuda").surrogate.log_z - keywords("cpu").surrogate.log_z) < 1e-3
