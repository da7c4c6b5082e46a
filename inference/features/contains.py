"""Which words or phrases stand in a text: `s contains any of ["sea", "old harbour"]`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from ..automaton import Automaton, product
from ..feature import Feature, Text
from ..scope import Scope
from ..signature import String, Strings


@dataclass(frozen=True)
class Contains(Feature, name="contains", result="bool"):
    """`s contains "old harbour"`: the words stand in the text, whole and in a row. In `zh` and `letters`, characters.

    `contains all of`, `any of`, `none of` take lists. Distance: how many of the items are missing (for `any`, 1; for
    `none`, how often one stands there). A capital at the start of the text does not matter.
    Example: `require s contains all of ["sea", "letter"]`.
    """

    text: Text
    items: Strings
    how: String = "all"
    graded = True
    counted = True

    def _counts(self) -> list[int]:
        return [_occurrences(self.text.units, _units(item, self.text)) for item in self.items]

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


def _units(item: str, text: Text) -> tuple[str, ...]:
    """The units of an item: words as written, a capital folded where the text has the word in lower case."""
    if text.style in ("zh", "letters"):
        return tuple(item)
    pieces = item.split() if text.style == "words" else _english(item)
    if pieces and pieces[0] not in text.units:
        lower = pieces[0][:1].lower() + pieces[0][1:]
        pieces = [lower if lower in text.units else pieces[0], *pieces[1:]]
    return tuple(pieces)


def _english(item: str) -> list[str]:
    from ..views import _PIECES

    return [piece for run in item.split() for piece in ([run] if run.isalpha() else _PIECES.findall(run))]


def _occurrences(units: tuple[str, ...], phrase: tuple[str, ...]) -> int:
    size = len(phrase)
    return sum(units[at : at + size] == phrase for at in range(len(units) - size + 1)) if size else 0
