"""`replace`: a new unit at one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..lazy import torch
from ..move import Hole, Move, MoveError, units_at, units_before
from ..random import Law
from ..signature import Source, Whole

if TYPE_CHECKING:
    from torch import Tensor

    from ..random import Chance
    from ..target import Target
    from ..texts import Texts


@dataclass(frozen=True)
class Replace(Move, name="replace"):
    """Puts a new unit at one free place, all places equally likely; with `block = k`, new units at k places in a row.

        moves { 80% replace(ngram)  20% swap }

    `source` gives the candidates: `ngram` (the surrogate's conditional), `lm` (how the base goes on behind what stands
    to the left) or `uniform`, always within the regular requirements. With the target's own conditional this is Gibbs
    sampling: every proposal is accepted. A block is drawn from left to right, each unit from the source's list for a
    text that lacks those to come, with a look ahead to the requirements.
    """

    source: Source = "ngram"
    block: Whole = 1

    def __post_init__(self) -> None:
        if self.block < 1:
            raise MoveError(f"replace: block is {self.block}; it is 1 or more")
        if self.block > 1 and self.source == "conditional":
            raise MoveError("replace: conditionals are those of one unit; write `sampler = gibbs(block=2)` for blocks")

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """The free places that so many others follow."""
        begins = free = graph.free(texts)
        for step in range(1, self.block):
            begins = begins & torch.nn.functional.pad(free[:, step:], (0, min(step, texts.places)))[:, : texts.places]
        return begins

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Tensor]:
        """The text without its unit at `place`, or without the block; what stood there, [chains] or [chains, block]."""
        nothing = torch.zeros_like(place)
        if self.block == 1:
            return Hole(texts.open(place), place, nothing), texts.at(place)
        steps = torch.arange(self.block, device=place.device)
        old = texts.units.gather(1, (place[:, None] + steps).clamp(max=texts.places - 1))
        for _ in range(self.block):
            texts = texts.delete(place)
        return Hole(texts, place, nothing), old

    def list(self, graph: Target, hole: Hole) -> Tensor | None:
        """All units by the source. [chains, units]"""
        return units_at(graph, self.source, hole) if self.block == 1 else None

    def draw(self, stream: Chance, graph: Target, hole: Hole, kind: Tensor) -> tuple[Tensor, Tensor]:
        """A fresh block [chains, block], with its log density."""
        return self._walked(graph, hole, None, stream)

    def weigh(self, graph: Target, hole: Hole, choice: Tensor) -> Tensor:
        """The log density of a block. [chains]"""
        return self._walked(graph, hole, choice, None)[1]

    def close(self, graph: Target, hole: Hole, choice: Tensor, kind: Tensor) -> Texts:
        """With the chosen units."""
        if self.block == 1:
            return hole.texts.put(hole.place, choice)
        texts = hole.texts
        for step in range(self.block):
            texts = texts.insert(hole.place + step, choice[:, step])
        return texts

    def _walked(self, graph: Target, hole: Hole, block: Tensor | None, stream: Chance | None) -> tuple[Tensor, Tensor]:
        """From left to right through a block: drawn from the stream, or the one given; its log density."""
        texts, total, found = hole.texts, torch.zeros((), dtype=torch.float64, device=hole.place.device), []
        for step in range(self.block):
            longer = texts.insert(hole.place + step, torch.zeros_like(hole.place))
            at = (hole.place + step).clamp(max=texts.places - 1)  # beyond only where there is no slot
            law = Law(units_before(graph, self.source, Hole(longer, at, at), self.block - 1 - step))
            if block is None:
                assert stream is not None
                found.append(stream.categorical(law))
            else:
                found.append(block[:, step])
            total = total + law.log_prob(found[-1]).double()
            texts = longer.put(at, found[-1])
        return torch.stack(found, 1), total


@dataclass(frozen=True)
class ReplaceAt(Replace):
    """The part of a systematic scan that replaces the unit at one fixed place, of texts that are long enough."""

    number: int = 0

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """The place, where it is free."""
        return graph.free(texts) & (texts.steps() == self.number)
