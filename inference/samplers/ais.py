"""`ais`: texts of the surrogate that climb to the program, each with a weight."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from ..climb import PILOT, climb, descend, ladder, spread
from ..independent import mean_weight
from ..lazy import torch
from ..path import Path, table_for
from ..pieces import Pieces
from ..random import Law, Stream
from ..run import MoveCount, NoText, Run, summed
from ..sampler import Recipe, Sampler
from ..signature import Whole
from ..texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from ..chains import Watch
    from ..graph import FactorGraph
    from ..table import Table

Climbed: TypeAlias = "tuple[Texts, Tensor, tuple[MoveCount, ...], int]"  # ends, log weights, moves, evaluations
Back: TypeAlias = "tuple[float, float | None, bool]"  # log Z, its error, whether it began at exact draws

ROWS = 2048  # climbs side by side
KEPT_ROWS = 256  # the same of runs that are kept: a checkpoint holds whole batches
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

    follows: ClassVar[frozenset[str]] = frozenset({"moves", "checkpoint"})

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
        pieces, interrupted = Pieces(recipe.checkpoint, graph.device), False
        most, rows = math.prod(shape), ROWS if recipe.checkpoint is None else KEPT_ROWS
        betas, evaluations, back = list[float](), 0, None
        made: list[Climbed] = []
        try:
            with pieces.watched():
                betas, evaluations = pieces.next(partial(self._betas, graph, table, recipe))
                sizes = {first: min(rows, most - first) for first in range(0, most, rows)}
                makes = [partial(_climbed, graph, table, recipe.seed, betas, *one) for one in sizes.items()]
                for found, (first, count) in zip(pieces.each(graph, makes), sizes.items(), strict=True):
                    made.append(found)
                    if watch:
                        watch(Progress(first + count, most, time.monotonic() - began))
                texts, log_w = _together(graph, made)
                back = pieces.next(partial(self._back, graph, table, recipe, betas, texts, log_w))
        except KeyboardInterrupt:
            interrupted = True
        texts, log_w = _together(graph, made)
        run = _run(graph, texts, log_w, shape if len(log_w) == most else (1, len(log_w)))
        told = f"ais: {len(log_w):,} climbs of {len(betas):,} steps; {_told(run.log_z, run.log_z_error, back)}"
        return replace(
            run,
            moves=summed([moves for _, _, moves, _ in made]),
            steps=len(betas),
            evaluations=evaluations + sum(cost for *_, cost in made),
            seconds=time.monotonic() - began,
            interrupted=interrupted,
            note="\n".join(filter(None, (told, pieces.end(interrupted)))),
        )

    def _betas(self, graph: FactorGraph, table: Table, recipe: Recipe) -> tuple[list[float], int]:
        """The inverse temperature of each step, and what the pilot evaluated."""
        pilot = Path(graph, table, PILOT, recipe.seed)
        found = ladder(pilot, recipe.seed, pilot.sweep)
        steps = self.steps or max(20, len(found) ** 2 // 4) * pilot.sweep
        return spread(found, steps), pilot.evaluations

    def _back(
        self, graph: FactorGraph, table: Table, recipe: Recipe, betas: list[float], texts: Texts, log_w: Tensor
    ) -> Back:
        """log Z by the way back, its standard error, and whether it began at exact draws."""
        rows = min(BACK, len(log_w))
        chance = Stream(recipe.seed, "descend", rows, graph.device)
        start, exact = exact_draws(graph, chance, rows), True
        if start is None:
            start, exact = texts.rows(chance.categorical(Law(log_w.expand(rows, -1)))), False
        mean, error = mean_weight(descend(Path(graph, table, rows, recipe.seed), chance, start, betas))
        return float(graph.surrogate.log_z) - (mean if mean is not None else math.nan), error, exact


def _climbed(graph: FactorGraph, table: Table, seed: int, betas: list[float], first: int, rows: int) -> Climbed:
    """Climbs from a number on: where they end, their log weights, what became of proposals, and what they cost."""
    path = Path(graph, table, rows, seed, first)
    chance = Stream(seed, "climb", rows, graph.device, first)
    found, _ = climb(path, chance, chance, betas, (1, rows))
    path.failures()
    return found.texts, found.log_weights.flatten(), path.moves(), path.evaluations


def _together(graph: FactorGraph, made: list[Climbed]) -> tuple[Texts, Tensor]:
    """All ends [climbs], and their log weights."""
    none = torch.zeros(0, graph.places, dtype=torch.int64, device=graph.device)
    units = torch.cat([none, *(texts.units for texts, *_ in made)])
    length = torch.cat([none[:, 0], *(texts.length for texts, *_ in made)])
    return Texts(units, length), torch.cat([none[:, 0].double(), *(log_w for _, log_w, *_ in made)])


def _run(graph: FactorGraph, texts: Texts, log_w: Tensor, shape: tuple[int, int]) -> Run:
    """The weighted draws, with log Z and its standard error."""
    nothing = torch.zeros(0, len(graph.term_names)), torch.zeros(0, dtype=torch.bool)
    terms, allowed = graph.evaluate(texts) if len(log_w) else nothing
    mean, error = mean_weight(log_w)
    return Run(
        texts=Texts(texts.units.view(*shape, graph.places).cpu(), texts.length.view(shape).cpu()),
        terms=terms.view(*shape, len(graph.term_names)).cpu(),
        allowed=(allowed.to(log_w.device) & (log_w > -math.inf)).view(shape).cpu(),
        term_names=graph.term_names,
        log_weights=log_w.view(shape).cpu(),
        log_z=mean,
        log_z_error=error,
        independent=True,
    )


def exact_draws(graph: FactorGraph, chance: Stream, rows: int) -> Texts | None:
    """Independent draws of the program; None where no exact method solves it."""
    from ..exact import TooManyTexts, solve

    try:
        return solve(graph, few=0).draw(graph, chance, rows)
    except TooManyTexts:
        return None


def _told(mean: float | None, error: float | None, back: Back | None) -> str:
    """Both figures, and what they are."""
    there = "nothing" if mean is None else f"{mean:.4f} ± {error or 0.0:.4f}"
    if back is None:
        return f"forward estimate of log Z {there}"
    again = f"{back[0]:.4f} ± {back[1] or 0.0:.4f}"
    if back[2]:
        return f"log Z from below {there} and, from exact draws, from above {again}"
    return f"forward estimate of log Z {there}, reverse estimate {again} (no exact draws, so neither is a bound)"
