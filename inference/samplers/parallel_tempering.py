"""`parallel_tempering`: copies at several temperatures that exchange their texts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..path import table_for
from ..run import NoText, Run
from ..sampler import Recipe, Sampler
from ..signature import Number, Whole
from ..tempering import Tempering

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph


@dataclass(frozen=True)
class ParallelTempering(Sampler, name="parallel_tempering"):
    """Copies of each chain at a ladder of temperatures, which exchange texts; the coldest one gives the draws.

        infer { sampler = parallel_tempering(rungs=6)  chains = 16  warmup = 200 sweeps  draws = 200 }

    The ladder leads from the surrogate, which is drawn afresh in every round, to the program along the path
    (1 - b) · log s + b · log pi; with `hottest` it begins at that temperature (b = 1 / hottest) instead. After every
    sweep, neighbours of even and of odd number exchange in turn. In the first half of the warm-up the temperatures are
    spread so that every exchange is refused equally often, and without `rungs` there are twice as many as the summed
    refusals (the communication barrier) and one. The report says how many texts went all the way up and back. All
    rungs of all chains move in one batch. From the surrogate, log Z comes with its standard error over chains.
    Geyer 1991; Syed, Bouchard-Côté, Deligiannidis and Doucet 2022.
    """

    follows: ClassVar[frozenset[str]] = frozenset({"moves", "start", "stop", "checkpoint"})

    rungs: Whole = 0
    hottest: Number = math.inf

    def __post_init__(self) -> None:
        if self.rungs and self.rungs < 2:
            raise ValueError(f"rungs is {self.rungs}; it is 2 or more, or 0 for as many as the program needs")
        if not self.hottest > 1.0:
            raise ValueError(f"hottest is {self.hottest:g}; it is a temperature above 1")

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """Draws [chains, draws] of the coldest rung. Raises NoText where nothing is possible, RunError."""
        if not math.isfinite(graph.surrogate.log_z):
            raise NoText("every text that meets the requirements has probability 0 under the base")
        return Tempering(graph, recipe, table_for(graph, recipe), 1.0 / self.hottest, self.rungs).run()
