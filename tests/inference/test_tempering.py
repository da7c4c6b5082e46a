"""Whole runs on the path against exact laws: parallel tempering, climbs, populations; and what they report."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from wordfield.inference import path as paths
from wordfield.inference import swaps
from wordfield.inference.exact import enumerated
from wordfield.inference.moves.replace import Replace
from wordfield.inference.sampler import Recipe
from wordfield.inference.samplers.ais import Ais
from wordfield.inference.samplers.parallel_tempering import ParallelTempering
from wordfield.inference.samplers.smc import Smc
from wordfield.inference.tempering import Tempering

sys.path.insert(0, str(Path(__file__).parents[1] / "toys"))
from twelve import compiled, toy

MOST = 4.5  # standard errors
COUPLED = """text s : letters ~ uniform(["a", "b", "c"])  require s has 4 chars
factor f = 1.5 * count(s.chars(i) == s.chars(i + 1) for i in 1..3) - 0.8 * count(s.chars(i) == "b" for i in 1..4)"""


def statistics(graph, texts):
    """Log score, length, and how often the first unit is the last of the lexicon. [chains, 3]"""
    last = (texts.units[:, 0] == graph.units - 1).double()
    return torch.stack([graph.log_prob(texts), texts.length.double(), last], 1)


def errors(graph, texts, inside):
    """|z| of the means of independent texts."""
    every, scores = enumerated(graph)
    law, values = scores.softmax(0), statistics(graph, every)
    mean = (law[:, None] * values).sum(0)
    deviation = ((law[:, None] * (values - mean) ** 2).sum(0)).sqrt()
    found = statistics(graph, texts.rows(inside.nonzero()[:, 0]))
    kept = deviation > 1e-9
    return float((((found.mean(0) - mean) / (deviation / len(found) ** 0.5))[kept]).abs().max())


def tempered(graph, chains, warmup, seed=1, **settings):
    recipe = Recipe(chains=chains, warmup=warmup * graph.sweep, draws=1, thin=graph.sweep, seed=seed)
    return ParallelTempering(**settings).sample(graph, recipe)


@pytest.mark.parametrize("hottest", [math.inf, 3.0])
@pytest.mark.parametrize("program", ["coupled", pytest.param("listed", marks=pytest.mark.slow)])
def test_last_draws_of_many_chains_have_the_law(program, hottest):
    graph = compiled(COUPLED) if program == "coupled" else toy("12_listed")
    run = tempered(graph, 3_000, 30, rungs=3, hottest=hottest)
    texts = type(run.texts)(run.texts.units[:, 0], run.texts.length[:, 0])
    assert float(run.allowed.double().mean()) > 0.999
    assert errors(graph, texts, run.allowed[:, 0]) <= MOST
    truth = float(enumerated(graph)[1].logsumexp(0))
    assert (run.log_z is None) == (hottest == 3.0)
    assert run.log_z is None or abs(run.log_z - truth) <= MOST * run.log_z_error < 0.2


def test_a_wrong_exchange_is_seen_by_whole_runs(monkeypatch):
    monkeypatch.setattr(swaps, "log_ratios", lambda gaps, betas: 0.0 * gaps[1:])  # always exchanged
    graph = compiled(COUPLED)
    run = tempered(graph, 3_000, 20, rungs=3)
    texts = type(run.texts)(run.texts.units[:, 0], run.texts.length[:, 0])
    assert errors(graph, texts, run.allowed[:, 0]) > MOST


@pytest.mark.slow
def test_a_wrong_rung_is_seen_by_whole_runs(monkeypatch):
    right = paths.Path.step
    monkeypatch.setattr(
        paths.Path, "step", lambda self, chance, state, number, beta: right(self, chance, state, number, beta * 0.95)
    )
    graph = compiled(COUPLED)
    run = tempered(graph, 20_000, 12, rungs=3)
    texts = type(run.texts)(run.texts.units[:, 0], run.texts.length[:, 0])
    assert errors(graph, texts, run.allowed[:, 0]) > MOST


def test_the_ladder_is_tuned_before_the_draws_and_reported():
    graph = compiled(
        COUPLED.replace("1.5", "3.5").replace("4 chars", "12 chars").replace("1..3", "1..11").replace("1..4", "1..12")
    )
    run = ParallelTempering().sample(graph, Recipe(chains=16, warmup=80 * 12, draws=60, thin=12, seed=2))
    assert "rungs" in run.note and "round trips" in run.note and "barrier" in run.note
    assert int(run.note.split(";")[1].split()[0]) > 0
    tempering = Tempering(graph, Recipe(chains=16, warmup=80 * 12, seed=2), paths.table_for(graph, Recipe()), 0.0, 6)
    before, tempering.stretch = tempering.go(20).refused, None
    tempering.warm()
    after = tempering.go(40).refused
    assert after.max() - after.min() < before.max() - before.min()
    assert np.allclose(tempering.betas[[0, -1]], [0, 1])


def test_draws_do_not_depend_on_how_often_they_are_asked_for():
    graph = compiled(COUPLED)
    recipe = Recipe(chains=8, warmup=40, draws=3, thin=4, seed=5)
    one, two = (ParallelTempering(rungs=3).sample(graph, recipe) for _ in range(2))
    assert torch.equal(one.texts.units, two.texts.units) and one.log_z == two.log_z


@pytest.mark.parametrize("settings", [{"rungs": 1}, {"hottest": 1.0}])
def test_settings_are_checked(settings):
    with pytest.raises(ValueError):
        ParallelTempering(**settings)


# ---- climbs


@pytest.mark.parametrize("name", ["12_listed"])
def test_climbs_cover_log_z_and_their_draws_have_the_law(name):
    graph = toy(name)
    run = Ais(steps=12).sample(graph, Recipe(chains=50, draws=60, seed=4))
    every, scores = enumerated(graph)
    assert abs(run.log_z - float(scores.logsumexp(0))) <= MOST * run.log_z_error < 0.5
    weights = run.log_weights.flatten().softmax(0)
    found = float((weights * run.texts.length.flatten()).sum())
    assert found == pytest.approx(float((scores.softmax(0) * every.length).sum()), abs=0.15)
    assert "from exact draws, from above" in run.note


def test_without_exact_draws_both_figures_are_called_estimates(monkeypatch):
    from wordfield.inference.samplers import ais

    monkeypatch.setattr(ais, "exact_draws", lambda graph, chance, rows: None)
    run = Ais(steps=12).sample(toy("12_listed"), Recipe(chains=10, draws=30, seed=4))
    assert "forward estimate" in run.note and "neither is a bound" in run.note and "from above" not in run.note


def test_populations_over_the_path_cover_log_z():
    graph = toy("12_listed")
    run = Smc(particles=64, over="path").sample(graph, Recipe(chains=16, draws=64, seed=4))
    assert abs(run.log_z - float(enumerated(graph)[1].logsumexp(0))) <= MOST * run.log_z_error < 0.5
    assert "over the path" in run.note and run.lineages <= 1024


def test_written_moves_are_followed():
    graph = compiled(COUPLED)
    recipe = Recipe(chains=4, draws=20, seed=4, moves=((1.0, Replace("uniform")),))
    assert [count.move for count in Ais(steps=9).sample(graph, recipe).moves] == ["replace(uniform)"]
    with pytest.raises(ValueError, match="over"):
        Smc(over="nothing")
