"""Holes of templates: what may stand in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .automaton import Automaton, product
from .formula import Pattern
from .lexicon import Kind
from .patterns import CharacterAutomaton, compile_pattern
from .render import Context, Renderer
from .scope import Scope
from .spelling import at_most, spelling


@dataclass(frozen=True)
class Hole:
    """A named blank of low..high words or chars on one line; of the matches of a pattern where one is given."""

    name: str
    low: int
    high: int
    unit: str = "words"
    pattern: Pattern | None = None

    def is_spelled(self, style: str) -> bool:
        """Whether it is written character by character."""
        return self.pattern is not None and spelling(self.pattern, style, self.high).characters is not None

    def holds(self, content: Sequence[int], renderer: Renderer, context: Context) -> bool:
        """Whether these units fill it, one by one by its rule. It stands in `context`, without the space before it."""
        spelled = [bool(renderer.lexicon.is_spelled[unit]) for unit in content]
        if self.pattern is not None and self.is_spelled(renderer.style):
            return all(spelled) and self._matches(renderer.render(content, context), renderer)
        if any(spelled) or (
            self.pattern is None and any(renderer.lexicon.kinds[unit] == Kind.BREAK for unit in content)
        ):
            return False
        is_word = renderer.lexicon.is_word
        ends = not content or bool(is_word[content[0]] and is_word[content[-1]])
        if self.pattern is not None:
            whole = ends or renderer.style not in ("en", "words")
            return whole and self._matches(renderer.render(content, context), renderer)
        return ends and self.low <= self._size(content, renderer, context) <= self.high

    def is_over(self, content: Sequence[int], renderer: Renderer, context: Context) -> bool:
        """Whether it is too small for these units, and for any that begin with them."""
        if self.pattern is not None:
            return len(renderer.render(content, context)) > self.high
        return self._size(content, renderer, context) > self.high

    def _size(self, content: Sequence[int], renderer: Renderer, context: Context) -> int:
        if self.unit == "chars":
            return len(renderer.render(content, context))
        return sum(bool(renderer.lexicon.is_word[unit]) for unit in content)

    def _matches(self, string: str, renderer: Renderer) -> bool:
        assert self.pattern is not None
        return _machine(self.pattern, self.high, renderer).matches(string)

    def content(self, scope: Scope) -> Automaton:
        """The texts that fill it by themselves. `scope` starts where the hole does. Raises PatternError, TooLarge."""
        if self.pattern is None:
            size = self._sized(scope)
            return product([size, _ends(scope, scope.lexicon.kinds == Kind.BREAK)]).minimal()
        return _matching(self.pattern, self.high, scope.renderer, scope.start)

    def _sized(self, scope: Scope) -> Automaton:
        if self.unit == "chars":
            return scope.characters(self.low, self.high)
        return scope.counted(scope.lexicon.is_word.astype(np.int64), self.low, self.high)


@lru_cache(maxsize=64)
def _machine(pattern: Pattern, most: int, renderer: Renderer) -> CharacterAutomaton:
    """The matches of at most so many characters; where units are characters, over those of the lexicon."""
    if renderer.style in ("en", "words"):
        return spelling(pattern, renderer.style, most).machine
    return at_most(compile_pattern(pattern, Scope(renderer).alphabet), most)


@lru_cache(maxsize=16)
def _matching(pattern: Pattern, most: int, renderer: Renderer, start: Context) -> Automaton:
    """The texts that are written as a match, by themselves. A program asks for the same one several times."""
    machine, scope = _machine(pattern, most, renderer), Scope(renderer, start)
    if renderer.style not in ("en", "words"):
        return scope.written(machine)
    if spelling(pattern, renderer.style, most).characters is not None:
        return _spelled(machine, scope)
    return product([scope.written(machine), _ends(scope)]).minimal()


def _ends(scope: Scope, barred: NDArray[np.bool_] | None = None) -> Automaton:
    """Words at both ends, no spelled character and no barred unit [units]."""
    table = np.array([[3, 1, 3], [2, 1, 3], [2, 1, 3], [3, 3, 3]])  # nothing yet, behind a word, behind a mark, broken
    none = scope.lexicon.is_spelled if barred is None else scope.lexicon.is_spelled | barred
    class_of = np.where(none, 2, scope.lexicon.is_word.astype(np.int64))
    return Automaton(table, class_of, np.array([0.0, 0.0, -np.inf, -np.inf]))


def _spelled(machine: CharacterAutomaton, scope: Scope) -> Automaton:
    """The machine on spelled characters; its class 0, of characters that it does not know, holds all other units."""
    class_of = np.zeros(len(scope.lexicon), np.int64)
    for unit in np.flatnonzero(scope.lexicon.is_spelled):
        class_of[unit] = machine.column.get(scope.lexicon.units[unit][1], 0)
    table = machine.next.copy()
    sink = len(table)
    table[:, 0] = sink
    table = np.vstack([table, np.full(table.shape[1], sink)])
    final = np.where(np.append(machine.accepting, False), 0.0, -np.inf)
    return Automaton(table, class_of, final, machine.start).minimal()
