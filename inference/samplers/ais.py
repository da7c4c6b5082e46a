"""`ais`: texts of the surrogate that climb to the program, each with a weight."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..climb import PILOT, climb, descend, ladder, spread
from ..independent import mean_weight
from ..lazy import torch
from ..path import Path, table_for
from ..random import Law, Stream
from ..run import MoveCount, NoText, Run
from ..sampler import Recipe, Sampler
from ..signature import Whole
from ..texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from ..chains import Watch
    from ..graph import FactorGraph
    from ..table import Table

ROWS = 2048  # climbs side by side
BACK = 256  # climbs whose way back is followed


@dataclass(frozen=True)
class Ais(Sampler, name="ais"):
    """Annealed importance sampling: draws of the surrogate climb to the program; log Z comes with a standard error.

        infer { sampler = ais(steps=400, particles=1000) }

    Each of `particles` climbs (0: chains x draws) takes `steps` steps of the moves, each at a temperature a little
    nearer to the program; 0 chooses as many as a pilot run asks for. The pilot spreads the temperatures so that each
    loses equally much. The mean weight is an unbiased estimate of Z, so that the logarithm is below log Z on average.
    The way back, from texts of the program down to the surrogate, gives a second figure. It is above log Z on average
    where the program has exact draws: then both are bounds. Elsewhere it begins at the climbs' own ends, and the report
    calls both estimates. Neal 2001; Grosse, Ghahramani and Adams 2015.
    """

    follows: ClassVar[frozenset[str]] = frozenset({"moves"})

    steps: Whole = 0
    particles: Whole = 0

    def __post_init__(self) -> None:
        for name in ("steps", "particles"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is {getattr(self, name)}; it is 0 or more")

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """Weighted draws [chains, draws], or [1, particles]. Raises NoText where nothing is possible, RunError."""
        from ..chains import Progress

        if not math.isfinite(graph.surrogate.log_z):
            raise NoText("every text that meets the requirements has probability 0 under the base")
        began, table = time.monotonic(), table_for(graph, recipe)
        shape = (1, self.particles) if self.particles else (recipe.chains, recipe.draws)
        betas, evaluations = self._betas(graph, table, recipe)
        texts, weights = [], []
        moves: tuple[MoveCount, ...] = ()
        for first in range(0, math.prod(shape), ROWS):
            rows = min(ROWS, math.prod(shape) - first)
            path = Path(graph, table, rows, recipe.seed, first)
            chance = Stream(recipe.seed, "climb", rows, graph.device, first)
            found, _ = climb(path, chance, chance, betas, (1, rows))
            texts.append(found.texts)
            weights.append(found.log_weights.flatten())
            moves, evaluations = path.moves(), evaluations + path.evaluations
            path.failures()
            if watch:
                watch(Progress(first + rows, math.prod(shape), time.monotonic() - began))
        together = Texts(torch.cat([one.units for one in texts]), torch.cat([one.length for one in texts]))
        log_w = torch.cat(weights)
        terms, allowed = graph.evaluate(together)
        mean, error = mean_weight(log_w)
        back = self._back(graph, table, recipe, betas, together, log_w)
        return Run(
            texts=Texts(together.units.view(*shape, -1).cpu(), together.length.view(shape).cpu()),
            terms=terms.view(*shape, -1).cpu(),
            allowed=(allowed & (log_w > -math.inf)).view(shape).cpu(),
            term_names=graph.term_names,
            moves=moves,
            steps=len(betas),
            evaluations=evaluations,
            seconds=time.monotonic() - began,
            note=f"ais: {math.prod(shape):,} climbs of {len(betas):,} steps; {_told(mean, error, *back)}",
            log_weights=log_w.view(shape).cpu(),
            log_z=mean,
            log_z_error=error,
            independent=True,
        )

    def _betas(self, graph: FactorGraph, table: Table, recipe: Recipe) -> tuple[list[float], int]:
        """The inverse temperature of each step, and what the pilot evaluated."""
        pilot = Path(graph, table, PILOT, recipe.seed)
        found = ladder(pilot, recipe.seed, pilot.sweep)
        steps = self.steps or max(20, len(found) ** 2 // 4) * pilot.sweep
        return spread(found, steps), pilot.evaluations

    def _back(
        self, graph: FactorGraph, table: Table, recipe: Recipe, betas: list[float], texts: Texts, log_w: Tensor
    ) -> tuple[float, float | None, bool]:
        """log Z by the way back, its standard error, and whether it began at exact draws."""
        rows = min(BACK, len(log_w))
        chance = Stream(recipe.seed, "descend", rows, graph.device)
        start, exact = exact_draws(graph, chance, rows), True
        if start is None:
            start, exact = texts.rows(chance.categorical(Law(log_w.expand(rows, -1)))), False
        mean, error = mean_weight(descend(Path(graph, table, rows, recipe.seed), chance, start, betas))
        return float(graph.surrogate.log_z) - (mean if mean is not None else math.nan), error, exact


def exact_draws(graph: FactorGraph, chance: Stream, rows: int) -> Texts | None:
    """Independent draws of the program; None where no exact method solves it."""
    from ..exact import TooManyTexts, solve

    try:
        return solve(graph, few=0).draw(graph, chance, rows)
    except TooManyTexts:
        return None


def _told(mean: float | None, error: float | None, back: float, back_error: float | None, exact: bool) -> str:
    """Both figures, and what they are."""
    there = "nothing" if mean is None else f"{mean:.4f} ± {error or 0.0:.4f}"
    again = f"{back:.4f} ± {back_error or 0.0:.4f}"
    if exact:
        return f"log Z from below {there} and, from exact draws, from above {again}"
    return f"forward estimate of log Z {there}, reverse estimate {again} (no exact draws, so neither is a bound)"
