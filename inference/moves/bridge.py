"""`bridge`: a whole span drawn anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..lazy import torch
from ..move import Hole, Move
from ..signature import Flag
from ..texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from ..random import Chance
    from ..target import Target


@dataclass(frozen=True)
class Bridge(Move, name="bridge"):
    """Draws the text anew from the surrogate, accepted by how much better the program likes it.

    moves { 95% replace(ngram)  5% bridge(whole=true) }
    """

    whole: Flag = True

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """One: the whole text."""
        return torch.ones(texts.length.shape[0], 1, dtype=torch.bool, device=texts.length.device)

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Texts]:  # type: ignore[override]
        """Nothing is left."""
        nothing = Texts(torch.zeros_like(texts.units), torch.zeros_like(texts.length))
        return Hole(nothing, place, torch.zeros_like(place)), texts

    def draw(self, stream: Chance, graph: Target, hole: Hole) -> tuple[Texts, Tensor]:
        """A fresh text of the surrogate, with its log weight."""
        fresh = graph.surrogate.draw(stream, hole.place.shape[0])
        return fresh, graph.surrogate.log_weight(fresh)

    def weigh(self, graph: Target, hole: Hole, choice: Texts) -> Tensor:
        """The surrogate's log weight. [chains]"""
        return graph.surrogate.log_weight(choice)

    def close(self, graph: Target, hole: Hole, choice: Texts, kind: Tensor) -> Texts:
        """The fresh text."""
        return choice
