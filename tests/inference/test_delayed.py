"""Delayed acceptance: it keeps every target, scores fewer texts, and a wrong second coin is seen."""

import math

import pytest
import torch
from commands import call, write
from laws import cache_law
from small import program
from toy import Ahead
from wordfield.inference import kernel
from wordfield.inference.certify import admissible, certify_move, transitions
from wordfield.inference.kernel import init, step
from wordfield.inference.move import delayed
from wordfield.inference.moves.move import Relocate
from wordfield.inference.moves.replace import Replace
from wordfield.inference.moves.resize import Resize
from wordfield.inference.random import Stream

TARGETS = {
    "half lists": lambda: Ahead(places=3, lists="half"),
    "a requirement that is checked": lambda: Ahead(places=3, protected=0, once=False, loose=0.2),
    "an n-gram beside another base": lambda: program(order=2, base_order=3, keyword="sea", soft=True),
}
MOVES = [Replace("uniform"), Replace(), Resize(), Relocate()]


@pytest.fixture(scope="module")
def targets():
    made = {name: make() for name, make in TARGETS.items()}
    return {name: (graph, admissible(graph)) for name, graph in made.items()}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.label)
@pytest.mark.parametrize("target", TARGETS)
def test_two_coins_keep_the_target(targets, target, move):
    graph, states = targets[target]
    for beta in (1.0, 0.5, 2.0):
        found = certify_move(graph, delayed(move), states, beta)
        assert found.passed and found.kernel.endswith(", delayed"), found


def test_two_coins_accept_less_than_one(targets):
    graph, states = targets["half lists"]
    plain, twice = (
        transitions(graph, move, states)[:, :-1] for move in (Replace("uniform"), delayed(Replace("uniform")))
    )
    off = ~torch.eye(len(plain), dtype=torch.bool)
    assert bool((twice[off] <= plain[off] + 1e-12).all()) and float((plain - twice)[off].max()) > 0.01


def test_the_state_after_a_step_is_that_of_its_text(targets):
    for graph, states in targets.values():
        cache_law(graph, delayed(Replace("uniform")), states, steps=15)


def test_only_what_passes_is_scored(targets, monkeypatch):
    graph, states = targets["half lists"]
    state, rows = init(graph, states.rows(torch.arange(len(states.length)).repeat(50))), []
    monkeypatch.setattr(
        graph, "evaluate", lambda texts, real=graph.evaluate: rows.append(len(texts.length)) or real(texts)
    )
    stream = Stream(3, "chain", len(state.log_score))
    _, info = step(stream, graph, delayed(Replace("uniform")), state)
    assert int(info.accepted.sum()) <= rows[0] < 0.8 * len(state.log_score)


def forgetful(*arguments):
    """The second coin is held against the whole ratio, as if no first had been thrown."""
    early, alive = REAL(*arguments)
    return torch.zeros_like(early), alive


def without_proposals(stream, graph, state, proposed, log_ratio, possible, beta):
    """The first coin leaves out how changes are proposed, and the second takes it for counted."""
    early, alive = REAL(stream, graph, state, proposed, torch.zeros_like(log_ratio), possible, beta)
    return early + log_ratio, alive


def one_way(stream, graph, state, proposed, log_ratio, possible, beta):
    """The first stage knows the text that is proposed, and not the one that stands."""
    (there, good) = graph.first_stage(proposed)
    early = there + log_ratio
    return early, stream.accept(torch.where(good & possible, early, -math.inf)) & good & possible


REAL = kernel.screened


@pytest.mark.parametrize("wrong", [forgetful, without_proposals, one_way])
def test_a_wrong_coin_fails_its_certificate(targets, monkeypatch, wrong):
    graph, states = targets["half lists"]
    monkeypatch.setattr(kernel, "screened", wrong)
    found = certify_move(graph, delayed(Replace()), states)
    assert max(found.detailed_balance, found.stationarity) >= 1e-3 and not found.passed, found


PROGRAM = """
let lines = ["the sea was cold", "the cold sea slept", "a ship slept on the sea", "the ship was old"]
text s : words ~ ngram(learn=lines, order=3)
require s has 3..4 words
factor variety = 3 * type_token_ratio(s)
infer { sampler = mh(delayed=true)  chains = 4  warmup = 5 sweeps  draws = 5
        moves { 60% replace(uniform)  40% resize } }
"""


def test_a_recipe_says_so(tmp_path, capsys):
    path = write(tmp_path, PROGRAM)
    ended = call(capsys, "certify", path, "--json")
    kernels = [one["kernel"] for one in ended.records if "kernel" in one]
    assert ended.code == 0 and kernels == ["replace(uniform), delayed", "resize(ngram), delayed", "table"]
    ended = call(capsys, "explain", path, "--seed", "4", "-n", "120", "--json")
    assert {one["outcome"] for one in ended.records if one["kind"] == "step"} >= {"accepted", "rejected"}
    for one in (one for one in ended.records if one["kind"] == "step" and one["outcome"] in ("accepted", "rejected")):
        assert (one["coin"] < one["acceptance"]) == (one["outcome"] == "accepted"), one
