"""`bridge`: a span drawn anew."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..lazy import torch
from ..move import Hole, Move, MoveError
from ..propose import pick
from ..random import Law
from ..signature import Flag, Whole
from ..target import LooksAhead
from ..texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from ..random import Chance
    from ..target import Target


@cache
def lengths(span: int) -> tuple[tuple[int, int], ...]:
    """Lengths of the span before and after, which differ by one at most."""
    sizes = range(1, span + 1)
    return tuple((old, new) for old in sizes for new in sizes if abs(old - new) <= 1)


@cache
def shares(pairs: tuple[tuple[int, int], ...]) -> tuple[float, ...]:
    """The probability of each pair of lengths: short ones most often, half of them of one length."""
    weights = [0.5 ** (old + new) * (2.0 if old == new else 1.0) for old, new in pairs]
    return tuple(weight / sum(weights) for weight in weights)


@dataclass(frozen=True)
class Bridge(Move, name="bridge"):
    """Draws a span of up to `span` units anew between what stands on both sides; its length may change by one.

        moves { 90% replace(ngram)  10% bridge }

    The units are drawn from left to right by the n-gram, with a look ahead to the requirements. With `whole = true`
    the whole text is drawn from the surrogate.
    """

    span: Whole = 3
    whole: Flag = False

    def __post_init__(self) -> None:
        if self.span < 1:
            raise MoveError(f"bridge: span is {self.span}; it is 1 or more")

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Lengths of the span before and after, one pair for each kind."""
        return lengths(self.span)

    @property
    def coins(self) -> tuple[float, ...]:
        """One for each pair of lengths."""
        return (1.0,) if self.whole else shares(self.pairs)

    @property
    def undo(self) -> tuple[int, ...]:  # type: ignore[override]
        """The pair of lengths the other way round."""
        return (0,) if self.whole else tuple(self.pairs.index((new, old)) for old, new in self.pairs)

    @property
    def draws(self) -> tuple[bool, ...]:  # type: ignore[override]
        """Every kind draws."""
        return (True,) * len(self.coins)

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """Where a span of free places begins; the only one for the whole text. [chains, places]"""
        if self.whole:
            return torch.ones_like(texts.units[:, :1], dtype=torch.bool)
        free, length = graph.free(texts), pick([old for old, _ in self.pairs], kind)
        begins = free
        for step in range(1, self.span):
            ahead = torch.nn.functional.pad(free[:, step:], (0, min(step, texts.places)))[:, : texts.places]
            begins = begins & (ahead | (step >= length)[:, None])
        return begins

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Any]:
        """The text without the span; the span."""
        nothing = torch.zeros_like(place)
        if self.whole:
            return Hole(Texts(torch.zeros_like(texts.units), nothing), nothing, nothing), texts
        length = pick([old for old, _ in self.pairs], kind)
        steps = torch.arange(self.span, device=place.device)
        units = texts.units.gather(1, (place[:, None] + steps).clamp(max=texts.places - 1))
        span = Texts(torch.where(steps < length[:, None], units, 0), length)
        for step in range(self.span):
            texts = texts.delete(place).choose(step < length, texts)
        return Hole(texts, place, nothing), span

    def draw(self, stream: Chance, graph: Target, hole: Hole, kind: Tensor) -> tuple[Texts, Tensor]:
        """A fresh span, or a text of the surrogate."""
        if self.whole:
            fresh = graph.surrogate.draw(stream, hole.place.shape[0])
            return fresh, graph.surrogate.log_weight(fresh)
        length = pick([new for _, new in self.pairs], kind)
        return _walk(graph, hole, self.span, length, None, stream)

    def weigh(self, graph: Target, hole: Hole, choice: Texts) -> Tensor:
        """The log density of a span, or the surrogate's log weight. [chains]"""
        if self.whole:
            return graph.surrogate.log_weight(choice)
        return _walk(graph, hole, self.span, choice.length, choice.units, None)[1]

    def close(self, graph: Target, hole: Hole, choice: Texts, kind: Tensor) -> Texts:
        """With the span, or the fresh text."""
        if self.whole:
            return choice
        texts = hole.texts
        for step in range(self.span):
            texts = texts.insert(hole.place + step, choice.units[:, step]).choose(step < choice.length, texts)
        return texts


def bridges(graph: Target) -> list[tuple[float, Move]]:
    """The entries of a default table, 5 in all: mostly spans, now and then the whole text."""
    if isinstance(graph, LooksAhead):
        return [(4.0, Bridge()), (1.0, Bridge(whole=True))]
    return [(5.0, Bridge(whole=True))]


def _walk(
    graph: Target, hole: Hole, span: int, length: Tensor, units: Tensor | None, stream: Chance | None
) -> tuple[Texts, Tensor]:
    """From left to right through a span: drawn from the stream, or the one given [chains, span]; its log density.

    The last unit of every chain is drawn together, from both sides. A text without room for the span has no density.
    """
    texts, place = hole.texts, hole.place
    nothing = torch.full((1, graph.units), -math.inf, dtype=graph.dtype, device=place.device)
    nothing[:, 0] = 0.0  # a chain whose span is done draws unit 0 for sure
    total = torch.where(texts.length + length <= texts.places, 0.0, -math.inf).to(graph.dtype)
    fresh = torch.zeros(place.shape[0], span, dtype=torch.int64, device=place.device)
    for step in range(span):
        last = step == span - 1
        here = torch.ones_like(place, dtype=torch.bool) if last else step < length - 1
        column = length - 1 if last else torch.full_like(length, step)
        longer = texts.insert(place, torch.zeros_like(place))
        at = place.clamp(max=texts.places - 1)
        weights = _both(graph, longer, at) if last else _left(graph, longer, at, length - 1 - step, span - 1 - step)
        law = Law(torch.where(here[:, None], weights, nothing))
        if units is not None:
            unit = torch.where(here, units.gather(1, column[:, None])[:, 0], 0)
        else:
            assert stream is not None
            unit = stream.categorical(law)
        total = total + law.log_prob(unit).to(total.dtype)
        fresh = torch.where(here[:, None], fresh.scatter(1, column[:, None], unit[:, None]), fresh)
        texts = longer.put(at, unit).choose(here, texts)
        place = place + here.long()
    return Texts(fresh, length), total


def _both(graph: Target, texts: Texts, place: Tensor) -> Tensor:
    """Log weights of the unit at `place` from what stands on both sides. [chains, units]"""
    return graph.candidates("ngram", texts, place) + graph.fill(texts, place)


def _left(graph: Target, texts: Texts, place: Tensor, fresh: Tensor, most: int) -> Tensor:
    """Log weights of the unit at `place` with `fresh` more to come behind it. [chains, units]"""
    if not isinstance(graph, LooksAhead):
        raise MoveError("bridge: this program cannot look ahead; write bridge(whole=true)")
    left, ahead = graph.candidates("left", texts, place), graph.lookahead(texts, place, fresh.clamp(min=0), most)
    return left if ahead is None else left + ahead
