"""`importance`: weighted draws of the surrogate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..independent import drawn, weighed
from ..random import Stream
from ..sampler import Recipe, Sampler

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph
    from ..run import Run


@dataclass(frozen=True)
class Importance(Sampler, name="importance"):
    """Independent draws of the surrogate, each with the weight program / surrogate. Estimates log Z without bias of Z.

    infer { sampler = importance()  draws = 1000 }

    Good where the surrogate is close to the program; the effective sample size of the weights says how close.
    Source: Kahn and Marshall 1953.
    """

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """Weighted draws."""

        def draw(stream: Stream, count: int):  # type: ignore[no-untyped-def]
            texts = graph.surrogate.draw(stream, count)
            return texts, graph.log_prob(texts) - graph.surrogate.log_weight(texts)

        run = drawn(graph, recipe, draw, "importance: draws of the surrogate, weighted", watch=watch)
        return weighed(run, graph.surrogate.log_z)
