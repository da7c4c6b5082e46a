"""Automata on the device: what texts earn, and what they would earn with one unit put in or replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .automaton import Automaton
from .lazy import torch

if TYPE_CHECKING:
    from torch import Tensor

    from .texts import Texts


class Walker:
    """One automaton as tensors. All methods are batched over chains and synchronise nothing."""

    def __init__(
        self, automaton: Automaton, device: str | torch.device = "cpu", dtype: torch.dtype | None = None
    ) -> None:
        self.automaton = automaton
        self.next = torch.as_tensor(automaton.next, dtype=torch.int64, device=device)
        self.class_of = torch.as_tensor(automaton.class_of, dtype=torch.int64, device=device)
        self.final = torch.as_tensor(automaton.final, dtype=dtype or torch.float64, device=device)
        self.start = automaton.start
        self._alike = automaton.classes == 1
        self._chain = torch.zeros(0, dtype=torch.int64, device=device)  # the state after each number of units
        self._forced = torch.as_tensor(forced(automaton), device=device)

    def _after(self, count: Tensor, most: int) -> Tensor:
        """The state after a number of units, at most `most`, where all are alike: no text need be walked through."""
        if len(self._chain) <= most:
            found = [self.start]
            for _ in range(most + 1):
                found.append(int(self.automaton.next[found[-1], 0]))
            self._chain = torch.as_tensor(found, dtype=torch.int64, device=self.final.device)
        return self._chain[count]

    def states(self, texts: Texts) -> Tensor:
        """The state after each prefix; the last one is kept behind the end. [chains, places + 1]"""
        if self._alike:
            steps = torch.arange(texts.places + 1, device=texts.length.device)
            return self._after(torch.minimum(steps, texts.length[:, None]), texts.places)
        state = torch.full_like(texts.length, self.start)
        found = [state]
        classes = self.class_of[texts.units]
        for place in range(texts.places):
            state = torch.where(place < texts.length, self.next[state, classes[:, place]], state)
            found.append(state)
        return torch.stack(found, 1)

    def value(self, texts: Texts) -> Tensor:
        """What each text earns. [chains]"""
        if self._alike:
            return self.final[self._after(texts.length, texts.places)]
        return self.final[self.states(texts)[:, -1]]

    def _earned(self, states: Tensor, texts: Texts, first: Tensor) -> Tensor:
        """What is earned at the end from `states` [chains, any] before the unit at `first` of each chain."""
        classes = self.class_of[texts.units]
        for place in range(texts.places):
            here = (place >= first) & (place < texts.length)
            states = torch.where(here[:, None], self.next[states, classes[:, place, None]], states)
        return self.final[states]

    def fill(self, texts: Texts, place: Tensor) -> Tensor:
        """What is earned with a unit of each class at `place`, whatever stands there. [chains, classes]"""
        if self._alike:
            return self.final[
                self._after(torch.maximum(texts.length, torch.minimum(place, texts.length) + 1), texts.places + 1)
            ][:, None]
        before = self.states(texts).gather(1, place[:, None])[:, 0]
        return self._earned(self.next[before], texts, place + 1)

    def fill_gap(self, texts: Texts, unit: Tensor) -> Tensor:
        """What is earned with `unit` put in at each gap, -inf beyond the length. [chains, places + 1]"""
        if self._alike:
            earned = self.final[self._after(texts.length + 1, texts.places + 1)][:, None]
            gaps = torch.arange(texts.places + 1, device=earned.device)
            return torch.where(gaps <= texts.length[:, None], earned, -torch.inf)
        states = self.states(texts)  # [chains, gaps]
        after = self.next[states, self.class_of[unit][:, None]]
        classes = self.class_of[texts.units]
        gaps = torch.arange(texts.places + 1, device=after.device)
        for place in range(texts.places):
            here = (place >= gaps) & (place < texts.length[:, None])
            after = torch.where(here, self.next[after, classes[:, place, None]], after)
        return torch.where(gaps <= texts.length[:, None], self.final[after], -torch.inf)

    def held(self, texts: Texts) -> Tensor:
        """At which places the unit cannot be taken out: the text without it earns nothing. Bool [chains, places]"""
        states, classes = self.states(texts), self.class_of[texts.units]
        earned = self.final.expand(len(texts.length), -1)  # from each state on. [chains, states]
        found = []
        for place in range(texts.places - 1, -1, -1):
            inside = place < texts.length
            without = earned.gather(1, states[:, place, None])[:, 0]
            found.append(inside & (without == -torch.inf))
            after = self.next[:, classes[:, place]].T  # [chains, states]
            earned = torch.where(inside[:, None], earned.gather(1, after), earned)
        return torch.stack(found[::-1], 1)

    def free(self, texts: Texts) -> Tensor:
        """At which gaps more than one unit could stand. Bool [chains, places + 1]"""
        return ~self._forced[self.states(texts)]


def forced(automaton: Automaton) -> np.ndarray:
    """In which states a single unit can follow, so that it is fixed text. Bool [states]"""
    sizes = np.bincount(automaton.class_of, minlength=automaton.classes)
    alive = automaton.live[automaton.next]
    return np.asarray((np.where(alive, sizes, 0).sum(axis=1) == 1) & ~np.isfinite(automaton.final))
