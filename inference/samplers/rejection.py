"""`rejection`: draws of the surrogate, kept by how much of a bound their weight reaches."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..independent import drawn, scores
from ..lazy import torch
from ..random import Law, Stream
from ..run import RunError
from ..sampler import Recipe, Sampler
from ..signature import Number, Whole

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph
    from ..run import Run
    from ..texts import Texts


@dataclass(frozen=True)
class Rejection(Sampler, name="rejection"):
    """Exact independent draws where the weight program / surrogate has a known bound.

    `bound` is the largest log weight, in nats; 0 is right where the program only adds requirements or costs to its
    surrogate. A weight beyond the bound stops the run, since its draws would be wrong. `tries` is how many draws of the
    surrogate each kept one may cost. Example: `infer { sampler = rejection(bound=0)  draws = 100 }`. Von Neumann 1951.
    """

    follows: ClassVar[frozenset[str]] = frozenset({"checkpoint"})

    bound: Number = 0.0
    tries: Whole = 10_000

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """Raises RunError where a weight is beyond the bound or no number, or too few draws are kept."""

        def draw(stream: Stream, count: int):  # type: ignore[no-untyped-def]
            return self._kept(graph, stream, count), None

        return drawn(graph, recipe, draw, "rejection: exact, independent draws", watch=watch)

    def _kept(self, graph: FactorGraph, stream: Stream, count: int) -> Texts:
        """One kept draw a row: every row tries until it has one."""
        texts = graph.surrogate.draw(stream, count)
        found = torch.zeros(count, dtype=torch.bool, device=graph.device)
        for _ in range(self.tries):
            fresh = graph.surrogate.draw(stream, count)
            weight = scores(graph, fresh) - graph.surrogate.log_weight(fresh) - self.bound
            largest = float(weight.max())
            if largest > 1e-9:
                raise RunError(f"rejection: a weight is {largest:.3g} nats beyond the bound; write a larger `bound`")
            pair = torch.stack([weight.clamp_max(0.0), torch.log(-torch.expm1(weight.clamp_max(0.0)))], 1)
            taken = (stream.categorical(Law(pair)) == 0) & (weight > -math.inf)
            texts = fresh.choose(taken & ~found, texts)
            found = found | taken
            if bool(found.all()):
                return texts
        raise RunError(f"rejection: {int((~found).sum())} of {count} draws were not found in {self.tries:,} tries each")
