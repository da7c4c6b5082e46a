"""How easy a text is to read: `reading_ease(s) >= 70`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from ..feature import Feature, Textlike
from ..lexicons.sounds import pronunciations
from ..wording import words_of


@dataclass(frozen=True)
class ReadingEase(Feature, name="reading_ease", result="real"):
    """`reading_ease(s)` is Flesch's score: 206.835 - 1.015 words a sentence - 84.6 syllables a word.

    Range: at most 121; 90 and more is very easy, 60 to 70 plain, 30 and less difficult; short words alone go above
    100. A sentence ends at `.`, `!`, `?` or `…`, and with the text. Syllables are those of the first pronunciation in
    the CMU dictionary. A text with a word whose sound is unknown, a Chinese one for instance, or without words, has no
    score: every comparison with it is false. Source: Flesch 1948.
    Examples: `require reading_ease(s) >= 80`, `prefer -reading_ease(s) weight 0.05`,
    `track ease = reading_ease(poem.a)`.
    """

    text: Textlike
    script = "en"

    def measure(self) -> float | None:
        words = words_of(self.text)
        sounds = [pronunciations(word) for word in words]
        if not words or not all(sounds):
            return None
        ends = [unit in (".", "!", "?", "…", "...") for unit in self.text.units]
        sentences = sum(end for end, _ in groupby(ends)) + (not ends[-1])
        syllables = sum(ways[0].syllables for ways in sounds)
        return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)
