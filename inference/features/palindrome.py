"""Whether a text reads the same from both ends: `require palindrome(s)`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature, Textlike
from ..signature import Unit


@dataclass(frozen=True)
class Palindrome(Feature, name="palindrome", result="bool"):
    """`palindrome(s)` holds where the letters and digits read the same backwards; `unit="word"` compares whole words.

    Capitals, spaces and punctuation do not matter, accents do. Range: true or false. Distance: how many pairs differ,
    first and last, second and last but one, and so on; a text of one letter or none is a palindrome.
    Examples: `require palindrome(s)`, `prefer palindrome(s, unit="word") weight 3`, `require palindrome(诗)`.
    """

    text: Textlike
    unit: Unit = "char"
    graded = True

    def measure(self) -> bool:
        return self.distance() == 0

    def distance(self) -> float:
        if self.unit.removesuffix("s") == "word":
            read = [word.casefold() for word in self.text.words]
        else:
            read = [character for character in self.text.string.casefold() if character.isalnum()]
        half = len(read) // 2
        return float(sum(a != b for a, b in zip(read[:half], read[::-1], strict=False)))
