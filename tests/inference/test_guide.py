"""The guide: laws against plain forward passes, densities that sum to one, and the two ways to read a model."""

import math
from types import SimpleNamespace

import neural
import numpy as np
import pytest
import tiny
import torch
from laws import chi_square
from small import program
from wordfield.inference.causal import CausalScorer
from wordfield.inference.certify import admissible
from wordfield.inference.exact import enumerated
from wordfield.inference.guide import causal_predictor, stepper
from wordfield.inference.guide.causal_predictor import CausalPredictor
from wordfield.inference.guide.spellings import Spellings
from wordfield.inference.guide.stepper import Cached, cacheable, last_laws
from wordfield.inference.languages.lm import CausalLanguage
from wordfield.inference.random import Stream
from wordfield.inference.render import Renderer
from wordfield.inference.texts import Texts

SETTINGS = {
    "plain": {},
    "prompt": {"prompt": "sea b"},
    "power": {"power": 1.5},
    "temperature": {"temperature": 0.7},
    "no end": {"end": "none", "power": 0.5},
}


def plain(scorer, row):
    """Log weight of a text by one forward pass over the ids of its units, without padding or cache."""
    ids = [piece for unit in row for piece in scorer.ids([scorer.renderer.lexicon.units[unit]])[0]] + scorer.end
    with torch.no_grad():
        logits = scorer.model(torch.tensor([scorer.left + ids])).logits[0].double()
    logs = (logits / scorer.temperature).log_softmax(-1)[len(scorer.left) - 1 :]
    return scorer.power * sum(float(logs[place, one]) for place, one in enumerate(ids))


def walked(guide, texts):
    """A walk that was led along the texts."""
    walk = guide.begin(Texts(torch.zeros_like(texts.units), torch.zeros_like(texts.length)))
    for place in range(guide.steps):
        unit = texts.at(torch.full_like(texts.length, min(place, texts.places - 1)))
        guide.step(walk, None, torch.where(place < texts.length, unit, guide.surrogate.units))
    return walk


@pytest.mark.parametrize("cached", [True, False], ids=["cache", "memory"])
@pytest.mark.parametrize("setting", SETTINGS)
def test_what_a_walk_counts_is_a_plain_pass(setting, cached):
    graph = tiny.program(**SETTINGS[setting])
    guide = tiny.with_cache(graph) if cached else graph.guide
    texts, scores = enumerated(graph)
    walk = walked(guide, texts)
    assert bool((walk.texts.units == texts.units).all()) and not bool(walk.open.any())
    wanted = [plain(graph.base, row) for row in graph.host.rows(texts)]
    assert walk.log_path.tolist() == pytest.approx(wanted, abs=1e-4)
    assert scores.tolist() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("shape", [{}, {"keyword": "seals", "soft": True}, {"keyword": "beach", "order": 3}], ids=str)
def test_probabilities_of_drawing_sum_to_one(setting, shape):
    graph = tiny.program(**shape, **SETTINGS[setting])
    texts, _ = enumerated(graph)
    first = torch.zeros_like(texts.length)
    assert float(graph.guide.weigh(texts, first).exp().sum()) == pytest.approx(1.0, abs=1e-9)
    assert float(tiny.with_cache(graph).weigh(texts, first).exp().sum()) == pytest.approx(1.0, abs=1e-4)


def test_probabilities_behind_a_prefix_sum_to_one():
    graph = tiny.program(keyword="seals")
    texts, _ = enumerated(graph)
    for unit in range(graph.units):
        chosen = texts.rows((texts.units[:, 0] == unit).nonzero()[:, 0])
        rest = graph.guide.weigh(chosen, torch.ones_like(chosen.length))
        assert float(rest.exp().sum()) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("cached", [True, False], ids=["cache", "memory"])
def test_draws_have_the_probability_that_they_claim(cached):
    graph = tiny.program(keyword="seal", soft=True)
    guide = tiny.with_cache(graph) if cached else graph.guide
    texts, _ = enumerated(graph)
    empty = Texts(torch.zeros(20_000, graph.places, dtype=torch.int64), torch.zeros(20_000, dtype=torch.int64))
    drawn, log_drawn = guide.draw(Stream(3, "draw", 20_000), empty)
    number = {row: at for at, row in enumerate(graph.host.rows(texts))}
    at = torch.tensor([number[row] for row in graph.host.rows(drawn)])
    claimed = guide.weigh(texts, torch.zeros_like(texts.length))
    assert float((claimed[at] - log_drawn).abs().max()) < 1e-4
    counts = torch.bincount(at, minlength=len(number)).double()
    assert chi_square(counts, claimed.exp() * 20_000) > 1e-6


def test_gains_add_up_to_the_score():
    graph = tiny.program(keyword="sea", soft=True)
    texts, scores = enumerated(graph)
    guide = graph.guide
    walk = guide.begin(Texts(torch.zeros_like(texts.units), torch.zeros_like(texts.length)))
    total = torch.full((len(scores),), graph.surrogate.log_z, dtype=torch.float64)
    for place in range(guide.steps):
        unit = texts.at(torch.full_like(texts.length, min(place, texts.places - 1)))
        total += guide.step(walk, None, torch.where(place < texts.length, unit, graph.units))
    torch.testing.assert_close(total, scores - walk.log_drawn, rtol=0, atol=1e-5)


def test_an_ngram_guides_itself_exactly():
    graph = program(order=3, keyword="sea", soft=True)
    states = admissible(graph)
    drawn = graph.guide.weigh(states, torch.zeros_like(states.length))
    torch.testing.assert_close(drawn, graph.log_prob(states) - graph.surrogate.log_z, rtol=0, atol=1e-9)


def test_canonical_spelling_follows_the_tokenizer_behind_what_was_written():
    torch.manual_seed(1)
    made = neural.metaspace()
    renderer = Renderer(neural.lexicon())
    scorer = CausalScorer(neural.gpt2(len(made)).eval(), made, renderer, CausalLanguage("./x", spelling="canonical"))
    spellings = Spellings(scorer, np.zeros(len(renderer.lexicon)))
    units = renderer.lexicon.index
    row = [units[unit] for unit in ("the", "sea", ",", "zürich", "letter", ",", "Anna")]
    texts = torch.tensor([row])
    found = spellings.ids_of(texts, torch.tensor([len(row)]))
    assert found == scorer.spelled([tuple(row)])
    assert found != [[one for unit in row for one in scorer.ids([renderer.lexicon.units[unit]])[0]]]


def test_a_cache_with_holes_predicts_what_a_plain_pass_predicts():
    scorer = tiny.scorer(prompt="a sea")
    assert cacheable(scorer, 20)
    rows = [[*scorer.left, 4], [*scorer.left], [*scorer.left, 6, 7]]
    found = Cached(scorer, rows).log(torch.arange(scorer.vocabulary).expand(3, -1))
    torch.testing.assert_close(found, last_laws(scorer, [tuple(row) for row in rows]), rtol=0, atol=1e-5)


def test_a_model_without_such_a_cache_is_read_anew(monkeypatch):
    scorer = tiny.scorer()
    monkeypatch.setattr(stepper.Cached, "select", lambda self, rows: None)  # a cache that cannot be reordered
    assert not cacheable(scorer, 20)
    frequencies = np.zeros(len(tiny.UNITS))
    assert CausalPredictor(scorer, frequencies, 3, torch.float64)._memory is not None


def test_a_window_shorter_than_the_texts_is_no_cache():
    assert cacheable(tiny.scorer(window=16), 15) and not cacheable(tiny.scorer(window=16), 16)


def test_a_spelled_unit_without_its_correction_is_seen(monkeypatch):
    """The law of a spelled unit taken for its probability: the walk no longer counts what the model gives."""
    graph = tiny.program()
    texts, scores = enumerated(graph)
    right = walked(graph.guide, texts).log_path

    def expected(self, unit, rows, outlook, chance):
        found, _, drawn = refine(self, unit, rows, outlook, chance)
        return found, torch.zeros_like(drawn), drawn

    refine = causal_predictor._CausalReading._refine
    monkeypatch.setattr(causal_predictor._CausalReading, "_refine", expected)
    wrong = walked(graph.guide, texts).log_path
    assert float((right - scores).abs().max()) < 1e-5 < 0.1 < float((wrong - scores).abs().max())
    assert not math.isclose(float(wrong.logsumexp(0)), float(scores.logsumexp(0)), abs_tol=1e-3)


def test_an_ngram_that_knows_no_unit_bounds_the_spelled_ones_alone():
    scorer = tiny.scorer()
    predictor = CausalPredictor(scorer, np.zeros(len(tiny.UNITS)), 3, torch.float64)
    none = torch.zeros(2, 3, dtype=torch.int64)
    nothing = torch.full((2, len(tiny.UNITS)), -math.inf, dtype=torch.float64)
    knows_nothing = SimpleNamespace(expected=lambda rows: nothing[rows])
    found = predictor.read(Texts(none, none[:, 0])).law(torch.arange(2), knows_nothing)
    spelled = predictor.spellings.spelled[0]
    assert bool(spelled.any()) and not bool(spelled.all())
    assert bool((found[:, spelled] == -math.inf).all()) and bool(found[:, ~spelled].isfinite().all())
