"""Whether something comes back at least so often: `require recurs(s, "never", every=6)`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..lexicon import kind_of
from ..scope import Scope
from ..signature import Strings, Whole
from ..views import phrase_in


@dataclass(frozen=True)
class Recurs(Feature, name="recurs", result="bool"):
    """`recurs(s, ["sea", "ship"], every=6)` holds where any six words in a row have one of these among them.

    Every item is one word (in `zh` and `letters`, one character); marks do not count as words. A text of fewer words
    than `every` holds by that alone. Range: true or false. Distance: how many items would have to be put in.
    Examples: `require recurs(s, ["drum", "drums"], every=5)`, `require recurs(诗, ["山", "水"], every=6)`.
    """

    text: Textlike
    items: Strings
    every: Whole
    graded = True

    def objection(self) -> tuple[str, str, str] | None:
        return None if self.every >= 1 else ("`every` of `recurs`", f"{self.every:g}", "1 or more")

    def measure(self) -> bool:
        return self.distance() == 0

    def distance(self) -> float:
        """Between two items, or an item and an end, each stretch of `every` words wants one."""
        wanted = {phrase_in(item, self.text) for item in self.items}
        gap, missing = 0, 0
        for unit in self.text.units:
            if (unit,) in wanted:
                gap = 0
            elif kind_of(unit) == 0:
                gap += 1
                if gap == self.every:
                    gap, missing = 0, missing + 1
        return float(missing)

    def automaton(self, scope: Scope) -> Automaton:
        """States: words since the last item, then the sink. Classes: marks, words, items."""
        every = int(self.every)
        phrases = [phrase for phrase in map(scope.phrase, self.items) if phrase is not None and len(phrase) == 1]
        class_of = scope.lexicon.is_word.astype(np.int64)
        class_of[[phrase[0] for phrase in phrases]] = 2
        gaps = np.arange(every + 1)
        table = np.stack([gaps, np.minimum(gaps + 1, every), np.where(gaps < every, 0, every)], axis=1)
        return Automaton(table, class_of, np.where(gaps < every, 0.0, -np.inf))
