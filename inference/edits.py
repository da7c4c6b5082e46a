"""How many units must be put in, taken out or replaced until an automaton accepts a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .automaton import Automaton, TooLarge
from .formula import Pattern
from .render import Context, Renderer
from .scope import Scope

MOST = 10  # edits that are told apart
_MOST_STATES = 64  # of an automaton whose distances become an automaton
_MOST_VECTORS = 3_000  # states of that
Costs = NDArray[np.int64]


class Edits:
    """Distances to the language of one automaton: a text walks a vector with the fewest edits to reach each state.

    More than `most` edits count as that many: the fewer are told apart, the fewer vectors there are.

    Levenshtein 1966; the vectors of a finite automaton as in Wagner 1974.
    """

    def __init__(self, automaton: Automaton, most: int = MOST) -> None:
        self.automaton, self.most = automaton, most
        self.good = np.flatnonzero(np.isfinite(automaton.final))
        fresh = np.full(automaton.states, self.most, np.int64)
        fresh[automaton.start] = 0
        self.start = self._inserted(fresh)

    def _stepped(self, costs: Costs) -> Costs:
        """One edit more at every state that one unit, whichever, leads to."""
        found = np.full_like(costs, self.most)
        np.minimum.at(found, self.automaton.next, np.minimum(costs + 1, self.most)[:, None])
        return found

    def _inserted(self, costs: Costs) -> Costs:
        while True:
            fewer = np.minimum(costs, self._stepped(costs))
            if (fewer == costs).all():
                return costs
            costs = fewer

    def after(self, costs: Costs, column: int) -> Costs:
        """The vector after one more unit of a class: kept, replaced or taken out, then any put in."""
        found = np.minimum(np.minimum(costs + 1, self.most), self._stepped(costs))
        np.minimum.at(found, self.automaton.next[:, column], costs)
        return self._inserted(found)

    def end(self, costs: Costs) -> int:
        """The distance of a text that has walked so far."""
        return int(costs[self.good].min(initial=self.most))

    def distance(self, units: Sequence[int]) -> int:
        """The fewest edits, at most `most`."""
        costs = self.start
        for unit in units:
            costs = self.after(costs, int(self.automaton.class_of[unit]))
        return self.end(costs)

    def graded(self) -> Automaton | None:
        """All texts, each with its distance at the end; None where that takes too many states."""
        if self.automaton.states > _MOST_STATES:
            return None
        number, todo, rows = {self.start.tobytes(): 0}, [self.start], []
        finals = [self.end(self.start)]
        while todo:
            costs = todo.pop(0)
            row = []
            for column in range(self.automaton.classes):
                ahead = self.after(costs, column)
                key = ahead.tobytes()
                if key not in number:
                    number[key] = len(number)
                    todo.append(ahead)
                    finals.append(self.end(ahead))
                row.append(number[key])
            if len(number) > _MOST_VECTORS:
                return None
            rows.append(row)
        final = np.array(finals, np.float64)
        return Automaton(np.array(rows, np.int64), self.automaton.class_of, final).minimal()


@lru_cache(maxsize=64)
def edits_to(pattern: Pattern, renderer: Renderer, start: Context) -> Edits | None:
    """Distances to the texts that a pattern matches as written; None where its automaton is too large."""
    try:
        return Edits(Scope(renderer, start).written(pattern))
    except TooLarge:
        return None
