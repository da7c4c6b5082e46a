"""Whether a text has a metre: `stress(s, "-/-/-/")`."""

from __future__ import annotations

from dataclasses import dataclass

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..scope import Scope
from ..signature import String
from ..sound import Forms, by_unit, fits, fitting, misses, spoken, stresses, unheard

SIGNS = {"-": "-", "/": "/", "?": "-/"}


@dataclass(frozen=True)
class Stress(Feature, name="stress", result="bool"):
    """`stress(s, "-/-/-/")` holds where the syllables of the text are stressed as the pattern says, from first to last.

    `/` is a stressed syllable, `-` an unstressed one, `?` either. In a word of several syllables the main stress is
    stressed, a lesser one either, any other not; a word of one syllable may be either. One of several readings is
    enough (`record`). Distance: the fewest syllables that differ, are missing or too many. A word whose sound is
    unknown, Chinese too, satisfies neither the pattern nor its negation.
    Source: stresses of the CMU Pronouncing Dictionary (1993-2015); the fit of Halle and Keyser, 1966.
    Range: true or false.
    Examples: `require stress(s, "-/-/-/-/-/")`, `prefer stress(poem.a, "-/--/--/") weight 1.5`,
    `forbid stress(poem.b, "/-/-")`.
    """

    text: Textlike
    pattern: String
    script = "en"
    graded = True
    partial = True

    def objection(self) -> tuple[str, str, str] | None:
        wrong = [sign for sign in self.pattern or "" if sign not in SIGNS and not sign.isspace()]
        if wrong or not (self.pattern or "").strip():
            found = f'the sign "{wrong[0]}"' if wrong else "no sign"
            return "`pattern`", found, '"/" (stressed), "-" (unstressed) or "?" (either)'
        return None

    @property
    def _wanted(self) -> list[Forms]:
        return [frozenset(SIGNS[sign]) for sign in self.pattern if not sign.isspace()]

    def measure(self) -> bool | None:
        found = [stresses(word) for word in spoken(self.text)]
        return fits(found, self._wanted) if all(found) else None

    def distance(self) -> float:
        return float(misses([stresses(word) for word in spoken(self.text)], self._wanted))

    def automaton(self, scope: Scope) -> Automaton | None:
        return fitting(scope, stresses, self._wanted) if by_unit(scope) else None

    def unknown(self, scope: Scope) -> Automaton | None:
        return unheard(scope, stresses)
