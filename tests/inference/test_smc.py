"""Sequential Monte Carlo: unbiased estimates of Z, exactly by enumeration and over many runs; what a run reports."""

import inspect
import math
import textwrap

import pytest
import small
import tiny
import torch
from wordfield.inference.exact import enumerated
from wordfield.inference.guide import causal_predictor, population
from wordfield.inference.guide.population import ancestors, effective, populate
from wordfield.inference.independent import effective as worth
from wordfield.inference.independent import mean_weight
from wordfield.inference.outcomes import enumerate_outcomes
from wordfield.inference.random import Chance, Law, Stream
from wordfield.inference.run import RunError
from wordfield.inference.sampler import Recipe
from wordfield.inference.samplers.auto import Auto
from wordfield.inference.samplers.exact import ExactSampler
from wordfield.inference.samplers.smc import Smc
from wordfield.inference.term import Batched

WORDS = ("a", "sea", "seals")
PROGRAMS = {
    "one of three tokens": lambda: tiny.program(units=WORDS),
    "sharpened, with a term found text by text": lambda: tiny.program(units=WORDS, power=1.4, hosted=True, soft=True),
    "canonical, cool, with a keyword": lambda: tiny.program(
        units=WORDS, spelling="canonical", temperature=0.8, keyword="seals"
    ),
    "without an end": lambda: tiny.program(units=WORDS, end="none", power=0.6),
    "no word twice": lambda: tiny.program(units=WORDS, once=True, hosted=True),
    "a trigram under a bigram": lambda: small.program(order=2, base_order=3, keyword="sea", soft=True),
}


class Joint(Chance):
    """The chance of several particles a run: the enumerator is asked for one after another."""

    def __init__(self, chance: Chance, particles: int) -> None:
        self._chance, self._particles = chance, particles
        self.chains, self.device = chance.chains * particles, chance.device

    def categorical(self, law: Law) -> torch.Tensor:
        rows = law.log_weights.view(self._chance.chains, self._particles, -1)
        found = [self._chance.categorical(Law(rows[:, number])) for number in range(self._particles)]
        return torch.stack(found, 1).flatten()


def expected(graph, threshold=0.9, particles=2, grow=None):
    """E[Z-hat] and E[Z-hat · mean f] over every outcome, f the length and whether the first unit is the last one."""

    def once(chance, rows):
        grown = (grow or populate)(graph, Joint(chance, particles), chance, len(rows), particles, threshold)
        return grown, grown.texts

    total = torch.zeros(3, dtype=torch.float64)
    for _, (grown, texts), probability in enumerate_outcomes(lambda rows: rows, once, 1, graph.device, 1 << 13):
        weight = grown.log_weights.exp()
        values = statistics(graph, texts).view(*weight.shape, 3)
        torch.testing.assert_close(weight.mean(1), grown.log_z.exp())
        total += (probability[:, None] * (weight[..., None] * values).mean(1)).sum(0)
    return total


def statistics(graph, texts):
    """1, the length, and whether the text begins with the last unit. [chains, 3]"""
    last = (texts.units[:, 0] == graph.units - 1) & (texts.length > 0)
    return torch.stack([torch.ones_like(texts.length), texts.length, last], 1).double()


def truth(graph):
    """Z and Z · E f by enumeration."""
    texts, scores = enumerated(graph)
    return (scores.exp()[:, None] * statistics(graph, texts)).sum(0)


@pytest.mark.parametrize("name", PROGRAMS)
def test_estimates_are_unbiased_over_every_outcome(name):
    graph = PROGRAMS[name]()
    torch.testing.assert_close(expected(graph, 0.9), truth(graph), rtol=1e-5, atol=0)  # scores are summed in float32


@pytest.mark.parametrize("threshold", [0.0, pytest.param(1.0, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", ["sharpened, with a term found text by text", "a trigram under a bigram"])
def test_estimates_are_unbiased_however_often_particles_are_resampled(name, threshold):
    graph = PROGRAMS[name]()
    torch.testing.assert_close(expected(graph, threshold), truth(graph), rtol=1e-5, atol=0)


def patched(function, old, new):
    """A function with one line of its source changed."""
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {function.__name__}"
    space = dict(vars(inspect.getmodule(function)))
    exec("from __future__ import annotations\n" + source.replace(old, new), space)
    return space[function.__name__]


BUGS = {
    "resampling without resetting the weights": ("log_w = torch.where(needed[:, None], 0.0, log_w)", "pass"),
    "the mean weight forgotten when resampling": (
        "log_z = torch.where(needed, log_z + log_mean(log_w), log_z)",
        "pass",
    ),
    "parents drawn by weights that are not the particles'": (
        "parents = ancestors(shared, log_w, needed)",
        "parents = ancestors(shared, log_w * 0.9, needed)",
    ),
    "the last weight left out": ("log_w = log_w + _rest(graph, known, walk.log_path).view(shape)", "pass"),
    "texts resampled, their lineages' weights not": ("walk.select(parents)", "walk.texts = walk.texts.rows(parents)"),
    "beginnings given up that can still meet the statements": (
        "doomed = graph.doomed(walk.texts, (log_w > -math.inf).flatten() & walk.open)",
        "doomed = walk.open & (walk.texts.units[:, 0] == 1)",
    ),
}


@pytest.mark.parametrize("name", BUGS)
def test_an_injected_bug_is_seen(name):
    graph = tiny.program(units=WORDS, hosted=True, soft=True)
    found = expected(graph, grow=patched(populate, *BUGS[name]))
    assert float((found / truth(graph) - 1).abs().max()) > 1e-3


def test_beginnings_that_break_a_statement_for_good_are_given_up(monkeypatch):
    graph = tiny.program(lengths=(3, 3), once=True)
    asked = []

    def doomed(texts, where, real=graph.doomed):
        asked.append((graph.host.strings(texts), where, real(texts, where)))
        return asked[-1][2]

    monkeypatch.setattr(graph, "doomed", doomed)
    Smc(particles=64).population(graph, 1, 0)
    seen = [
        (text.split(), bool(one)) for texts, where, found in asked[:3] for text, one in zip(texts, found, strict=True)
    ]
    twice = [one for words, one in seen if len(set(words)) < len(words)]
    assert any(len(words) == 2 and one for words, one in seen), "before the text is whole"
    assert not any(one for words, one in seen if len(set(words)) == len(words)) and len(twice) > 3


def test_a_spelled_unit_without_its_correction_is_seen(monkeypatch):
    graph, right = tiny.program(units=WORDS), causal_predictor._CausalReading._refine

    def wrong(self, unit, rows, ahead, chance):
        unit, base, drawn = right(self, unit, rows, ahead, chance)
        return unit, torch.zeros_like(base), drawn

    monkeypatch.setattr(causal_predictor._CausalReading, "_refine", wrong)
    monkeypatch.setattr(population, "_rest", lambda graph, texts, path: torch.zeros_like(path))
    assert float((expected(graph) / truth(graph) - 1).abs().max()) > 1e-2


def far(graph, runs, particles, seed, threshold=0.9):
    """|z| of the mean of estimates of Z and Z · E f over independent runs."""
    chance = Stream(seed, "smc", runs * particles)
    grown = populate(graph, chance, Stream(seed, "smc resampling", runs), runs, particles, threshold)
    values = statistics(graph, grown.texts).view(runs, particles, 3) * grown.log_weights.exp()[..., None]
    found = values.mean(1)
    return ((found.mean(0) - truth(graph)) / (found.std(0) / runs**0.5)).abs().max()


@pytest.mark.parametrize("name", PROGRAMS)
def test_estimates_are_unbiased_over_many_runs(name):
    assert far(PROGRAMS[name](), 10_000, 4, seed=5) <= 4.5


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_estimates_are_unbiased_over_a_hundred_thousand_runs(name):
    assert far(PROGRAMS[name](), 100_000, 4, seed=6) <= 4.5


def test_many_runs_see_weights_that_are_not_reset(monkeypatch):
    wrong = patched(populate, *BUGS["resampling without resetting the weights"])
    monkeypatch.setitem(globals(), "populate", wrong)
    assert far(tiny.program(units=WORDS), 10_000, 4, seed=5) > 10


def test_systematic_resampling_keeps_expected_numbers():
    weights = torch.tensor([[0.45, 0.1, 0.3, 0.15]]).double()
    found = torch.zeros(4, dtype=torch.float64)
    needed = torch.tensor([True])
    for _, parents, probability in enumerate_outcomes(
        lambda rows: rows,
        lambda chance, rows: ancestors(chance, weights.log().expand(len(rows), -1), needed.expand(len(rows))),
        1,
        torch.device("cpu"),
        100,
    ):
        counts = torch.stack([torch.bincount(row, minlength=4) for row in parents]).double()
        assert bool(((counts - 4 * weights).abs() < 1).all())
        found += (probability[:, None] * counts).sum(0)
    torch.testing.assert_close(found, 4 * weights[0])


def test_ordinary_resampling_is_systematic():
    weights = torch.tensor([[0.45, 0.1, 0.3, 0.15]]).double().expand(50_000, -1)
    parents = ancestors(Stream(2, "resample", 50_000), weights.log(), torch.ones(50_000, dtype=torch.bool))
    counts = torch.nn.functional.one_hot(parents, 4).sum(1).double()
    assert bool(((counts - 4 * weights).abs() < 1).all())
    torch.testing.assert_close(counts.mean(0), 4 * weights[0], rtol=0, atol=0.02)  # one deviation is 0.002


def test_populations_without_need_keep_their_particles():
    log_w = torch.randn(3, 5, dtype=torch.float64)
    parents = ancestors(Stream(1, "resample", 3), log_w, torch.zeros(3, dtype=torch.bool))
    assert parents.tolist() == [[0, 1, 2, 3, 4]] * 3
    assert effective(torch.tensor([[0.0, 0.0], [0.0, -math.inf], [-math.inf, -math.inf]]).double()).tolist() == [
        2,
        1,
        0,
    ]


def test_weights_of_an_exact_guide_are_equal():
    graph = small.program(order=3, keyword="sea", soft=True)
    grown = Smc(particles=32).population(graph, 3, 0)
    torch.testing.assert_close(grown.log_weights, torch.full((1, 32), graph.surrogate.log_z).double())
    assert grown.lineages.tolist() == [32] and float(grown.ess) == pytest.approx(32)


# ---- runs


def test_a_run_reports_what_its_weights_are_worth():
    graph = tiny.program(keyword="seals", soft=True, hosted=True)
    run = Smc(particles=64, moves=3).sample(graph, Recipe(chains=4, draws=270, seed=5))
    assert run.texts.units.shape[:2] == (17, 64) and run.log_weights.shape == (17, 64)
    log_z = float(truth(graph)[0].log())
    assert abs(run.log_z - log_z) <= 4 * run.log_z_error and 0 < run.log_z_error < 0.6
    assert run.log_z == pytest.approx(float(run.log_weights.flatten().logsumexp(0)) - math.log(1088))
    assert 0 < run.lineages <= 1088 and 20 < worth(run.log_weights) <= 1088
    assert "17 populations of 64 particles" in run.note
    assert bool(run.allowed.all()) and sum(count.proposed for count in run.moves) == 3 * 1088
    flat = run.texts.units.flatten(0, 1), run.texts.length.flatten()
    torch.testing.assert_close(run.log_score.flatten(), graph.log_prob(type(run.texts)(*flat)))


def test_draws_have_the_law_of_the_program_also_behind_the_moves():
    graph = tiny.program(keyword="seal", soft=True, hosted=True)
    texts, scores = enumerated(graph)
    number = {row: at for at, row in enumerate(graph.host.rows(texts))}
    run = Smc(particles=2_000, moves=2).sample(graph, Recipe(chains=1, draws=20_000, seed=3))
    flat = type(run.texts)(run.texts.units.flatten(0, 1), run.texts.length.flatten())
    at = torch.tensor([number[row] for row in graph.host.rows(flat)])
    share = torch.zeros(len(texts.length), dtype=torch.float64)
    share.index_add_(0, at, torch.softmax(run.log_weights.flatten(), 0))
    assert float((share - scores.softmax(0)).abs().sum()) / 2 < 0.03  # 20,000 independent draws stay below 0.035


def test_a_population_depends_on_its_number_alone():
    graph = tiny.program()
    first = Smc(particles=16, moves=0).sample(graph, Recipe(chains=1, draws=1, seed=9))
    more = Smc(particles=16, moves=0).sample(graph, Recipe(chains=1, draws=320, seed=9))
    assert first.texts.units.shape[0] == 16 and more.texts.units.shape[0] == 20
    assert torch.equal(first.texts.units, more.texts.units[:16])
    assert torch.equal(first.log_weights, more.log_weights[:16])


def test_a_term_that_is_infinite_is_named():
    graph = tiny.program()
    graph.terms = (Batched("wild", lambda texts: [math.inf] * len(texts)),)
    graph.term_names = ("base", "wild")
    with pytest.raises(RunError, match="`wild`"):
        Smc(particles=8).sample(graph, Recipe(chains=1, draws=1))


def test_settings_are_checked():
    with pytest.raises(ValueError, match="particles is 1"):
        Smc(particles=1)
    with pytest.raises(ValueError, match="threshold"):
        Smc(threshold=1.5)
    assert mean_weight(torch.tensor([])) == (None, None)


def test_auto_takes_populations_for_a_neural_base_that_is_too_large_to_list(monkeypatch):
    graph = tiny.program(lengths=(1, 6))
    assert isinstance(Auto.chosen(graph), Smc)
    assert isinstance(Auto.chosen(tiny.program()), ExactSampler)
    run = Auto().sample(graph, Recipe(chains=2, draws=8, seed=1))
    assert "reads from left to right" in run.note


def test_copies_of_one_particle_go_on_in_different_ways(monkeypatch):
    """All descend from one particle behind its first unit, and the second units differ: resampled first, drawn then."""
    right, looks = population.ancestors, []

    def one(shared, log_w, needed):
        looks.append(needed)
        return torch.zeros_like(log_w).long() if len(looks) == 2 else right(shared, log_w, needed)

    monkeypatch.setattr(population, "ancestors", one)
    found = populate(tiny.program(), Stream(1, "smc", 64), Stream(1, "resampling", 1), 1, 64, threshold=1.1)
    assert len(set(found.texts.units[:, 0].tolist())) == 1 and len(set(found.texts.units[:, 1].tolist())) > 1
