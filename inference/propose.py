"""The one place where acceptance ratios are derived: coins, slots and lists of both directions of a move."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .lazy import torch
from .random import Law

if TYPE_CHECKING:
    from torch import Tensor

    from .move import Hole, Move
    from .random import Chance
    from .target import Target
    from .texts import Texts


class Change(NamedTuple):
    """What a proposal did: every field [chains]. `choice` went in, `old` stood there."""

    kind: Tensor
    place: Tensor
    choice: Any
    old: Tensor


class Proposal(NamedTuple):
    """New texts with the log ratio q(x|y) / q(y|x) of the way back to the way there; possible where both exist."""

    texts: Texts
    log_there: Tensor  # log q(y|x), up to a constant of the hole. [chains]
    log_back: Tensor  # log q(x|y), up to the same. [chains]
    possible: Tensor  # bool [chains]
    change: Change

    @property
    def log_ratio(self) -> Tensor:
        """log q(x|y) - log q(y|x). [chains]"""
        return self.log_back - self.log_there


def propose(stream: Chance, graph: Target, move: Move, texts: Texts, sharpen: float | Tensor = 1.0) -> Proposal:
    """One change of each chain.

    q(y|x) = coin(kind) · 1/slots(x, kind) · list(choice | hole), and the way back has the same hole:
    q(x|y) = coin(undo) · 1/slots(y, undo) · list(old | hole), where a kind that draws nothing counts no list.
    `sharpen` is the power of the lists (a scalar or [chains]); it must not depend on the texts.
    Source: Hastings 1970; path-wise ratios as in Green 1995.
    """
    own = move.proposed(stream, graph, texts)
    if own is not None:
        return own
    kind = stream.coin(move.coins) if len(move.coins) > 1 else torch.zeros_like(texts.length)
    back = pick(move.undo, kind)
    slots = move.slots(graph, texts, kind)
    place = stream.place(slots)
    hole, old = move.open(graph, texts, place, kind)
    choice, log_choice, log_old = refill(stream, graph, move, hole, old, kind, sharpen)
    after = move.close(graph, hole, choice, kind)
    returns = move.slots(graph, after, back)
    possible = slots.any(-1) & returns.gather(1, move.back(hole, choice)[:, None])[:, 0]
    log_choice = torch.where(pick(move.draws, kind), log_choice, 0.0)
    log_old = torch.where(pick(move.draws, back), log_old, 0.0)
    possible = possible & (log_choice != -math.inf) & (log_old != -math.inf)  # a NaN goes on, to be counted as such
    dtype = log_old.dtype
    log_coins = [math.log(share) for share in move.coins]
    log_there = pick(log_coins, kind, dtype) - slots.sum(-1).to(dtype).log() + log_choice
    log_back = pick(log_coins, back, dtype) - returns.sum(-1).to(dtype).log() + log_old
    return Proposal(after, log_there, log_back, possible, Change(kind, place, choice, old))


def refill(
    stream: Chance, graph: Target, move: Move, hole: Hole, old: Any, kind: Tensor, sharpen: float | Tensor
) -> tuple[Any, Tensor, Tensor]:
    """What goes into the hole, with the log probability of drawing it and of drawing what stood there."""
    weights = move.list(graph, hole)
    if weights is None:
        choice, log_choice = move.draw(stream, graph, hole, kind)
        return choice, log_choice, move.weigh(graph, hole, old)
    if isinstance(sharpen, torch.Tensor):
        weights = weights * sharpen[:, None].to(weights.dtype)
    elif sharpen != 1.0:
        weights = weights * sharpen
    law = Law(without(weights, old)) if move.other else Law(weights)
    choice = stream.categorical(law)
    reverse = Law(without(weights, choice)) if move.other else law
    return choice, law.log_prob(choice), reverse.log_prob(old)


def without(weights: Tensor, entry: Tensor) -> Tensor:
    """The list with one entry of each row struck out."""
    return weights.scatter(1, entry[:, None], -math.inf)


def pick(values: Sequence[float], index: Tensor, dtype: torch.dtype | None = None) -> Tensor:
    """values[index], of host numbers: compared one by one, so that nothing is copied to the device. [chains]"""
    dtype = dtype or {bool: torch.bool, int: torch.int64}[type(values[0])]
    result = torch.full_like(index, values[0], dtype=dtype)
    for number, value in enumerate(values[1:], 1):
        result = torch.where(index == number, value, result)
    return result
