"""The tone of a Chinese character: `tone(s.chars(-1)) == "平"`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature, Readings, Textlike
from ..signature import String
from ..sound import book_objection, levels, spoken


@dataclass(frozen=True)
class Tone(Feature, name="tone", result="string"):
    """`tone(c)` is "平" for a level tone and "仄" for an oblique one, of a single character.

    `book="pingshui"` (as classical verse goes) or `"xinyun"` (modern speech). Of several readings each one counts:
    `tone("看") == "平"` and `tone("看") == "仄"` hold both. Missing for an unknown character and for several.
    Source: 平水韵 (Liu Yuan, 1252) by way of Chinese Wikisource; 中华新韵 (2005) with the readings of pypinyin.
    Range: "平" or "仄".
    Examples: `require tone(下联.chars(-1)) == "平"`, `require count(tone(c) == "仄" for c in 诗.chars) >= 2`.
    """

    text: Textlike
    book: String = "pingshui"
    script = "zh"
    partial = True

    def objection(self) -> tuple[str, str, str] | None:
        return book_objection(self.book)

    def measure(self) -> Readings | None:
        words = spoken(self.text)
        found = levels(words[0], self.book) if len(words) == 1 else frozenset()
        return Readings.of(way for way in found if len(way) == 1)
