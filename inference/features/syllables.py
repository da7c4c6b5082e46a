"""How many syllables a text has, as a number: `syllables(s)`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..feature import Feature, Textlike
from ..scope import Floats, Scope
from ..sound import by_unit, spoken, syllables


@dataclass(frozen=True)
class Syllables(Feature, name="syllables", result="int"):
    """`syllables(s)` is how many syllables the text has when it is read out; a Chinese character is one.

    Range: 0 and up. A word of several readings counts by the first (`fire` 2); `s has 5 syllables` admits each of them.
    With a word whose sound is unknown the number is missing: no comparison holds, nor does its negation.
    Source: the CMU Pronouncing Dictionary (Carnegie Mellon University, 1993-2015); pypinyin for Chinese.
    Examples: `require syllables(s.words(1)) >= 3`, `require all(syllables(w) <= 2 for w in s.words)`,
    `track beats = syllables(poem.a)`.
    """

    text: Textlike
    partial = True

    def measure(self) -> int | None:
        found = [syllables(word) for word in spoken(self.text)]
        return sum(ways[0] for ways in found) if all(found) else None

    def table(self, scope: Scope) -> Floats | None:
        if not by_unit(scope):
            return None
        lexicon = scope.lexicon
        ways = [syllables(u) if word else (0,) for u, word in zip(lexicon.units, lexicon.is_word.tolist(), strict=True)]
        return np.array([float(way[0]) if way else np.nan for way in ways])
