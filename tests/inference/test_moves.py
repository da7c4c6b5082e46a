"""Laws over every registered move."""

import subprocess
import sys

import pytest
import torch
from laws import cache_law, hole_law, registered_moves, same_law, whole
from toy import Ahead, Toy
from wordfield.inference.certify import admissible, certify_move, transitions
from wordfield.inference.kernel import init, step
from wordfield.inference.move import Move, MoveError
from wordfield.inference.moves.delete import Delete
from wordfield.inference.moves.insert import Insert
from wordfield.inference.moves.replace import Replace
from wordfield.inference.moves.resize import Resize
from wordfield.inference.random import Stream
from wordfield.inference.table import choose, table_of

TARGETS = {
    "even lists": {"places": 3},
    "half lists": {"places": 3, "lists": "half"},
    "protected": {"places": 4, "protected": 3, "lists": "half", "spread": 3.0},
    "protected units that come and go": {"places": 3, "protected": 0, "once": False, "loose": 0.1},
    "unequal lengths": {"units": 3, "places": 4, "shortest": 2, "seed": 4},
    "with the empty text": {"units": 3, "places": 3, "shortest": 0, "seed": 5},
}
MOVES = registered_moves(of_blocks="elsewhere")


@pytest.fixture(scope="module")
def targets():
    made = {name: Ahead(**setting) for name, setting in TARGETS.items()}
    return {name: (graph, admissible(graph)) for name, graph in made.items()}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.label)
@pytest.mark.parametrize("target", TARGETS)
def test_a_move_keeps_its_target(targets, target, move):
    graph, states = targets[target]
    for beta in (1.0, 0.3, 2.5):
        found = certify_move(graph, move, states, beta)
        assert found.passed, f"at beta {beta}: {found}"


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.label)
@pytest.mark.parametrize("target", TARGETS)
def test_the_hole_of_a_change_is_that_of_its_undoing(targets, target, move):
    hole_law(*_with_states(targets[target], move))


def _with_states(target, move):
    return target[0], move, target[1]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.label)
def test_the_state_after_a_step_is_that_of_its_text(targets, move):
    graph, states = targets["half lists"]
    cache_law(graph, move, states)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.label)
def test_ordinary_steps_follow_the_enumerated_rows(targets, move):
    graph, states = targets["half lists"]
    chosen = torch.linspace(0, states.length.shape[0] - 1, 20).long()
    assert same_law(graph, move, states, chosen, 5_000, seed=11) > 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.label)
def test_many_ordinary_steps_follow_the_enumerated_rows(targets, target, move):
    graph, states = targets[target]
    chosen = torch.linspace(0, states.length.shape[0] - 1, 20).long()
    assert same_law(graph, move, states, chosen, 100_000, seed=12) > 1e-6


def test_with_the_conditional_as_its_list_every_proposal_is_accepted(targets):
    graph, states = targets["even lists"]
    stream = Stream(1, "chain", states.length.shape[0])
    _, info = step(stream, graph, Replace("conditional"), init(graph, states))
    assert bool(info.accepted.all())


def test_a_source_without_a_table_is_refused():
    graph = Toy(tables=False)
    with pytest.raises(MoveError, match="no exact conditional"):
        certify_move(graph, Replace("conditional"), admissible(graph))


def test_a_source_without_full_support_is_mixed_with_all_allowed_units(targets):
    graph, states = targets["half lists"]
    assert certify_move(graph, Replace("elsewhere"), states).passed
    short, mixed = (transitions(graph, Replace(source), states)[:, :-1] > 0 for source in ("ngram", "elsewhere"))
    full = transitions(graph, Replace("conditional"), states)[:, :-1] > 0
    assert bool((mixed == full).all()) and int(short.sum()) < int(mixed.sum())


def test_insert_and_delete_become_one_kernel():
    table = table_of([(60, Replace()), (20, Insert("uniform")), (10, Delete())])
    assert [entry.move for entry in table] == [Replace(), Resize("uniform", 20 / 30)]
    assert [entry.share for entry in table] == pytest.approx([60 / 90, 30 / 90])
    two = table_of([(30, Insert("ngram")), (10, Insert("uniform")), (20, Delete())])
    assert [entry.share for entry in two] == pytest.approx([0.75, 0.25])
    assert [entry.move.up for entry in two] == pytest.approx([2 / 3, 2 / 3])


@pytest.mark.parametrize("entries", [[(1, Insert())], [(1, Delete()), (2, Replace())]])
def test_one_side_alone_is_refused(entries):
    with pytest.raises(MoveError, match="stands without"):
        table_of(entries)


@pytest.mark.parametrize("entries", [[], [(0, Replace())], [(-1, Replace())]])
def test_tables_without_shares_are_refused(entries):
    with pytest.raises(MoveError):
        table_of(entries)


def test_entries_are_chosen_by_their_shares():
    table = table_of([(3, Replace()), (1, Resize())])
    chosen = [choose(table, 7, step) for step in range(20_000)]
    assert abs(sum(chosen) / 20_000 - 0.25) < 0.015


def test_every_move_has_a_page_and_a_signature():
    for name, move in Move.all().items():
        assert move.page(), name
        assert all(p.type in ("source", "number", "flag", "whole", "text", "string") for p in move.signature()), name


def test_whole_texts_are_drawn_by_bridge_alone():
    assert [move.label for move in MOVES if whole(move)] == ["bridge(whole=true)"]


def test_names_are_known_without_torch():
    code = (
        "import sys; from wordfield.inference.move import Move; from wordfield.inference.sampler import Sampler;"
        "Move.all(); Sampler.all(); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
