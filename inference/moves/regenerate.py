"""`regenerate`: everything behind a place drawn anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..lazy import torch
from ..move import Hole, Move, MoveError
from ..target import Guided
from ..texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from ..guide.guide import Guide
    from ..random import Chance
    from ..target import Target


@dataclass(frozen=True)
class Regenerate(Move, name="regenerate"):
    """Cuts the text at a place and draws all that follows anew, from left to right, as the base itself goes on.

        moves { 70% replace(ngram)  30% regenerate }

    Units come from the base's own law, which looks ahead to every regular requirement, so a whole sentence can change
    at once. The cut is at a free place or at the end, all equally likely. The ratio is that of the probabilities of
    drawing both rests behind what they share, and of the numbers of cuts, which differ where lengths do.
    """

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """The free places, and the end where something could follow. [chains, places + 1]"""
        free = torch.nn.functional.pad(graph.free(texts), (0, 1))
        steps = torch.arange(texts.places + 1, device=free.device)
        end = (steps == texts.length[:, None]) & (steps < texts.places)
        return free | (graph.free_gaps(texts) & end)

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Any]:
        """What stands before the cut; the text."""
        kept = torch.where(texts.steps() < place[:, None], texts.units, 0)
        return Hole(Texts(kept, place), place, torch.zeros_like(place)), texts

    def draw(self, stream: Chance, graph: Target, hole: Hole, kind: Tensor) -> tuple[Texts, Tensor]:
        """Another text that begins so."""
        return _guide(graph).draw(stream, hole.texts)

    def weigh(self, graph: Target, hole: Hole, choice: Texts) -> Tensor:
        """The log probability of drawing what stands behind the cut. [chains]"""
        return _guide(graph).weigh(choice, hole.place)

    def close(self, graph: Target, hole: Hole, choice: Texts, kind: Tensor) -> Texts:
        """The other text."""
        return choice


def _guide(graph: Target) -> Guide:
    if not isinstance(graph, Guided):
        raise MoveError("regenerate: this program has no guide")
    return graph.guide
