"""A program as a Pyro model: the trace is the program's law."""

from __future__ import annotations

import math

import pyro
import pytest
import torch
from commands import TOY
from pyro import poutine

import wordfield as wf


@pytest.fixture(scope="module")
def model():
    return wf.Model.from_source(TOY)


def test_the_trace_sums_to_the_log_score(model):
    run = model.as_pyro()
    pyro.set_rng_seed(3)
    for _ in range(20):
        trace = poutine.trace(run).get_trace()
        sites = [name for name, site in trace.nodes.items() if site["type"] == "sample"]
        assert sites == ["s", "base", "contains"]
        assert not trace.nodes["s"]["is_observed"]
        text = trace.nodes["_RETURN"]["value"]
        assert float(trace.log_prob_sum()) == pytest.approx(model.log_prob(text), abs=1e-4)
        assert float(trace.nodes["contains"]["fn"].log_prob(trace.nodes["contains"]["value"])) == pytest.approx(
            model.score(text)["terms"]["contains"], abs=1e-9
        )


def test_a_plate_of_chains(model):
    trace = poutine.trace(model.as_pyro()).get_trace(chains=6)
    texts = trace.nodes["_RETURN"]["value"]
    assert len(texts) == 6
    assert float(trace.log_prob_sum()) == pytest.approx(sum(model.log_prob(texts)), abs=1e-4)


def test_conditioning(model):
    run = model.as_pyro()
    value = run.encode(["a b c"])[0]
    trace = poutine.trace(pyro.condition(run, data={"s": value})).get_trace()
    assert float(trace.log_prob_sum()) == pytest.approx(model.log_prob("a b c"), abs=1e-4)
    with pytest.raises(ValueError, match="no text of this program"):
        run.encode(["zzz"])


def test_importance_finds_log_z():
    model = wf.Model.from_source(TOY.replace('s contains "c"', 'share(w == "c" for w in s.words) > 0.3'))
    run, draws = model.as_pyro(), 400
    pyro.set_rng_seed(5)
    found = pyro.infer.Importance(run, num_samples=draws).run()
    weights = torch.stack([torch.as_tensor(w) for w in found.log_weights]).exp()
    error = float(weights.std() / weights.mean() / math.sqrt(draws))
    assert abs(float(found.get_log_normalizer()) - model.exact().log_z) <= 4 * error + 1e-9
