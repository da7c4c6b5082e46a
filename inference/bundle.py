"""Several texts as one row: behind one another, with a mark between them, so that chains carry them as they do one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .lazy import torch
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Bundle:
    """How texts of at most `places` units each are put into one row; `mark` is no unit of any of them.

    A row is text, mark, text, mark, text: equal rows are equal texts, and the length of a row is that of all texts
    and one for each mark.
    """

    places: tuple[int, ...]
    mark: int

    @property
    def total(self) -> int:
        """The places of a row."""
        return sum(self.places) + len(self.places) - 1

    def join(self, parts: Sequence[Texts]) -> Texts:
        """The rows of some texts, one [chains, places] each, in the order of the program."""
        chains, device = len(parts[0].length), parts[0].length.device
        units = torch.zeros(chains, self.total + 1, dtype=torch.int64, device=device)  # the last column is waste
        begin = torch.zeros_like(parts[0].length)
        for number, part in enumerate(parts):
            if number:
                units = units.scatter(1, (begin - 1)[:, None], self.mark)
            at = torch.where(part.inside(), begin[:, None] + part.steps(), self.total)
            units = units.scatter(1, at, part.units)
            begin = begin + part.length + 1
        units[:, -1] = 0
        return Texts(units[:, :-1], begin - 1)

    def split(self, row: Texts) -> tuple[Texts, ...]:
        """The texts of rows, each with its own number of places."""
        return tuple(self.part(row, number) for number in range(len(self.places)))

    def part(self, row: Texts, number: int) -> Texts:
        """One text of each row."""
        begin, length = self.span(row, number)
        steps = torch.arange(self.places[number], device=begin.device)[None]
        units = row.units.gather(1, (begin[:, None] + steps).clamp(max=row.places - 1))
        return Texts(torch.where(steps < length[:, None], units, 0), length)

    def span(self, row: Texts, number: int) -> tuple[Tensor, Tensor]:
        """Where a text begins in each row, and how many units it has. [chains] each"""
        ends = (row.units == self.mark).cumsum(1)  # how many texts have ended before a place, its mark included
        first = (ends < number).sum(1) + (number > 0)
        last = torch.minimum((ends <= number).sum(1), row.length)
        return first, last - first

    def put(self, row: Texts, number: int, part: Texts) -> Texts:
        """The rows with another text in the place of one."""
        return self.join([part if at == number else one for at, one in enumerate(self.split(row))])
