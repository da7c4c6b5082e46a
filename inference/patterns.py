"""Regular expressions, as Python's `re` writes them, to automata over characters."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from re import _constants as sre
from re import _parser
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .automaton import TooLarge
from .formula import Pattern
from .letters import PatternError, inside, matched

MOST_STATES = 2000
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "u": re.UNICODE, "x": re.VERBOSE}


@dataclass(frozen=True, eq=False)
class CharacterAutomaton:
    """A deterministic automaton over characters. Character classes: `column[c]`, every other character is class 0."""

    next: NDArray[np.int64]  # [states, classes]
    accepting: NDArray[np.bool_]  # [states]
    column: dict[str, int]
    start: int = 0

    def matches(self, string: str) -> bool:
        state = self.start
        for character in string:
            state = int(self.next[state, self.column.get(character, 0)])
        return bool(self.accepting[state])


@dataclass
class _Machine:
    """A nondeterministic automaton under construction: edges by sets of characters, and empty edges."""

    edges: list[list[tuple[frozenset[str], int]]] = field(default_factory=list)
    empty: list[list[int]] = field(default_factory=list)

    def state(self) -> int:
        if len(self.edges) > 4 * MOST_STATES:
            raise TooLarge(f"more than {MOST_STATES:,} character states")
        self.edges.append([])
        self.empty.append([])
        return len(self.edges) - 1


_REFUSED = {
    sre.AT: "anchors and \\b",
    sre.GROUPREF: "back-references",
    sre.GROUPREF_EXISTS: "conditional groups",
    sre.ASSERT: "look-around",
    sre.ASSERT_NOT: "look-around",
    sre.ATOMIC_GROUP: "atomic groups",
    sre.POSSESSIVE_REPEAT: "possessive repeats",
}


def parse_pattern(pattern: Pattern) -> Any:
    """The parsed pattern, a `SubPattern`. Raises PatternError for what is no pattern, or none that is regular."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a later Python may read otherwise: `[[`, `[a--b]`
            tree = _parser.parse(pattern.source, _written(pattern))
    except re.error as error:
        raise PatternError(f"the pattern cannot be read: {error.msg}", error.pos) from None
    except (OverflowError, RecursionError):
        raise PatternError("the pattern is too large") from None
    _refuse(tree)
    return tree


def flags_of(tree: Any) -> int:
    """The flags of a parsed pattern: those behind it and those that it begins with, as `(?i)`."""
    return int(tree.state.flags)


@lru_cache(256)
def expression(pattern: Pattern) -> re.Pattern[str]:
    """The pattern as Python runs it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(pattern.source, _written(pattern))


def _written(pattern: Pattern) -> int:
    flags = int(re.DOTALL)
    for letter in pattern.flags:
        flags |= _FLAGS[letter]
    return flags


def _refuse(tree: Iterable[Any]) -> None:
    for operator, argument in tree:
        if operator in _REFUSED:
            raise PatternError(f"{_REFUSED[operator]} are not available in patterns, which match the whole text")
        for inner in subtrees(operator, argument):
            _refuse(inner)


def subtrees(operator: Any, argument: Any) -> list[Any]:
    """The patterns inside one part of a parsed pattern."""
    if operator is sre.BRANCH:
        return list(argument[1])
    if operator is sre.SUBPATTERN:
        return [argument[3]]
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return [argument[2]]
    return []


def compile_pattern(pattern: Pattern, alphabet: Iterable[str]) -> CharacterAutomaton:
    """The automaton of the pattern's full matches over `alphabet` (other characters match only what any does).

    Raises PatternError, and TooLarge beyond 2,000 states.
    """
    tree = parse_pattern(pattern)
    letters = tuple(dict.fromkeys(alphabet))
    machine = _Machine()
    begin, end = machine.state(), machine.state()
    try:
        _build(machine, tree, begin, end, letters, flags_of(tree))
    except RecursionError:
        raise TooLarge("a pattern nested this deeply") from None
    return _determine(machine, begin, end, letters)


def _build(machine: _Machine, tree: Iterable[Any], begin: int, end: int, letters: tuple[str, ...], flags: int) -> None:
    at = begin
    for operator, argument in tree:
        after = machine.state()
        _build_one(machine, operator, argument, at, after, letters, flags)
        at = after
    machine.empty[at].append(end)


def _build_one(
    machine: _Machine, operator: Any, argument: Any, at: int, after: int, letters: tuple[str, ...], flags: int
) -> None:
    if operator is sre.BRANCH:
        for branch in argument[1]:
            _build(machine, branch, at, after, letters, flags)
    elif operator is sre.SUBPATTERN:
        _build(machine, argument[3], at, after, letters, inside(flags, argument))
    elif operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        _repeat(machine, argument, at, after, letters, flags)
    else:
        machine.edges[at].append((matched(operator, argument, letters, flags), after))


def _repeat(machine: _Machine, argument: Any, at: int, after: int, letters: tuple[str, ...], flags: int) -> None:
    least, most, inner = argument
    for _ in range(least):
        fresh = machine.state()
        _build(machine, inner, at, fresh, letters, flags)
        at = fresh
    if most is sre.MAXREPEAT:
        loop = machine.state()
        machine.empty[at].append(loop)
        _build(machine, inner, loop, loop, letters, flags)
        machine.empty[loop].append(after)
        return
    machine.empty[at].append(after)
    for _ in range(most - least):
        fresh = machine.state()
        _build(machine, inner, at, fresh, letters, flags)
        machine.empty[fresh].append(after)
        at = fresh


def _determine(machine: _Machine, begin: int, end: int, letters: tuple[str, ...]) -> CharacterAutomaton:
    """Subset construction; letters that no edge tells apart share a class. Class 0 is any other character: dead."""
    sets = list(dict.fromkeys(chars for edges in machine.edges for chars, _ in edges))
    signature = {letter: tuple(letter in chars for chars in sets) for letter in letters}
    classes: dict[tuple[bool, ...], int] = {}
    column = {letter: classes.setdefault(signature[letter], len(classes) + 1) for letter in letters}
    members = {chars: [number for key, number in classes.items() if key[i]] for i, chars in enumerate(sets)}
    closures = [_closure(machine, state) for state in range(len(machine.edges))]
    start = closures[begin]
    number, todo, rows = {start: 0}, [start], []
    while todo:
        current = todo.pop(0)
        targets: list[set[int]] = [set() for _ in range(len(classes) + 1)]
        for state in current:
            for chars, after in machine.edges[state]:
                for member in members[chars]:
                    targets[member] |= closures[after]
        row = []
        for target in targets:
            key = frozenset(target)
            if key not in number:
                number[key] = len(number)
                todo.append(key)
                if len(number) > MOST_STATES:
                    raise TooLarge(f"more than {MOST_STATES:,} character states")
            row.append(number[key])
        rows.append(row)
    accepting = np.array([end in states for states in number], bool)
    return CharacterAutomaton(np.array(rows, np.int64), accepting, column)


def _closure(machine: _Machine, state: int) -> frozenset[int]:
    found, todo = {state}, [state]
    while todo:
        for after in machine.empty[todo.pop()]:
            if after not in found:
                found.add(after)
                todo.append(after)
    return frozenset(found)
