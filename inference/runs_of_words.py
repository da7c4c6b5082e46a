"""Automata of texts whose words stand in a list: what stands between marks, character by character."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

import numpy as np

from .automaton import Automaton
from .scope import Scope

MOST_CELLS = 20_000_000  # states times classes
Read = TypeVar("Read", bound=Hashable)


def of_runs(
    start: Read, step: Callable[[Read], Mapping[str, Read]], good: Callable[[Read], bool], scope: Scope
) -> Automaton | None:
    """The texts whose runs of characters, read one after the other by `step`, end where it is `good`.

    `step` gives the words that may follow a state and where they lead; any other run is refused. Words that are
    longer than a text of the scope are left out. None where the automaton would be too large, or where a unit has
    several characters.
    """
    lexicon = scope.lexicon
    letters = {lexicon.units[unit]: int(unit) for unit in np.flatnonzero(lexicon.is_word)}
    if any(len(unit) > 1 for unit in letters):
        return None
    number: dict[Hashable, int] = {("between", start): 0}
    arcs: dict[tuple[int, str], int] = {}  # from a state by a character; "" stands for every mark
    final: dict[int, Read] = {0: start}  # what has been read where a text ends here
    todo, done = [start], {start}
    while todo:
        before = todo.pop()
        home = number[("between", before)]
        arcs[home, ""] = home
        words = {word: after for word, after in step(before).items() if _fits(word, letters, scope.longest)}
        inner = {word[:size] for word in words for size in range(1, len(word))}
        for word, after in words.items():
            if after not in done:
                done.add(after)
                todo.append(after)
                final[number.setdefault(("between", after), len(number))] = after
            at = home
            for size, letter in enumerate(word, 1):
                part = word[:size]
                key = ("inside", before, part) if part in inner else ("behind", after)
                arcs[at, letter] = at = number.setdefault(key, len(number))
            arcs[at, ""] = number[("between", after)]
            final[at] = after
        if len(number) * len({letter for _, letter in arcs}) > MOST_CELLS:
            return None
    return _packed(number, arcs, {state for state, read in final.items() if good(read)}, scope)


def _fits(word: str, letters: Mapping[str, int], longest: int) -> bool:
    return len(word) <= longest and all(letter in letters for letter in word)


def _packed(
    number: Mapping[Hashable, int], arcs: Mapping[tuple[int, str], int], ends: set[int], scope: Scope
) -> Automaton:
    """The arcs as a table; class 0 holds the characters that no word has, class 1 the marks."""
    column = {letter: at for at, letter in enumerate(sorted({letter for _, letter in arcs if letter}), 2)}
    lexicon, sink = scope.lexicon, len(number)
    class_of = np.array([column.get(unit, 0) for unit in lexicon.units], np.int64)
    class_of[~lexicon.is_word] = 1
    table = np.full((sink + 1, len(column) + 2), sink, np.int64)
    for (state, letter), after in arcs.items():
        table[state, column[letter] if letter else 1] = after
    final = np.full(sink + 1, -np.inf)
    final[list(ends)] = 0.0
    return Automaton(table, class_of, final)
