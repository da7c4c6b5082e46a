"""How often a word or phrase stands in a text: `count(s, "sea")`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..feature import Feature, Textlike
from ..scope import Floats, Scope
from ..signature import Strings
from ..views import occurrences, phrase_in


@dataclass(frozen=True)
class Count(Feature, name="count", result="int"):
    """`count(s, "sea")` is how often the word stands in the text; for a phrase, its words whole and in a row.

    With a list, the sum over its items. Under `zh` and `letters`, characters. A capital at the start of the text does
    not matter. Overlapping places count each. Range: 0 and up.
    Examples: `require count(s, "sea") <= 2`, `prefer count(s, ["sea", "old harbour"]) weight 0.5`,
    `require count(诗, "山") == 2`. What holds of words is counted by `count(… for w in s.words)`.
    """

    text: Textlike
    items: Strings

    def measure(self) -> int:
        return sum(occurrences(self.text.units, phrase_in(item, self.text)) for item in self.items)

    def table(self, scope: Scope) -> Floats | None:
        phrases = [scope.phrase(item) for item in self.items]
        if any(phrase is not None and len(phrase) != 1 for phrase in phrases):
            return None
        found = np.zeros(len(scope.lexicon))
        for phrase in phrases:
            if phrase is not None:
                found[phrase[0]] += 1.0
        return found
