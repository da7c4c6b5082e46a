"""What chains are compared on besides scores: where the words that a program names stand, and in which order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .named import named_strings
from .texts import Texts

if TYPE_CHECKING:
    from .graph import FactorGraph
    from .run import Run

Array = NDArray[np.float64]

MOST_WORDS = 20
COMMON = 0.1  # of the draws: from this share on, chains are compared on how often they are at the commonest text


def extra(graph: FactorGraph, run: Run) -> dict[str, Array]:
    """The place of each named word (0 where it is missing) and the order of neighbours in the program's list.

    Where one text is a large share of the draws, whether a draw is that text: chains that sit in modes of equal scores
    differ in nothing else. Of several texts each has its own, and its length. Values are [chains, draws].
    """
    return _places(graph, run) | commonest(run)


def commonest(run: Run) -> dict[str, Array]:
    """Whether each draw is the commonest text; nothing where that is rare, or all there is. [chains, draws]"""
    if not run.draws:
        return {}
    length = run.texts.length.numpy()[..., None]
    rows = np.concatenate([length, run.texts.units.numpy()], 2).reshape(length.size, -1)
    _, inverse, counts = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    share = counts.max() / len(rows)
    if len(counts) == 1 or share < COMMON:
        return {}
    return {"the commonest text": (inverse.reshape(length.shape[:2]) == counts.argmax()).astype(np.float64)}


def _places(graph: FactorGraph, run: Run) -> dict[str, Array]:
    """The places and orders of named words, text by text."""
    if len(graph.parts) == 1:
        return _of_one(graph, run.texts.units.numpy(), run.texts.length.numpy())
    flat = Texts(run.texts.units.flatten(0, 1).to(graph.device), run.texts.length.flatten().to(graph.device))
    shape, found = run.texts.length.shape, dict[str, Array]()
    for name, one, part in zip(graph.names, graph.parts, graph.split(flat), strict=True):
        units, length = part.units.view(*shape, -1).cpu().numpy(), part.length.view(shape).cpu().numpy()
        found[f"length of {name}"] = length.astype(np.float64)
        found |= {f"{name}: {what}": value for what, value in _of_one(one, units, length).items()}
    return found


def _of_one(graph: FactorGraph, units: NDArray[np.int64], length: NDArray[np.int64]) -> dict[str, Array]:
    """The places and the order of the words that are named for one text."""
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
