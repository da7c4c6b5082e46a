"""Taking a unit out, as a move of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..move import Move


@dataclass(frozen=True)
class Delete(Move, name="delete"):
    """Takes a unit out of a free place. Needs `insert` in the same table, which puts one back.

    moves { 60% replace(ngram)  20% insert(ngram)  20% delete }
    """

    partner: ClassVar[str] = "insert"
