"""Annealing as a sampler, blocks, careless Metropolis, resampled importance draws, starts: laws and reports."""

import math
import sys
from pathlib import Path

import pytest
import torch
from laws import hole_law
from toy import Toy
from wordfield.dsl import driver
from wordfield.dsl.certify import certified
from wordfield.dsl.check import check_source
from wordfield.dsl.diagnostics import ProgramError
from wordfield.dsl.plan import Asked, Misuse
from wordfield.dsl.source import Source
from wordfield.inference.block import Block
from wordfield.inference.certify import admissible, certify_move, certify_scan
from wordfield.inference.exact import enumerated
from wordfield.inference.move import MoveError, careless
from wordfield.inference.moves.replace import Replace
from wordfield.inference.result import Result
from wordfield.inference.sampler import Recipe
from wordfield.inference.samplers.anneal import Anneal
from wordfield.inference.samplers.gibbs import Gibbs
from wordfield.inference.samplers.importance import Importance
from wordfield.inference.samplers.mh import Mh

sys.path.insert(0, str(Path(__file__).parents[1] / "toys"))
from twelve import toy

PROGRAM = """
text s : words ~ ngram(learn=["the cat sat", "the dog sat", "a cat ran", "the cat ran away"], order=2)
require s has 2..4 words
require s contains "cat"
prefer s.words(1) == "the" weight 0.5
"""


def planned(recipe: str, **asked):
    """The compiled program with a recipe, and its plan."""
    program = check_source(Source("toy.wf", f"{PROGRAM}\ninfer {{ {recipe} }}"), Path("."))
    found = driver.compile(program, driver.bind(program), "cpu")
    return found, driver.planned(found, Asked(seed=1, **asked))


def result(recipe: str, **asked) -> Result:
    found, plan = planned(recipe, **asked)
    return driver.run(found, plan)


# ---- blocks


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_block_is_drawn_from_its_law(size):
    graph = Toy(units=3, places=3, protected=None, loose=0.1)
    states = admissible(graph)
    found = certify_move(graph, Block(size), states)
    assert found.passed, found
    hole_law(graph, Block(size), states)


def test_a_block_of_a_wrong_law_is_seen():
    class Wrong(Block):
        def list(self, graph, hole):
            return super().list(graph, hole) + 0.05 * (torch.arange(graph.units**self.size) % 2)

        hastings = False

    graph = Toy(units=3, places=3)
    assert certify_move(graph, Wrong(2), admissible(graph)).stationarity > 1e-3


def test_blocks_place_by_place_keep_the_law():
    graph = Toy(units=3, places=3)
    found = certify_scan(graph, [Block(2, 0), Block(2, 1), Replace("conditional")], admissible(graph))
    assert found.passed


@pytest.mark.parametrize("scan", ["random", "systematic"])
def test_gibbs_with_blocks_is_certified(scan):
    found, _ = planned(f'sampler = gibbs(block=2, scan="{scan}")')
    certificates = certified(found).certificates
    assert all(one.passed for one in certificates) and any("block" in one.kernel for one in certificates)


def test_a_block_that_cannot_be_scored_is_refused():
    with pytest.raises(MoveError, match="contents"):
        Gibbs(block=9).table(toy("12_listed"))


# ---- careless Metropolis


@pytest.mark.parametrize(
    "recipe",
    ["sampler = mh(hastings=false)", "sampler = mh(hastings=false)  moves { 80% replace(uniform)  20% resize }"],
)
def test_metropolis_without_the_ratio_fails_its_certificate(recipe):
    found, _ = planned(recipe)
    certificates = certified(found).certificates
    assert any(not one.passed and one.stationarity > 1e-3 for one in certificates)
    assert all("no Hastings ratio" in one.kernel for one in certificates[:-1])


def test_metropolis_without_the_ratio_says_so():
    found = result("sampler = mh(hastings=false)  chains = 4  warmup = 5  draws = 5")
    assert "does not sample the model" in found.verdict and "does not sample the model" in str(found.summary())
    assert not found.summary()["converged"]
    assert Mh().note(found.graph) == "" and not careless(Replace()).hastings and Replace().hastings


# ---- importance


def test_resampled_draws_have_the_law_and_count_their_ancestors():
    graph = toy("12_listed")
    run = Importance(resample=True).sample(graph, Recipe(chains=100, draws=200, seed=3))
    assert bool((run.log_weights == 0).all()) and run.lineages < 20_000 and "effective draws before" in run.note
    texts, scores = enumerated(graph)
    wanted = float((scores.softmax(0) * texts.length).sum())
    assert float(run.texts.length.double().mean()) == pytest.approx(wanted, abs=0.06)  # one deviation is 0.012
    plain = Importance().sample(graph, Recipe(chains=100, draws=200, seed=3))
    assert run.log_z == plain.log_z and abs(run.log_z - float(scores.logsumexp(0))) <= 4.5 * run.log_z_error


def test_resampling_a_heavy_tail_is_not_trusted(monkeypatch):
    graph = toy("12_listed")
    right = graph.evaluate

    def heavy(texts):
        terms, allowed = right(texts)
        return terms + 9.0 * ((texts.units[:, 0] == 4) * (texts.length > 3))[:, None] / terms.shape[1], allowed

    monkeypatch.setattr(graph, "evaluate", heavy)
    run = Importance(resample=True).sample(graph, Recipe(chains=10, draws=100, seed=3))
    assert run.lineages < 400 and Result(graph, run, {}).verdict.startswith("do not trust")


# ---- annealing


@pytest.mark.parametrize("shape", ["geometric", "linear", "logarithmic"])
def test_annealing_finds_the_best_texts(shape):
    found = result(f'sampler = anneal(shape="{shape}", sweeps=40, restarts=2)  chains = 8  keep = 3')
    texts, scores = enumerated(found.graph)
    best = [
        found.graph.host.string(row) for row in found.graph.host.rows(texts.rows(scores.argsort(descending=True)[:3]))
    ]
    assert found.is_search and found.best(3)[0] == best[0] and len(found.best(9)) == 3
    assert found.verdict.startswith("found") and "2 of 2 restarts" in found.run.note
    scores_found = found.run.found_terms.double().sum(1)
    assert bool((scores_found.diff() <= 0).all())


def test_restarts_look_further():
    one = result("sampler = anneal(sweeps=3)  chains = 1  keep = 9")
    more = result("sampler = anneal(sweeps=3, restarts=6)  chains = 1  keep = 9")
    assert set(one.best(9)) <= {*more.best(9)} or len(more.best(9)) == 9
    assert more.run.steps == 6 * one.run.steps and more.run.evaluations == 6 * one.run.evaluations


@pytest.mark.parametrize("settings", [{"shape": "steep"}, {"stop": 0.0}, {"restarts": 0}])
def test_settings_of_annealing_are_checked(settings):
    with pytest.raises(ValueError):
        Anneal(**settings)


# ---- what recipes may say


def test_chains_start_at_the_written_text():
    found, plan = planned('sampler = mh()  chains = 5  start = "the cat sat"  warmup = 0  draws = 1')
    assert found.graph.host.strings(plan.recipe.start) == ["the cat sat"] * 5
    assert math.isfinite(float(driver.run(found, plan).log_score.max()))


@pytest.mark.parametrize("text", ["the dog sat", "the zebra sat cat", "cat cat cat cat cat"])
def test_a_start_where_no_chain_can_stand_is_refused(text):
    with pytest.raises(Misuse, match="start"):
        planned(f'sampler = mh()  start = "{text}"')


@pytest.mark.parametrize(
    "recipe",
    ['sampler = ais()  start = "a cat"', "sampler = importance()  moves { 100% swap }",
     "sampler = parallel_tempering()  temper = linear(start=2, stop=1, over=9)", "sampler = gibbs()  keep = 4"],
)  # fmt: skip
def test_settings_that_a_sampler_has_no_use_for_are_refused(recipe):
    with pytest.raises(ProgramError):
        planned(recipe)
