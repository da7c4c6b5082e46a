"""Putting a unit in, as a move of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..move import Move
from ..signature import Source
from .resize import Resize


@dataclass(frozen=True)
class Insert(Move, name="insert"):
    """Puts a unit into a free gap. Needs `delete` in the same table, which takes it back.

    moves { 60% replace(ngram)  20% insert(ngram)  20% delete }
    """

    source: Source = "ngram"
    partner: ClassVar[str] = "delete"

    def joined(self, other: Move, share: float) -> Move:
        """Resize with this side's source."""
        return Resize(self.source, share)
