"""The automaton of the texts that fill a template and meet what is stated about its holes.

It carries all ways of filling at once, in the order of `Template.fits`; the one that counts is the first that meets
every hard statement about the holes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .automaton import Automaton, Floats, Ints, TooLarge, joint_classes
from .formula import Part
from .hole import Hole
from .scope import Scope
from .shared import Names, Shared
from .statement import Statement
from .template import Template

_MOST_STATES, _MOST_CELLS = 20_000, 40_000_000


@dataclass(frozen=True)
class Filled:
    """The automaton of a template with statements about its holes, and the distances of soft ones at its states."""

    automaton: Automaton
    distances: tuple[Automaton, ...]


@dataclass(frozen=True)
class _Thread:
    """One way to fill the template so far."""

    piece: int
    inside: tuple[int, ...]  # states inside the piece
    values: tuple[float, ...]  # of the atoms of finished holes
    held: tuple[Names | None, ...]  # what the last words so far have in common; the empty set where that is settled


_State = tuple[tuple[_Thread, ...], tuple[int, ...]]  # ways still open, states of the statements on the whole text


class _Filler:
    """Steps all ways of filling a template at once."""

    def __init__(
        self,
        template: Template,
        scope: Scope,
        hard: Sequence[Statement],
        soft: Sequence[tuple[Part, Automaton]],
        sharing: Sequence[Shared],
    ) -> None:
        self.pieces, self.hard, self.sharing = template.pieces, hard, sharing
        atoms = [atom for one in hard for atom in one.atoms] + list(soft)
        self.must = [one.alone for one in hard for _ in one.atoms] + [False] * len(soft)
        self.atom_parts = [part for part, _ in atoms]
        self.atoms = [automaton for _, automaton in atoms]
        names = [piece.name if isinstance(piece, Hole) else None for piece in template.pieces]
        self.of_piece = [[n for n, part in enumerate(self.atom_parts) if name and part.hole == name] for name in names]
        self.holding = {name: [n for n, one in enumerate(sharing) if name in one.holes] for name in names if name}
        self.last = [max(names.index(hole) for hole in one.holes) for one in sharing]
        self.whole = [n for n, part in enumerate(self.atom_parts) if part.hole is None]
        self.sizes = {
            number: piece.content(Scope(scope.renderer, context, scope.longest))
            for number, (piece, context) in enumerate(zip(template.pieces, template.contexts, strict=True))
            if isinstance(piece, Hole)
        }
        self.literal_units = sorted({u for piece in template.pieces if isinstance(piece, tuple) for u in piece})
        literal = np.zeros(len(scope.lexicon), np.int64)
        literal[self.literal_units] = 1 + np.arange(len(self.literal_units))
        maps = [literal, *(a.class_of for a in (*self.atoms, *self.sizes.values())), *(one.set_of for one in sharing)]
        self.class_of, self.columns = joint_classes(maps)
        self.size_row = {piece: 1 + len(self.atoms) + n for n, piece in enumerate(self.sizes)}
        self.set_row = [1 + len(self.atoms) + len(self.sizes) + n for n in range(len(sharing))]
        ends = {piece: np.asarray(np.isfinite(size.final))[size.next].any(axis=1) for piece, size in self.sizes.items()}
        self.ending: dict[int, Any] = {piece: found.tolist() for piece, found in ends.items()}

    def start(self) -> _State:
        nothing = tuple(0.0 for _ in self.atoms)
        first = self._enter(0, nothing, tuple(one.given for one in self.sharing))
        return self._settle([first], None), tuple(self.atoms[n].start for n in self.whole)

    def row(self, state: _State) -> tuple[list[_State], Ints]:
        """The distinct states behind one more unit, and which of them each class leads to.

        Classes that lead to one state from here are one group: a list of words has thousands of classes.
        """
        rows = [self.atoms[n].next[at, self.columns[1 + n]] for n, at in zip(self.whole, state[1], strict=False)]
        rows += [row for thread in state[0] for row in self._ahead(thread)]
        group_of = joint_classes([row + 1 for row in rows] or [np.zeros_like(self.columns[0])])[0]
        firsts = np.unique(group_of, return_index=True)[1]
        return [self._step(state, column) for column in firsts.tolist()], group_of

    def _ahead(self, thread: _Thread) -> list[Ints]:
        """What each class does to a thread: rows differ where the threads behind may; -1 ends it. [classes]"""
        piece, inside = thread.piece, thread.inside
        if piece == len(self.pieces):
            return []
        part = self.pieces[piece]
        if isinstance(part, tuple):
            return [(self.columns[0] == 1 + self.literal_units.index(part[inside[0]])).astype(np.int64)]
        size = self.sizes[piece]
        rows = [size.next[inside[0], self.columns[self.size_row[piece]]]]
        alive = size.live[rows[0]]
        for n, at in zip(self.of_piece[piece], inside[1:], strict=True):
            rows.append(self.atoms[n].next[at, self.columns[1 + n]])
            if self.must[n]:
                alive = alive & self.atoms[n].live[rows[-1]]
        if self.ending[piece][inside[0]]:
            rows += [self.columns[self.set_row[n]] for n in self.holding[part.name]]
        return [np.where(alive, row, -1) for row in rows]

    def _step(self, state: _State, column: int) -> _State:
        threads, whole = state
        if not threads:
            return state
        moved = [after for thread in threads if (after := self._move(thread, column)) is not None]
        pairs = zip(self.whole, whole, strict=True)
        states = tuple(int(self.atoms[n].next[s, self.columns[1 + n][column]]) for n, s in pairs)
        settled = self._settle(moved, column)
        return settled, states if settled else ()

    def outcome(self, state: _State) -> tuple[float, ...] | None:
        """The values of all atoms under the way that counts, None where no way is left."""
        threads, whole = state
        for thread in threads:
            if thread.piece < len(self.pieces):
                continue
            found, offset, good = list(thread.values), 0, True
            for number, at in zip(self.whole, whole, strict=True):
                found[number] = float(self.atoms[number].final[at])
            for one in self.hard:
                size = len(one.atoms)
                good = good and one.test([np.isfinite(v) for v in found[offset : offset + size]])
                offset += size
            if good:
                return tuple(found)
        return None

    def _enter(self, piece: int, values: tuple[float, ...], held: tuple[Names | None, ...]) -> _Thread:
        inside: tuple[int, ...] = (0,)
        if piece < len(self.pieces) and isinstance(self.pieces[piece], Hole):
            inside = (self.sizes[piece].start, *(self.atoms[n].start for n in self.of_piece[piece]))
        return _Thread(piece, inside, values, held)

    def _move(self, thread: _Thread, column: int) -> _Thread | None:
        piece, inside = thread.piece, thread.inside
        if piece == len(self.pieces):
            return None
        part = self.pieces[piece]
        if isinstance(part, tuple):
            wanted = 1 + self.literal_units.index(part[inside[0]])
            good = self.columns[0][column] == wanted
            return _Thread(piece, (inside[0] + 1,), thread.values, thread.held) if good else None
        size = self.sizes[piece]
        after = [int(size.next[inside[0], self.columns[self.size_row[piece]][column]])]
        if not size.live[after[0]]:
            return None
        for n, state in zip(self.of_piece[piece], inside[1:], strict=True):
            after.append(int(self.atoms[n].next[state, self.columns[1 + n][column]]))
            if self.must[n] and not self.atoms[n].live[after[-1]]:
                return None
        return _Thread(piece, tuple(after), thread.values, thread.held)

    def _settle(self, threads: list[_Thread], column: int | None) -> tuple[_Thread, ...]:
        """Each thread and where it may go on without a unit, a finished hole first: shorter holes come first.

        `column` is the class of the unit that was read last.
        """
        found: dict[_Thread, None] = {}

        def visit(thread: _Thread, column: int | None) -> None:
            if thread.piece < len(self.pieces):
                part = self.pieces[thread.piece]
                if isinstance(part, Hole):
                    ended = self._finished(thread, column)
                    if ended is not None:
                        visit(ended, None)
                elif thread.inside[0] == len(part):
                    visit(self._enter(thread.piece + 1, thread.values, thread.held), None)
                    return
            found.setdefault(thread)

        for thread in threads:
            visit(thread, column)
        return tuple(found)

    def _finished(self, thread: _Thread, column: int | None) -> _Thread | None:
        """The thread behind its hole, None where the hole cannot end here; `column` None: it is empty."""
        piece = thread.piece
        hole = self.pieces[piece]
        assert isinstance(hole, Hole)
        if not np.isfinite(self.sizes[piece].final[thread.inside[0]]):
            return None
        values, held = list(thread.values), list(thread.held)
        for n, state in zip(self.of_piece[piece], thread.inside[1:], strict=True):
            earned = float(self.atoms[n].final[state])
            if not self.must[n]:
                values[n] = earned
            elif not np.isfinite(earned):
                return None
        for n in self.holding[hole.name]:
            left = (
                None if column is None else self.sharing[n].after(held[n], int(self.columns[self.set_row[n]][column]))
            )
            if not left:
                return None
            held[n] = left if self.last[n] > piece else frozenset()
        return self._enter(piece + 1, tuple(values), tuple(held))


def fill(
    template: Template,
    scope: Scope,
    hard: Sequence[Statement] = (),
    soft: Sequence[tuple[Part, Automaton]] = (),
    sharing: Sequence[Shared] = (),
) -> Filled:
    """The automaton of the texts that fill a template and meet `hard` and `sharing`; each distance of `soft`.

    Raises TooLarge.
    """
    filler = _Filler(template, scope, hard, soft, sharing)
    start = filler.start()
    number, todo, rows = {start: 0}, [start], []
    columns = int(filler.class_of.max(initial=0)) + 1
    for state in todo:
        ahead, group_of = filler.row(state)
        for after in ahead:
            if after not in number:
                number[after] = len(number)
                todo.append(after)
        if len(number) > _MOST_STATES or len(number) * columns > _MOST_CELLS:
            raise TooLarge("the ways to fill this template")
        rows.append(np.array([number[after] for after in ahead], np.int64)[group_of])
    outcomes = [filler.outcome(state) for state in number]
    final: Floats = np.array([-np.inf if outcome is None else 0.0 for outcome in outcomes])
    automaton = Automaton(np.stack(rows), filler.class_of, final)
    behind = len(filler.atoms) - len(soft)
    distances = [
        automaton.with_final(np.array([0.0 if outcome is None else outcome[behind + n] for outcome in outcomes]))
        for n in range(len(soft))
    ]
    return Filled(automaton if distances else automaton.minimal(), tuple(distances))
