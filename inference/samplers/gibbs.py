"""`gibbs`: each unit drawn anew given all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..block import MOST_ENTRIES, Block, fits
from ..mixes import default_mix
from ..move import Move, MoveError
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
    surrogate's conditional (where the base is `pll()`, from its masked model's law of a hidden unit) and accepted by
    how much better the program likes them. `scan` is "random" or "systematic"
    (place after place). With `block = k`, four steps of five draw k neighbouring units together from their joint law,
    which helps where neighbours hold each other fast; all contents of a block are scored, so the lexicon must be small.
    Besides places, it inserts and deletes, moves, and bridges or regenerates as `mh` does.
    Geman and Geman 1984; Liu 1996 for the second form.
    """

    block: Whole = 1
    scan: String = "random"

    def __post_init__(self) -> None:
        if self.block < 1:
            raise ValueError(f"block is {self.block}; it is 1 or more")
        if self.scan not in SCANS:
            raise ValueError(f'scan is "{self.scan}"; it is "random" or "systematic"')

    def exact(self, graph: Target) -> bool:
        """Whether the target gives its own conditional."""
        text = graph.surrogate.draw(Stream(0, "probe", 1, graph.device), 1)
        return graph.conditional(text, text.length.new_zeros(1)) is not None

    def table(self, graph: Target, pure: bool = False) -> Table:
        """The default mix; pure: places only."""
        source = "conditional" if self.exact(graph) else "ngram"
        mix = default_mix(graph, source, 1 if pure else None)
        if self.block > 1:
            mix = [one for share, move in mix for one in _blocks(graph, share, move, self.block)]
        table = table_of(mix)
        return table if self.scan == "random" else tuple(_scanned(graph, entry) for entry in table)

    def note(self, graph: Target) -> str:
        """Which of the two forms it is."""
        if self.exact(graph):
            return "gibbs: exact conditionals"
        if getattr(graph, "masked", ""):
            return "gibbs: units are drawn from the masked model's law of a hidden unit and accepted or not"
        return "gibbs: a term has no table, so units are drawn from the surrogate's conditional and accepted or not"


def _inner(graph: Target, move: Move) -> tuple[Move, Target]:
    """The move inside one of several texts, and that text's graph; of one text both as they are."""
    if isinstance(move, Within):
        return move.move, graph.parts[move.number]  # type: ignore[attr-defined]
    return move, graph


def _blocks(graph: Target, share: float, move: Move, size: int) -> list[tuple[float, Move]]:
    """An entry that replaces units, with four fifths of its share for blocks. Raises MoveError."""
    inner, own = _inner(graph, move)
    if not isinstance(inner, Replace):
        return [(share, move)]
    if not fits(own, size):
        count = f"{own.units}^{size}"
        raise MoveError(
            f"gibbs: a block of {size} has {count} contents, more than {MOST_ENTRIES:,}; write `bridge` moves"
        )
    block: Move = Block(size)
    if isinstance(move, Within):
        block = replace(move, move=block)
    return [(share * 0.8, block), (share * 0.2, move)]


def _scanned(graph: Target, entry: Entry) -> Entry:
    """An entry that replaces units, with its cycle over all places; others as they are."""
    move, own = _inner(graph, entry.move)
    if not isinstance(move, Replace | Block):
        return entry
    parts: list[Move] = (
        [ReplaceAt(move.source, number=number) for number in range(own.places)]
        if isinstance(move, Replace)
        else [replace(move, number=number) for number in range(max(own.places - move.size, 0) + 1)]
    )
    if isinstance(entry.move, Within):
        return replace(entry, cycle=tuple(replace(entry.move, move=part) for part in parts))
    return replace(entry, cycle=tuple(parts))
