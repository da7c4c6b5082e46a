"""The certificate sees every known bug, and passes nothing else off as one."""

import pytest
import torch
from injected import BUGS, SharedCoin, stale_state
from laws import cache_law, noise_bound, total_variation
from toy import Ahead, Toy
from wordfield.inference.certify import (
    TooLarge,
    admissible,
    certify,
    certify_move,
    certify_scan,
    connected,
    log_target,
    measure,
    transitions,
)
from wordfield.inference.kernel import init, step
from wordfield.inference.moves.bridge import Bridge
from wordfield.inference.moves.move import Relocate
from wordfield.inference.moves.replace import Replace, ReplaceAt
from wordfield.inference.moves.resize import Resize
from wordfield.inference.random import Law, Stream


def program(lists="half", **settings):
    """The fixed program of the bugs: unequal lengths, one protected word, uneven scores."""
    return Ahead(**{"units": 4, "places": 4, "protected": 3, "seed": 2, "lists": lists} | settings)


@pytest.mark.parametrize("name", BUGS)
def test_an_injected_bug_fails_its_certificate(name):
    bug = BUGS[name]
    graph = program(bug.lists)
    found = certify_move(graph, bug.move, admissible(graph), advance=bug.advance)
    assert max(found.detailed_balance, found.stationarity) >= 1e-3, found
    assert not found.passed


def test_a_stale_state_breaks_the_cache_law():
    graph = program()
    with pytest.raises(AssertionError):
        cache_law(graph, Replace(), admissible(graph), advance=stale_state)


@pytest.mark.parametrize("shared", [False, True])
def test_one_coin_for_the_whole_batch_is_seen_by_sampling(shared):
    graph, chains = program("full", spread=1.0), 20_000
    truth = graph.log_target().exp()
    stream = Stream(8, "start", chains)
    state = init(graph, graph.everything.rows(stream.categorical(Law(truth.log().expand(chains, -1)))))
    stream = Stream(8, "chain", chains)
    chance = SharedCoin(stream) if shared else stream
    for number in range(20):
        stream.step(number)
        state, _ = step(chance, graph, Resize(), state)
    counts = torch.bincount(graph.number(state.texts), minlength=len(truth))
    bound = noise_bound(truth, chains)
    assert (total_variation(counts, truth) > 2 * bound) if shared else (total_variation(counts, truth) <= bound)


def test_a_table_is_certified_entry_by_entry_and_as_a_whole():
    graph = program("full")
    found = certify(graph, [(50, Replace()), (25, Resize()), (25, Relocate())])
    assert [c.kernel for c in found] == ["replace(ngram)", "resize(ngram)", "move", "table"]
    assert all(c.passed for c in found)
    assert not found[0].irreducible and found[-1].irreducible
    lengths_only = certify(program("full", forbid=0.0), [(1, Replace())])[-1]
    assert lengths_only.passed and not lengths_only.irreducible


def test_a_systematic_scan_keeps_the_target_as_a_whole_but_not_in_balance():
    graph = program("full")
    states = admissible(graph)
    parts = [ReplaceAt("conditional", number=place) for place in range(graph.places)]
    found = certify_scan(graph, parts, states)
    assert found.passed and found.states == states.length.shape[0]
    whole = torch.eye(found.states, dtype=torch.float64)
    for part in parts:
        whole = whole @ transitions(graph, part, states)[:, :-1]
    whole = torch.cat([whole, torch.zeros(found.states, 1)], 1)
    assert measure(whole, log_target(graph, states))[0] > 1e-3


def test_rows_of_the_executed_matrix_sum_to_one():
    graph = program()
    for move in (Replace(), Resize(), Relocate(), Bridge(span=2), Bridge(whole=True)):
        matrix = transitions(graph, move, admissible(graph))
        assert float((matrix.sum(1) - 1).abs().max()) < 1e-12
        assert float(matrix[:, -1].max()) == 0.0


def test_a_one_way_street_counts_as_one():
    matrix = torch.tensor([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]]).double()
    balance, stationarity = measure(matrix, torch.zeros(2))
    assert balance == 1.0 and stationarity == pytest.approx(0.5)
    assert not connected(matrix)


def test_residuals_are_relative():
    target = torch.tensor([0.0, -30.0]).double()
    wrong = torch.tensor([[1 - 1.1e-14, 1.1e-14, 0.0], [0.1, 0.9, 0.0]]).double()  # a flow of 1e-14, 15 % off
    assert measure(wrong, target)[0] > 0.05


def test_a_program_too_large_is_refused_with_its_sizes():
    with pytest.raises(TooLarge, match="at most"):
        admissible(Toy(units=5, places=5, forbid=0.0), most=1000)


def test_admissible_texts_are_all_of_positive_weight():
    graph = program(loose=0.2)
    found = graph.number(admissible(graph))
    assert torch.equal(found.sort()[0], (graph.log_target() > -torch.inf).nonzero()[:, 0])
