"""A causal model that reads every row from its beginning and remembers what it found."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from ..lazy import torch
from .stepper import Stepper, columns_of, last_laws

if TYPE_CHECKING:
    from torch import Tensor

    from ..causal import CausalScorer

REMEMBERED = 1 << 24  # values that a memory holds
TILE = 64  # rows that are read at once


class Memory:
    """Next-token laws by row of ids: each is computed once, so that it is the same number whenever it is asked for.

    Holds the log probabilities of the tokens `used` only. For programs of few texts, and for models without a cache.
    """

    def __init__(self, scorer: CausalScorer, used: Tensor) -> None:
        self.scorer, self.used = scorer, used
        self.column = torch.zeros(scorer.vocabulary, dtype=torch.int64, device=scorer.device)
        self.column[used] = torch.arange(len(used), device=scorer.device)
        self._known: OrderedDict[tuple[int, ...], Tensor] = OrderedDict()
        self._most = max(REMEMBERED // max(len(used), 1), 1)

    def laws(self, rows: list[tuple[int, ...]]) -> Tensor:
        """Log probabilities of the used tokens behind each row. float64 [rows, used]"""
        fresh = [row for row in dict.fromkeys(rows) if row not in self._known]
        self.scorer.evaluations += len(fresh)
        for first in range(0, len(fresh), TILE):
            tile = fresh[first : first + TILE]
            laws = last_laws(self.scorer, tile)[:, self.used].double()
            self._known.update(zip(tile, laws.unbind(0), strict=True))
        found = torch.stack([self._known[row] for row in rows])
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return found


class Recalled(Stepper):
    """Rows whose laws are looked up in a memory."""

    def __init__(self, memory: Memory, rows: list[tuple[int, ...]]) -> None:
        self._memory, self._rows = memory, rows
        self._next = memory.laws(rows)

    def log(self, ids: Tensor) -> Tensor:
        return self._next.gather(1, self._memory.column[ids])

    def laws(self, ids: Tensor, rows: Tensor) -> Tensor:
        return columns_of(self._next, self._memory.column[ids], rows)

    def feed(self, ids: Tensor, active: Tensor) -> None:
        read = zip(self._rows, ids.tolist(), active.tolist(), strict=True)
        self._rows = [(*row, one) if reads else row for row, one, reads in read]
        self._next = self._memory.laws(self._rows)

    def branch(self, rows: Tensor) -> Recalled:
        return Recalled(self._memory, [self._rows[row] for row in rows.tolist()])

    def merge(self, branch: Stepper, rows: Tensor) -> None:
        assert isinstance(branch, Recalled)
        for row, read in zip(rows.tolist(), branch._rows, strict=True):
            self._rows[row] = read
        self._next = self._next.index_copy(0, rows, branch._next)

    def select(self, rows: Tensor) -> None:
        self._rows = [self._rows[row] for row in rows.tolist()]
        self._next = self._next[rows]
