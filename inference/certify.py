"""Certificates: the transitions that a kernel's real step executes, against the target it must keep.

The step draws through `Outcomes`, which walks every outcome of its choices with its probability; nothing that the
kernel claims about its own densities is used.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .kernel import init, step
from .lazy import torch
from .outcomes import enumerate_outcomes
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .kernel import Info, State
    from .move import Move
    from .random import Chance
    from .target import Target

    Step = Callable[[Chance, Target, Move, State, float], tuple[State, Info]]

TOLERANCE = 1e-8  # relative, in float64
SMALLEST_FLOW = 1e-300
MOST_STATES = 4096
MOST_TEXTS = 1_000_000
MOST_ROWS = 1 << 16  # rows of one batch of outcomes


@dataclass(frozen=True)
class Certificate:
    """How well one kernel keeps the target on the enumerated texts. Both residuals are relative; see `measure`.

    A composition (a systematic scan) shows the balance of its parts and the stationarity of the whole.
    """

    kernel: str
    states: int
    detailed_balance: float
    stationarity: float
    irreducible: bool
    idle: bool = False  # whether it changes none of the texts, so that nothing was tried

    @property
    def passed(self) -> bool:
        """Both residuals within the tolerance (NaN is not)."""
        return self.detailed_balance <= TOLERANCE and self.stationarity <= TOLERANCE


class TooLarge(ValueError):
    """A program too large to enumerate; the message says the sizes."""


def admissible(graph: Target, most: int = MOST_STATES) -> Texts:
    """Every text of positive weight, shorter ones first. Raises TooLarge."""
    total = sum(graph.units**length for length in range(graph.places + 1))
    if total > MOST_TEXTS:
        raise TooLarge(f"{graph.units} units at {graph.places} places are {total:,} texts; at most {MOST_TEXTS:,}")
    found = []
    for length in range(graph.places + 1):
        code = torch.arange(graph.units**length, device=graph.device)[:, None]
        power = graph.units ** torch.arange(graph.places, device=graph.device).clamp(max=length)[None]
        units = torch.where(torch.arange(graph.places, device=graph.device) < length, code // power % graph.units, 0)
        for first in range(0, units.shape[0], MOST_ROWS):
            rows = units[first : first + MOST_ROWS]
            texts = Texts(rows, torch.full((rows.shape[0],), length, device=graph.device))
            found.append(texts.rows((init(graph, texts, False).log_score > -math.inf).nonzero()[:, 0]))
    texts = Texts(torch.cat([t.units for t in found]), torch.cat([t.length for t in found]))
    if texts.length.shape[0] > most:
        raise TooLarge(f"{texts.length.shape[0]:,} admissible texts; at most {most:,}")
    return texts


def transitions(graph: Target, move: Move, states: Texts, beta: float = 1.0, advance: Step = step) -> Tensor:
    """The matrix of one executed step. float64 [states, states + 1]; the last column is what leaves the states."""
    count = states.length.shape[0]
    base = graph.units + 1
    keys = _keys(states, base)
    order = keys.argsort()
    matrix = torch.zeros(count, count + 1, dtype=torch.float64, device=graph.device)

    def begin(rows: Tensor) -> State:
        return init(graph, states.rows(rows), surrogate=beta < 1.0)

    def once(chance: Chance, state: State) -> Texts:
        return advance(chance, graph, move, state, beta)[0].texts

    for row, texts, probability in enumerate_outcomes(begin, once, count, graph.device, MOST_ROWS):
        key = _keys(texts, base)
        found = torch.searchsorted(keys[order], key).clamp(max=count - 1)
        column = torch.where(keys[order][found] == key, order[found], count)
        matrix.view(-1).index_add_(0, row * (count + 1) + column, probability)
    return matrix


def measure(matrix: Tensor, log_target: Tensor) -> tuple[float, float]:
    """Relative residuals of detailed balance and of stationarity.

    Balance: the largest |pi_x T_xy - pi_y T_yx| / max of both, over pairs with a flow above 1e-300; a pair that is
    open one way counts as 1, and so does a way out of the states. Stationarity: the largest |(pi T)_y - pi_y| / pi_y.
    """
    pi = (log_target.double() - log_target.double().logsumexp(0)).exp()
    inside, leaving = matrix[:, :-1], matrix[:, -1]
    flow = pi[:, None] * inside
    larger = torch.maximum(flow, flow.T)
    balance = torch.where(larger > SMALLEST_FLOW, (flow - flow.T).abs() / larger, 0.0)
    stationarity = ((pi @ inside - pi).abs() / pi).max()
    return (1.0 if bool((leaving > 0).any()) else float(balance.max())), float(stationarity)


def connected(matrix: Tensor) -> bool:
    """Whether every state reaches every other."""
    open_way = matrix[:, : matrix.shape[0]] > 0
    return all(_reaches_all(way) for way in (open_way, open_way.T))


def _reaches_all(way: Tensor) -> bool:
    seen = torch.zeros(way.shape[0], dtype=torch.bool, device=way.device)
    seen[0] = True
    while True:
        after = seen | way[seen].any(0)
        if bool((after == seen).all()):
            return bool(seen.all())
        seen = after


def _keys(texts: Texts, base: int) -> Tensor:
    """A number for each text, different for different texts. int64 [chains]"""
    units = torch.where(texts.inside(), texts.units + 1, 0)
    return (units * base ** torch.arange(texts.places, device=units.device)).sum(1)


def certify_move(graph: Target, move: Move, states: Texts, beta: float = 1.0, advance: Step = step) -> Certificate:
    """The certificate of one kernel on these states."""
    matrix = transitions(graph, move, states, beta, advance)
    balance, stationarity = measure(matrix, log_target(graph, states, beta))
    return Certificate(move.label, states.length.shape[0], balance, stationarity, connected(matrix))


def log_target(graph: Target, states: Texts, beta: float = 1.0) -> Tensor:
    """The log density that a kernel at this beta must keep. [states]"""
    score = init(graph, states, surrogate=beta < 1.0)
    if beta >= 1.0:
        return beta * score.log_score
    assert score.log_surrogate is not None
    return (1.0 - beta) * score.log_surrogate + beta * score.log_score


def certify(graph: Target, entries: Sequence[tuple[float, Move]], states: Texts | None = None) -> list[Certificate]:
    """A certificate for each entry of a moves table, then for the table as a whole.

    The whole is a mixture of kernels with fixed shares, so its balance follows; it is there for irreducibility.
    """
    states = admissible(graph) if states is None else states
    target, parts = log_target(graph, states), []
    whole = torch.zeros(states.length.shape[0], states.length.shape[0] + 1, dtype=torch.float64, device=graph.device)
    total = sum(share for share, _ in entries)
    for share, move in entries:
        matrix = transitions(graph, move, states)
        idle = bool((matrix[:, :-1].diagonal() == 1.0).all())
        parts.append(Certificate(move.label, matrix.shape[0], *measure(matrix, target), connected(matrix), idle))
        whole += share / total * matrix
    return [*parts, Certificate("table", whole.shape[0], *measure(whole, target), connected(whole))]


def certify_scan(graph: Target, parts: Sequence[Move], states: Texts, name: str = "scan") -> Certificate:
    """Kernels applied one after another: the worst balance of the parts, the stationarity of the whole."""
    target, balance = log_target(graph, states), 0.0
    count = states.length.shape[0]
    whole = torch.eye(count, count + 1, dtype=torch.float64, device=graph.device)
    for move in parts:
        matrix = transitions(graph, move, states)
        balance = max(balance, measure(matrix, target)[0])
        left = whole[:, -1:] + whole[:, :-1] @ matrix[:, -1:]
        whole = torch.cat([whole[:, :-1] @ matrix[:, :-1], left], 1)
    return Certificate(name, count, balance, measure(whole, target)[1], connected(whole))
