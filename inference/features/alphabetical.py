"""Whether the words of a text begin in the order of the alphabet: `require alphabetical(s)`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..initials import LETTERS, initial
from ..scope import Scope
from ..signature import Flag


@dataclass(frozen=True)
class Alphabetical(Feature, name="alphabetical", result="bool"):
    """`alphabetical(s)` holds where no word begins with an earlier letter of a to z than the word before it.

    With `strict` each begins with a later letter: a sentence of at most 26 words. Capitals, accents and marks do not
    matter. A word that begins with no letter of a to z, as every Chinese one, stands in no order: it never holds.
    Distance: the fewest words to take out. A text without words is in order. A sentence whose words run A, B, C is
    `acrostic(s, "abcdefg")`.
    Range: true or false. Source: distance by Schensted 1961.
    Examples: `require alphabetical(s, strict)`, `prefer alphabetical(s) weight 2`, `forbid alphabetical(poem.a)`.
    """

    text: Textlike
    strict: Flag = False
    graded = True

    def measure(self) -> bool:
        return self.distance() == 0

    def distance(self) -> float:
        """Words less the longest run in order that can be picked out of them (Schensted 1961)."""
        tails: list[str] = []  # the least letter that a run of each length can end with
        for letter in map(initial, self.text.words):
            if letter in LETTERS:
                at = (bisect_left if self.strict else bisect_right)(tails, letter)
                tails[at : at + 1] = [letter]
        return float(len(self.text.words) - len(tails))

    def automaton(self, scope: Scope) -> Automaton:
        """States: the last letter (0: none yet), then the sink. Classes: marks, the letters, other words."""
        lexicon, sink = scope.lexicon, len(LETTERS) + 1
        class_of = np.zeros(len(lexicon), np.int64)
        for unit in np.flatnonzero(lexicon.is_word):
            letter = initial(lexicon.units[unit])
            class_of[unit] = 1 + LETTERS.index(letter) if letter in LETTERS else sink
        table = np.full((sink + 1, sink + 1), sink, np.int64)
        for last in range(sink):
            table[last, 0] = last
            first = last + 1 if self.strict else max(last, 1)
            table[last, first:sink] = np.arange(first, sink)
        final = np.where(np.arange(sink + 1) < sink, 0.0, -np.inf)
        return Automaton(table, class_of, final)
