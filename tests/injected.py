"""Known bugs of text samplers, each as a patch of a shipped kernel: what a certificate must see."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from wordfield.inference import kernel
from wordfield.inference.kernel import Info, State, metropolis
from wordfield.inference.move import Hole, Move
from wordfield.inference.moves.move import Relocate
from wordfield.inference.moves.regenerate import Regenerate
from wordfield.inference.moves.replace import Replace
from wordfield.inference.moves.resize import Resize
from wordfield.inference.propose import Proposal, pick, propose

Ratio = Callable[..., Tensor]


@dataclass(frozen=True)
class Bug:
    """A kernel and a step, one of them wrong."""

    move: Move
    advance: Callable[..., tuple[State, Info]] = kernel.step
    lists: str = "half"


def with_ratio(change: Ratio) -> Callable[..., tuple[State, Info]]:
    """The step with another log ratio: change(graph, move, state, proposal)."""

    def advance(stream, graph, move, state, beta=1.0):
        found = propose(stream, graph, move, state.texts)
        ratio = change(graph, move, state, found)
        return metropolis(stream, graph, state, found.texts, ratio, found.possible, beta)

    return advance


def slots_part(graph, move: Move, state: State, found: Proposal) -> Tensor:
    """log slots(x) - log slots(y), which belongs to the ratio."""
    there = move.slots(graph, state.texts, found.change.kind).sum(-1)
    back = move.slots(graph, found.texts, pick(move.undo, found.change.kind)).sum(-1)
    return there.double().log() - back.double().log()


class WrongCandidate(Resize):
    """Delete is scored by candidate 0, whatever was deleted (the array membership of CGMH)."""

    def open(self, graph, texts, place, kind):
        hole, old = super().open(graph, texts, place, kind)
        best = self.list(graph, hole).argmin(-1)
        return hole, best.where(kind == 1, old)


def threshold(stream, graph, move, state, beta=1.0):
    """A proposal below half the current density is refused on top (CGMH's gate)."""
    found = propose(stream, graph, move, state.texts)
    gain = graph.evaluate(found.texts.choose(found.possible, state.texts))[0].sum(-1) - state.terms.sum(-1)
    good = found.possible & (gain > math.log(0.5))
    return metropolis(stream, graph, state, found.texts, found.log_ratio, good, beta)


class CurrentJoins(Replace):
    """The list is a short one and the current unit (Su); the forward list is used for both directions."""

    def open(self, graph, texts, place, kind):
        hole, old = super().open(graph, texts, place, kind)
        return Hole(hole.texts, hole.place, old), old

    def list(self, graph, hole):
        weights = super().list(graph, hole)
        current = hole.content[:, None]
        return weights.scatter(1, current, weights.gather(1, current).clamp(min=0.0))


class Unopened(Replace):
    """The list is asked with the current unit still in place of its right neighbour (a mask that was not written)."""

    def list(self, graph, hole):
        return super().list(graph, hole) + hole.content[:, None] * torch.arange(graph.units)

    def open(self, graph, texts, place, kind):
        hole, old = super().open(graph, texts, place, kind)
        return Hole(hole.texts, hole.place, old), old


def stale_term(stream, graph, move, state, beta=1.0):
    """The proposal keeps the second term of the text before it."""
    real = graph.evaluate
    found = propose(stream, graph, move, state.texts)

    def evaluate(texts):
        terms, allowed = real(texts)
        return torch.stack([terms[:, 0], state.terms[:, 1]], 1), allowed

    graph.evaluate = evaluate
    try:
        return metropolis(stream, graph, state, found.texts, found.log_ratio, found.possible, beta)
    finally:
        graph.evaluate = real


def stale_state(stream, graph, move, state, beta=1.0):
    """The state after an accepted step keeps the terms of the text before: the cache law sees it."""
    after, info = kernel.step(stream, graph, move, state, beta)
    return replace_fields(after, terms=state.terms), info


def replace_fields(state: State, **fields: Tensor) -> State:
    return state._replace(**fields)


def on_insert(value: Callable[[State], Tensor]) -> Ratio:
    def change(graph, move, state, found):
        return found.log_ratio + torch.where(found.change.kind == 0, value(state), 0.0)

    return change


BUGS: dict[str, Bug] = {
    "delete scored by the wrong candidate": Bug(WrongCandidate(), lists="full"),
    "threshold gate on acceptance": Bug(Replace("uniform"), threshold),
    "no Hastings test on replace with a short list": Bug(
        Replace("uniform"), with_ratio(lambda graph, move, state, found: torch.full_like(found.log_ratio, 99.0))
    ),
    "length prior on insert only": Bug(
        Resize(), with_ratio(on_insert(lambda state: (10 / (state.texts.length + 1)).log()))
    ),
    "short list and the current unit, forward density both ways": Bug(CurrentJoins("ngram")),
    "list that looks at the current unit": Bug(Unopened("ngram"), lists="full"),
    "slot ratio omitted with protected words": Bug(
        Resize(), with_ratio(lambda graph, move, state, found: found.log_ratio - slots_part(graph, move, state, found))
    ),
    "stale term of the proposal": Bug(Replace("ngram"), stale_term),
    "inverted place count": Bug(
        Resize(),
        with_ratio(lambda graph, move, state, found: found.log_ratio - 2 * slots_part(graph, move, state, found)),
    ),
    "list density dropped": Bug(
        Resize(),
        with_ratio(lambda graph, move, state, found: slots_part(graph, move, state, found)),
    ),
    "acceptance ratio wrong by 5 %": Bug(
        Replace("ngram"), with_ratio(lambda graph, move, state, found: found.log_ratio + math.log(1.05))
    ),
    "prefix-length comparison in suffix regeneration": Bug(
        Regenerate(),
        with_ratio(lambda graph, move, state, found: found.log_ratio - slots_part(graph, move, state, found)),
    ),
    "rests of regeneration weighed as if both were drawn alike": Bug(
        Regenerate(), with_ratio(lambda graph, move, state, found: slots_part(graph, move, state, found))
    ),
    "gap list dropped from the ratio of move": Bug(
        Relocate(), with_ratio(lambda graph, move, state, found: torch.zeros_like(found.log_ratio)), lists="full"
    ),
}


class SharedCoin:
    """A stream whose coin is thrown once for the whole batch: each chain alone looks right."""

    def __init__(self, stream) -> None:
        self._stream = stream

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def coin(self, shares):
        found = self._stream.coin(shares)
        return found[:1].expand_as(found)
