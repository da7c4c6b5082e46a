"""`importance`: weighted draws of the surrogate."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from ..guide.population import ancestors
from ..independent import drawn, effective, scores, weighed
from ..lazy import torch
from ..pareto import GOOD_K, pareto_k
from ..random import Stream
from ..sampler import Recipe, Sampler
from ..signature import Flag
from ..texts import Texts

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph
    from ..run import Run


@dataclass(frozen=True)
class Importance(Sampler, name="importance"):
    """Independent draws of the surrogate, each with the weight program / surrogate. Estimates log Z without bias of Z.

    infer { sampler = importance()  draws = 1000 }

    Good where the surrogate is close to the program: the effective sample size of the weights says how close, and
    Pareto-k whether a few draws may carry everything (above 0.7 the report says not to trust it). With
    `resample = true` the draws are drawn once more by their weights, all alike from then on: texts come more than once,
    and the report counts distinct ones. Kahn and Marshall 1953; Rubin 1988 for resampling; Vehtari et al. 2024 for k.
    """

    follows: ClassVar[frozenset[str]] = frozenset({"checkpoint"})

    resample: Flag = False

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """Weighted draws."""

        def draw(stream: Stream, count: int):  # type: ignore[no-untyped-def]
            texts = graph.surrogate.draw(stream, count)
            return texts, scores(graph, texts) - graph.surrogate.log_weight(texts)

        run = drawn(graph, recipe, draw, "importance: draws of the surrogate, weighted", watch=watch)
        run = weighed(run, graph.surrogate.log_z)
        return resampled(run, recipe.seed) if self.resample else run


def resampled(run: Run, seed: int) -> Run:
    """As many draws by systematic resampling, in random order, all of one weight; those of no weight are gone."""
    assert run.log_weights is not None
    flat, shape = run.log_weights.double().flatten(), run.log_weights.shape
    if not bool((flat > -math.inf).any()):
        return run
    worth = effective(flat)
    parents = ancestors(Stream(seed, "resample", 1), flat[None], torch.ones(1, dtype=torch.bool))[0]
    parents = parents[torch.argsort(Stream(seed, "order", len(flat)).uniform())]
    k = pareto_k(flat.numpy())
    told = f", Pareto-k {k:.2f}" if k is not None else ""
    units, length = run.texts.units.flatten(0, 1)[parents], run.texts.length.flatten()[parents]
    return replace(
        run,
        texts=Texts(units.view(*shape, -1), length.view(shape)),
        terms=run.terms.flatten(0, 1)[parents].view(*shape, -1),
        allowed=run.allowed.flatten()[parents].view(shape),
        log_weights=torch.zeros(shape, dtype=torch.float64),
        lineages=min(len(set(parents.tolist())), int(worth)),
        note=f"{run.note}, then resampled; {worth:.0f} effective draws before{told}",
        biased=f"a few draws carry most of the weight (Pareto-k {k:.2f})" if k is not None and k >= GOOD_K else "",
    )
