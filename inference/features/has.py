"""How long a text is: `s has 8..14 words`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Text
from ..scope import Scope
from ..shape import explore
from ..signature import Unit, Whole
from ..sound import by_unit, spoken, syllables, unheard, unit_forms


@dataclass(frozen=True)
class Has(Feature, name="has", result="bool"):
    """`s has 8..14 words`: the text has at least the first and at most the second number of words, chars or lines.

    Words are units that are not punctuation; `chars` counts every character of the written text, spaces too.
    `syllables` counts them as read out, a Chinese character as one: a word of several readings (`fire`) may have the
    syllables of any, and a word whose sound is unknown satisfies neither the size nor its negation (source: the CMU
    Pronouncing Dictionary, 1993-2015; pypinyin). Distance: how many too few or too many.
    Range: true or false.
    Examples: `require s has 8..14 words`, `require s has ..48 chars`, `require poem.a has 5 syllables`,
    `require s has 3 lines`, `prefer s has 10.. words weight 0.5`.
    """

    text: Text
    low: Whole = 0
    high: Whole | None = None
    unit: Unit = "words"
    graded = True
    partial = True

    def _size(self) -> int:
        if self.unit == "words":
            return len(self.text.words)
        return len(self.text.string) if self.unit == "chars" else self.text.string.count("\n") + 1

    def measure(self) -> bool | None:
        if self.unit == "syllables" and not all(map(syllables, spoken(self.text))):
            return None
        return self.distance() == 0

    def distance(self) -> float:
        if self.unit == "syllables":
            ways = [syllables(word) for word in spoken(self.text)]
            unknown = sum(not way for way in ways)
            return unknown + min(self._outside(size) for size in _sums(way for way in ways if way))
        return self._outside(self._size())

    def _outside(self, size: int) -> float:
        above = 0 if self.high is None else max(0, size - self.high)
        return float(max(0, (self.low or 0) - size) + above)

    def automaton(self, scope: Scope) -> Automaton | None:
        low, high = self.low or 0, self.high
        if self.unit == "syllables":
            return self._syllables(scope) if by_unit(scope) else None
        if self.unit == "chars":
            return scope.characters(low, high)
        if self.unit == "words":
            return scope.counted(scope.lexicon.is_word.astype(np.int64), low, high)
        breaks = np.array([unit == "\n" for unit in scope.lexicon.units], np.int64)
        return scope.counted(breaks, max(low - 1, 0), None if high is None else high - 1)

    def _syllables(self, scope: Scope) -> Automaton:
        """Walks the sums that some choice of readings gives; all beyond the bound are one."""
        cap = (self.low or 0) if self.high is None else self.high + 1
        distinct, class_of = unit_forms(scope, lambda word: frozenset(map(str, syllables(word))))
        ways = [frozenset((0,)) if "" in forms else frozenset(map(int, forms)) for forms in distinct]

        def step(sums: frozenset[int], column: int) -> frozenset[int]:
            return frozenset(min(sum_ + size, cap) for sum_ in sums for size in ways[column])

        def accept(sums: frozenset[int]) -> bool:
            return any(self._outside(size) == 0 for size in sums)

        return explore(frozenset((0,)), len(ways), step, accept, class_of).minimal()

    def unknown(self, scope: Scope) -> Automaton | None:
        return unheard(scope, syllables) if self.unit == "syllables" else None

    def shortfall(self, scope: Scope) -> Automaton | None:
        if self.unit != "words":
            return None
        walk = scope.counted(scope.lexicon.is_word.astype(np.int64), 0, scope.longest)
        sizes = np.arange(walk.states)
        above = np.zeros(walk.states) if self.high is None else np.maximum(0, sizes - self.high)
        return walk.with_final(np.maximum(0, (self.low or 0) - sizes) + above)


def _sums(ways: Iterable[tuple[int, ...]]) -> set[int]:
    """The totals that some choice of one number each gives."""
    sums = {0}
    for way in ways:
        sums = {total + size for total in sums for size in way}
    return sums
