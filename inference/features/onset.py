"""The sound that a text begins with: `onset(s.words(1)) == "s"`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature, Readings, Textlike
from ..sound import onsets, spoken


@dataclass(frozen=True)
class Onset(Feature, name="onset", result="string"):
    """`onset(w)` is what is heard before the first vowel of the first word, in small letters: "str" of strong.

    Written as the CMU dictionary writes phones, without regard to spelling: "n" of knee, "k" of cat, "f" of phone, "sh"
    of sugar, "dh" of the, "jh" of gem, "y" of use, "" of hour. A Chinese character has the initial of its pinyin, "zh"
    of 中. Of several readings each one counts: `==` and `in` hold for any. Missing where the sound is unknown.
    Range: a string. Source: the CMU Pronouncing Dictionary (1993-2015); pypinyin for Chinese.
    Examples: `require count(onset(w) == "s" for w in s.words) >= 4`, `forbid onset(poem.a) == onset(poem.b)`,
    `require onset(诗) in ["zh", "ch", "sh"]`.
    """

    text: Textlike
    partial = True

    def measure(self) -> Readings | None:
        words = spoken(self.text)
        return Readings.of(onsets(words[0])) if words else None
