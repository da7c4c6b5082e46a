"""Whether a Chinese text has a pattern of tones: `tones(s, "中仄平平仄")`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..lexicons.characters import LEVEL, OBLIQUE
from ..scope import Scope
from ..signature import String
from ..sound import Forms, book_objection, by_unit, fits, fitting, levels, misses, spoken, unheard, unit_forms

SIGNS = {"平": LEVEL, "仄": OBLIQUE, "中": LEVEL + OBLIQUE}


@dataclass(frozen=True)
class Tones(Feature, name="tones", result="bool"):
    """`tones(s, "中仄平平仄")` holds where the characters, marks left out, have the tones of the pattern, one a sign.

    `平` is a level tone, `仄` an oblique one, `中` either. `book="pingshui"` (as classical verse goes) or `"xinyun"`
    (modern speech: first and second tone level). A character of several readings has the tones of all: 中, 看 and 思
    are level and oblique, 一 is oblique in Pingshui and level in modern speech. Distance: how many characters differ,
    are missing or too many. A character that the book lacks satisfies neither the pattern nor its negation. The tones
    are those of single characters: 一 and 不 do not change before others, as verse counts them.
    Source: 平水韵 (Liu Yuan, 1252) by way of Chinese Wikisource; 中华新韵 (2005) with the readings of pypinyin.
    Range: true or false.
    Examples: `require tones(诗, "中仄平平仄")`, `prefer tones(上联, "平平仄仄", book="xinyun") weight 2`,
    `forbid tones(下联, "平平平平")`.
    """

    text: Textlike
    pattern: String
    book: String = "pingshui"
    script = "zh"
    graded = True
    partial = True

    def objection(self) -> tuple[str, str, str] | None:
        wrong = [sign for sign in self.pattern or "" if sign not in SIGNS and not sign.isspace()]
        if wrong or not (self.pattern or "").strip():
            found = f'the sign "{wrong[0]}"' if wrong else "no sign"
            return "`pattern`", found, '"平" (level), "仄" (oblique) or "中" (either)'
        return book_objection(self.book)

    @property
    def _wanted(self) -> list[Forms]:
        return [frozenset(SIGNS[sign]) for sign in self.pattern if not sign.isspace()]

    def _forms(self, word: str) -> Forms:
        return levels(word, self.book)

    def measure(self) -> bool | None:
        found = [self._forms(word) for word in spoken(self.text)]
        return fits(found, self._wanted) if all(found) else None

    def distance(self) -> float:
        return float(misses([self._forms(word) for word in spoken(self.text)], self._wanted))

    def automaton(self, scope: Scope) -> Automaton | None:
        return fitting(scope, self._forms, self._wanted) if by_unit(scope) else None

    def unknown(self, scope: Scope) -> Automaton | None:
        return unheard(scope, self._forms)

    def shortfall(self, scope: Scope) -> Automaton | None:
        """Walks (characters read, characters that differ); only where each unit is one character."""
        if scope.style != "zh" or scope.start.spelled:
            return None
        wanted, most = self._wanted, scope.longest + 1
        distinct, class_of = unit_forms(scope, self._forms)
        width = len(wanted) + 1
        table = np.zeros(((most + 1) * width, len(distinct)), np.int64)
        for state in range(len(table)):
            read, wrong = divmod(state, width)
            for column, signs in enumerate(distinct):
                differs = read < len(wanted) and not (signs & wanted[read])
                after = min(read + 1, most) * width + min(wrong + differs, width - 1)
                table[state, column] = state if "" in signs else after
        reads, wrongs = np.divmod(np.arange(len(table)), width)
        final = (wrongs + np.abs(len(wanted) - reads)).astype(np.float64)
        return Automaton(table, class_of, final)._reachable()
