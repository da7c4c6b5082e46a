"""Which words or phrases stand in a text: `s contains any of ["sea", "old harbour"]`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from ..automaton import Automaton, product
from ..feature import Feature, Text
from ..scope import Scope
from ..signature import String, Strings
from ..views import occurrences, phrase_in


@dataclass(frozen=True)
class Contains(Feature, name="contains", result="bool"):
    """`s contains "old harbour"`: the words stand in the text, whole and in a row. In `zh` and `letters`, characters.

    `contains all of`, `any of`, `none of` take lists. Distance: how many of the items are missing (for `any`, 1; for
    `none`, how often one stands there). A capital at the start of the text does not matter.
    Range: true or false. Inside another word it is not found: "sea" is not in "seas" or "sea-green".
    Examples: `require s contains all of ["sea", "letter"]`, `forbid s contains any of ["very", "really"]`,
    `prefer s contains "old harbour" weight 2`, `require 诗 contains "春风"`.
    """

    text: Text
    items: Strings
    how: String = "all"
    graded = True
    counted = True

    def _counts(self) -> list[int]:
        return [occurrences(self.text.units, phrase_in(item, self.text)) for item in self.items]

    def measure(self) -> bool:
        return self.distance() == 0

    def distance(self) -> float:
        counts = self._counts()
        if self.how == "all":
            return float(sum(count == 0 for count in counts))
        if self.how == "any":
            return 0.0 if any(counts) else 1.0
        return float(sum(counts))

    def occurrences(self) -> float:
        counts = self._counts()
        if self.how == "none":
            return 0.0 if any(counts) else 1.0
        return float(sum(counts)) if self.measure() else 0.0

    def automaton(self, scope: Scope) -> Automaton | None:
        phrases = [scope.phrase(item) for item in self.items]
        if self.how == "all":
            alone = [scope.containing([phrase]) if phrase else scope.everything(False) for phrase in phrases]
            return product([scope.everything(), *alone])
        anywhere = scope.containing([phrase for phrase in phrases if phrase])
        return anywhere if self.how == "any" else anywhere.complement()

    def shortfall(self, scope: Scope) -> Automaton | None:
        phrases = [scope.phrase(item) for item in self.items]
        if self.how == "none":
            return None
        if self.how == "any":
            return _missing(scope.containing([phrase for phrase in phrases if phrase]))
        alone = [_missing(scope.containing([p])) if p else scope.everything().with_final(np.ones(1)) for p in phrases]
        return reduce(lambda a, b: product([a, b]), alone, scope.everything())


def _missing(automaton: Automaton) -> Automaton:
    return automaton.with_final(np.where(np.isfinite(automaton.final), 0.0, 1.0))
