"""How many words begin with one sound: `alliteration(s)`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..feature import Feature, Textlike
from ..signature import String
from ..sound import first_sounds, spoken


@dataclass(frozen=True)
class Alliteration(Feature, name="alliteration", result="score"):
    """`alliteration(s)` is the share of the words that begin with one consonant as heard, the commonest in the text.

    Range: 0 to 1. `alliteration(s, "s")` asks for that sound, spelled as in `onset`: stone and city begin with "s",
    shell with "sh", knee and gnat with "n". A word that begins with a vowel, or whose sound is unknown, begins with
    none. Chinese goes by the initials of pinyin. Missing where there is no word.
    Source: the CMU Pronouncing Dictionary (1993-2015); pypinyin for Chinese.
    Examples: `prefer alliteration(s) weight 8`, `require alliteration(s, "p") >= 0.6`,
    `track same = alliteration(诗)`.
    """

    text: Textlike
    sound: String = ""

    def measure(self) -> float | None:
        words = spoken(self.text)
        counts = Counter(sound for word in words for sound in first_sounds(word))
        most = counts[self.sound] if self.sound else max(counts.values(), default=0)
        return most / len(words) if words else None
