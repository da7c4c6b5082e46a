"""Tables of moves: the two sides of a kernel joined into one, and the choice of an entry for each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .move import Move, MoveError
from .random import host_uniform


@dataclass(frozen=True)
class Entry:
    """A kernel with its probability. All chains of a step use the same entry, since each keeps the target by itself.

    `cycle` holds the kernels of a systematic scan in order: step t uses cycle[t mod its length], not `move`.
    """

    share: float
    move: Move
    cycle: tuple[Move, ...] = ()

    def at(self, step: int) -> Move:
        """The kernel of a step."""
        return self.cycle[step % len(self.cycle)] if self.cycle else self.move

    @property
    def label(self) -> str:
        """The move as a table writes it."""
        return self.move.label


Table = tuple[Entry, ...]


def table_of(entries: Sequence[tuple[float, Move]]) -> Table:
    """The kernels of a written table, with shares that sum to 1.

    `insert` and `delete` become the sides of one kernel. Raises MoveError for an empty table, for a share that is not
    positive and for a side that stands alone.
    """
    if not entries:
        raise MoveError("the table of moves is empty; write for example `80% replace  20% swap`")
    for share, move in entries:
        if not share > 0:
            raise MoveError(f"the share of `{move.label}` is {share:g}; shares are above 0")
    whole = sum(share for share, _ in entries)
    kernels = [Entry(share / whole, move) for share, move in _joined(entries)]
    return tuple(kernels)


def _joined(entries: Sequence[tuple[float, Move]]) -> list[tuple[float, Move]]:
    """Entries with every pair of sides made one; a side shares itself out over its partners by their shares."""
    sides: dict[str, list[tuple[float, Move]]] = {}
    for share, move in entries:
        if move.partner:
            sides.setdefault(move.name, []).append((share, move))
    for name, found in sides.items():
        partner = found[0][1].partner
        if partner not in sides:
            raise MoveError(f"`{name}` stands without `{partner}`, which takes it back; add `{partner}` to the table")
    result: list[tuple[float, Move]] = []
    for share, move in entries:
        if not move.partner:
            result.append((share, move))
            continue
        part = share / sum(s for s, _ in sides[move.name])
        if type(move).joined is Move.joined:  # the side that its partners join
            continue
        for other_share, other in sides[move.partner]:
            both = share + other_share * part
            result.append((both, move.joined(other, share / both)))
    return result


def choose(table: Table, seed: int, step: int) -> int:
    """The number of the entry of a step, by a number that depends on (seed, step) alone."""
    level = host_uniform(seed, "table", step)
    for number, entry in enumerate(table):
        level -= entry.share
        if level < 0:
            return number
    return len(table) - 1
