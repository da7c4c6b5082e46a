"""Whether a text ends with a word or phrase: `require ends(s, "?")`."""

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
class Ends(Feature, name="ends", result="bool"):
    """`ends(s, "old harbour.")` holds where the text ends with the words, whole, or with any item of a list.

    Marks count: "the old harbour." does not end with "harbour". Range: true or false. Distance: 1 where it does not.
    Examples: `require ends(s, [".", "!", "?"])`, `forbid ends(poem.a, "the end")`, `require ends(诗, "。")`.
    """

    text: Textlike
    items: Strings

    def measure(self) -> bool:
        endings = [phrase_in(item, self.text) for item in self.items]
        return any(self.text.units[max(0, len(self.text.units) - len(ending)) :] == ending for ending in endings)

    def automaton(self, scope: Scope) -> Automaton | None:
        endings = [ending for item in self.items if (ending := scope.phrase(item)) is not None]
        symbols = sorted({unit for ending in endings for unit in ending})
        class_of = np.zeros(len(scope.lexicon), np.int64)
        class_of[symbols] = 1 + np.arange(len(symbols))

        def step(read: tuple[int, ...], column: int) -> tuple[int, ...]:
            """The longest end of what was read that an ending begins with."""
            if not column:
                return ()
            longer = (*read, symbols[column - 1])
            tails = (longer[at:] for at in range(len(longer) + 1))
            return next(tail for tail in tails if any(ending[: len(tail)] == tail for ending in endings))

        def accept(read: tuple[int, ...]) -> bool:
            return any(read[max(0, len(read) - len(ending)) :] == ending for ending in endings)

        nothing: tuple[int, ...] = ()
        return explore(nothing, 1 + len(symbols), step, accept, class_of)
