"""The tables of moves that samplers use where a recipe writes none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .move import Move
from .moves.bridge import bridges
from .moves.move import Relocate
from .moves.regenerate import Regenerate
from .moves.replace import Replace
from .moves.resize import Resize

if TYPE_CHECKING:
    from .target import Target


def default_mix(graph: Target, source: str) -> list[tuple[float, Move]]:
    """Shares of 100. Where a causal neural model is the base, whole rests are drawn anew by it."""
    if getattr(graph, "causal", False):
        return [(35, Replace(source)), (15, Resize(source)), (20, Relocate()), (30, Regenerate())]
    return [(50, Replace(source)), (20, Resize(source)), (25, Relocate()), *bridges(graph)]
