"""Whether two Chinese lines have opposed tones: `tones_opposed(upper, lower, at=[2, 4, 6])`."""

from __future__ import annotations

from dataclasses import dataclass

from ..automaton import Automaton
from ..feature import Feature, Textlike, View
from ..lexicons.characters import LEVEL, OBLIQUE
from ..scope import Scope
from ..signature import Items, String
from ..sound import Forms, book_objection, by_unit, fitting, levels, spoken, unheard
from ..views import reader

OPPOSITE = {LEVEL: OBLIQUE, OBLIQUE: LEVEL}


@dataclass(frozen=True)
class TonesOpposed(Feature, name="tones_opposed", result="bool"):
    """`tones_opposed(a, b, at=[2, 4, 6])` holds where the characters at these places are level in one line, oblique in
    the other.

    Places count from 1, marks left out; without `at`, all places, and the lines are of one length. `book="pingshui"` or
    `"xinyun"`. Of several readings one is enough. Distance: at how many places the tones are not opposed or a character
    is missing. A character that the book lacks satisfies neither this nor its negation.
    Source: 平水韵 (Liu Yuan, 1252) by way of Chinese Wikisource; 中华新韵 (2005) with the readings of pypinyin.
    Range: true or false.
    Examples: `require tones_opposed("春风入户", 下联, at=[2, 4])`, `prefer tones_opposed(上联, 下联) weight 3`.
    """

    first: Textlike
    second: Textlike
    at: Items = ()
    book: String = "pingshui"
    script = "zh"
    graded = True
    partial = True

    def objection(self) -> tuple[str, str, str] | None:
        for place in self.at or ():
            if isinstance(place, bool) or not isinstance(place, int | float) or place < 1 or place != int(place):
                return "`at`", str(place), "places, whole numbers from 1"
        return book_objection(self.book)

    def _lines(self) -> tuple[list[Forms], list[Forms]]:
        first, second = ([levels(word, self.book) for word in spoken(line)] for line in (self.first, self.second))
        return first, second

    def _places(self, *sizes: int) -> list[int]:
        return [int(place) for place in self.at] if self.at else list(range(1, max(sizes) + 1))

    def measure(self) -> bool | None:
        return None if any(not forms for line in self._lines() for forms in line) else self.distance() == 0

    def distance(self) -> float:
        first, second = self._lines()
        wrong = [place for place in self._places(len(first), len(second)) if not _opposed(first, second, place - 1)]
        unknown = sum(not forms for line in (first, second) for forms in line)
        return float(max(len(wrong), bool(unknown)))

    def automaton(self, scope: Scope) -> Automaton | None:
        given = self.second if self.first is None else self.first
        if not by_unit(scope) or given is None:
            return None
        line = given if isinstance(given, View) else reader(scope.renderer)(given)
        own = [levels(word, self.book) for word in spoken(line)]
        if not all(own):
            return scope.everything(False)
        places = self._places(len(own))
        either = frozenset(OPPOSITE)
        wanted = [either] * max(places, default=0)
        for place in places:
            signs = own[place - 1] if place <= len(own) else ()
            wanted[place - 1] = frozenset(OPPOSITE[sign] for sign in signs)
        return fitting(scope, lambda word: levels(word, self.book), wanted, open_end=bool(self.at))

    def unknown(self, scope: Scope) -> Automaton | None:
        given = self.second if self.first is None else self.first
        if given is None:
            return None
        line = given if isinstance(given, View) else reader(scope.renderer)(given)
        if not all(levels(word, self.book) for word in spoken(line)):
            return scope.everything()
        return unheard(scope, lambda word: levels(word, self.book))


def _opposed(first: list[Forms], second: list[Forms], at: int) -> bool:
    if at >= len(first) or at >= len(second):
        return False
    return any(OPPOSITE[sign] in second[at] for sign in first[at])
