"""`move`: one unit goes to another place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..lazy import torch
from ..move import Hole, Move

if TYPE_CHECKING:
    from torch import Tensor

    from ..target import Target
    from ..texts import Texts


@dataclass(frozen=True)
class Relocate(Move, name="move"):
    """Takes one unit out and puts it back at another gap, drawn over all gaps by the surrogate.

        moves { 75% replace(ngram)  25% move }

    It is what lets the order of required words change.
    """

    other: ClassVar[bool] = True

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """The free places, of a run of equal free units only the first. [chains, places + 1]"""
        free = graph.free(texts)
        first = free.clone()
        first[:, 1:] &= ~(free[:, :-1] & (texts.units[:, 1:] == texts.units[:, :-1]))
        return torch.nn.functional.pad(first, (0, 1))

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Tensor]:
        """The text without the unit; the gap where it stood."""
        place = place.clamp(max=texts.places - 1)
        return Hole(texts.delete(place), torch.zeros_like(place), texts.at(place)), place

    def list(self, graph: Target, hole: Hole) -> Tensor:
        """All free gaps by the surrogate; a gap behind an equal unit gives the text of the gap before it.

        [chains, places + 1]
        """
        weights = graph.gap_scores(hole.texts, hole.content) + graph.fill_gap(hole.texts, hole.content)
        equal = graph.free(hole.texts) & (hole.texts.units == hole.content[:, None])
        fresh = ~torch.nn.functional.pad(equal, (1, 0))
        return torch.where(graph.free_gaps(hole.texts) & fresh, weights, -math.inf)

    def close(self, graph: Target, hole: Hole, choice: Tensor, kind: Tensor) -> Texts:
        """With the unit at the chosen gap."""
        return hole.texts.insert(choice, hole.content)

    def back(self, hole: Hole, choice: Tensor) -> Tensor:
        """The place where the unit now stands."""
        return choice
