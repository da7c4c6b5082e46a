"""Candidate sources: what may stand at one open place, as log weights without the requirements. One function each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .lazy import torch

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .texts import Texts

Weights = Callable[["FactorGraph", "Texts", "Tensor"], "Tensor"]


def _uniform(graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
    """All units alike."""
    return torch.zeros(len(place), graph.units, dtype=graph.dtype, device=graph.device)


def _ngram(graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
    """The n-gram's law given what stands on both sides, and the terms that have a table."""
    return graph.neighbours(texts, place) + graph.added


def _left(graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
    """The n-gram's law given what stands before the place, and the terms that have a table."""
    return graph.neighbours.left(texts, place)[0] + graph.added


def _lm(graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
    """The base's own law given what stands before the place, and the terms that have a table."""
    return graph.guide.following(texts, place).to(graph.dtype) + graph.added


SOURCES: dict[str, Weights] = {"uniform": _uniform, "ngram": _ngram, "left": _left, "lm": _lm}


def candidates(graph: FactorGraph, source: str, texts: Texts, place: Tensor) -> Tensor:
    """Log weights of a source at an open place [chains, units]; they depend on nothing that stands at the place.

    `graph.sources` are those with a model of their own, by the call that names them. Sources outside
    `move.FULL_SUPPORT` may give -inf where a unit is allowed. Raises ValueError for an unknown one.
    """
    weights = graph.sources.get(source) or SOURCES.get(source)
    if weights is None:
        raise ValueError(f"source: {source!r} is not available in this version")
    return weights(graph, texts, place)
