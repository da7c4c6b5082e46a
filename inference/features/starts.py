"""Whether a text begins with a word or phrase: `require starts(s, "once upon a time")`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..scope import Scope
from ..shape import explore
from ..signature import Strings
from ..views import same_place


@dataclass(frozen=True)
class Starts(Feature, name="starts", result="bool"):
    """`starts(s, "once upon a time")` holds where the text begins with the words, whole, or with any item of a list.

    Marks count: what begins with a quotation mark does not begin with a word; a capital does not. Range: true or false.
    Distance: 1 where it does not.
    Examples: `require starts(s, ["Once", "Then"])`, `forbid starts(poem.b, "and")`, `require starts(诗, "春")`.
    """

    text: Textlike
    items: Strings

    def measure(self) -> bool:
        openings = [same_place(item, self.text) for item in self.items]
        return any(self.text.units[: len(opening)] == opening for opening in openings)

    def automaton(self, scope: Scope) -> Automaton | None:
        openings = {opening for item in self.items if (opening := scope.opening(item)) is not None}
        symbols = sorted({unit for opening in openings for unit in opening})
        class_of = np.zeros(len(scope.lexicon), np.int64)
        class_of[symbols] = 1 + np.arange(len(symbols))

        def step(read: tuple[int, ...] | bool, column: int) -> tuple[int, ...] | bool:
            if isinstance(read, bool):
                return read
            longer = (*read, symbols[column - 1] if column else -1)
            if longer in openings:
                return True
            return longer if any(opening[: len(longer)] == longer for opening in openings) else False

        start: tuple[int, ...] | bool = True if () in openings else ()
        return explore(start, 1 + len(symbols), step, lambda read: read is True, class_of)
