"""Whether the words of a text stand in another, in the same order: `require subsequence(s, source)`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Text, Textlike
from ..scope import Scope
from ..views import pieces


@dataclass(frozen=True)
class Subsequence(Feature, name="subsequence", result="bool"):
    """`subsequence(s, source)` holds where the text is the source with words left out; punctuation does not matter.

    Words keep their order, and none stands more often than in the source. Range: true or false. Distance: the fewest
    words to take out of the text. Under `zh` and `letters`, characters count as words.
    Examples: `require subsequence(s, "the sea was cold and the letter was late")`,
    `require subsequence(诗, "春眠不觉晓处处闻啼鸟")`, `forbid subsequence(s, "the old sea")`.
    """

    text: Text
    source: Textlike
    graded = True

    def measure(self) -> bool:
        return self.distance() == 0

    def distance(self) -> float:
        common = [0] * (len(self.source.words) + 1)  # longest common subsequence with each start of the source
        for word in self.text.words:
            before = common[:]
            for at, other in enumerate(self.source.words, 1):
                common[at] = before[at - 1] + 1 if word == other else max(before[at], common[at - 1])
        return float(len(self.text.words) - common[-1])

    def automaton(self, scope: Scope) -> Automaton | None:
        """States: how much of the source is used up, each word taken where it next stands."""
        if not isinstance(self.source, str):
            return None
        units = [scope.lexicon.index.get(unit, -1) for unit in pieces(self.source, scope.renderer)]
        words = [unit for unit in units if unit < 0 or scope.lexicon.is_word[unit]]
        distinct = sorted({unit for unit in words if unit >= 0})
        class_of = np.where(scope.lexicon.is_word, 1, 0).astype(np.int64)  # marks, other words, then each word
        class_of[distinct] = 2 + np.arange(len(distinct))
        sink = len(words) + 1
        table = np.full((sink + 1, 2 + len(distinct)), sink, np.int64)
        table[:, 0] = np.arange(sink + 1)
        for at in range(len(words)):
            for column, unit in enumerate(distinct, 2):
                if unit in words[at:]:
                    table[at, column] = words.index(unit, at) + 1
        final = np.zeros(sink + 1)
        final[sink] = -np.inf
        return Automaton(table, class_of, final)
