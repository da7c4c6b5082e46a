"""What is told of a proposal is what the run does: the same texts, and sums that add up."""

import math
import sys
from pathlib import Path

import pytest
import small
from wordfield.inference.chains import run
from wordfield.inference.marked import marked
from wordfield.inference.sampler import Sampler
from wordfield.inference.schedule import Schedule, constant
from wordfield.inference.texts import Texts
from wordfield.inference.witness import trials

sys.path.insert(0, str(Path(__file__).parents[1] / "toys"))
from brute_force import TOYS
from twelve import toy

CHAINS, STEPS = 5, 60


def told(graph, sampler, chain, schedule=None, first=1, steps=STEPS, seed=4):
    table = Sampler.named(sampler)().table(graph)
    return list(trials(graph, table, CHAINS, seed, schedule or constant(), chain, first, steps))


def states(graph, sampler, chain, schedule=None, seed=4):
    """The texts of a chain after each step of a run."""
    table = Sampler.named(sampler)().table(graph)
    found = run(graph, table, chains=CHAINS, warmup=0, draws=STEPS, thin=1, seed=seed, schedule=schedule)
    return graph.strings(Texts(found.texts.units[chain], found.texts.length[chain]))


@pytest.mark.parametrize("sampler", ["mh", "gibbs"])
@pytest.mark.parametrize("name", sorted(TOYS))
def test_trials_are_the_steps_of_the_run(name, sampler):
    graph = toy(name)
    found = told(graph, sampler, 2)
    after = [one.tried if one.accepted else one.text for one in found]
    assert after == states(graph, sampler, 2)
    assert [one.text for one in found[1:]] == after[:-1]
    assert [one.step for one in found] == list(range(1, STEPS + 1))


@pytest.mark.parametrize("name", sorted(TOYS))
def test_the_sums_add_up(name):
    graph = toy(name)
    moved = 0
    for one in told(graph, "mh", 1):
        if not one.possible or one.gain is None:
            continue
        assert one.gain == pytest.approx(sum(one.then.values()) - sum(one.now.values()), abs=1e-6)
        assert one.log_ratio == pytest.approx(one.gain + one.log_back - one.log_there, abs=1e-5)
        assert one.accepted == (math.log(max(one.coin, 1e-300)) < one.log_ratio)
        text = [graph.lexicon.index[unit] for unit in one.text.split()] if name == "01_lengths" else None
        if text is not None:
            assert float(graph.log_prob(graph.texts([text]))[0]) == pytest.approx(sum(one.now.values()), abs=1e-6)
        moved += one.outcome == "accepted"
    assert moved > 0


def test_the_temperature_of_a_step_counts():
    """At temperature T below 1 the gain is that of the log score over T."""
    found = told(toy("05_soft"), "mh", 0, Schedule("geometric", 2.0, 0.5, 30))
    cold = [one for one in found if one.beta > 1 and one.possible and one.gain is not None and one.text != one.tried]
    assert cold
    for one in cold:
        assert one.gain == pytest.approx(one.beta * (sum(one.then.values()) - sum(one.now.values())), abs=1e-6)


def test_hot_steps_are_those_of_the_run():
    graph, warmup = toy("05_soft"), 20
    schedule = Schedule("geometric", 4.0, 1.0, warmup)
    table = Sampler.named("mh")().table(graph)
    run_of = run(graph, table, chains=CHAINS, warmup=warmup, draws=1, thin=1, seed=4, schedule=schedule)
    *_, last = told(graph, "mh", 0, schedule, steps=warmup + 1)
    assert (last.tried if last.accepted else last.text) == graph.strings(
        Texts(run_of.texts.units[0], run_of.texts.length[0])
    )[0]


def test_later_steps_are_those_of_the_whole():
    graph = small.program(keyword="sea", soft=True)
    assert told(graph, "gibbs", 3, first=20, steps=5) == told(graph, "gibbs", 3)[19:24]


def test_a_record_holds_what_is_said():
    one = next(one for one in told(toy("05_soft"), "mh", 0) if one.outcome == "rejected")
    record = one.record(spaced=True)
    assert record["kind"] == "step" and record["outcome"] == "rejected"
    assert set(record["terms"]) == set(one.now)
    for entry in record["terms"].values():
        assert entry["change"] == pytest.approx(entry["tried"] - entry["now"])
    assert record["acceptance"] == pytest.approx(math.exp(record["log_ratio"]))
    assert record["coin"] >= record["acceptance"]


@pytest.mark.parametrize(
    ("before", "after", "spaced", "shown"),
    [
        ("the old ferry left at noon", "the old ferry sank at noon", True, "the old ferry [left -> sank] at noon"),
        ("a b", "a c b", True, "a [+ c] b"),
        ("a c b", "a b", True, "a [- c] b"),
        ("a b", "a b", True, "a b"),
        ("春风入户", "春雨入户", False, "春[风 -> 雨]入户"),
        ("", "a", True, "[ -> a]"),
    ],
)
def test_a_change_is_marked(before, after, spaced, shown):
    assert marked(before, after, spaced) == shown
