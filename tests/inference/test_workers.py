"""Pieces in processes of their own: the same run, errors and all, and nothing left behind."""

import multiprocessing
import os
import time

import pytest
import tiny
import torch
from wordfield.inference import workers
from wordfield.inference.run import RunError
from wordfield.inference.sampler import Recipe
from wordfield.inference.samplers.ais import Ais
from wordfield.inference.samplers.smc import Smc

import wordfield as wf

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system whose processes can copy themselves")
SAMPLERS = {
    "smc": (Smc(particles=64), Recipe(seed=3, chains=4, draws=64)),
    "smc over the path": (Smc(particles=256, over="path", rungs=4), Recipe(seed=3, chains=16, draws=256)),
    "ais": (Ais(steps=6), Recipe(seed=3, chains=64, draws=40)),
}


@pytest.fixture
def graph():
    return tiny.program()


def sampled(name, number, keep=None):
    """A run with so many threads on a graph of its own, and the texts that its model scored."""
    sampler, recipe = SAMPLERS[name]
    graph = tiny.program()
    with workers.at_most(number):
        found = sampler.sample(graph, recipe, keep)
    return found, graph.base.evaluations


@pytest.mark.parametrize("name", SAMPLERS)
def test_a_run_is_the_same_with_any_number_of_processes(name, monkeypatch):
    monkeypatch.setattr("wordfield.inference.samplers.ais.ROWS", 1024)
    started = []
    monkeypatch.setattr(
        workers, "_Worker", lambda *given, kind=workers._Worker: started.append(kind(*given)) or started[-1]
    )
    one, _ = sampled(name, 1)
    assert not started
    seen = []
    two, scored = sampled(name, 2, seen.append)
    assert len(started) == 2 and scored > 0
    assert torch.equal(one.texts.units, two.texts.units) and torch.equal(one.texts.length, two.texts.length)
    assert torch.allclose(one.log_weights, two.log_weights, atol=1e-4)
    assert one.moves == two.moves and one.evaluations == two.evaluations
    assert [report.step for report in seen] == sorted(report.step for report in seen) and len(seen) > 1
    assert not multiprocessing.active_children()


def test_every_piece_comes_in_its_place(graph):
    def make(number):
        time.sleep(0.05 * (number % 2))
        graph.base.evaluations += number
        return number, os.getpid()

    before = graph.base.evaluations
    with workers.at_most(3):
        found = list(workers.side_by_side(graph, [lambda n=n: make(n) for n in range(7)]))
    assert [number for number, _ in found] == list(range(7))
    assert len({process for _, process in found}) == 3 and os.getpid() not in {process for _, process in found}
    assert graph.base.evaluations - before == sum(range(7))


class Stubborn(Exception):
    """An error that no process can send."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def raising(error):
    raise error


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        (lambda: raising(ValueError("threshold: wrong")), pytest.raises(ValueError, match="threshold: wrong")),
        (lambda: raising(Stubborn("this", "that")), pytest.raises(RunError, match="this and that")),
        (lambda: os._exit(9), pytest.raises(RunError, match=r"ended before its work was done.*--threads 1")),
    ],
    ids=["error", "error that cannot be sent", "lost"],
)
def test_what_goes_wrong_in_a_process_is_told_and_all_end(graph, piece, expected):
    with workers.at_most(2):
        found = workers.side_by_side(graph, [lambda: 1, piece, lambda: time.sleep(600)])
        assert next(found) == 1
        with expected:
            next(found)
    assert not multiprocessing.active_children()


def test_an_interrupted_run_keeps_what_is_there_and_leaves_no_process():
    def interrupt(progress):
        raise KeyboardInterrupt

    sampler, recipe = SAMPLERS["smc"]
    with workers.at_most(2):
        found = sampler.sample(tiny.program(), recipe, interrupt)
    assert found.interrupted and found.texts.length.shape == (4, 64)
    assert not multiprocessing.active_children()


PROGRAM = """wordfield 1
extern heft(t: text) -> score = python("own_heft:heft")
model m {
  text s : words ~ uniform(["sea", "lamp"])
  require s has 1..2 words
  %s
}
"""
CALLING = [
    "prefer heft(s) weight 0.1",
    "require heft(s) > 1",
    "track heavy = heft(s)",
    "mixture kind { 50% light { prefer heft(s) weight 1 } 50% heavy { prefer heft(s) weight 2 } }",
    "expect mean(heft(s)) == 3",
]


@pytest.mark.parametrize("statement", [*CALLING, "prefer length(s) weight 1"])
def test_python_of_the_users_stays_in_one_process(statement, tmp_path, monkeypatch):
    (tmp_path / "own_heft.py").write_text("def heft(texts):\n    return [float(len(t)) for t in texts]\n")
    (tmp_path / "m.wf").write_text(PROGRAM % statement)
    graph = wf.load(tmp_path / "m.wf", allow_python=True).graph()
    assert graph.foreign == (statement in CALLING)
    monkeypatch.setattr(graph.base, "exact", None, raising=False)  # as a neural base has it
    assert workers.gains(graph) == (statement not in CALLING)


def test_a_factor_in_python_stays_in_one_process():
    m = wf.Model("m")
    s = m.text("s", "words", wf.uniform(["sea", "lamp"]))
    m.require(s.has(words=(1, 2)))
    assert not m.graph().foreign
    m.factor("long", lambda texts: [float(len(text)) for text in texts])
    assert m.graph().foreign


def test_where_threads_are_limited(monkeypatch):
    monkeypatch.setattr(workers, "_asked", [])
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert workers.allowed() == 3
    with workers.at_most(5):
        assert workers.allowed() == 5
    assert workers.allowed() == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "")
    assert workers.allowed() == len(os.sched_getaffinity(0))


def test_an_ngram_model_stays_in_this_process():
    graph = wf.Model.from_source("wordfield 1\nmodel m { text s : en ~ ngram() require s has 2 words }").graph()
    assert not workers.gains(graph)
