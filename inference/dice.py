"""What moves in plain Python draw from: chance for all texts at once, which certificates can enumerate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .lazy import torch
from .random import Law

if TYPE_CHECKING:
    from torch import Tensor

    from .random import Chance


class Dice:
    """Draws for a list of texts, one a text. Each call must be made for all of them, whatever they are."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance

    def below(self, sizes: Sequence[int]) -> list[int]:
        """A number from 0 to size - 1 for each text, all equally likely; 0 where the size is 0."""
        wide = torch.arange(max(*sizes, 1, 1), device=self._chance.device)
        return self._numbers(self._chance.place(wide < torch.tensor(sizes, device=wide.device)[:, None]), len(sizes))

    def weighted(self, weights: Sequence[Sequence[float]]) -> list[int]:
        """The number of one entry of each row, by weights that are 0 or more; 0 where all are 0."""
        wide = max((len(row) for row in weights), default=0)
        rows = [[*row, *[0.0] * (max(wide, 1) - len(row))] for row in weights]
        found = torch.tensor(rows, dtype=torch.float64, device=self._chance.device)
        return self._numbers(self._chance.categorical(Law(found.log())), len(weights))

    def coin(self, share: float) -> list[bool]:
        """True with probability `share`, for each text."""
        if not 0 < share < 1:
            raise ValueError(f"share: {share!r} is not between 0 and 1")
        return [number == 0 for number in self._chance.coin([share, 1.0 - share]).tolist()]

    @staticmethod
    def _numbers(found: Tensor, count: int) -> list[int]:
        numbers: list[int] = found.tolist()
        if len(numbers) != count:
            raise ValueError(f"draws are for all {len(numbers)} texts at once; these are {count}")
        return numbers


__all__ = ["Dice"]
