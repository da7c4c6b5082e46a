"""`stop`: a run that ends early has the first draws of the whole run, and is looked at at fixed times only."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
from wordfield.inference import chains, stopping
from wordfield.inference.stopping import Bound, Joined, Stopping

import wordfield as wf

PROGRAM = (
    'text s : words ~ ngram(learn=["a b c", "b a", "c a b", "a a b c"], order=2)\n'
    "require s has 2..3 words\n"
    "infer {{ sampler = gibbs()  chains = 4  warmup = 5 sweeps  draws = {draws} {more} }}\n"
)


def load(more: str, draws: int = 200) -> wf.LoadedModel:
    """The program with more settings."""
    return wf.Model.from_source(PROGRAM.format(draws=draws, more=more))


def test_the_draws_are_the_first_of_the_whole_run():
    stop = "stop = ess >= 20 and rhat <= 1.5"
    whole, early = load("", 80).sample(seed=3), load(stop, 80).sample(seed=3)
    kept = early.run.draws
    assert 0 < kept < 80 and kept % 25 == 0
    assert (early.texts() == whole.texts()[:, :kept]).all()
    assert (early.log_score == whole.log_score[:, :kept]).all()
    assert f"`stop` ended the run after {kept} of 80 draws" in str(early)
    assert min(early.summary()["ess"].values()) >= 20
    assert max(early.summary()["rhat"].values()) <= 1.5


def test_diagnostics_are_looked_at_at_fixed_times(monkeypatch):
    """At the same draws whatever the seed, and never at anything but what the verdict is about."""
    times: dict[int, list[int]] = {}

    def look(graph, run):
        times[seed].append(run.draws)
        return {"ess": 0.0, "rhat": 9.0}

    monkeypatch.setattr(stopping, "measured", look)
    for seed in (1, 2):
        times[seed] = []
        load("stop = ess >= 5", draws=60).sample(seed=seed)
    assert times[1] == times[2] == [25, 50]
    for draws, every in ((100, 25), (500, 25), (2000, 100), (2001, 101)):
        assert Stopping(load("").graph(), Bound("ess", 1), draws).every == every


def test_what_is_measured_is_the_verdict():
    run = load("", draws=40).sample(seed=1)
    found = stopping.measured(run.graph, run.run)
    moving = [one for one in run.diagnosis.statistics if not one.constant]
    assert found == {"rhat": max(one.rhat for one in moving), "ess": min(one.bulk for one in moving)}
    assert stopping.measured(run.graph, load("", draws=3).sample(seed=1).run) == {}


def test_the_clock_ends_a_run_at_any_step(monkeypatch):
    ticks = iter(range(10**9))
    monkeypatch.setattr(stopping, "time", SimpleNamespace(monotonic=lambda: float(next(ticks))))
    early = load("stop = elapsed >= 1 min").sample(seed=3)
    assert early.run.steps == 60 and early.run.draws == 15
    monkeypatch.undo()
    assert (early.texts() == load("", 20).sample(seed=3).texts()[:, :15]).all()
    assert load("stop = elapsed >= 1 ms", draws=100).sample(seed=1).run.steps < 300


@pytest.mark.parametrize(("seconds", "rounds", "kept"), [(9, 9, 2), (3, 3, 0)])
def test_the_clock_ends_exchanges_after_any_sweep(seconds, rounds, kept, monkeypatch):
    """Five rounds warm up, in stretches that begin with a look at nothing; then every second one gives a draw."""
    ticks = iter(range(10**9))
    program = f"stop = elapsed >= {seconds} sec  thin = 2 sweeps"
    model = wf.Model.from_source(PROGRAM.format(draws=50, more=program).replace("gibbs()", "parallel_tempering()"))
    monkeypatch.setattr(stopping, "time", SimpleNamespace(monotonic=lambda: float(next(ticks))))
    early = model.sample(seed=3).run
    assert early.draws == kept and not early.interrupted and f"after {kept} of 50 draws" in early.note
    assert early.steps == (rounds - 5 if kept else 1) * 3


def test_a_search_ends_when_chains_are_in():
    search = "anneal = linear(start=2, stop=0.5, over=40)"
    program = PROGRAM.replace("require s has", 'require share(w == "a" for w in s.words) > 0.4\nrequire s has')
    program = program.format(draws=1, more=f"{search} stop = all_hard(chains=4) or elapsed >= 1 hours")
    run = wf.Model.from_source(program).sample(seed=1)
    assert run.run.steps < 120 and run.run.steps % 3 == 0 and "`stop` ended the search after" in str(run)
    whole = load(f"{search} stop = all_hard(chains=5)").sample(seed=1)
    assert whole.run.steps == 120 and "ended" not in str(whole)


def test_tempering_ends_too():
    text = PROGRAM.format(draws=80, more="{more}").replace("gibbs()", "parallel_tempering(rungs=2)")
    stop = "stop = ess >= 20 and rhat <= 1.5"
    whole, early = (wf.Model.from_source(text.replace("{more}", more)).sample(seed=3) for more in ("", stop))
    kept = early.run.draws
    assert 0 < kept < 80 and kept % 25 == 0 and f"after {kept} of 80 draws" in str(early)
    assert (early.texts() == whole.texts()[:, :kept]).all()


def test_branches_that_stop_apart_are_as_long_as_the_shortest(monkeypatch):
    """A balanced mixture gives each branch chains of its own; the first look is enough for one of them."""
    looks = iter([{"ess": 1.0}, {"ess": 1.0}, {"ess": 9.0}, {"ess": 9.0}])
    monkeypatch.setattr(stopping, "measured", lambda graph, run: next(looks))
    text = (
        'model m { text s : words ~ uniform(["a", "b"])  require s has 1..3 words\n'
        'mixture t balanced { 50% x { require s contains "a" } 50% y { prefer s contains "b" } } }\n'
        "infer { sampler = gibbs()  chains = 4  warmup = 1 sweeps  draws = 80  stop = ess >= 5 }"
    )
    run = wf.Model.from_source(text).sample(seed=1)
    assert [one.run.draws for one in run.results] == [25, 25]
    assert run.texts().shape == run.labels().shape == (4, 25)


def test_an_interruption_is_no_stop(monkeypatch):
    real, calls = chains.step, []

    def step(*arguments):
        calls.append(1)
        if len(calls) > 30:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(chains, "step", step)
    run = load("stop = elapsed >= 9 hours").sample(seed=1)
    assert run.run.interrupted and "ended" not in str(run)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("anneal = linear(start=2, stop=0.5, over=9) stop = ess >= 4", "a search that stops by `ess`"),
        ("stop = all_hard(chains=2)", "a run that stops by `all_hard` and is no search"),
    ],
)
def test_what_it_cannot_ask_for(more, said):
    with pytest.raises(wf.ProgramError, match=said):
        load(more).sample()


def test_samplers_without_chains_do_not_follow_it():
    text = PROGRAM.format(draws=5, more="stop = ess >= 4")
    with pytest.raises(wf.ProgramError, match="`smc` with `stop`"):
        wf.Model.from_source(text.replace("gibbs()", "smc()")).sample()
    assert load("stop = ess >= 4").compiled().spec.recipe.sampler.name == "gibbs"
    bare = wf.Model.from_source(text.replace("sampler = gibbs()", ""))
    assert bare.sample(seed=1).header["sampler"] == "gibbs"


def test_conditions():
    both = Joined(True, (Bound("ess", 400), Bound("rhat", 1.01)))
    either = Joined(False, (both, Bound("elapsed", 60)))
    assert either.quantities == {"ess", "rhat", "elapsed"}
    assert not either.holds({}) and not either.holds({"ess": 500, "elapsed": 3})
    assert either.holds({"ess": 500, "rhat": 1.01}) and either.holds({"elapsed": 60})
    assert not both.holds({"ess": math.inf, "rhat": math.inf})


def test_the_twin_in_python():
    built = wf.Model("m")
    s = built.text("s", "words", wf.uniform(["a", "b"]))
    built.require(s.has(words=2))
    enough = (wf.name("ess") >= 400) & (wf.name("rhat") <= 1.01)
    built.infer(stop=enough | (wf.name("elapsed") >= wf.unit(10, "min")))
    bounds = Joined(True, (Bound("ess", 400), Bound("rhat", 1.01)))
    assert built.spec().recipe.settings["stop"] == Joined(False, (bounds, Bound("elapsed", 600)))
    assert wf.Model.from_source(built.to_source()).program() == built.program()
    turned = load("stop = 400 <= ess")
    assert turned.spec().recipe.settings["stop"] == Bound("ess", 400)
