"""Whether texts or holes differ from each other: `require different(s.first, s.second, s.third)`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from ..feature import Feature, Texts
from ..interpret import edits


@dataclass(frozen=True)
class Different(Feature, name="different", result="bool"):
    """`different(a, b, …)` holds where no two of the texts, holes or strings are the same, unit by unit.

    Capitals at a start do not matter, marks do. Range: true or false. Distance: how many pairs are the same; `not
    different(…)` is as far off as the fewest units to put in, take out or replace until some two are.
    Examples: `require different(poem.a, poem.b)`, `require different(s, "the sea is blue", "the sea was blue")`.
    """

    texts: Texts
    graded = True
    counted = True

    def measure(self) -> bool:
        return self.distance() == 0

    def distance(self) -> float:
        return float(sum(a.units == b.units for a, b in combinations(self.texts, 2)))

    def occurrences(self) -> float:
        if not self.measure():
            return 0.0
        return float(min((edits(a.units, b.units) for a, b in combinations(self.texts, 2)), default=1))
