"""What weighted draws are worth: errors that cover, populations that agree only by their weights, and verdicts."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from wordfield.inference.diagnostics import diagnose
from wordfield.inference.run import Run
from wordfield.inference.summary import _weights, converged, verdict
from wordfield.inference.texts import Texts
from wordfield.inference.weighted import Weighted, shortcoming


def run_of(values, log_weights=None, allowed=None, lineages=None):
    """A weighted run whose only term has these values [populations, particles]."""
    values = torch.as_tensor(values, dtype=torch.float64)
    shape = values.shape
    units = torch.arange(values.numel()).view(*shape, 1)
    logs = torch.zeros(shape, dtype=torch.float64) if log_weights is None else torch.as_tensor(log_weights)
    allowed = torch.ones(shape, dtype=torch.bool) if allowed is None else allowed
    texts = Texts(units, torch.ones(shape, dtype=torch.int64))
    return Run(
        texts, values[..., None], allowed, ("base",), log_weights=logs, independent=True, lineages=lineages
    )  # fmt: skip


def measured(values, **fields):
    return Weighted(run_of(values, **fields)).measure("x", np.asarray(values))


def populations(seed, count=32, particles=50, spread=0.0, weight=0.0):
    """Values whose populations lie `spread` apart, and weights that differ by `weight` between populations."""
    rng = np.random.default_rng(seed)
    values = rng.standard_normal((count, particles)) + spread * rng.standard_normal((count, 1))
    return values, weight * rng.standard_normal((count, 1)) + np.zeros((count, particles))


def test_draws_that_are_independent_are_worth_what_their_weights_say():
    rng = np.random.default_rng(0)
    logs = rng.standard_normal((40, 50))
    found = measured(rng.standard_normal((40, 50)), log_weights=logs)
    weights = np.exp(logs) / np.exp(logs).sum()
    assert found.bulk == pytest.approx(1 / (weights**2).sum(), rel=0.25)
    assert found.rhat < 1.01 and found.kind == "weighted"


def test_a_mean_is_the_weighted_one():
    values = np.array([[0.0, 1.0]] * 8)
    found = measured(values, log_weights=np.log(np.array([[0.75, 0.25]] * 8)))
    assert found.mean == pytest.approx(0.25)
    assert found.deviation == pytest.approx(math.sqrt(0.25 * 0.75))


@pytest.mark.parametrize(("spread", "weight"), [(0.0, 0.0), (1.0, 0.0), (1.0, 0.7)])
def test_the_error_covers_the_mean(spread, weight):
    ratios = []
    for seed in range(200):
        values, logs = populations(seed, spread=spread, weight=weight)
        found = measured(values, log_weights=logs, lineages=values.size)
        ratios.append(found.mean / found.error)
    assert 0.85 < float(np.std(ratios)) < 1.2


def test_copies_of_one_lineage_are_one_draw():
    values = np.repeat(np.random.default_rng(1).standard_normal((64, 1)), 100, axis=1)
    found = measured(values, lineages=64)
    assert found.bulk == pytest.approx(64, rel=0.1)
    assert found.rhat > 1.01
    assert measured(np.random.default_rng(1).standard_normal((64, 100)), lineages=500).bulk <= 500


def test_groups_that_have_no_weight_or_differ_alone_disagree():
    values, logs = populations(2)
    logs[:8] = -math.inf
    assert measured(values, log_weights=logs, lineages=1000).rhat == math.inf
    apart = np.repeat(np.arange(4.0), 8)[:, None] * np.ones((1, 10))
    assert measured(apart, lineages=320).rhat > 1e6
    assert measured(apart * 0).constant


def test_draws_outside_the_requirements_count_for_nothing():
    values, _ = populations(3)
    values[:, 0] = math.nan
    allowed = torch.ones(values.shape, dtype=torch.bool)
    allowed[:, 0] = False
    assert measured(values, allowed=allowed).mean == pytest.approx(values[:, 1:].mean())


def test_few_populations_say_nothing_of_errors():
    found = measured(np.random.default_rng(0).standard_normal((7, 50)), lineages=350)
    assert found.mean is not None and (found.rhat, found.bulk, found.error) == (None, None, None)


def told(run):
    diagnosis = diagnose(run)
    said = verdict(run, diagnosis)
    assert converged(run, diagnosis) == (said == "good")
    return said


def test_weights_alone_are_not_believed():
    """Populations of equal weight that lie apart: the weights are worth all draws, the statistic few."""
    good, _ = populations(0)
    apart, _ = populations(0, spread=1.0)
    assert told(run_of(good, lineages=good.size)) == "good"
    said = told(run_of(apart, lineages=apart.size))
    assert said.startswith("do not trust: ") and said.endswith("400 needed; draw more")
    assert int(said.split()[3]) < 100 and " of " in said


def test_the_least_is_told():
    one = SimpleNamespace(name="length", bulk=90.0, rhat=1.01)
    assert shortcoming([one], 80.0) == "80 effective draws by their weights, 400 needed; draw more"
    assert shortcoming([one], 100.0) == "90 effective draws of length, 400 needed; draw more"


def test_disagreement_is_told_where_the_effective_draws_are_enough():
    one = SimpleNamespace(name="length", bulk=500.0, rhat=1.2)
    assert shortcoming([one], 500.0) == "the populations disagree on length (R-hat 1.20); draw more"
    assert shortcoming([SimpleNamespace(name="length", bulk=500.0, rhat=1.01)], 500.0) == ""


def test_the_tail_of_weights_is_that_of_populations_where_draws_share_a_past():
    """Ties within a population are no heavy tail; one population that has nearly all the weight is one."""
    rng = np.random.default_rng(3)
    values = rng.standard_normal((64, 50))
    even, uneven = 0.3 * rng.standard_normal((64, 1)), 4.0 * rng.standard_exponential((64, 1))
    for logs, heavy in ((even, False), (uneven, True)):
        run = run_of(values, log_weights=logs + np.zeros(values.shape), lineages=64 * 40)
        k = _weights(run, diagnose(run))["pareto_k"]
        assert (k >= 0.7) == heavy == ("Pareto-k" in verdict(run, diagnose(run)))
    few = run_of(values[:16], log_weights=uneven[:16] + np.zeros((16, 50)), lineages=600)
    assert _weights(few, diagnose(few))["pareto_k"] is None
