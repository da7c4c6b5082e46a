"""`insert` and `delete`, the two sides of one kernel `resize`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..lazy import torch
from ..move import Hole, Move, units_at
from ..signature import Number, Source

if TYPE_CHECKING:
    from torch import Tensor

    from ..target import Target
    from ..texts import Texts

INSERT, DELETE = 0, 1


@dataclass(frozen=True)
class Resize(Move, name="resize"):
    """Puts a unit into a gap or takes one out, by a coin of each chain.

        moves { 70% replace(ngram)  30% resize(ngram) }

    `up` is the probability of the inserting side. Both sides share one hole, the longer text with an open place, so
    the list of the inserted unit serves the deletion as well.
    """

    source: Source = "ngram"
    up: Number = 0.5
    undo: ClassVar[tuple[int, ...]] = (DELETE, INSERT)
    draws: ClassVar[tuple[bool, ...]] = (True, False)

    @property
    def coins(self) -> tuple[float, ...]:
        """Insert, delete."""
        return (self.up, 1.0 - self.up)

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """Free gaps of texts that have room, or free places. [chains, places + 1]"""
        gaps = graph.free_gaps(texts) & (texts.length < texts.places)[:, None]
        places = torch.nn.functional.pad(graph.free(texts), (0, 1))
        return torch.where((kind == INSERT)[:, None], gaps, places)

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Tensor]:
        """The longer text, open at `place`."""
        place = place.clamp(max=texts.places - 1)  # a gap behind a full text is no slot
        longer = texts.insert(place, torch.zeros_like(place)).choose(kind == INSERT, texts.open(place))
        return Hole(longer, place, torch.zeros_like(place)), texts.at(place)

    def list(self, graph: Target, hole: Hole) -> Tensor:
        """All units by the source. [chains, units]"""
        return units_at(graph, self.source, hole)

    def close(self, graph: Target, hole: Hole, choice: Tensor, kind: Tensor) -> Texts:
        """With the chosen unit, or without the place."""
        return hole.texts.put(hole.place, choice).choose(kind == INSERT, hole.texts.delete(hole.place))
