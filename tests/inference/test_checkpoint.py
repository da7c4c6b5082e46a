"""`checkpoint`: a run that goes on after an interruption equals, bit for bit, one that was never interrupted."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
import torch
from commands import BASE, CHAINS, TOY, call, write
from wordfield.inference import checkpoint
from wordfield.inference.random import Stream
from wordfield.inference.sampler import Sampler

import wordfield as wf

EVERY = 'checkpoint = every(1 hours, path="a.ckpt")'
CHECKED = BASE + 'require s has 2..4 words\nrequire share(w == "a" for w in s.words) > 0.3\ntrack n = length(s)\n'
COUPLED = """text s : letters ~ uniform(["a", "b", "c"])
require s has 5 chars
factor f = 2.5 * count(s.chars(i) == s.chars(i + 1) for i in 1..4)
"""
BALANCED = f"""{BASE}require s has 2..4 words
mixture t balanced {{ 60% x {{ require s contains "a" }} 40% y {{ require s contains "b" }} }}
"""
EXPECTED = f'{BASE}require s has 2..4 words\nexpect mean(s contains "c") == 70% within 20%\n'
SEVERAL = """text q : words ~ uniform(["a", "b"])
text r : letters ~ uniform(["x", "y"])
require q has 1..2 words
require r has 1..3 chars
require q contains "a" and r contains "x" or length(q) == 1
"""


def told(program: str, recipe: str) -> str:
    """A program with a recipe that keeps a checkpoint."""
    return f"{program}infer {{ {recipe}  {EVERY} }}\n"


# one or more programs for each sampler whose runs are kept; `every sampler` below holds that none is missing
PROGRAMS = {
    "gibbs": told(TOY, "sampler = gibbs()  chains = 4  warmup = 10 sweeps  draws = 12"),
    "gibbs, scan": told(TOY, 'sampler = gibbs(scan="systematic")  chains = 4  warmup = 10 sweeps  draws = 12'),
    "gibbs, several": told(SEVERAL, "sampler = gibbs()  chains = 3  draws = 9  warmup = 2 sweeps"),
    "gibbs, relax": told(CHECKED, "sampler = gibbs()  relax = 1  chains = 3  warmup = 3 sweeps  draws = 6"),
    "gibbs, anneal": told(TOY, "anneal = linear(start=2, stop=0.3, over=9)  warmup = 0  chains = 3  keep = 4"),
    "gibbs, balanced": told(BALANCED, "sampler = gibbs()  chains = 4  warmup = 3 sweeps  draws = 5"),
    "gibbs, expect": told(EXPECTED, "sampler = gibbs()  chains = 8  warmup = 5 sweeps  draws = 12"),
    "anneal, balanced": told(BALANCED, "sampler = anneal(sweeps=3, restarts=2)  chains = 4  keep = 3"),
    "mh": told(CHECKED, "sampler = mh()  chains = 3  warmup = 9 sweeps  draws = 10  thin = 3 steps  "
        "temper = linear(start=3, stop=1, over=20 steps)  stop = elapsed >= 9 hours and ess >= 1"),
    "anneal": told(TOY, "sampler = anneal(sweeps=5, restarts=3)  chains = 3  keep = 5"),
    "parallel_tempering": told(COUPLED, "sampler = parallel_tempering()  chains = 2  warmup = 16 sweeps  draws = 6"),
    "parallel_tempering, moves": told(CHECKED, "sampler = parallel_tempering(rungs=3, hottest=3)  chains = 2  "
        "warmup = 5 sweeps  draws = 5  thin = 8 steps  stop = elapsed >= 9 hours and ess >= 1"),
    "smc": told(CHECKED, "sampler = smc(particles=128)  chains = 16  draws = 128"),
    "smc, path": told(COUPLED, 'sampler = smc(particles=128, over="path", rungs=3)  chains = 16  draws = 128'),
    "smc, several": told(SEVERAL, "sampler = smc(particles=64)  chains = 32  draws = 64"),
    "smc, balanced": told(BALANCED, "sampler = smc(particles=64)  chains = 16  draws = 64"),
    "smc, expect": told(EXPECTED, "sampler = smc(particles=64)  chains = 8  draws = 12"),
    "ais": told(COUPLED, "sampler = ais(steps=5, particles=1500)"),
    "importance": told(CHECKED, "sampler = importance(resample=true)  chains = 3  draws = 9"),
    "rejection": told(CHECKED, "sampler = rejection()  chains = 3  draws = 9"),
}  # fmt: skip
SLOW = ("gibbs, scan", "gibbs, several", "anneal, balanced", "smc, several", "smc, balanced", "smc, expect")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The current folder is an empty one."""
    monkeypatch.chdir(tmp_path)


def control_c(monkeypatch, at: int) -> None:
    """The user interrupts the next run in that step."""
    real, calls = Stream.step, []

    def step(self, number):
        calls.append(number)
        if len(calls) == at:
            os.kill(os.getpid(), signal.SIGINT)
        real(self, number)

    monkeypatch.setattr(Stream, "step", step)


def same(one: wf.Model, other: wf.Model) -> None:
    """Two results that differ in nothing but the time they took."""
    for field in ("units", "length"):
        assert torch.equal(getattr(one.run.texts, field), getattr(other.run.texts, field))
    assert torch.equal(one.run.terms, other.run.terms) and torch.equal(one.run.allowed, other.run.allowed)
    assert (one.run.moves, one.run.steps, one.run.evaluations) == (
        other.run.moves, other.run.steps, other.run.evaluations,
    )  # fmt: skip
    records = [list(run.records())[:-1] for run in (one, other)]
    assert records[0] == records[1]


def every_state(program: str, folder: Path, monkeypatch) -> list[bytes]:
    """What the checkpoint held after each step of a whole run."""
    found, real = [], os.replace

    def replace(new, place):
        real(new, place)
        found.append(Path(place).read_bytes())

    with monkeypatch.context() as patch:
        patch.setattr(checkpoint.os, "replace", replace)
        wf.Model.from_source(program.replace("1 hours", "0 ms")).sample(seed=5)
    return found


def test_every_sampler_that_can_be_kept_is_here():
    kept = {name for name, sampler in Sampler.all().items() if "checkpoint" in sampler.follows}
    assert {name.partition(",")[0] for name in PROGRAMS} == kept >= {"gibbs", "parallel_tempering", "anneal"}


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=pytest.mark.slow) if one in SLOW else one for one in PROGRAMS]
)
def test_a_run_that_was_cut_and_resumed_is_the_whole_run(name, tmp_path, monkeypatch):
    model = wf.Model.from_source(PROGRAMS[name])
    whole = model.sample(seed=5)
    assert not whole.run.interrupted and not list(tmp_path.iterdir())
    states = every_state(PROGRAMS[name], tmp_path, monkeypatch)
    assert len(states) > 5 and not list(tmp_path.iterdir())
    for at in (1, len(states) // 2, len(states) - 2):
        (tmp_path / "a.ckpt").write_bytes(states[at])
        resumed = model.sample(resume=True)
        assert resumed.header["seed"] == 5 and not resumed.run.interrupted
        same(resumed, whole)
        assert (resumed.run.log_z, resumed.run.note) == (whole.run.log_z, whole.run.note)
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name",
    ["gibbs", "gibbs, relax", "gibbs, balanced", "gibbs, expect", "anneal", "parallel_tempering", "ais"],
)
def test_control_c_is_heeded_between_two_steps(name, tmp_path, monkeypatch):
    model = wf.Model.from_source(PROGRAMS[name])
    whole, before = model.sample(seed=2), signal.getsignal(signal.SIGINT)
    for number in (30, 15):  # twice, the second time after it went on
        with monkeypatch.context() as patch:
            control_c(patch, number)
            part = model.sample(seed=2, resume=True)
        assert part.run.interrupted and (tmp_path / "a.ckpt").exists()
        assert re.search(r"a.ckpt holds the state of step \d+: `--resume` goes on from there", str(part))
        assert signal.getsignal(signal.SIGINT) is before
    same(model.sample(resume=True), whole)


def test_the_command(tmp_path, capsys, monkeypatch):
    path = write(tmp_path, PROGRAMS["gibbs"])
    whole = call(capsys, "sample", path, "-n", "all", "--seed", 3).out
    with monkeypatch.context() as patch:
        control_c(patch, 40)
        assert call(capsys, "run", path, "-o", "a.jsonl", "--seed", 3).code == 130
    assert call(capsys, "sample", path, "--resume", "--seed", 4).code == 2
    ended = call(capsys, "sample", path, "-n", "all", "--resume")
    assert ended.code == 0 and ended.out == whole and "going on from a.ckpt" in ended.err
    assert call(capsys, "sample", write(tmp_path, CHAINS), "--resume").code == 2


def test_another_run_is_not_resumed(tmp_path, capsys, monkeypatch):
    text = PROGRAMS["gibbs"]
    with monkeypatch.context() as patch:
        control_c(patch, 9)
        call(capsys, "sample", write(tmp_path, text), "--seed", 3)
    kept = (tmp_path / "a.ckpt").read_bytes()
    for changed in (
        text.replace("weight 1", "weight 2"), text.replace("chains = 4", "chains = 5"), text.replace("2..4", "2..3"),
        text.replace("gibbs()", "mh()"), text.replace("draws = 12", "draws = 13"),
    ):  # fmt: skip
        ended = call(capsys, "sample", write(tmp_path, changed), "--resume")
        assert ended.code == 2 and "the checkpoint of another run" in ended.err
        assert (tmp_path / "a.ckpt").read_bytes() == kept
    assert call(capsys, "sample", write(tmp_path, "# a comment\n" + text), "--resume").code == 0


def test_other_files_are_left_alone(tmp_path, capsys):
    path = write(tmp_path, PROGRAMS["gibbs"])
    for content in (b"", b"a poem", b"PK\x03\x04 no tensors"):
        (tmp_path / "a.ckpt").write_bytes(content)
        ended = call(capsys, "sample", path)
        assert ended.code == 2 and "left alone" in ended.err
        assert (tmp_path / "a.ckpt").read_bytes() == content
    torch.save({"mine": torch.zeros(2)}, tmp_path / "a.ckpt")
    assert call(capsys, "sample", path).code == 2
    outside = write(tmp_path, PROGRAMS["gibbs"].replace("a.ckpt", "../a.ckpt"))
    assert call(capsys, "check", outside).code == 3


def test_a_disk_that_refuses_does_not_end_the_run(tmp_path, monkeypatch):
    model = wf.Model.from_source(PROGRAMS["gibbs"].replace("1 hours", "1 ms"))
    whole = model.sample(seed=1)
    assert not list(tmp_path.iterdir())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint.os, "replace", full)
    run = model.sample(seed=1)
    same(run, whole)
    assert "the checkpoint could not be written: No space left on device" in str(run)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("sampler", ["exact", "auto"])
def test_what_it_does_not_go_with(sampler):
    program = wf.Model.from_source(f"{BASE}require s has 2 words\ninfer {{ sampler = {sampler}()  {EVERY} }}")
    with pytest.raises(wf.ProgramError, match=f"`{sampler}` with `checkpoint` is not available"):
        program.sample()


@pytest.mark.slow
def test_with_a_neural_base(monkeypatch):
    """The same texts; a score is remembered as it was found, and rounded by what was scored beside it."""
    text = (
        "text s : en ~ lm()\nrequire s has 4..6 words\n"
        f"infer {{ sampler = gibbs()  chains = 4  warmup = 3 sweeps  draws = 5  {EVERY} }}"
    )
    whole = wf.Model.from_source(text).sample(seed=5)
    with monkeypatch.context() as patch:
        control_c(patch, 23)
        wf.Model.from_source(text).sample(seed=5)
    resumed = wf.Model.from_source(text).sample(resume=True)
    assert torch.equal(resumed.run.texts.units, whole.run.texts.units) and resumed.run.moves == whole.run.moves
    torch.testing.assert_close(resumed.run.terms, whole.run.terms, rtol=0, atol=2e-5)


def test_the_twin_in_python():
    built = wf.Model("m")
    s = built.text("s", "words", wf.uniform(["a", "b"]))
    built.require(s.has(words=2))
    built.infer(checkpoint=wf.name("every")(wf.unit(2, "min"), path="a.ckpt"))
    assert built.spec().recipe.settings == {"checkpoint": (120.0, "a.ckpt")}
    assert wf.Model.from_source(built.to_source()).program() == built.program()
