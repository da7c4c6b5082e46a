"""`gibbs`: each unit drawn anew given all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..mixes import default_mix
from ..moves.replace import Replace, ReplaceAt
from ..random import Stream
from ..sampler import Sampler
from ..signature import String, Whole
from ..table import Entry, Table, table_of
from ..within import Within

if TYPE_CHECKING:
    from ..target import Target

SCANS = ("random", "systematic")


@dataclass(frozen=True)
class Gibbs(Sampler, name="gibbs"):
    """Gibbs sampling: a unit is drawn anew from its law given all other units.

        infer { sampler = gibbs()  chains = 16  warmup = 300 sweeps  draws = 100 }

    Where every term of the program has a table the draw is exact and always accepted. Else units are drawn from the
    surrogate's conditional and accepted by how much better the program likes them. `scan` is "random" or "systematic"
    (place after place). Besides places, it inserts and deletes, moves, and bridges or regenerates as `mh` does.
    Geman and Geman 1984; Liu 1996 for the second form.
    """

    block: Whole = 1
    scan: String = "random"

    def __post_init__(self) -> None:
        if self.block != 1:
            raise ValueError(f"block is {self.block}; blocks of several units are not available in this version")
        if self.scan not in SCANS:
            raise ValueError(f'scan is "{self.scan}"; it is "random" or "systematic"')

    def exact(self, graph: Target) -> bool:
        """Whether the target gives its own conditional."""
        text = graph.surrogate.draw(Stream(0, "probe", 1, graph.device), 1)
        return graph.conditional(text, text.length.new_zeros(1)) is not None

    def table(self, graph: Target, pure: bool = False) -> Table:
        """The default mix; pure: places only."""
        source = "conditional" if self.exact(graph) else "ngram"
        table = table_of(default_mix(graph, source, 1 if pure else None))
        return table if self.scan == "random" else tuple(_scanned(graph, entry) for entry in table)

    def note(self, graph: Target) -> str:
        """Which of the two forms it is."""
        if self.exact(graph):
            return "gibbs: exact conditionals"
        return "gibbs: a term has no table, so units are drawn from the surrogate's conditional and accepted or not"


def _scanned(graph: Target, entry: Entry) -> Entry:
    """An entry that replaces units, with its cycle over all places; others as they are."""
    move = entry.move.move if isinstance(entry.move, Within) else entry.move
    if not isinstance(move, Replace):
        return entry
    places = graph.parts[entry.move.number].places if isinstance(entry.move, Within) else graph.places  # type: ignore[attr-defined]
    parts = [ReplaceAt(move.source, number) for number in range(places)]
    if isinstance(entry.move, Within):
        return replace(entry, cycle=tuple(replace(entry.move, move=part) for part in parts))
    return replace(entry, cycle=tuple(parts))
