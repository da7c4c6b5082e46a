"""Whether texts rhyme: `rhyme(a, b)`, `rhyme(a, b, book="pingshui")`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Texts, View
from ..interpret import edits
from ..lexicons.characters import LEVEL, OBLIQUE
from ..scope import Scope
from ..signature import String
from ..sound import Forms, book_objection, by_unit, is_han, rhymes, spoken, unit_forms
from ..views import reader

TONES = (LEVEL, OBLIQUE)
FAR = 4.0  # the distance of a last word whose sound is unknown


@dataclass(frozen=True)
class Rhyme(Feature, name="rhyme", result="bool"):
    """`rhyme(a, b, …)` holds where the last words of all texts have one rhyme in common; a word rhymes with itself.

    English: the same sounds from the last stressed vowel on, whatever the spelling (`though` and `go`, not `though`
    and `cough`); of several readings one is enough (`read` with `bed` and with `seed`). Chinese: the same group of the
    book, `book="pingshui"` (as classical verse goes, and where none is said) or `"xinyun"` (modern speech); with
    `tone="平"` or `"仄"`, only by readings of that tone, and a character that has none of it counts as unknown.
    Range: true or false. Distance: the fewest sounds to change until all share a rhyme; in Chinese, the characters that
    differ. A last word whose sound is unknown satisfies neither this nor its negation.
    Source: the CMU Pronouncing Dictionary (1993-2015); 平水韵 (Liu Yuan, 1252) by way of Chinese Wikisource; 中华新韵
    (2005) with the readings of pypinyin.
    Examples: `require rhyme(poem.a, poem.b)`, `require rhyme(上联, 下联, book="pingshui", tone="平")`,
    `require rhyme(s, "night")`, `forbid rhyme(诗, "东", book="xinyun")`.
    """

    texts: Texts
    book: String = ""
    tone: String = ""
    graded = True
    partial = True

    def objection(self) -> tuple[str, str, str] | None:
        if self.tone not in ("", *TONES):
            return "`tone`", f'"{self.tone}"', '"平" (level) or "仄" (oblique)'
        return book_objection(self.book)

    def _of(self, text: View) -> Forms:
        words = spoken(text)
        return rhymes(words[-1], self.book, self.tone) if words else frozenset()

    def measure(self) -> bool | None:
        found = [self._of(text) for text in self.texts]
        return bool(_common(found)) if all(found) else None

    def distance(self) -> float:
        found = [self._of(text) for text in self.texts]
        heard = [one for one in found if one]
        far = [sum(min(_apart(rhyme, other) for other in one) for one in heard) for rhyme in frozenset().union(*heard)]
        return float(min(far, default=0)) + FAR * (len(found) - len(heard))

    def automaton(self, scope: Scope) -> Automaton | None:
        if not by_unit(scope):
            return None
        common = self._given(scope)
        good = [bool(one) if common is None else bool(one & common) for one in self._units(scope)]
        return scope.nth(-1, np.array(good), scope.lexicon.is_word)

    def unknown(self, scope: Scope) -> Automaton | None:
        if self._given(scope) == frozenset() and any(not one for one in self._strings(scope)):
            return scope.everything()
        heard = np.array([bool(one) for one in self._units(scope)])
        return scope.nth(-1, heard, scope.lexicon.is_word).complement()

    def last_units(self, scope: Scope) -> tuple[Forms | None, list[Forms]] | None:
        """What the strings among the texts leave (None: there are none), and the rhymes of each unit; see `shared`."""
        return (self._given(scope), self._units(scope)) if by_unit(scope) else None

    def _units(self, scope: Scope) -> list[Forms]:
        silent = frozenset[str]()
        distinct, class_of = unit_forms(scope, lambda word: rhymes(word, self.book, self.tone))
        return [silent if "" in distinct[number] else distinct[number] for number in class_of.tolist()]

    def _strings(self, scope: Scope) -> list[Forms]:
        read = reader(scope.renderer)
        given = [text for text in self.texts if text is not None]
        return [self._of(text if isinstance(text, View) else read(text)) for text in given]

    def _given(self, scope: Scope) -> Forms | None:
        found = self._strings(scope)
        return _common(found) if found else None


def _common(found: Iterable[Forms]) -> Forms:
    return reduce(lambda a, b: a & b, found)


def _apart(left: str, right: str) -> int:
    """How many sounds two rhymes differ in."""
    if left == right:
        return 0
    return 1 if is_han(left) or is_han(right) else edits(left.split(" "), right.split(" "))
