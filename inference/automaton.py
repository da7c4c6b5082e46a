"""Finite automata over units: what a requirement, or several at once, allow.

Units that an automaton treats alike form a class, so a table is `[states, classes]` and never `[states, units]`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class TooLarge(Exception):
    """An automaton outgrew the number of states it may have."""


@dataclass(frozen=True, eq=False)
class Automaton:
    """A deterministic automaton over the units of a lexicon; every transition exists (a sink where nothing helps).

    `final` is what a text that ends in a state earns: 0 where it is accepted, -inf where it is not; for soft forms any
    number. `counter` marks automata that count characters and the like, which a product leaves out first.
    """

    next: Ints  # [states, classes]
    class_of: Ints  # [units]
    final: Floats  # [states]
    start: int = 0
    counter: bool = False

    @property
    def states(self) -> int:
        return int(self.next.shape[0])

    @property
    def classes(self) -> int:
        return int(self.next.shape[1])

    def run(self, units: Sequence[int], state: int | None = None) -> int:
        """The state after a text."""
        state = self.start if state is None else state
        for unit in units:
            state = int(self.next[state, self.class_of[unit]])
        return state

    def value(self, units: Sequence[int]) -> float:
        """What a text earns: 0 or -inf for requirements."""
        return float(self.final[self.run(units)])

    def accepts(self, units: Sequence[int]) -> bool:
        return self.value(units) > -np.inf

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """From which states an accepting one can be reached. [states]"""
        live = np.isfinite(self.final)
        while True:
            wider = live | live[self.next].any(axis=1)
            if (wider == live).all():
                return live
            live = wider

    @property
    def empty(self) -> bool:
        """Whether no text at all is accepted."""
        return not bool(self.live[self.start])

    def complement(self) -> Automaton:
        """The texts that are not accepted."""
        flipped = np.where(np.isfinite(self.final), -np.inf, 0.0)
        return Automaton(self.next, self.class_of, flipped, self.start, self.counter)

    def with_final(self, final: Floats) -> Automaton:
        """The same walk with other earnings."""
        return Automaton(self.next, self.class_of, final, self.start, self.counter)

    def witness(self) -> tuple[int, ...] | None:
        """A shortest accepted text, as units; the first unit of each class. None if there is none."""
        if self.empty:
            return None
        representative = np.zeros(self.classes, np.int64)
        representative[self.class_of[::-1]] = np.arange(len(self.class_of))[::-1]
        came: dict[int, tuple[int, int]] = {self.start: (-1, -1)}
        wave = [self.start]
        goal = self.start if np.isfinite(self.final[self.start]) else None
        while goal is None:
            ahead: list[int] = []
            for state in wave:
                for column in range(self.classes):
                    after = int(self.next[state, column])
                    if after not in came and self.live[after]:
                        came[after] = (state, column)
                        ahead.append(after)
                        if goal is None and np.isfinite(self.final[after]):
                            goal = after
            wave = ahead
        units: list[int] = []
        while goal != self.start:
            goal, column = came[goal]
            units.append(int(representative[column]))
        return tuple(reversed(units))

    def longest(self) -> int | None:
        """The number of units of the longest accepted text, None if there is no longest, 0 also if there is none."""
        reach = np.zeros(self.states, bool)
        reach[self.start] = True
        for length in range(self.states + 1):
            reach = reach & self.live
            if not reach.any():
                return max(length - 1, 0)
            ahead = np.zeros(self.states, bool)
            ahead[self.next[reach].ravel()] = True
            reach = ahead
        return None

    def minimal(self) -> Automaton:
        """The smallest automaton with the same earnings: dead states merged, unreachable ones gone."""
        live = self.live
        group = np.unique(np.where(live, self.final, -np.inf), return_inverse=True)[1].astype(np.int64)
        group = np.where(live, group + 1, 0)
        rng = np.random.default_rng(1)
        weights = rng.integers(1, 2**62, self.classes + 1, dtype=np.int64) | 1
        while True:
            with np.errstate(over="ignore"):
                key = group * weights[-1] + (_mix(group)[self.next] * weights[:-1]).sum(axis=1)
            key[~live] = 0
            finer = np.unique(key, return_inverse=True)[1]
            if len(np.unique(finer)) == len(np.unique(group)):
                break
            group = finer
        group = np.unique(group, return_inverse=True)[1]
        first = np.zeros(int(group.max()) + 1, np.int64)
        first[group[::-1]] = np.arange(self.states)[::-1]
        table = group[self.next[first]]
        final = np.where(live[first], self.final[first], -np.inf)
        merged = Automaton(table, self.class_of, final, int(group[self.start]), self.counter)
        return merged._reachable()._fewer_classes()

    def _reachable(self) -> Automaton:
        seen = np.zeros(self.states, bool)
        seen[self.start] = True
        wave = np.array([self.start])
        while wave.size:
            wave = np.unique(self.next[wave])
            wave = wave[~seen[wave]]
            seen[wave] = True
        number, kept = np.cumsum(seen) - 1, np.flatnonzero(seen)
        start = int(number[self.start])
        return Automaton(number[self.next[kept]], self.class_of, self.final[kept], start, self.counter)

    def _fewer_classes(self) -> Automaton:
        columns, merged = np.unique(self.next, axis=1, return_inverse=True)
        return Automaton(columns, merged.reshape(-1)[self.class_of], self.final, self.start, self.counter)


def _mix(values: Ints) -> Ints:
    """A fixed scrambling of small numbers, so that sums of them do not collide."""
    with np.errstate(over="ignore"):
        mixed = (values + 1) * np.int64(0x1E3779B97F4A7C15)
        return mixed ^ (mixed >> 29)


def joint_classes(class_maps: Sequence[Ints]) -> tuple[Ints, Ints]:
    """The coarsest classes that refine all of `class_maps`: each unit's class [units], their classes [maps, joint]."""
    key = np.zeros(len(class_maps[0]), np.int64)
    for classes in class_maps:
        key = np.unique(key * (int(classes.max(initial=0)) + 1) + classes, return_inverse=True)[1]
    first = np.zeros(int(key.max(initial=0)) + 1, np.int64)
    first[key[::-1]] = np.arange(len(key))[::-1]
    return key, np.stack([classes[first] for classes in class_maps])


@dataclass(frozen=True, eq=False)
class Walk:
    """Several automata walked at once: where each joint state stands in each of them."""

    next: Ints  # [states, classes]
    class_of: Ints  # [units]
    places: Ints  # [states, parts], -1 in the sink that stands for every hopeless state


def walk(parts: Sequence[Automaton], limit: int = 200_000, prune: bool = True) -> Walk:
    """All parts at once, reachable states only. With `prune`, a state where one part is dead becomes the sink.

    Raises TooLarge beyond `limit` states.
    """
    class_of, columns = joint_classes([part.class_of for part in parts])
    strides = np.ones(len(parts), np.int64)
    total = 1
    for number, part in enumerate(parts):
        strides[number] = total
        total *= part.states
        if total > 2**62:
            raise TooLarge(f"{len(parts)} automata together")
    start = sum(int(stride) * part.start for stride, part in zip(strides, parts, strict=True))
    hopeless = prune and not all(part.live[part.start] for part in parts)
    known = wave = np.array([-1 if hopeless else start], np.int64)
    rows, order = [], [known]
    while wave.size:
        ahead = _step(wave, parts, strides, columns, prune)
        rows.append(ahead)
        wave = np.setdiff1d(ahead, known)
        known = np.union1d(known, wave)
        if known.size > limit:
            raise TooLarge(f"more than {limit:,} states")
        order.append(wave)
    states = np.concatenate(order)
    ranks = np.argsort(states)
    table = ranks[np.searchsorted(states[ranks], np.concatenate(rows))]
    sizes = np.array([part.states for part in parts])
    places = (np.maximum(states, 0)[:, None] // strides) % sizes
    places[states < 0] = -1
    return Walk(table, class_of, places)


def _step(wave: Ints, parts: Sequence[Automaton], strides: Ints, columns: Ints, prune: bool) -> Ints:
    """The codes after each class from each code of the wave, -1 for the sink. [wave, joint]"""
    ahead = np.zeros((len(wave), columns.shape[1]), np.int64)
    dead = np.repeat((wave < 0)[:, None], columns.shape[1], axis=1)
    for part, stride, column in zip(parts, strides, columns, strict=True):
        state = (np.maximum(wave, 0) // stride) % part.states
        after = part.next[state][:, column]
        if prune:
            dead |= ~part.live[after]
        ahead += after * stride
    ahead[dead] = -1
    return ahead


def product(parts: Sequence[Automaton], limit: int = 200_000) -> Automaton:
    """One automaton that walks all parts and earns their sum: what satisfies all of them. Raises TooLarge."""
    joint = walk(parts, limit)
    final = np.zeros(len(joint.places))
    for number, part in enumerate(parts):
        final = final + part.final[joint.places[:, number]]
    final[joint.places[:, 0] < 0] = -np.inf
    return Automaton(joint.next, joint.class_of, final, 0, any(part.counter for part in parts))


def combined(parts: Sequence[Automaton], earn: Callable[[Floats], Floats], limit: int = 200_000) -> Automaton:
    """One automaton that earns `earn(finals [states, parts])`, for combinations other than the sum. Raises TooLarge."""
    joint = walk(parts, limit, prune=False)
    finals = np.stack([part.final[joint.places[:, number]] for number, part in enumerate(parts)], axis=1)
    return Automaton(joint.next, joint.class_of, earn(finals), 0, any(part.counter for part in parts))


def most_words(automaton: Automaton, is_word: NDArray[np.bool_]) -> int:
    """The most words in an accepted text of a finite language."""
    words = np.zeros(automaton.classes, np.int64)
    np.maximum.at(words, automaton.class_of, is_word.astype(np.int64))
    best = np.where(np.isfinite(automaton.final), 0, -(10**9))
    for _ in range(automaton.states + 1):
        ahead = np.where(automaton.live[automaton.next], best[automaton.next] + words, -(10**9)).max(axis=1)
        longer = np.maximum(best, ahead)
        if (longer == best).all():
            break
        best = longer
    return max(0, int(best[automaton.start]))
