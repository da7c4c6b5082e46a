"""Looking ahead in automata: which units can stand at a place when some free units and then a fixed rest follow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .lazy import torch

if TYPE_CHECKING:
    from torch import Tensor

    from .texts import Texts
    from .walker import Walker

MOST_CELLS = 50_000_000  # chains x states x classes of one automaton; a larger one is not looked at


def lookahead(walkers: Sequence[Walker], texts: Texts, place: Tensor, fresh: Tensor, most: int) -> Tensor | None:
    """The best that the automata can earn with each unit at `place`, `fresh` [chains] free units and then the rest.

    The rest is what stands behind `place` in `texts`; `most` is the largest `fresh`. Each automaton is asked alone.
    [chains, units], None where all of them are too large.
    """
    total = None
    for walker in walkers:
        states, classes = walker.next.shape
        if states * classes * len(place) <= MOST_CELLS:
            found = _ahead(walker, texts, place, fresh, most)[:, walker.class_of]
            total = found if total is None else total + found
    return total


def _ahead(walker: Walker, texts: Texts, place: Tensor, fresh: Tensor, most: int) -> Tensor:
    """The same for one automaton. [chains, classes]"""
    chains, states = len(place), walker.next.shape[0]
    rest = torch.arange(states, device=place.device).expand(chains, -1)
    classes = walker.class_of[texts.units]
    for number in range(texts.places):
        here = (number > place) & (number < texts.length)
        rest = torch.where(here[:, None], walker.next[rest, classes[:, number, None]], rest)
    value = walker.final[rest]  # [chains, states], earned from each state when the rest follows at once
    reached = value
    for number in range(1, most + 1):
        reached = _best_step(walker, reached)
        value = torch.where((fresh == number)[:, None], reached, value)
    before = walker.states(texts).gather(1, place[:, None])[:, 0]
    return value.gather(1, walker.next[before])


def _best_step(walker: Walker, value: Tensor) -> Tensor:
    """The best over one unit of any class. [chains, states]"""
    best = torch.full_like(value, -math.inf)
    for column in range(walker.next.shape[1]):
        best = torch.maximum(best, value[:, walker.next[:, column]])
    return best
