"""A model that begins from a causal one: the same layers, whatever is named or laid out differently."""

import json
import os

os.environ["HF_HUB_OFFLINE"] = "1"

import pytest
import torch
from wordfield.inference.training.architecture import Size, build
from wordfield.inference.training.start import begin

SIZE = Size(width=24, layers=3, heads=3)
VOCABULARY = 40


def shaken(task, seed):
    """A model in which no weight is 0 or 1 as fresh ones are, so that a weight left out shows."""
    torch.manual_seed(seed)
    model = build(task, VOCABULARY, SIZE).eval()
    with torch.no_grad():
        for value in model.parameters():
            value.add_(0.3 * torch.randn_like(value))
    return model


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("causal")
    shaken("causal", 1).save_pretrained(found)
    (found / "log.json").write_text(json.dumps({"log": []}))
    return found


def test_a_causal_model_goes_on_where_another_ended(folder):
    old, new = shaken("causal", 1), shaken("causal", 2)
    begin(new, "causal", folder)
    for (name, value), other in zip(new.state_dict().items(), old.state_dict().values(), strict=True):
        assert torch.equal(value, other), name


def test_a_masked_model_has_the_layers_of_the_causal_one(folder):
    old, new = shaken("causal", 1), shaken("masked", 2)
    begin(new, "masked", folder)
    hidden = torch.randn(5, 1, SIZE.width)  # one place: nothing is on the right, so both ways to attend agree
    for before, after in zip(old.transformer.h, new.roberta_prelayernorm.encoder.layer, strict=True):
        expected, found = before(hidden), after(hidden)
        expected = expected if isinstance(expected, torch.Tensor) else expected[0]
        found = found if isinstance(found, torch.Tensor) else found[0]
        assert torch.allclose(found, expected, atol=5e-3), "GELU and its tanh form differ by 5e-4 a value"
        assert not torch.allclose(found, hidden, atol=0.1)


def test_a_masked_model_reads_the_causal_tokens_at_their_places(folder):
    old, new = shaken("causal", 1), shaken("masked", 2)
    begin(new, "masked", folder)
    new.roberta_prelayernorm.embeddings.LayerNorm = torch.nn.Identity()
    ids = torch.tensor([[2, 9, 17, 3]])
    expected = old.transformer.wte(ids) + old.transformer.wpe(torch.arange(4))
    assert torch.allclose(new.roberta_prelayernorm.embeddings(ids), expected, atol=1e-5)
    assert torch.equal(new.lm_head.decoder.weight, old.transformer.wte.weight)


def test_a_deeper_model_computes_what_the_old_one_does_and_can_learn_more(folder):
    old, new = shaken("causal", 1), build("causal", VOCABULARY, Size(24, 6, 3)).eval()
    begin(new, "causal", folder)
    ids = torch.tensor([[2, 9, 17, 30, 3]])
    assert torch.allclose(new(ids).logits, old(ids).logits, atol=1e-5)
    new(ids).logits.square().mean().backward()
    for number in (1, 3, 5):
        assert new.transformer.h[number].mlp.c_proj.weight.grad.abs().max() > 0, "a new layer that never learns"


@pytest.mark.parametrize(("task", "layers"), [("causal", 2), ("causal", 4), ("masked", 6)])
def test_a_size_that_does_not_fit_is_refused(folder, task, layers):
    with pytest.raises(ValueError, match="width 24 and 3 layers"):
        begin(build(task, VOCABULARY, Size(24, layers, 3)), task, folder)
