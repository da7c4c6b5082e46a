"""Update rules of published text samplers, as released, on a law of four words: what certificates say of them.

Each is a table of kernels as its code has them, with the words and the scores of the toy in place of a model. The law
that its chains have in the end is read off the executed matrix, so that its distance from the target is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import torch
from injected import BUGS, CurrentJoins, WrongCandidate, slots_part, threshold, with_ratio
from toy import Ahead
from wordfield.inference import kernel
from wordfield.inference.certify import admissible, certify, log_target, measure, transitions
from wordfield.inference.kernel import metropolis
from wordfield.inference.move import Move
from wordfield.inference.moves.regenerate import Regenerate
from wordfield.inference.moves.replace import Replace
from wordfield.inference.moves.resize import Resize
from wordfield.inference.propose import propose

Advance = Callable[..., object]


@dataclass(frozen=True)
class Published:
    """Entries of a table with the steps they are made by, and the same table as this engine has it."""

    entries: tuple[tuple[float, Move, Advance], ...]
    right: tuple[tuple[float, Move], ...]
    lists: str = "half"
    places: int = 4


def no_test(stream, graph, move, state, beta=1.0):
    """Every possible proposal is accepted (a draw from the conditionals of a masked model)."""
    found = propose(stream, graph, move, state.texts)
    always = torch.full_like(found.log_ratio, 99.0)
    return metropolis(stream, graph, state, found.texts, always, found.possible, beta)


by_score = with_ratio(lambda graph, move, state, found: torch.zeros_like(found.log_ratio))
no_slots = with_ratio(lambda graph, move, state, found: found.log_ratio - slots_part(graph, move, state, found))

RULES = {
    # Miao et al. 2019, released code: replace by threshold alone, delete scored by candidate 0, a gate on everything
    "CGMH": Published(
        ((0.5, Replace(), threshold), (0.5, WrongCandidate(), threshold)), ((0.5, Replace()), (0.5, Resize())), "full"
    ),
    # Su 2021: the current word joins a short list, slots of insert and delete are taken for equally many
    "keywords by Metropolis-Hastings": Published(
        ((0.34, CurrentJoins("ngram"), kernel.step), (0.66, Resize(), no_slots)), ((0.34, Replace()), (0.66, Resize()))
    ),
    # Liu et al. 2020: accepted by the scores alone, at temperature 1
    "UPSA": Published(((0.34, Replace(), by_score), (0.66, Resize(), by_score)), ((0.34, Replace()), (0.66, Resize()))),
    # Wang and Cho 2019: a masked model's conditionals, each draw kept
    "masked Gibbs": Published(((1.0, Replace(), no_test),), ((1.0, Replace()),), "full"),
    # Zhang et al. 2020: the number of places inverted
    "TSMH": Published(((1.0, Resize(), BUGS["inverted place count"].advance),), ((1.0, Resize()),)),
    # Karan and Du 2025, as released: only the shared length of both rests is compared
    "power sampling": Published(
        ((1.0, Regenerate(), BUGS["prefix-length comparison in suffix regeneration"].advance),),
        ((1.0, Regenerate()),),
        places=3,
    ),
}


def ends_at(matrix: torch.Tensor, start: torch.Tensor) -> torch.Tensor:
    """The law of a chain that began with `start` and made very many steps. [states]"""
    for _ in range(40):
        matrix = matrix @ matrix
        matrix = matrix / matrix.sum(1, keepdim=True)
    return start @ matrix


@pytest.mark.parametrize("name", RULES)
def test_a_published_rule_misses_its_target_and_the_derived_one_does_not(name):
    rule = RULES[name]
    graph = Ahead(units=4, places=rule.places, protected=3, seed=2, lists=rule.lists, spread=0.7)
    states = admissible(graph)
    target = log_target(graph, states).softmax(0)
    whole = sum(
        share * transitions(graph, move, states, advance=advance)[:, :-1] for share, move, advance in rule.entries
    )
    balance, stationarity = measure(torch.nn.functional.pad(whole, (0, 1)), target.log())
    off = float((ends_at(whole, target) - target).abs().sum() / 2)
    print(f"{name}: balance {balance:.2f}, stationarity {stationarity:.2f}, total variation {off:.3f}")
    assert balance > 1e-3 and stationarity > 1e-3 and off > 1e-3
    right = certify(graph, list(rule.right), states)
    assert all(one.passed for one in right), right
