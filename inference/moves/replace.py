"""`replace`: a new unit at one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..move import Hole, Move, units_at
from ..signature import Source

if TYPE_CHECKING:
    from torch import Tensor

    from ..target import Target
    from ..texts import Texts


@dataclass(frozen=True)
class Replace(Move, name="replace"):
    """Puts a new unit at one free place, all places equally likely.

        moves { 80% replace(ngram)  20% swap }

    `source` gives the candidates: `ngram` (the surrogate's conditional), `lm` (how the base goes on behind what stands
    to the left) or `uniform`, always within the regular requirements. With the target's own conditional this is Gibbs
    sampling: every proposal is accepted.
    """

    source: Source = "ngram"

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """The free places."""
        return graph.free(texts)

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Tensor]:
        """The text without its unit at `place`."""
        return Hole(texts.open(place), place, place.new_zeros(place.shape)), texts.at(place)

    def list(self, graph: Target, hole: Hole) -> Tensor:
        """All units by the source. [chains, units]"""
        return units_at(graph, self.source, hole)

    def close(self, graph: Target, hole: Hole, choice: Tensor, kind: Tensor) -> Texts:
        """With the chosen unit."""
        return hole.texts.put(hole.place, choice)


@dataclass(frozen=True)
class ReplaceAt(Replace):
    """The part of a systematic scan that replaces the unit at one fixed place, of texts that are long enough."""

    number: int = 0

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """The place, where it is free."""
        return graph.free(texts) & (texts.steps() == self.number)
