"""How many words share a vowel: `assonance(s)`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..feature import Feature, Textlike
from ..signature import String
from ..sound import spoken, vowels


@dataclass(frozen=True)
class Assonance(Feature, name="assonance", result="score"):
    """`assonance(s)` is the share of the words whose stressed vowel is the same as heard, the commonest one.

    Range: 0 to 1. `assonance(s, "iy")` asks for that vowel, as the CMU dictionary writes it in small letters: "iy" of
    believe and sea, "ey" of great, "ah" of love and blood. A Chinese character counts by its class in 中华新韵. A word
    whose sound is unknown has none. Missing where there is no word.
    Source: the CMU Pronouncing Dictionary (1993-2015); 中华新韵 (2005) with the readings of pypinyin.
    Examples: `prefer assonance(s) weight 4`, `require assonance(s, "ow") >= 0.5`, `factor ring = 3 * assonance(诗)`.
    """

    text: Textlike
    vowel: String = ""

    def measure(self) -> float | None:
        words = spoken(self.text)
        counts = Counter(vowel for word in words for vowel in vowels(word))
        most = counts[self.vowel] if self.vowel else max(counts.values(), default=0)
        return most / len(words) if words else None
