"""`auto`: exact where a program can be solved, else Gibbs sampling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..sampler import Recipe, Sampler
from .exact import ExactSampler
from .gibbs import Gibbs

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph
    from ..run import Run


@dataclass(frozen=True)
class Auto(Sampler, name="auto"):
    """Solves what can be solved exactly and samples the rest by `gibbs()`; the report says which it was and why."""

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """The better sampler's run."""
        return self.chosen(graph).sample(graph, recipe, watch)

    @staticmethod
    def chosen(graph: FactorGraph) -> ExactSampler | Gibbs:
        """Exact where the surrogate is the program or its texts can be listed."""
        from ..exact import MOST_LISTED, MOST_NEURAL, counted

        if graph.exact and graph.surrogate.fits:
            return ExactSampler()
        count = counted(graph)
        limit = MOST_LISTED if graph.base.exact is not None and graph.conditional_terms else MOST_NEURAL
        return ExactSampler() if count is not None and count <= limit else Gibbs()
