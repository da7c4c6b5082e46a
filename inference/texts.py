"""Texts as padded rows of units, and the edits that moves make to them: batched, without host synchronisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .lazy import torch

if TYPE_CHECKING:
    from torch import Tensor


class Texts(NamedTuple):
    """One text for each chain. Places beyond the length hold 0, always.

    Edits take a place that exists; for a place that does not they give some row of the right shape, which the caller
    masks out (`choose`).
    """

    units: Tensor  # int64 [chains, places]
    length: Tensor  # int64 [chains]

    @property
    def places(self) -> int:
        """The longest length that the rows have room for."""
        return int(self.units.shape[1])

    def steps(self) -> Tensor:
        """The place numbers, [1, places]."""
        return torch.arange(self.places, device=self.units.device)[None]

    def inside(self) -> Tensor:
        """Which places hold a unit. Bool [chains, places]."""
        return self.steps() < self.length[:, None]

    def at(self, place: Tensor) -> Tensor:
        """The unit at a place of each chain. [chains]"""
        return self.units.gather(1, place[:, None])[:, 0]

    def put(self, place: Tensor, unit: Tensor) -> Texts:
        """With `unit` standing at `place` instead of what stood there."""
        return Texts(self.units.scatter(1, place[:, None], unit[:, None]), self.length)

    def open(self, place: Tensor) -> Texts:
        """With 0 at `place`, so that texts that differ only there become equal."""
        return Texts(self.units.scatter(1, place[:, None], 0), self.length)

    def insert(self, gap: Tensor, unit: Tensor) -> Texts:
        """With `unit` before the unit that stood at `gap`; gap = length puts it last."""
        steps, gap = self.steps(), gap[:, None]
        moved = self.units.gather(1, steps - (steps > gap).long())
        units = torch.where(steps == gap, unit[:, None], moved)
        return Texts(units, (self.length + 1).clamp(max=self.places))

    def delete(self, place: Tensor) -> Texts:
        """Without the unit at `place`."""
        steps = self.steps()
        moved = self.units.gather(1, (steps + (steps >= place[:, None]).long()).clamp(max=self.places - 1))
        length = (self.length - 1).clamp(min=0)
        return Texts(torch.where(steps < length[:, None], moved, 0), length)

    def swap(self, first: Tensor, second: Tensor) -> Texts:
        """With the units of two places exchanged."""
        return self.put(first, self.at(second)).put(second, self.at(first))

    def choose(self, here: Tensor, other: Texts) -> Texts:
        """These texts for the chains where `here` holds, the other ones elsewhere."""
        return Texts(torch.where(here[:, None], self.units, other.units), torch.where(here, self.length, other.length))

    def same(self, other: Texts) -> Tensor:
        """Which chains hold the same text. Bool [chains]."""
        return (self.units == other.units).all(-1) & (self.length == other.length)

    def rows(self, chains: Tensor) -> Texts:
        """The texts of some chains, in the order of the index."""
        return Texts(self.units[chains], self.length[chains])
