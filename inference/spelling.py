"""How the matches of a pattern are written in units: in words and marks, or character by character."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from re import _constants as sre
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .formula import Pattern
from .letters import PatternError, cases, inside
from .lexicon import Lexicon
from .patterns import CharacterAutomaton, compile_pattern, flags_of, parse_pattern, subtrees
from .render import MIDDLE, Renderer
from .scope import Scope
from .shape import sentence
from .views import cut

MOST_MATCHES = 1_000  # of a pattern that is written in words
MOST_WORDS = 64  # that it may hold: they join the lexicon
MOST_RANGE = 1_000  # characters from the first to the last of a range
_PLAIN = frozenset(map(chr, range(32, 127)))  # what `.`, `\\w` and the like stand for in a spelled hole


@dataclass(frozen=True, eq=False)
class Spelling:
    """A pattern of a hole with the units that it needs.

    `words` are strings whose units join the lexicon. Where `characters` is None they, and other units of the lexicon,
    write every match. Else each match is written in those single characters.
    """

    machine: CharacterAutomaton
    words: tuple[str, ...] = ()
    characters: tuple[str, ...] | None = None

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """From which states of the machine a match can be reached. [states]"""
        return live(self.machine)

    def walk(self, state: int, written: str) -> Iterator[int]:
        """The states behind each character, from a state on, as long as a match can still be reached."""
        for character in written:
            state = int(self.machine.next[state, self.machine.column.get(character, 0)])
            if not self.live[state]:
                return
            yield state


def live(machine: CharacterAutomaton) -> NDArray[np.bool_]:
    """From which states an accepting one can be reached. [states]"""
    found = machine.accepting.copy()
    while True:
        wider = found | found[machine.next].any(axis=1)
        if (wider == found).all():
            return found
        found = wider


@lru_cache(maxsize=256)
def spelling(pattern: Pattern, style: str, most: int) -> Spelling:
    """How a hole of at most `most` characters is written. Raises PatternError, TooLarge.

    `zh`, `letters` and `tokens` have units for characters: these write a match, and the characters that the pattern
    names join them. Elsewhere a pattern of few words, which with marks write all its matches, is written in words.
    Any other is spelled in the characters that the pattern names and, for classes such as `\\w`, those of ASCII.
    """
    named = frozenset(_characters(pattern))
    if style not in ("en", "words"):
        own = tuple(sorted(named)) if style != "tokens" else ()
        return Spelling(compile_pattern(pattern, sorted(named | _PLAIN)), own)
    machine = at_most(compile_pattern(pattern, sorted(named | _PLAIN)), most)
    matches = _matches(machine)
    if matches is not None and _words_write(matches, style):
        return Spelling(machine, matches)
    return Spelling(machine, (), tuple(_alphabet(machine)))


def _characters(pattern: Pattern) -> Iterator[str]:
    """The characters that a pattern names. Raises PatternError for a range that is too long to be spelled."""
    tree = parse_pattern(pattern)
    yield from _named(tree, flags_of(tree))


def _named(tree: Iterable[Any], flags: int) -> Iterator[str]:
    for operator, argument in tree:
        if operator in (sre.LITERAL, sre.NOT_LITERAL):
            yield from cases(chr(argument), flags)
        elif operator is sre.RANGE:
            first, last = argument
            if last - first >= MOST_RANGE:
                raise PatternError(f"a range of {last - first + 1:,} characters is too long for a hole")
            for code in range(first, last + 1):
                yield from cases(chr(code), flags)
        elif operator is sre.CATEGORY and argument is sre.CATEGORY_DIGIT:
            yield from string.digits
        elif operator is sre.IN:
            yield from _named(argument, flags)
        else:
            within = inside(flags, argument) if operator is sre.SUBPATTERN else flags
            for inner in subtrees(operator, argument):
                yield from _named(inner, within)


def at_most(machine: CharacterAutomaton, most: int) -> CharacterAutomaton:
    """The matches of at most so many characters: the machine beside a count, where it needs one."""
    alive = live(machine)
    wave, longest = {machine.start} if alive[machine.start] else set(), -1
    while wave and longest < most + 1:
        wave = {int(s) for state in wave for s in machine.next[state] if alive[s]}
        longest += 1
    if longest <= most:
        return machine
    states = machine.next.shape[0]
    sink = (most + 1) * states
    table = np.full((sink + 1, machine.next.shape[1]), sink, np.int64)
    for count in range(most):
        table[count * states : (count + 1) * states] = (count + 1) * states + machine.next
    return replace(machine, next=table, accepting=np.append(np.tile(machine.accepting, most + 1), False))


def _matches(machine: CharacterAutomaton) -> tuple[str, ...] | None:
    """Every match, None where there are more than a few."""
    alive, letters = live(machine), _letters(machine)
    found: list[str] = []
    todo = [("", machine.start)] if alive[machine.start] else []
    while todo:
        ahead = []
        for written, state in todo:
            found += [written] if machine.accepting[state] else []
            for column, after in enumerate(machine.next[state].tolist()):
                ahead += [(written + letter, after) for letter in letters.get(column, ()) if alive[after]]
            if len(found) + len(ahead) > 2 * MOST_MATCHES:
                return None
        todo = ahead
    return tuple(found) if len(found) <= MOST_MATCHES else None


def _letters(machine: CharacterAutomaton) -> dict[int, list[str]]:
    """The characters of each class."""
    found: dict[int, list[str]] = {}
    for character, column in machine.column.items():
        found.setdefault(column, []).append(character)
    return found


def _words_write(matches: Iterable[str], style: str) -> bool:
    """Whether each match is written in words and marks, as a hole of words is: it begins and ends with a word."""
    plain = Renderer(Lexicon((), style))
    cuts = [cut(match, plain) for match in matches]
    distinct = tuple(dict.fromkeys(unit for units in cuts for unit in units))
    if len(distinct) > MOST_WORDS:
        return False
    renderer = Renderer(Lexicon(distinct, style))
    shape = sentence(Scope(renderer, MIDDLE)) if style == "en" else None
    for match in matches:
        units = renderer.segment(match, MIDDLE)
        if units is None or renderer.render(units, MIDDLE) != match:
            return False
        if units and not (renderer.lexicon.is_word[units[0]] and renderer.lexicon.is_word[units[-1]]):
            return False
        if shape is not None and not shape.accepts(units):
            return False
    return True


def _alphabet(machine: CharacterAutomaton) -> Iterator[str]:
    """The characters that some match holds."""
    alive = live(machine)
    reached, todo = {machine.start}, [machine.start]
    used: set[int] = set()
    while todo:
        for column, after in enumerate(machine.next[todo.pop()].tolist()):
            if alive[after]:
                used.add(column)
                if after not in reached:
                    reached.add(after)
                    todo.append(after)
    yield from (character for character, column in machine.column.items() if column in used)


__all__ = ["Spelling", "at_most", "live", "spelling"]
