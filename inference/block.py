"""Several neighbouring units drawn anew together: what `gibbs(block=k)` is made of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .lazy import torch
from .move import Hole, Move, MoveError
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .target import Target

MOST_ENTRIES = 4_096  # contents of a block that are scored one by one


@dataclass(frozen=True)
class Block(Move):
    """Draws `size` units in a row from their joint law given all others; every proposal is accepted.

    All contents are scored, so that there may be at most MOST_ENTRIES of them. `number` is the place where the block
    begins, for a systematic scan; -1 draws it. Not a move of the language by itself: `gibbs(block=2)`.
    """

    name = "block"

    size: int = 2
    number: int = -1

    def __post_init__(self) -> None:
        if self.size < 1:
            raise MoveError(f"block: size is {self.size}; it is 1 or more")

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """Where a run of free places begins. [chains, places]"""
        free = graph.free(texts)
        begins = free
        for step in range(1, self.size):
            begins = begins & torch.nn.functional.pad(free[:, step:], (0, step))[:, : texts.places]
        return begins if self.number < 0 else begins & (texts.steps() == self.number)

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Tensor]:
        """The text without the block; the number of what stood there."""
        old, opened = torch.zeros_like(place), texts
        for step in range(self.size):
            at = (place + step).clamp(max=texts.places - 1)  # beyond where there is no slot, and nothing is used
            old = old + texts.at(at) * graph.units**step
            opened = opened.open(at)
        return Hole(opened, place, torch.zeros_like(place)), old

    def list(self, graph: Target, hole: Hole) -> Tensor:
        """The program's own weight of every content. [chains, units ^ size]"""
        entries = torch.arange(graph.units**self.size, device=hole.place.device)
        chains, count = len(hole.place), len(entries)
        wide = hole.texts.rows(torch.arange(chains, device=entries.device).repeat_interleave(count))
        filled = self._filled(graph, wide, hole.place.repeat_interleave(count), entries.repeat(chains))
        terms, allowed = graph.evaluate(filled)
        score = torch.where(allowed, terms.double().sum(-1), -math.inf)
        return score.view(chains, count)

    def close(self, graph: Target, hole: Hole, choice: Tensor, kind: Tensor) -> Texts:
        """With the chosen content."""
        return self._filled(graph, hole.texts, hole.place, choice)

    def _filled(self, graph: Target, texts: Texts, place: Tensor, entry: Tensor) -> Texts:
        for step in range(self.size):
            at = (place + step).clamp(max=texts.places - 1)
            texts = texts.put(at, entry // graph.units**step % graph.units)
        return texts


def fits(graph: Target, size: int) -> bool:
    """Whether the contents of a block can be scored one by one."""
    return size * math.log(max(graph.units, 1)) <= math.log(MOST_ENTRIES)
