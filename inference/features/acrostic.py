"""Whether the first letters of words, lines or clauses spell something: `require acrostic(s, "WINTER")`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..initials import initial
from ..lexicon import Kind, kind_of
from ..scope import Scope
from ..shape import explore
from ..signature import String, Unit

UNITS = ("word", "line", "clause")
State = tuple[int, int, bool]  # openings read so far, how many of them are wrong or too many, whether one is due


@dataclass(frozen=True)
class Acrostic(Feature, name="acrostic", result="bool"):
    """`acrostic(s, "WINTER")` holds where the words of the text begin with these letters, one a word, and none is left.

    `unit="line"` reads the first word of each line, `unit="clause"` that of each stretch between marks or ends of
    lines, as in 藏头诗. Capitals, accents, spaces and marks do not matter; Chinese words are characters.
    Distance: how many openings are wrong, missing or too many.
    Range: true or false.
    Examples: `require acrostic(s, "winter")`, `require acrostic(诗, "清茶待客", unit="clause")`,
    `require acrostic(s, "no", unit="line")`.
    """

    text: Textlike
    letters: String
    unit: Unit = "word"
    graded = True

    @property
    def _wanted(self) -> tuple[str, ...]:
        return tuple(initial(letter) for letter in self.letters if letter.isalnum())

    def objection(self) -> tuple[str, str, str] | None:
        if self.unit.removesuffix("s") not in UNITS:
            return "`unit` of `acrostic`", f'"{self.unit}"', '"word", "line" or "clause"'
        return None if self._wanted else ("`letters` of `acrostic`", f'"{self.letters}"', "a string with letters in it")

    def _begins(self, kind: Kind) -> bool:
        """Whether the next word behind a unit of this kind is an opening."""
        unit = self.unit.removesuffix("s")
        if unit == "word":
            return True
        return kind is Kind.BREAK or (unit == "clause" and kind is Kind.MARK)

    def measure(self) -> bool:
        return self.distance() == 0

    def distance(self) -> float:
        openings: list[str] = []
        due = True
        for unit in self.text.units:
            kind = kind_of(unit)
            if kind is Kind.WORD:
                openings += [initial(unit)] if due else []
                due = self._begins(kind)
            else:
                due = due or self._begins(kind)
        wanted = self._wanted
        wrong = sum(one != other for one, other in zip(openings, wanted, strict=False))
        return float(wrong + abs(len(openings) - len(wanted)))

    def automaton(self, scope: Scope) -> Automaton:
        return self._walk(scope, 0)

    def shortfall(self, scope: Scope) -> Automaton:
        return self._walk(scope, scope.longest)

    def _walk(self, scope: Scope, most: int) -> Automaton:
        """The texts with at most so many wrong openings; with any, each text's number of them is its earning."""
        lexicon, wanted = scope.lexicon, self._wanted
        letters = sorted(set(wanted))
        class_of = np.zeros(len(lexicon), np.int64)  # nothing, begins one, a word, then a word with each letter
        for unit, name in enumerate(lexicon.units):
            kind = kind_of(name)
            if kind is Kind.WORD:
                letter = initial(name)
                class_of[unit] = 3 + letters.index(letter) if letter in letters else 2
            else:
                class_of[unit] = int(self._begins(kind) and kind in (Kind.BREAK, Kind.MARK))

        def step(state: State | None, column: int) -> State | None:
            if state is None or column < 2:
                return None if state is None else (*state[:2], state[2] or column == 1)
            read, wrong, due = state
            if due:
                good = read < len(wanted) and column > 2 and letters[column - 3] == wanted[read]
                read, wrong = min(read + 1, len(wanted)), wrong + (not good)
            return (read, wrong, self._begins(Kind.WORD)) if wrong <= most else None

        start: State | None = (0, 0, True)
        numbers: dict[State | None, float] = {}

        def accept(state: State | None) -> bool:
            numbers[state] = np.inf if state is None else state[1] + len(wanted) - state[0]
            return numbers[state] <= most + len(wanted) if most else numbers[state] == 0

        walk = explore(start, 3 + len(letters), step, accept, class_of)
        return walk.with_final(np.array(list(numbers.values()))) if most else walk
