"""Diagnostics against known answers, and the verdicts of good and bad runs."""

import math

import numpy as np
import pyro.ops.stats
import pytest
import torch
from wordfield.inference.diagnostics import (
    bulk_ess,
    diagnose,
    ess,
    measure,
    nested_rhat,
    plain_rhat,
    ranked,
    rhat,
    split,
    tail_ess,
)
from wordfield.inference.run import Run
from wordfield.inference.texts import Texts


def independent(chains=8, draws=500, seed=0):
    return np.random.default_rng(seed).standard_normal((chains, draws))


def autoregressive(rho, chains=8, draws=4000, seed=0):
    noise = independent(chains, draws, seed)
    values = noise.copy()
    for t in range(1, draws):
        values[:, t] = rho * values[:, t - 1] + math.sqrt(1 - rho**2) * noise[:, t]
    return values


def run_of(terms, lengths=None, allowed=None, **fields):
    chains, draws = terms.shape
    lengths = torch.ones(chains, draws, dtype=torch.int64) if lengths is None else lengths
    units = (torch.arange(chains * draws) % 7).view(chains, draws, 1)
    allowed = torch.ones(chains, draws, dtype=torch.bool) if allowed is None else allowed
    fields = {"groups": chains} | fields
    return Run(Texts(units, lengths), torch.as_tensor(terms)[:, :, None], allowed, ("base",), **fields)


def test_split_rhat_equals_the_one_of_pyro():
    values = autoregressive(0.5, draws=300)
    expected = pyro.ops.stats.split_gelman_rubin(torch.as_tensor(values), chain_dim=0, sample_dim=1)
    assert plain_rhat(split(values)) == pytest.approx(float(expected), rel=1e-9)


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9])
def test_effective_draws_of_an_autoregression(rho):
    values = autoregressive(rho)
    expected = values.size * (1 - rho) / (1 + rho)
    assert ess(values) == pytest.approx(expected, rel=0.15)
    assert bulk_ess(values) == pytest.approx(expected, rel=0.2)
    theirs = pyro.ops.stats.effective_sample_size(torch.as_tensor(values), chain_dim=0, sample_dim=1)
    assert ess(values) == pytest.approx(float(theirs), rel=0.1)


def test_the_monte_carlo_error_covers_the_mean():
    errors = []
    for seed in range(200):
        found = measure("x", autoregressive(0.8, 4, 400, seed))
        errors.append(found.mean / found.error)
    assert 0.85 < float(np.std(errors)) < 1.2


def test_rhat_sees_chains_apart_in_place_and_in_scale():
    good = independent()
    assert rhat(good) < 1.01
    assert rhat(good + np.arange(8)[:, None]) > 1.5
    assert rhat(good * np.linspace(0.2, 3, 8)[:, None]) > 1.1
    assert rhat(good + np.linspace(0, 3, 500)) > 1.1
    stuck = np.repeat([[0.0], [1.0]], 50, axis=1)
    assert plain_rhat(stuck) == math.inf


def test_ranks_of_ties_are_their_mean():
    scores = ranked(np.array([[1.0, 1.0, 2.0, 0.0]]))
    assert scores[0, 0] == scores[0, 1] and scores[0, 3] < scores[0, 0] < scores[0, 2]


def test_tail_draws_of_independent_values_are_about_all():
    assert tail_ess(independent(4, 2000)) == pytest.approx(8000, rel=0.2)


def test_nested_rhat_compares_groups_of_short_chains():
    groups = np.repeat(np.arange(16), 64)
    values = independent(1024, 1)
    assert nested_rhat(values, groups) < 1.02
    assert nested_rhat(values + groups[:, None] * 0.3, groups) > 1.3
    assert measure("x", values, groups).kind == "nested"


def test_a_constant_is_called_constant():
    found = measure("length", np.full((4, 100), 7.0))
    assert found.constant and found.rhat is None and found.converged


def test_a_good_run_reads_good():
    found = diagnose(run_of(independent(8, 400)), {"place": independent(8, 400, 1)})
    assert found.verdict == "good" and found.converged and found.distinct == 7
    assert [s.name for s in found.statistics] == ["log_score", "length", "base", "place"]
    assert found.statistics[1].constant


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (run_of(independent(8, 400) + 3 * (np.arange(8) % 2)[:, None]), "the chains disagree on"),
        (run_of(independent(8, 40)), "effective draws"),
        (run_of(independent(8, 2)), "too few"),
        (run_of(independent(8, 400), interrupted=True), "interrupted"),
        (run_of(independent(4, 9), allowed=torch.zeros(4, 9, dtype=torch.bool)), "no chain met"),
    ],
)
def test_a_bad_run_says_why(run, words):
    found = diagnose(run)
    assert found.verdict.startswith("do not trust") and words in found.verdict
    if "disagree" in words:
        assert found.statistics[0].rhat > 1.5 and not found.converged


def test_chains_outside_the_requirements_are_left_out_and_counted():
    allowed = torch.ones(8, 400, dtype=torch.bool)
    allowed[2] = False
    terms = independent(8, 400)
    terms[2] += 100
    found = diagnose(run_of(terms, allowed=allowed))
    assert found.infeasible == 1 and found.verdict.startswith("good; 1 of 8")


def test_a_search_reads_found():
    texts = Texts(torch.zeros(3, 1, dtype=torch.int64), torch.zeros(3, dtype=torch.int64))
    assert diagnose(run_of(independent(8, 0), found=texts)).verdict == "found"
