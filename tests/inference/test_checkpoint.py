"""`checkpoint`: a run that goes on after an interruption equals, bit for bit, one that was never interrupted."""

from __future__ import annotations

import os
import signal

import pytest
import torch
from commands import BASE, CHAINS, call, write
from wordfield.inference import chains, checkpoint

import wordfield as wf

EVERY = 'checkpoint = every(1 hours, path="a.ckpt")'
PROGRAMS = {
    "gibbs": CHAINS.replace("draws = 12", f"draws = 12  {EVERY}"),
    "scan": CHAINS.replace("gibbs()", 'gibbs(scan="systematic")').replace("draws = 12", f"draws = 12  {EVERY}"),
    "mh": BASE + (
        'require s has 2..4 words\nrequire share(w == "a" for w in s.words) > 0.3\ntrack n = length(s)\n'
        "infer { sampler = mh()  chains = 3  warmup = 9 sweeps  draws = 10  thin = 3 steps\n"
        f"temper = linear(start=3, stop=1, over=20 steps)  stop = elapsed >= 9 hours and ess >= 1  {EVERY} }}\n"
    ),
    "two": (
        'text q : words ~ uniform(["a", "b"])\ntext r : letters ~ uniform(["x", "y"])\nrequire q has 1..2 words\n'
        "require r has 1..3 chars\nrequire q contains \"a\" and r contains \"x\" or length(q) == 1\n"
        f"infer {{ sampler = gibbs()  chains = 3  draws = 9  warmup = 2 sweeps  {EVERY} }}\n"
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The current folder is an empty one."""
    monkeypatch.chdir(tmp_path)


def broken_off(monkeypatch, at: int) -> None:
    """The next run is interrupted inside of that step."""
    real, calls = chains.step, []

    def step(*arguments):
        calls.append(1)
        if len(calls) == at:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(chains, "step", step)


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


@pytest.mark.parametrize(("name", "at"), [
        ("gibbs", 50), ("mh", 30),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in (("gibbs", 1), ("scan", 7), ("two", 9))),
    ],
)  # fmt: skip
def test_a_resumed_run_is_the_whole_run(name, at, tmp_path, monkeypatch):
    model = wf.Model.from_source(PROGRAMS[name])
    whole = model.sample(seed=5)
    assert not whole.run.interrupted and not list(tmp_path.iterdir())
    with monkeypatch.context() as patch:
        broken_off(patch, at)
        part = model.sample(seed=5)
    assert part.run.interrupted and part.run.draws < whole.run.draws
    assert (tmp_path / "a.ckpt").exists()
    with monkeypatch.context() as patch:  # a second interruption
        broken_off(patch, 3)
        again = model.sample(resume=True)
    assert again.run.interrupted and again.run.steps == at + 1
    resumed = model.sample(resume=True)
    assert resumed.header["seed"] == 5 and not resumed.run.interrupted
    same(resumed, whole)
    assert not list(tmp_path.iterdir())


def test_control_c_is_heeded_between_two_steps(tmp_path, monkeypatch):
    model = wf.Model.from_source(PROGRAMS["gibbs"])
    whole, real, calls = model.sample(seed=2), chains.step, []

    def step(*arguments):
        calls.append(1)
        if len(calls) == 9:
            os.kill(os.getpid(), signal.SIGINT)
        return real(*arguments)

    before = signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as patch:
        patch.setattr(chains, "step", step)
        part = model.sample(seed=2)
    assert part.run.interrupted and part.run.steps == 9
    assert "a.ckpt holds the state of step 9: `--resume` goes on from there" in str(part)
    assert signal.getsignal(signal.SIGINT) is before
    same(model.sample(resume=True), whole)


def test_the_command(tmp_path, capsys, monkeypatch):
    path = write(tmp_path, PROGRAMS["gibbs"])
    whole = call(capsys, "sample", path, "-n", "all", "--seed", 3).out
    with monkeypatch.context() as patch:
        broken_off(patch, 40)
        assert call(capsys, "run", path, "-o", "a.jsonl", "--seed", 3).code == 130
    assert call(capsys, "sample", path, "--resume", "--seed", 4).code == 2
    ended = call(capsys, "sample", path, "-n", "all", "--resume")
    assert ended.code == 0 and ended.out == whole and "going on from a.ckpt" in ended.err
    assert call(capsys, "sample", write(tmp_path, CHAINS), "--resume").code == 2


def test_another_run_is_not_resumed(tmp_path, capsys, monkeypatch):
    text = PROGRAMS["gibbs"]
    with monkeypatch.context() as patch:
        broken_off(patch, 9)
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


@pytest.mark.parametrize("more", ["relax = 2", "anneal = linear(start=2, stop=0.5, over=9)", "sampler = smc()"])
def test_what_it_does_not_go_with(more):
    program = wf.Model.from_source(BASE + f"require s has 2 words\ninfer {{ {EVERY}  {more} }}")
    with pytest.raises(wf.ProgramError, match="not available"):
        program.sample()


@pytest.mark.slow
def test_with_a_neural_base(monkeypatch):
    text = (
        "text s : en ~ lm()\nrequire s has 4..6 words\n"
        f"infer {{ sampler = gibbs()  chains = 4  warmup = 3 sweeps  draws = 5  {EVERY} }}"
    )
    whole = wf.Model.from_source(text).sample(seed=5)
    with monkeypatch.context() as patch:
        broken_off(patch, 23)
        wf.Model.from_source(text).sample(seed=5)
    same(wf.Model.from_source(text).sample(resume=True), whole)


def test_the_twin_in_python():
    built = wf.Model("m")
    s = built.text("s", "words", wf.uniform(["a", "b"]))
    built.require(s.has(words=2))
    built.infer(checkpoint=wf.name("every")(wf.unit(2, "min"), path="a.ckpt"))
    assert built.spec().recipe.settings == {"checkpoint": (120.0, "a.ckpt")}
    assert wf.Model.from_source(built.to_source()).program() == built.program()
