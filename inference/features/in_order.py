"""Whether words or phrases stand in a text one behind the other: `require in_order(s, ["lamp", "cold sea"])`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..scope import Scope
from ..shape import explore
from ..signature import Strings
from ..views import phrase_in


@dataclass(frozen=True)
class InOrder(Feature, name="in_order", result="bool"):
    """`in_order(s, ["lamp", "cold sea"])` holds where all items stand in the text in this order, each behind the last.

    Whatever else may stand between them; an item itself stands whole and in a row, as with `contains`. An item that is
    listed twice stands twice. Range: true or false. Distance: how many items are left over when each is taken where it
    first follows the one before.
    Examples: `require in_order(s, ["lamp", "cold sea"])`, `forbid in_order(s, ["why", "because"])`,
    `require in_order(诗, ["春", "秋"])`.
    """

    text: Textlike
    items: Strings
    graded = True

    def measure(self) -> bool:
        return self.distance() == 0

    def distance(self) -> float:
        units, at, left = self.text.units, 0, [phrase_in(item, self.text) for item in self.items]
        while left and at <= len(units) - len(left[0]):
            size = len(left[0])
            if units[at : at + size] == left[0]:
                del left[0]
                at += size
            else:
                at += 1
        return float(len(left))

    def automaton(self, scope: Scope) -> Automaton | None:
        """States: which item is looked for, and how much of it was read last (Knuth, Morris and Pratt 1977)."""
        known = [scope.phrase(item) for item in self.items]
        phrases = [phrase for phrase in known if phrase is not None]
        if len(phrases) < len(known):
            return scope.everything(False)
        symbols = sorted({unit for phrase in phrases for unit in phrase})
        class_of = np.zeros(len(scope.lexicon), np.int64)
        class_of[symbols] = 1 + np.arange(len(symbols))

        def ready(number: int) -> int:
            """The next item that has any units."""
            return next((at for at in range(number, len(phrases)) if phrases[at]), len(phrases))

        def step(state: tuple[int, tuple[int, ...]], column: int) -> tuple[int, tuple[int, ...]]:
            number, read = state
            if number == len(phrases) or not column:
                return number, ()
            phrase, longer = phrases[number], (*read, symbols[column - 1])
            kept = next(longer[cut:] for cut in range(len(longer) + 1) if phrase[: len(longer) - cut] == longer[cut:])
            return (ready(number + 1), ()) if kept == phrase else (number, kept)

        start: tuple[int, tuple[int, ...]] = (ready(0), ())
        return explore(start, 1 + len(symbols), step, lambda state: state[0] == len(phrases), class_of)
