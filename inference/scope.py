"""What a feature builds its automata from: a lexicon, its rendering, and a few automata everyone needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .automaton import Automaton, TooLarge
from .formula import Pattern
from .lexicon import Lexicon
from .lift import lift
from .patterns import CharacterAutomaton, compile_pattern
from .render import START, Context, Renderer
from .views import phrase, pieces

MOST_CELLS = 25_000_000  # states x classes of phrases that a statement lists

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scope:
    """A lexicon and where in a text a requirement is read: from its start, or inside a hole."""

    renderer: Renderer
    start: Context = START
    longest: int = 40  # units of the longest text

    @property
    def lexicon(self) -> Lexicon:
        return self.renderer.lexicon

    @property
    def style(self) -> str:
        return self.lexicon.style

    @cached_property
    def alphabet(self) -> tuple[str, ...]:
        """Every character that a text of this lexicon can hold."""
        letters = {c for unit in self.lexicon.units for c in unit}
        letters |= {unit[0].upper() for unit in self.lexicon.units if unit} | {" "}
        return tuple(sorted(letter for letter in letters if len(letter) == 1))

    def phrase(self, string: str) -> tuple[int, ...] | None:
        """The units of a phrase as it stands inside a text, None where the lexicon lacks one of them."""
        return self._numbers(phrase(string, self.renderer, self.start.spelled))

    def opening(self, string: str) -> tuple[int, ...] | None:
        """The units of a phrase as it begins a text, None where the lexicon lacks one of them."""
        return self._numbers(pieces(string, self.renderer, self.start))

    def _numbers(self, units: Sequence[str]) -> tuple[int, ...] | None:
        found = [self.lexicon.index.get(unit) for unit in units]
        return None if None in found else tuple(found)  # type: ignore[arg-type]

    def mask(self, units: Iterable[int]) -> Mask:
        """A truth value a unit. [units]"""
        found = np.zeros(len(self.lexicon), bool)
        found[list(units)] = True
        return found

    def everything(self, accepted: bool = True) -> Automaton:
        """All texts, or none."""
        size = len(self.lexicon)
        final = np.array([0.0 if accepted else -np.inf])
        return Automaton(np.zeros((1, 1), np.int64), np.zeros(size, np.int64), final)

    def containing(self, phrases: Sequence[tuple[int, ...]]) -> Automaton:
        """The texts in which one of the phrases stands, its units in a row (Aho and Corasick 1975)."""
        if () in phrases:
            return self.everything()
        alone = {units[0] for units in phrases if len(units) == 1}  # each ends the search: they are one class
        longer = [units for units in phrases if alone.isdisjoint(units)]
        trie: list[dict[int, int]] = [{}]
        ends = [False]
        for units in longer:
            at = 0
            for unit in units:
                if unit not in trie[at]:
                    trie[at][unit] = len(trie)
                    trie.append({})
                    ends.append(False)
                at = trie[at][unit]
            ends[at] = True
        class_of, named = self._named(unit for units in longer for unit in units)
        _bounded(len(trie), len(named))
        class_of[list(alone)] = len(named) + 1
        return Automaton(*_corasick(trie, ends, named, class_of))

    def listed(self, texts: Sequence[tuple[int, ...]]) -> Automaton:
        """These texts and no other: a tree of what they begin with, whose leaves are one state."""
        class_of, named = self._named(unit for text in texts for unit in text)
        number: dict[tuple[int, ...], int] = {(): 0}
        for text in texts:
            for size in range(1, len(text)):
                number.setdefault(text[:size], len(number))
        leaf, sink = len(number), len(number) + 1
        _bounded(sink, len(named))
        table = np.full((sink + 1, len(named) + 1), sink, np.int64)
        for text in (*number, *texts):
            if text:
                table[number[text[:-1]], named[text[-1]]] = number.get(text, leaf)
        final = np.full(sink + 1, -np.inf)
        final[[number.get(text, leaf) for text in texts]] = 0.0
        return Automaton(table, class_of, final)

    def _named(self, units: Iterable[int]) -> tuple[NDArray[np.int64], dict[int, int]]:
        """Classes in which each of `units` stands alone and class 0 holds the rest."""
        named = {unit: number + 1 for number, unit in enumerate(dict.fromkeys(units))}
        class_of = np.zeros(len(self.lexicon), np.int64)
        for unit, number in named.items():
            class_of[unit] = number
        return class_of, named

    def counted(self, values: NDArray[np.int64], low: int, high: int | None, counter: bool = False) -> Automaton:
        """The texts whose sum of `values` (not negative, one a unit) lies in low..high; `high` None: no bound."""
        cap = low if high is None else high + 1  # beyond this all counts are alike
        if cap > 100_000:
            raise TooLarge(f"a count up to {cap:,}")
        distinct, class_of = np.unique(np.minimum(values, cap), return_inverse=True)
        table = np.minimum(np.arange(cap + 1)[:, None] + distinct[None, :], cap)
        count = np.arange(cap + 1)
        accepted = (count >= low) & (count <= (cap if high is None else high))
        final = np.where(accepted, 0.0, -np.inf)
        return Automaton(table, class_of.reshape(-1).astype(np.int64), final, 0, counter)

    def characters(self, low: int, high: int | None) -> Automaton:
        """The texts of low..high characters."""
        cap = low if high is None else high + 1
        if cap > 5_000:
            raise TooLarge(f"a count of {cap:,} characters")
        contexts = self.renderer.contexts(self.start)
        per_context = [np.minimum(self.renderer.lengths(context), cap) for context in contexts]
        afters = [[contexts.index(after) for after in self.renderer.forms(context)[1]] for context in contexts]
        signature = np.stack([*per_context, *(np.array(after) for after in afters)])
        columns, class_of = np.unique(signature, axis=1, return_inverse=True)
        counts = np.arange(cap + 1)
        rows = []
        for number in range(len(contexts)):
            length, after = columns[number], columns[len(contexts) + number]
            rows.append(after[None, :] * (cap + 1) + np.minimum(counts[:, None] + length[None, :], cap))
        accepted = (counts >= low) & (counts <= (cap if high is None else high))
        final = np.tile(np.where(accepted, 0.0, -np.inf), len(contexts))
        table = np.concatenate(rows)
        return Automaton(table, class_of.reshape(-1).astype(np.int64), final, 0, counter=True)._reachable()

    def written(self, pattern: Pattern | CharacterAutomaton) -> Automaton:
        """The texts whose rendering matches. Raises PatternError, TooLarge."""
        machine = pattern if isinstance(pattern, CharacterAutomaton) else compile_pattern(pattern, self.alphabet)
        return lift(machine, self.renderer, self.start).minimal()

    def nth(self, index: int, members: Mask, among: Mask) -> Automaton:
        """The texts whose `index`-th unit among `among` (from 1; from the end with -1) exists and is in `members`."""
        class_of = np.where(among, np.where(members, 2, 1), 0).astype(np.int64)
        table, accepting = nth_table(index)
        return Automaton(table, class_of, np.where(accepting, 0.0, -np.inf))._reachable()


def nth_table(index: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The walk that finds whether the `index`-th counted symbol is wanted; symbols: 0 not counted, 1 not, 2 wanted."""
    if index > 0:
        table = np.zeros((index + 2, 3), np.int64)  # how many so far; then: it was not wanted, it was
        for state in range(index):
            table[state] = [state, state + 1, state + 1]
        table[index - 1, 1:] = [index, index + 1]
        table[index] = index
        table[index + 1] = index + 1
        return table, np.arange(index + 2) == index + 1
    depth = -index
    if depth > 9:
        raise TooLarge(f"the {depth}th from the end")
    size = 3**depth  # the last `depth` counted symbols, each: none yet 0, not wanted 1, wanted 2
    states = np.arange(size)
    table = np.stack([states, (states * 3) % size + 1, (states * 3) % size + 2], axis=1)
    return table, states // 3 ** (depth - 1) == 2


def _bounded(states: int, classes: int) -> None:
    """Refuses a table that would not fit. Raises TooLarge."""
    if states * classes > MOST_CELLS:
        raise TooLarge(f"phrases of {classes:,} words that begin in {states:,} ways")


def _corasick(
    trie: list[dict[int, int]], ends: list[bool], named: dict[int, int], class_of: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The complete automaton of a trie; a state in which a phrase has ended is kept for ever."""
    size, done = len(trie), len(trie)
    table = np.zeros((size + 1, int(class_of.max(initial=len(named))) + 1), np.int64)
    table[:, len(named) + 1 :] = done  # what is a phrase by itself
    fail = [0] * size
    wave = [0]
    while wave:
        ahead = []
        for state in wave:
            if state:
                table[state] = table[fail[state]]
            for unit, child in trie[state].items():
                fail[child] = int(table[fail[state], named[unit]]) if state else 0
                fail[child] = 0 if fail[child] == done else fail[child]
                ends[child] = ends[child] or ends[fail[child]]
                table[state, named[unit]] = child
                ahead.append(child)
        wave = ahead
    table = np.where(np.array([*ends, True])[table], done, table)
    table[done] = done
    final = np.full(size + 1, -np.inf)
    final[done] = 0.0
    return table, class_of, final
