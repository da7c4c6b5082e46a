"""What two texts have in common: runs of words, and words of one meaning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .feature import View
from .lexicons.vectors import cosine, is_chinese, middle, vector, weight

Floats = NDArray[np.float32]
LEAST = 0.3
"""Cosines below are chance: of two words drawn blindly, one pair in a hundred has a larger one."""


def grams(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    """Every run of so many words, whatever their case."""
    folded = [word.casefold() for word in words]
    return [tuple(folded[at : at + length]) for at in range(len(folded) - length + 1)]


def related(cosine: float) -> float:
    """A cosine as a number from 0 to 1: 0 up to LEAST, then in proportion, in sixteenths, whose sums are exact."""
    return round(16 * min(max((cosine - LEAST) / (1 - LEAST), 0.0), 1.0)) / 16


def whole_words(view: View) -> tuple[str, ...]:
    """The words of a text; of a word, or a text in letters, itself."""
    return (view.string.strip(),) if view.style == "letters" else view.words


@lru_cache(maxsize=200_000)
def near(unit: str, goal: tuple[str, ...]) -> float:
    """How near a word or character is to the direction between those of the goal, 0 to 1. 0 without a vector."""
    own, other = vector(unit), _direction(goal, is_chinese(unit))
    return 0.0 if own is None or other is None else related(float(own @ other))


@lru_cache(maxsize=1_000)
def _direction(goal: tuple[str, ...], chinese: bool) -> Floats | None:
    """The direction between the words of a goal that are of one script."""
    own = [word for word in goal if is_chinese(word) == chinese]
    return middle([piece for word in own for piece in (word if chinese else (word,))])


def alike(words: Sequence[str], others: Sequence[str]) -> float:
    """How alike two lists of words are in meaning, 0 to 1, whatever their order.

    Each word counts by how much it tells and by the word of the other list that is nearest to it; the mean of both
    directions. A word without a vector is like itself alone. Two empty lists are alike, an empty one is like no other.
    Source: Mihalcea, Corley and Strapparava 2006.
    """
    own, other = tuple(words), tuple(others)
    if not own or not other:
        return 1.0 if own == other else 0.0
    pairs = np.array([[_pair(a, b) for b in other] for a in own])
    there, back = (_mean(one, best) for one, best in ((own, pairs.max(1)), (other, pairs.max(0))))
    return (there + back) / 2


def _mean(words: tuple[str, ...], best: NDArray[np.float64]) -> float:
    weights = np.array([weight(word) for word in words])
    return float(weights @ best / weights.sum())


@lru_cache(maxsize=200_000)
def _pair(first: str, second: str) -> float:
    if first.casefold() == second.casefold():
        return 1.0
    found = cosine(first, second)
    return 0.0 if found is None else related(found)
