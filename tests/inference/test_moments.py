"""Means that are held: exact multipliers against every text, sampled ones against exact ones; what cannot be held."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from wordfield.dsl import driver
from wordfield.dsl.check import check_source
from wordfield.dsl.source import Source
from wordfield.inference.batches import Drawn, batched
from wordfield.inference.dual import Bounds, of_values, solve, spread_of
from wordfield.inference.exact import enumerated
from wordfield.inference.exact import solve as solved
from wordfield.inference.fit import Tilt, fit, sandwich, seed_of
from wordfield.inference.fit_exact import NoLaw, differentiated, fit_exactly, listed
from wordfield.inference.pool import Pool
from wordfield.inference.sampler import Recipe
from wordfield.inference.samplers.exact import ExactSampler
from wordfield.inference.samplers.gibbs import Gibbs
from wordfield.inference.samplers.importance import Importance
from wordfield.inference.term import Graded, Hosted, Tabled
from wordfield.inference.tilt import Tilting
from wordfield.inference.tilted import sample
from wordfield.inference.tilted import solved as exactly

import wordfield as wf

CLASSIC = Path(__file__).parents[2] / "examples" / "classics" / "moments.wf"
LINES = '["the sea is cold", "the sea is wide", "a letter is here", "the sea", "a cold sea is here"]'
BASE = f"text s : words ~ ngram(learn={LINES}, order=2)\nrequire s has 2..3 words\n"
HOLES = f'text s : words = "the {{one:1..2 words}} is {{two:1..1 words}}" ~ ngram(learn={LINES}, order=2)\n'
SEVERAL = "".join(f"text {n} : words ~ ngram(learn={LINES}, order=2)\nrequire {n} has 1 words\n" for n in "qa")
PROGRAMS = {
    "shares and a length": BASE
    + 'expect mean(s contains "cold") == 40%\nexpect mean(length(s)) >= 2.7\nexpect mean(s contains "is") <= 30%',
    "an interval, pulled down": BASE + 'expect 5% <= mean(s contains "sea") <= 20%',
    "found text by text": BASE + 'expect mean(share(w == "sea" for w in s.words)) == 0.35',
    "holes": HOLES + 'expect mean(s.one in ["sea", "a letter"]) == 25%\nexpect mean(s.two == "cold") >= 50%',
    "several texts": SEVERAL + 'expect mean(q.words(1) == a.words(1)) == 50%\nexpect mean(a contains "sea") <= 5%',
}


def graph(source: str):
    """The graph of a program."""
    program = check_source(Source("model", source), None)
    return driver.compile(program, driver.bind(program)).graph


def means(target, multipliers) -> np.ndarray:
    """The means under multipliers, from texts and values that the plain interpreter finds."""
    texts, scores = enumerated(target)
    values = np.zeros((len(scores), len(target.moments)))
    for row in range(len(scores)):
        for k, moment in enumerate(target.moments):
            found = _reader(target, texts, row, moment)
            values[row, k] = float(found.holds(moment.value) if moment.is_share else found.value(moment.value))
    weights = torch.softmax(scores + torch.as_tensor(values @ np.asarray(multipliers)), 0).numpy()
    return weights @ values


def _reader(target, texts, row, moment):
    one = texts.rows(slice(row, row + 1))
    if len(target.parts) > 1:
        return target.interpreter(target.rows(one)[0])
    return target.host.interpreter(target.host.rows(one)[0])


# ---- exact multipliers


@pytest.mark.parametrize("name", PROGRAMS)
def test_exact_multipliers_give_the_means(name):
    """Found again by listing every text: a tilt of the wrong sign, or of another value, would miss them."""
    target = graph(PROGRAMS[name])
    found = fit_exactly(Tilting(target))
    again = means(target, found.multipliers)
    assert again == pytest.approx(found.means, abs=1e-8)
    for moment, multiplier, mean in zip(target.moments, found.multipliers, again, strict=True):
        assert moment.low - 1e-8 <= mean <= moment.high + 1e-8
        assert multiplier == 0 or mean == pytest.approx(moment.low if multiplier > 0 else moment.high, abs=1e-8)
    assert (found.multipliers != 0).any()


def test_automaton_and_enumeration_agree():
    tilting = Tilting(graph(HOLES + 'expect mean(s.one in ["sea", "a letter"]) == 25%\nexpect mean(length(s)) >= 4.3'))
    plain = tilting.graph(np.zeros(len(tilting.moments)))
    assert plain.exact
    found, known = differentiated(tilting, solved(plain, few=0)), listed(tilting, plain)
    assert (found.method, known.method) == ("automaton", "enumeration")
    assert found.multipliers == pytest.approx(known.multipliers, abs=1e-8)
    assert found.divergence == pytest.approx(known.divergence, abs=1e-9)


def test_terms_have_their_fastest_form():
    kinds = [type(term) for name in ("shares and a length", "holes") for term in Tilting(graph(PROGRAMS[name]))._unit]
    assert kinds == [Graded, Tabled, Graded, Graded, Graded]
    assert [type(term) for term in Tilting(graph(PROGRAMS["found text by text"]))._unit] == [Hosted]


def test_the_tilted_law_is_a_program_like_any_other():
    """Its log Z, its texts' probabilities and its records agree; names of moments are names of terms."""
    target = graph(PROGRAMS["shares and a length"])
    law, outcome = exactly(target)
    answer = solved(law)
    assert outcome is not None and law.term_names[1:] == tuple(outcome.multipliers)
    mean = float((torch.exp(answer.log_probs) * torch.as_tensor(Tilting(target).values(answer.texts)[:, 0])).sum())
    assert mean == pytest.approx(0.4, abs=1e-8)
    assert answer.log_z - solved(target).log_z == pytest.approx(outcome.fit.log_ratio, abs=1e-9)
    plain = solved(target)
    nearness = float((torch.exp(answer.log_probs) * (answer.log_probs - plain.log_probs)).sum())
    assert outcome.fit.divergence == pytest.approx(nearness, abs=1e-9)


def test_a_bound_that_holds_anyway_weighs_nothing():
    target = graph(BASE + 'expect mean(s contains "cold") <= 90%\nexpect mean(length(s)) >= 2.1')
    assert fit_exactly(Tilting(target)).multipliers.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    "source",
    [
        'expect mean(s contains "cold") == 40%\nexpect mean(s contains "cold" and s contains "sea") == 50%',
        'expect mean(s contains "cold") == 20%\nexpect mean(s contains "sea") == 20%\n'
        'expect mean(s contains "sea" or s contains "cold") == 60%',
    ],
)
def test_means_that_exclude_each_other_are_refused(source):
    with pytest.raises(NoLaw, match="as far as they go"):
        fit_exactly(Tilting(graph(BASE + source)))


# ---- the dual


def test_dependent_values_are_solved_if_they_agree():
    values = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    law = of_values(values, np.zeros(3))
    goal = np.array([0.3, 0.7])
    found = solve(law, Bounds(goal, goal, spread_of(values)), np.zeros(2))
    assert found.settled and found.means.mean == pytest.approx(goal, abs=1e-10)
    apart = np.array([0.3, 0.3])
    assert not solve(law, Bounds(apart, apart, spread_of(values)), np.zeros(2)).settled


def test_a_pool_of_stages_weighs_them_right():
    """Stages under known multipliers of a fair coin: log Z, means and errors are those of the logistic law."""
    generator = np.random.default_rng(5)
    pool = Pool()
    for at in (0.0, 1.0, 2.0):
        heads = (generator.random(4000) < 1 / (1 + math.exp(-at))).astype(float)[:, None]
        pool.add(np.array([at]), Drawn(heads, np.full(4000, 1 / 4000), np.arange(4000) % 50))
    law = pool.law(np.array([1.5]))
    assert law.mean[0] == pytest.approx(1 / (1 + math.exp(-1.5)), abs=0.015)  # 12,000 draws: a deviation is 0.005
    assert law.log_z == pytest.approx(math.log((1 + math.exp(1.5)) / 2), abs=0.03)
    assert math.sqrt(pool.error(np.array([0.0]))[0, 0]) == pytest.approx(0.5 / math.sqrt(8000), rel=0.5)


def test_batches_see_what_stays_the_same_within_a_chain():
    stuck = np.repeat(np.array([0.0, 1.0] * 16), 100)[:, None]  # 32 chains that never move
    influence = (stuck - 0.5) / 3200
    assert math.sqrt(batched(influence, np.repeat(np.arange(32), 100))[0, 0]) == pytest.approx(0.5 / math.sqrt(31))


# ---- sampled multipliers


@pytest.mark.parametrize(("sampler", "within"), [(Importance(), 0.04), (Gibbs(), 0.12)], ids=["importance", "gibbs"])
def test_a_fit_by_sampling_agrees_with_the_exact_one(sampler, within):
    target = graph(BASE + f'expect 5% <= mean(s contains "sea") <= 20% within {within}')
    truth = fit_exactly(Tilting(target)).multipliers
    law, run, outcome = sample(target, sampler, Recipe(chains=32, warmup=30, draws=60, seed=4), Tilt(6))
    distance = np.abs(outcome.fit.multipliers - truth) / outcome.fit.errors
    assert outcome.fit.settled and (distance < 3.5).all(), distance
    (held,) = outcome.held
    assert held.met and held.moment.within == within and 0 < held.error < within / 2
    assert law.term_names[1:] == ("contains",) and run.term_names == law.term_names


def test_texts_that_no_draw_shows_are_looked_for():
    target = graph(BASE + 'expect mean(s contains "wide letter") == 20% within 5%')
    truth = fit_exactly(Tilting(target)).multipliers
    found = fit(Tilting(target), ExactSampler(), Recipe(chains=16, draws=20, seed=1), Tilt(12)).fit
    assert truth[0] > 3 and found.multipliers[0] == pytest.approx(truth[0], abs=0.6)


def test_stages_that_lead_nowhere_end():
    target = graph(
        BASE + 'expect mean(s contains "cold") == 40%\nexpect mean(s contains "cold" and s contains "sea") == 50%'
    )
    _, _, outcome = sample(target, Importance(), Recipe(chains=16, draws=20, seed=1), Tilt(30))
    assert outcome.fit.stages < 30 and not outcome.met and not outcome.fit.settled
    assert all(math.isfinite(one.mean) and math.isfinite(one.multiplier) for one in outcome.held)


def test_no_draw_is_no_mean():
    target = graph(
        BASE + 'require share(w == "sea" for w in s.words) > 2\nexpect mean(length(s)) >= 2.5 within 1 words'
    )
    _, run, outcome = sample(target, Importance(), Recipe(chains=4, draws=5, seed=1), Tilt(3))
    assert not bool(run.allowed.any()) and not outcome.met and "no draw counts" in outcome.why


@pytest.mark.slow
@pytest.mark.parametrize("name", ["shares and a length", "found text by text", "several texts"])
def test_errors_of_multipliers_are_what_they_say(name):
    """Over 20 seeds, distances from the exact multipliers have a deviation of about one standard error."""
    target = graph(PROGRAMS[name])
    truth = fit_exactly(Tilting(target)).multipliers
    found = []
    for seed in range(20):
        one = fit(Tilting(target), Importance(), Recipe(chains=32, draws=60, seed=seed), Tilt(8)).fit
        found.append((one.multipliers - truth)[truth != 0] / one.errors[truth != 0])
    assert 0.6 < np.std(found) < 1.5 and abs(np.mean(found)) < 0.6 and np.abs(found).max() < 4.5, np.array(found)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", ["walk", "weighted"])
def test_the_classic_holds_its_means(recipe):
    model = wf.load(str(CLASSIC))
    truth = model.tilted()[1]
    run = model.sample(recipe=recipe, seed=3)
    for one in run.moments.held:
        assert abs(one.multiplier - truth[one.moment.name]) <= 3.5 * max(one.multiplier_error, 1e-9), one
        assert one.beyond <= 3.5 * one.error, one


def test_seeds_of_stages_are_not_those_of_the_run():
    texts = [
        ExactSampler().sample(graph(BASE), Recipe(chains=32, draws=1, seed=seed)).texts.units.tolist()
        for seed in (7, seed_of(7, 0), seed_of(7, 1), seed_of(8, 0))
    ]
    assert all(one != other for at, one in enumerate(texts) for other in texts[:at])


def test_sandwich_of_one_value():
    """With independent draws it is the variance over n times 1 / variance squared."""
    generator = np.random.default_rng(2)
    pool = Pool()
    pool.add(
        np.zeros(1), Drawn((generator.random(6400) < 0.3)[:, None] * 1.0, np.full(6400, 1 / 6400), np.arange(6400))
    )
    assert sandwich(pool, np.array([0.01]))[0, 0] == pytest.approx(1 / (0.21 * 6400), rel=0.1)
