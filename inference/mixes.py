"""The tables of moves that samplers use where a recipe writes none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .joint import Joint
from .move import Move
from .moves.bridge import Bridge, bridges
from .moves.move import Relocate
from .moves.regenerate import Regenerate
from .moves.replace import Replace
from .moves.resize import Resize
from .within import Within, pairs

if TYPE_CHECKING:
    from .target import Target


def default_mix(graph: Target, source: str, first: int | None = None) -> list[tuple[float, Move]]:
    """Shares of 100, or the `first` entries of a text. Where a causal neural model is the base, it draws rests anew;
    where a masked model is, it proposes units.

    Of several texts each has its own; a tenth is for moves of two texts at once where some statement couples them.
    """
    if isinstance(graph, Joint):
        return _of_several(graph, source, first)
    mix: list[tuple[float, Move]]
    if getattr(graph, "causal", False):
        mix = [(35, Replace(source)), (15, Resize(source)), (20, Relocate()), (30, Regenerate())]
    elif masked := getattr(graph, "masked", ""):
        mix = [(55, Replace(masked)), (20, Resize(masked)), (20, Relocate()), *bridges(graph)]
    else:
        mix = [(50, Replace(source)), (20, Resize(source)), (25, Relocate()), *bridges(graph)]
    return mix[:first]


def _of_several(graph: Joint, source: str, first: int | None) -> list[tuple[float, Move]]:
    """Every text's own table, and pairs of moves."""
    both = pairs(graph, [Replace(source), Bridge(whole=True)]) if first is None else []
    own = 0.9 if both else 1.0
    found: list[tuple[float, Move]] = [(10 / len(both), move) for move in both]
    for number, name in enumerate(graph.names):
        mix = default_mix(graph.graphs[number], source, first)
        found += [(share * own / len(graph.names), Within(number, name, move)) for share, move in mix]
    return found
