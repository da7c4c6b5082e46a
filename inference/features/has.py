"""How long a text is: `s has 8..14 words`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Text
from ..scope import Scope
from ..signature import Unit, Whole


@dataclass(frozen=True)
class Has(Feature, name="has", result="bool"):
    """`s has 8..14 words`: the text has at least the first and at most the second number of words, chars or lines.

    Words are units that are not punctuation; `chars` counts every character of the written text, spaces too.
    Distance: how many too few or too many. Example: `require s has 8..14 words`, `require s has ..48 chars`.
    """

    text: Text
    low: Whole = 0
    high: Whole | None = None
    unit: Unit = "words"
    graded = True

    def _size(self) -> int:
        if self.unit == "words":
            return len(self.text.words)
        return len(self.text.string) if self.unit == "chars" else self.text.string.count("\n") + 1

    def measure(self) -> bool:
        return self.distance() == 0

    def distance(self) -> float:
        size = self._size()
        above = 0 if self.high is None else max(0, size - self.high)
        return float(max(0, (self.low or 0) - size) + above)

    def automaton(self, scope: Scope) -> Automaton | None:
        low, high = self.low or 0, self.high
        if self.unit == "chars":
            return scope.characters(low, high)
        if self.unit == "words":
            return scope.counted(scope.lexicon.is_word.astype(np.int64), low, high)
        breaks = np.array([unit == "\n" for unit in scope.lexicon.units], np.int64)
        return scope.counted(breaks, max(low - 1, 0), None if high is None else high - 1)

    def shortfall(self, scope: Scope) -> Automaton | None:
        if self.unit != "words":
            return None
        walk = scope.counted(scope.lexicon.is_word.astype(np.int64), 0, scope.longest)
        sizes = np.arange(walk.states)
        above = np.zeros(walk.states) if self.high is None else np.maximum(0, sizes - self.high)
        return walk.with_final(np.maximum(0, (self.low or 0) - sizes) + above)
