"""What chains are compared on besides scores: where the words that a program names stand, and in which order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .named import named_strings

if TYPE_CHECKING:
    from .graph import FactorGraph
    from .run import Run

    Array = NDArray[np.float64]

MOST_WORDS = 20


def extra(graph: FactorGraph, run: Run) -> dict[str, Array]:
    """The place of each named word (0 where it is missing) and the order of neighbours in the program's list.

    Values are [chains, draws].
    """
    units, length = run.texts.units.numpy(), run.texts.length.numpy()
    places = {name: first_places(units, length, phrase) for name, phrase in named_phrases(graph).items()}
    found = {f"place of {name}": place for name, place in places.items()}
    names = list(places)
    for one, other in pairwise(names):
        found[f"{one} before {other}"] = (places[one] < places[other]).astype(np.float64)
    return found


def named_phrases(graph: FactorGraph) -> dict[str, tuple[int, ...]]:
    """The words and phrases that requirements name, as units."""
    strings = [string for one in graph.requirements.statements for string in named_strings(one.formula)]
    found: dict[str, tuple[int, ...]] = {}
    for string in dict.fromkeys(strings):
        phrase = graph.requirements.scope.phrase(string)
        if phrase and len(found) < MOST_WORDS:
            found[string] = tuple(phrase)
    return found


def first_places(units: NDArray[np.int64], length: NDArray[np.int64], phrase: tuple[int, ...]) -> Array:
    """The first place of a phrase, counted from 1; 0 where it does not stand. [chains, draws]"""
    places = units.shape[2] - len(phrase) + 1
    if places <= 0:
        return np.zeros(length.shape)
    here = np.ones((*length.shape, places), bool)
    for offset, unit in enumerate(phrase):
        here &= units[:, :, offset : offset + places] == unit
    here &= np.arange(places) + len(phrase) <= length[:, :, None]
    return np.where(here.any(2), here.argmax(2) + 1.0, 0.0)
