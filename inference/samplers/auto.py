"""`auto`: exact where a program can be solved, populations where a neural model is the base, else Gibbs sampling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..sampler import Recipe, Sampler
from .exact import ExactSampler
from .gibbs import Gibbs
from .smc import Smc

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph
    from ..run import Run

WHY = "chosen since the base is a neural model that reads from left to right"


@dataclass(frozen=True)
class Auto(Sampler, name="auto"):
    """Solves what can be solved exactly. A program whose base is a causal neural model is sampled by `smc()`, every
    other one by `gibbs()`; the report says which it was and why.
    """

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """The better sampler's run."""
        chosen = self.chosen(graph)
        run = chosen.sample(graph, recipe, watch)
        if isinstance(chosen, Smc):
            return replace(run, note=f"{run.note}; {WHY}")
        return run

    @staticmethod
    def chosen(graph: FactorGraph) -> ExactSampler | Smc | Gibbs:
        """Exact where the surrogate is the program or its texts can be listed, else by what the base is."""
        from ..exact import MOST_LISTED, MOST_NEURAL, counted

        if graph.exact and graph.surrogate.fits:
            return ExactSampler()
        count = counted(graph)
        limit = MOST_LISTED if graph.base.exact is not None and graph.conditional_terms else MOST_NEURAL
        if count is not None and count <= limit:
            return ExactSampler()
        return Smc() if graph.causal and graph.surrogate.fits else Gibbs()
