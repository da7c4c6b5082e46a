"""Regular expressions, as Python's `re` writes them, to automata over characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from re import _constants as sre
from re import _parser
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .automaton import TooLarge
from .formula import Pattern

MOST_STATES = 2000
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "u": re.UNICODE, "x": re.VERBOSE}


class PatternError(ValueError):
    """A pattern that is no regular expression here; `position` is where, in characters from its first."""

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


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


def parse_pattern(pattern: Pattern) -> Sequence[Any]:
    """The parsed pattern. Raises PatternError for what is no pattern, or none that is regular."""
    flags = re.DOTALL
    for letter in pattern.flags:
        flags |= _FLAGS[letter]
    try:
        tree = _parser.parse(pattern.source, flags)
    except re.error as error:
        raise PatternError(f"the pattern cannot be read: {error.msg}", error.pos) from None
    except (OverflowError, RecursionError):
        raise PatternError("the pattern is too large") from None
    _refuse(tree)
    return tree  # type: ignore[no-any-return]


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
        _build(machine, tree, begin, end, letters, bool("i" in pattern.flags))
    except RecursionError:
        raise TooLarge("a pattern nested this deeply") from None
    return _determine(machine, begin, end, letters)


def _build(machine: _Machine, tree: Iterable[Any], begin: int, end: int, letters: tuple[str, ...], fold: bool) -> None:
    at = begin
    for operator, argument in tree:
        after = machine.state()
        _build_one(machine, operator, argument, at, after, letters, fold)
        at = after
    machine.empty[at].append(end)


def _build_one(
    machine: _Machine, operator: Any, argument: Any, at: int, after: int, letters: tuple[str, ...], fold: bool
) -> None:
    if operator is sre.BRANCH:
        for branch in argument[1]:
            _build(machine, branch, at, after, letters, fold)
    elif operator is sre.SUBPATTERN:
        _, add, remove, inner = argument
        fold = (fold or bool(add & re.IGNORECASE)) and not bool(remove & re.IGNORECASE)
        _build(machine, inner, at, after, letters, fold)
    elif operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        _repeat(machine, argument, at, after, letters, fold)
    else:
        machine.edges[at].append((_characters(operator, argument, letters, fold), after))


def _repeat(machine: _Machine, argument: Any, at: int, after: int, letters: tuple[str, ...], fold: bool) -> None:
    least, most, inner = argument
    for _ in range(least):
        fresh = machine.state()
        _build(machine, inner, at, fresh, letters, fold)
        at = fresh
    if most is sre.MAXREPEAT:
        loop = machine.state()
        machine.empty[at].append(loop)
        _build(machine, inner, loop, loop, letters, fold)
        machine.empty[loop].append(after)
        return
    machine.empty[at].append(after)
    for _ in range(most - least):
        fresh = machine.state()
        _build(machine, inner, at, fresh, letters, fold)
        machine.empty[fresh].append(after)
        at = fresh


def _characters(operator: Any, argument: Any, letters: tuple[str, ...], fold: bool) -> frozenset[str]:
    """The letters that one position matches."""
    if operator is sre.ANY:
        return frozenset(letters)
    if operator is sre.NOT_LITERAL:
        return frozenset(letters) - _characters(sre.LITERAL, argument, letters, fold)
    if operator is sre.IN and argument and argument[0][0] is sre.NEGATE:
        return frozenset(letters) - _characters(sre.IN, argument[1:], letters, fold)
    return frozenset(c for c in letters if any(_one(operator, argument, form) for form in _forms(c, fold)))


def _forms(character: str, fold: bool) -> tuple[str, ...]:
    return (character, character.lower(), character.upper()) if fold else (character,)


def _one(operator: Any, argument: Any, character: str) -> bool:
    if operator is sre.LITERAL:
        return ord(character) == argument if len(character) == 1 else False
    if operator is sre.RANGE:
        return len(character) == 1 and argument[0] <= ord(character) <= argument[1]
    if operator is sre.CATEGORY:
        return _category(argument, character)
    if operator is sre.IN:
        return any(_one(member, value, character) for member, value in argument)
    raise PatternError("this part of the pattern is not available")


def _category(category: Any, character: str) -> bool:
    tests: dict[Any, Callable[[str], bool]] = {
        sre.CATEGORY_DIGIT: str.isdecimal,
        sre.CATEGORY_SPACE: str.isspace,
        sre.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    }
    for positive, negative in (
        (sre.CATEGORY_DIGIT, sre.CATEGORY_NOT_DIGIT),
        (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_SPACE),
        (sre.CATEGORY_WORD, sre.CATEGORY_NOT_WORD),
    ):
        if category is positive:
            return bool(tests[positive](character))
        if category is negative:
            return not tests[positive](character)
    raise PatternError("this kind of character class is not available")


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
