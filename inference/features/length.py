"""How many units a text has, as a number: `length(s)`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..feature import Feature, Textlike
from ..scope import Floats, Scope
from ..signature import Unit


@dataclass(frozen=True)
class Length(Feature, name="length", result="int"):
    """`length(s)` counts units without punctuation: words, or characters where the style writes them one by one.

    `unit="word"`, `"char"` (every character as written) or `"line"` counts those instead; the length of a single word
    is its number of characters. Range: 0 and up.
    Examples: `factor brevity = -0.2 * length(s)`, `require all(length(w) <= 8 for w in s.words)`,
    `require length(poem.a) == length(poem.b)`, `track width = length(s, unit="char")`.
    """

    text: Textlike
    unit: Unit = ""

    def measure(self) -> int:
        unit = self.unit.removesuffix("s")
        if unit == "char":
            return len(self.text.string)
        if unit == "line":
            return self.text.string.count("\n") + 1
        return len(self.text.words)

    def table(self, scope: Scope) -> Floats | None:
        if self.unit.removesuffix("s") in ("", "word", "unit"):
            return scope.lexicon.is_word.astype(np.float64)
        return None
