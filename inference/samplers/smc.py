"""`smc`: populations of texts that grow word by word under the guide."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..chains import Loop, Progress
from ..guide.population import Population, populate
from ..lazy import torch
from ..mixes import default_mix
from ..random import Stream
from ..run import MoveCount, NoText, Run
from ..sampler import Recipe, Sampler
from ..schedule import constant
from ..signature import Number, Whole
from ..table import table_of
from ..texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from ..chains import Watch
    from ..graph import FactorGraph
    from ..kernel import State

LEAST = 4  # populations, for a standard error of log Z


@dataclass(frozen=True)
class Smc(Sampler, name="smc"):
    """Sequential Monte Carlo: many texts grow word by word as the base goes on, looking ahead to the requirements.

        infer { sampler = smc(particles=256)  draws = 100 }

    Texts that the program likes less are dropped on the way and others doubled, whenever fewer than `threshold` of the
    particles are effective. Populations of `particles` texts run apart from one another, as many as give chains x draws
    texts and at least 4; each is a chain of the result. Draws are weighted; log Z comes with its standard error over
    populations. At the end every text takes `moves` steps of the default moves, which do not change its weight. The
    report says how many draws the weights are worth and how many first particles the last ones descend from.
    Gordon, Salmond and Smith 1993; Del Moral, Doucet and Jasra 2006.
    """

    particles: Whole = 256
    threshold: Number = 0.5
    moves: Whole = 2

    def __post_init__(self) -> None:
        for name, low in (("particles", 2), ("moves", 0)):
            if getattr(self, name) < low:
                raise ValueError(f"{name} is {getattr(self, name)}; it is {low} or more")
        if not 0.0 <= self.threshold <= 1.0:
            raise ValueError(f"threshold is {self.threshold:g}; it is between 0 and 1")

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """Weighted draws [populations, particles]. Raises NoText where nothing is possible, RunError."""
        if not math.isfinite(graph.surrogate.log_z):
            raise NoText("every text that meets the requirements has probability 0 under the base")
        began, count = time.monotonic(), max(LEAST, -(-recipe.chains * recipe.draws // self.particles))
        grown: list[Population] = []
        moved: list[tuple[State, tuple[MoveCount, ...]]] = []
        interrupted = False
        for number in range(count):
            try:
                found = self.population(graph, recipe.seed, number)
                moved.append(self._moved(graph, recipe, found.texts, number))
            except KeyboardInterrupt:
                interrupted = True
                break
            grown.append(found)
            if watch:
                watch(Progress(number + 1, count, time.monotonic() - began))
        run = self._run(graph, grown, moved)
        return replace(run, seconds=time.monotonic() - began, interrupted=interrupted)

    def population(self, graph: FactorGraph, seed: int, number: int) -> Population:
        """One population, which depends on the seed and its number alone."""
        chance = Stream(seed, "smc", self.particles, graph.device, number * self.particles)
        shared = Stream(seed, "smc resampling", 1, graph.device, number)
        return populate(graph, chance, shared, 1, self.particles, self.threshold)

    def _moved(
        self, graph: FactorGraph, recipe: Recipe, texts: Texts, number: int
    ) -> tuple[State, tuple[MoveCount, ...]]:
        """The texts after some steps of moves, each of which keeps the program's law."""
        table = table_of(recipe.moves or default_mix(graph, "ngram"))
        loop = Loop(graph, table, self.particles, recipe.seed, constant(), number * self.particles, None)
        loop.begin(texts, self.particles)
        loop.go(self.moves, lambda step: None)
        return loop.state, loop.tally.moves()

    def _run(
        self, graph: FactorGraph, grown: list[Population], moved: list[tuple[State, tuple[MoveCount, ...]]]
    ) -> Run:
        """Everything together, on the host."""
        log_z = torch.cat([one.log_z for one in grown]) if grown else torch.zeros(0)
        states = [state for state, _ in moved[: len(grown)]]
        none = torch.zeros(0, self.particles, graph.places, dtype=torch.int64)
        units = torch.stack([state.texts.units for state in states]).cpu() if states else none
        length = torch.stack([state.texts.length for state in states]).cpu() if states else none[..., 0]
        terms = torch.stack([state.terms for state in states]).cpu() if states else none[..., :0].float()
        weights = torch.cat([one.log_weights for one in grown]).cpu() if grown else none[..., 0].double()
        allowed = torch.stack([state.allowed for state in states]).cpu() if states else none[..., 0].bool()
        mean, error = mean_z(log_z)
        return Run(
            texts=Texts(units, length),
            terms=terms,
            allowed=allowed & (weights > -math.inf),
            term_names=graph.term_names,
            moves=_together([counts for _, counts in moved]),
            steps=self.moves,
            evaluations=len(states) * self.particles * (self.moves + 1),
            note=self._note(grown),
            log_weights=weights,
            log_z=mean,
            log_z_error=error,
            independent=True,  # judged by weights and lineages, not by how chains mix
            lineages=int(sum(int(one.lineages.sum()) for one in grown)),
        )

    def _note(self, grown: list[Population]) -> str:
        """What the report says: how many effective particles and lineages were left."""
        if not grown:
            return "smc: nothing was finished"
        ess = sorted(float(one.ess[0]) for one in grown)
        lineages = sorted(int(one.lineages[0]) for one in grown)
        return (
            f"smc: {len(grown)} populations of {self.particles} particles; effective at the end {ess[0]:.0f} to "
            f"{ess[-1]:.0f}, from {lineages[0]} to {lineages[-1]} first particles"
        )


def mean_z(log_z: Tensor) -> tuple[float | None, float | None]:
    """Log of the mean of estimates of Z, and its standard error by the delta method; None where there is none."""
    if not len(log_z) or not bool(torch.isfinite(log_z).any()):
        return None, None
    mean = float(log_z.logsumexp(0)) - math.log(len(log_z))
    spread = float(torch.exp(log_z - mean).std()) if len(log_z) > 1 else math.nan
    return mean, spread / len(log_z) ** 0.5 if len(log_z) > 1 else None


def _together(counts: list[tuple[MoveCount, ...]]) -> tuple[MoveCount, ...]:
    """The counts of several runs of one table, summed."""
    found = []
    for entries in zip(*counts, strict=True):
        fields = ("proposed", "changed", "unchanged", "impossible", "broken")
        found.append(MoveCount(entries[0].move, *(sum(getattr(one, name) for one in entries) for name in fields)))
    return tuple(found)
