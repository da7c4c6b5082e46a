"""`swap`: two units exchange their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..lazy import torch
from ..move import Hole, Move

if TYPE_CHECKING:
    from torch import Tensor

    from ..target import Target
    from ..texts import Texts


@dataclass(frozen=True)
class Swap(Move, name="swap"):
    """Exchanges the units of two free places, all pairs of unlike units equally likely.

    moves { 80% replace(ngram)  20% swap }
    """

    other: ClassVar[bool] = True  # of the two orders, the one that does not stand there

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """Pairs of free places, the first before the second, that hold unlike units. [chains, places · places]"""
        free = graph.free(texts)
        pairs = free[:, :, None] & free[:, None, :] & (texts.units[:, :, None] != texts.units[:, None, :])
        return pairs.triu(1).flatten(1)

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Tensor]:
        """The text without the two units, which are known but for their order; 1 when the larger stood first."""
        first, second = texts.at(place // texts.places), texts.at(place % texts.places)
        both = torch.minimum(first, second) * graph.units + torch.maximum(first, second)
        opened = texts.open(place // texts.places).open(place % texts.places)
        return Hole(opened, place, both), (first > second).long()

    def list(self, graph: Target, hole: Hole) -> Tensor:
        """Both orders, equally. [chains, 2]"""
        return torch.zeros(hole.place.shape[0], 2, dtype=graph.dtype, device=hole.place.device)

    def close(self, graph: Target, hole: Hole, choice: Tensor, kind: Tensor) -> Texts:
        """With the units in the chosen order."""
        small, large = hole.content // graph.units, hole.content % graph.units
        first, second = torch.where(choice == 0, small, large), torch.where(choice == 0, large, small)
        places = hole.texts.places
        return hole.texts.put(hole.place // places, first).put(hole.place % places, second)
