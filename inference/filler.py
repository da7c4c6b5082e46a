"""The automaton of the texts that fill a template and meet what is stated about its holes.

It carries all ways of filling at once, in the order of `Template.fits`; the one that counts is the first that meets
every hard statement about the holes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .automaton import Automaton, Ints, TooLarge, joint_classes
from .formula import And, Constant, Implies, Node, Not, Or, Part, parts
from .hole import Hole
from .lower import regular
from .scope import Scope
from .template import Template

_MOST_STATES = 20_000


@dataclass(frozen=True)
class Statement:
    """A formula about holes, its leaves automata: `atoms[i]` is read where `test` asks for value i."""

    atoms: tuple[tuple[Part, Automaton], ...]
    test: Callable[[Sequence[bool]], bool]


def statement(node: Node, scope_of: Callable[[Part], Scope]) -> Statement | None:
    """A hard formula over holes (and the whole text), or None where one of its leaves is not regular."""
    atoms: list[tuple[Part, Automaton]] = []
    test = _test(node, scope_of, atoms)
    return None if test is None else Statement(tuple(atoms), test)


def _test(
    node: Node, scope_of: Callable[[Part], Scope], atoms: list[tuple[Part, Automaton]]
) -> Callable[[Sequence[bool]], bool] | None:
    read = parts(node)
    if len(read) == 1:
        (part,) = read
        automaton = regular(node, scope_of(part))
        if automaton is None:
            return None
        atoms.append((part, automaton))
        place = len(atoms) - 1
        return lambda values: values[place]
    match node:
        case Constant(value):
            return lambda values: bool(value)
        case Not(of):
            inner = _test(of, scope_of, atoms)
            return None if inner is None else lambda values: not inner(values)
        case Implies(condition, consequence):
            return _test(Or((Not(condition), consequence)), scope_of, atoms)
        case And(items) | Or(items):
            tests = [_test(item, scope_of, atoms) for item in items]
            known = [test for test in tests if test is not None]
            if len(known) < len(tests):
                return None
            join = all if isinstance(node, And) else any
            return lambda values: join(test(values) for test in known)
    return None


# ---- the automaton


@dataclass(frozen=True)
class Filled:
    """The automaton of a template with statements about its holes, and the distances of soft ones at its states."""

    automaton: Automaton
    distances: tuple[Automaton, ...]


_Thread = tuple[int, tuple[int, ...], tuple[float, ...]]  # piece, states inside it, atoms' values of finished holes
_State = tuple[tuple[_Thread, ...], tuple[int, ...]]  # ways still open, states of the statements on the whole text


class _Filler:
    """Steps all ways of filling a template at once."""

    def __init__(
        self, template: Template, scope: Scope, hard: Sequence[Statement], soft: Sequence[tuple[Part, Automaton]]
    ) -> None:
        self.pieces = template.pieces
        self.hard = hard
        atoms = [atom for one in hard for atom in one.atoms] + list(soft)
        self.atom_parts = [part for part, _ in atoms]
        self.atoms = [automaton for _, automaton in atoms]
        self.of_hole = {
            piece.name: [n for n, part in enumerate(self.atom_parts) if part.hole == piece.name]
            for piece in template.pieces
            if isinstance(piece, Hole)
        }
        self.whole = [n for n, part in enumerate(self.atom_parts) if part.hole is None]
        self.sizes = {
            number: piece.content(Scope(scope.renderer, context, scope.longest))
            for number, (piece, context) in enumerate(zip(template.pieces, template.contexts, strict=True))
            if isinstance(piece, Hole)
        }
        maps = [a.class_of for a in (*self.atoms, *self.sizes.values())]
        self.literal_units = sorted({u for piece in template.pieces if isinstance(piece, tuple) for u in piece})
        literal = np.zeros(len(scope.lexicon), np.int64)
        literal[self.literal_units] = 1 + np.arange(len(self.literal_units))
        self.class_of, columns = joint_classes([literal, *maps])
        self.literal_class = columns[0]
        self.columns = columns[1:]

    def start(self) -> _State:
        nothing = tuple(0.0 for _ in self.atoms)
        return self._settle([self._enter(0, nothing)]), tuple(self.atoms[n].start for n in self.whole)

    def step(self, state: _State, column: int) -> _State:
        threads, whole = state
        if not threads:
            return state
        moved = [after for thread in threads if (after := self._move(thread, column)) is not None]
        pairs = zip(self.whole, whole, strict=True)
        states = tuple(int(self.atoms[n].next[s, self.columns[n][column]]) for n, s in pairs)
        settled = self._settle(moved)
        return settled, states if settled else ()

    def outcome(self, state: _State) -> tuple[float, ...] | None:
        """The values of all atoms under the way that counts, None where no way is left."""
        threads, whole = state
        for piece, _, values in threads:
            if piece < len(self.pieces):
                continue
            found = list(values)
            for number, at in zip(self.whole, whole, strict=True):
                found[number] = float(self.atoms[number].final[at])
            offset = 0
            good = True
            for one in self.hard:
                size = len(one.atoms)
                good = good and one.test([np.isfinite(v) for v in found[offset : offset + size]])
                offset += size
            if good:
                return tuple(found)
        return None

    def _enter(self, piece: int, values: tuple[float, ...]) -> _Thread:
        if piece < len(self.pieces) and isinstance(self.pieces[piece], Hole):
            inside = [self.sizes[piece].start, *(self.atoms[n].start for n in self._atoms(piece))]
            return piece, tuple(inside), values
        return piece, (0,), values

    def _atoms(self, piece: int) -> list[int]:
        hole = self.pieces[piece]
        assert isinstance(hole, Hole)
        return self.of_hole[hole.name]

    def _move(self, thread: _Thread, column: int) -> _Thread | None:
        piece, inside, values = thread
        if piece == len(self.pieces):
            return None
        part = self.pieces[piece]
        if isinstance(part, tuple):
            wanted = 1 + self.literal_units.index(part[inside[0]])
            return (piece, (inside[0] + 1,), values) if self.literal_class[column] == wanted else None
        size = self.sizes[piece]
        size_row = self.columns[len(self.atoms) + list(self.sizes).index(piece)]
        first = int(size.next[inside[0], size_row[column]])
        if not size.live[first]:
            return None
        pairs = zip(self._atoms(piece), inside[1:], strict=True)
        rest = [int(self.atoms[n].next[s, self.columns[n][column]]) for n, s in pairs]
        return piece, (first, *rest), values

    def _settle(self, threads: list[_Thread]) -> tuple[_Thread, ...]:
        """Each thread and where it may go on without a unit, a finished hole first: shorter holes come first."""
        found: dict[_Thread, None] = {}

        def visit(thread: _Thread) -> None:
            piece, inside, values = thread
            if piece < len(self.pieces):
                part = self.pieces[piece]
                if isinstance(part, tuple):
                    if inside[0] == len(part):
                        visit(self._enter(piece + 1, values))
                        return
                elif np.isfinite(self.sizes[piece].final[inside[0]]):
                    done = list(values)
                    for number, state in zip(self._atoms(piece), inside[1:], strict=True):
                        done[number] = float(self.atoms[number].final[state])
                    visit(self._enter(piece + 1, tuple(done)))
            found.setdefault(thread)

        for thread in threads:
            visit(thread)
        return tuple(found)


def fill(
    template: Template, scope: Scope, hard: Sequence[Statement] = (), soft: Sequence[tuple[Part, Automaton]] = ()
) -> Filled:
    """The automaton of the texts that fill a template and meet `hard`; each distance of `soft`. Raises TooLarge."""
    filler = _Filler(template, scope, hard, soft)
    start = filler.start()
    number, todo, rows = {start: 0}, [start], []
    columns = int(filler.class_of.max(initial=0)) + 1
    while todo:
        state = todo.pop(0)
        row = []
        for column in range(columns):
            after = filler.step(state, column)
            if after not in number:
                number[after] = len(number)
                todo.append(after)
                if len(number) > _MOST_STATES:
                    raise TooLarge("the ways to fill this template")
            row.append(number[after])
        rows.append(row)
    outcomes = [filler.outcome(state) for state in number]
    table: Ints = np.array(rows, np.int64)
    final = np.array([-np.inf if outcome is None else 0.0 for outcome in outcomes])
    automaton = Automaton(table, filler.class_of, final)
    behind = len(filler.atoms) - len(soft)
    distances = [
        automaton.with_final(np.array([0.0 if outcome is None else outcome[behind + n] for outcome in outcomes]))
        for n in range(len(soft))
    ]
    return Filled(automaton if distances else automaton.minimal(), tuple(distances))
