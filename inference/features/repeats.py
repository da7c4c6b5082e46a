"""Whether something comes twice in a text: `forbid repeats(s)`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature, Textlike
from ..signature import Unit


@dataclass(frozen=True)
class Repeats(Feature, name="repeats", result="bool"):
    """`repeats(s)` holds where some word of the text comes twice; `repeats(s, unit="char")` asks for characters.

    Capitals, spaces and punctuation do not matter. Distance: 1 where nothing comes twice. `not repeats(s)` is as far
    off as there are words, or characters, that came before. Range: true or false.
    Examples: `forbid repeats(s)`, `forbid repeats(诗, unit="char")`, `require repeats(poem.a)`.
    """

    text: Textlike
    unit: Unit = "word"
    counted = True
    lasting = True

    def measure(self) -> bool:
        return self.occurrences() > 0

    def occurrences(self) -> float:
        folded = [word.casefold() for word in self.text.words]
        if self.unit.removesuffix("s") == "char":
            folded = [character for character in self.text.string.casefold() if character.isalnum()]
        return float(len(folded) - len(set(folded)))
