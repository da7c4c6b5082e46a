"""The guide of a program: which predictor reads its base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..causal import CausalScorer
from ..exact import MOST_NEURAL, counted
from .causal_predictor import CausalPredictor
from .guide import Guide
from .potentials import Potentials
from .predictor import NGramPredictor, Predictor

if TYPE_CHECKING:
    from ..graph import FactorGraph


def guide_of(graph: FactorGraph) -> Guide:
    """The guide by the base itself where it reads from left to right, else by the surrogate's n-gram."""
    return Guide(predictor_of(graph), Potentials(graph.surrogate, graph.dtype))


def predictor_of(graph: FactorGraph) -> Predictor:
    """The base as a law of the next unit."""
    if not isinstance(graph.base, CausalScorer):
        return NGramPredictor(graph.base.exact or graph.surrogate.model)
    frequencies = graph.proposals.arc_log[: graph.units].double().cpu().numpy()  # of the empty context
    count = counted(graph)
    few = count is not None and count <= MOST_NEURAL
    return CausalPredictor(graph.base, frequencies, graph.places, graph.dtype, few)


__all__ = ["guide_of", "predictor_of"]
