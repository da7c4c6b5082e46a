"""`parallel_tempering`: copies at several temperatures that exchange their texts."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from ..chains import ended
from ..kernel import State, init
from ..lazy import torch
from ..path import Path, Point, gap, joined, rows_of, table_for
from ..random import Stream
from ..run import NoText, Run
from ..sampler import Recipe, Sampler
from ..signature import Number, Whole
from ..stopping import Stopping
from ..swaps import Floats, Trips, exchange, rejections, stepping, tuned
from ..tally import Draws

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph
    from ..table import Table
    from ..texts import Texts

FIRST = 8  # rungs before the barrier is known
MOST = 48
PHASES = (8, 4, 2)  # the ladder is tuned after these shares of the warm-up: an eighth, a quarter, a half


class Stretch(NamedTuple):
    """What some rounds on one ladder gave."""

    state: Point | State
    refused: Floats  # [rungs - 1]
    gaps: Floats  # [rounds, rungs, chains]
    trips: int
    path: Path


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

    follows: ClassVar[frozenset[str]] = frozenset({"moves", "start", "stop"})

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
        tempering = Tempering(graph, recipe, table_for(graph, recipe), 1.0 / self.hottest, self.rungs, watch)
        tempering.warm()
        return tempering.run()


class Tempering:
    """A run under way: its ladder and where its chains stand, rung by rung (rung 0 only where it is no fresh draw)."""

    def __init__(
        self, graph: FactorGraph, recipe: Recipe, table: Table, lowest: float, rungs: int, watch: Watch | None
    ) -> None:
        self.graph, self.recipe, self.table, self.watch = graph, recipe, table, watch
        self.fresh = lowest == 0.0  # rung 0 is the surrogate itself
        self.betas: Floats = np.linspace(lowest, 1.0, rungs or FIRST)
        self.rungs, self.phase, self.evaluations = rungs, 0, 0
        self.began = time.monotonic()
        every = max(1, graph.sweep)
        self.warmup = -(-recipe.warmup // every)  # rounds
        self.thin = max(1, recipe.thin // every)
        self.stopping = Stopping(graph, recipe.stop, recipe.draws, recipe.chains) if recipe.stop is not None else None
        self.state = self._path().begin(self._start())

    @property
    def own(self) -> int:
        """Rungs that chains move on."""
        return len(self.betas) - self.fresh

    def _path(self) -> Path:
        return Path(self.graph, self.table, self.own * self.recipe.chains, self.recipe.seed)

    def _start(self) -> Texts:
        rows = self.own * self.recipe.chains
        if self.recipe.start is not None:
            return self.recipe.start.rows(torch.arange(rows, device=self.graph.device) % self.recipe.chains)
        return self.graph.surrogate.draw(Stream(self.recipe.seed, "start", rows, self.graph.device), rows)

    def warm(self) -> None:
        """The warm-up: the ladder is tuned in its first half and stays as it is from then on."""
        ends = [self.warmup // part for part in PHASES]
        done = 0
        for number, end in enumerate(ends):
            if end - done < 1:
                continue
            stretch = self.go(end - done)
            done = end
            wanted = self.rungs or int(min(max(math.ceil(2 * stretch.refused.sum()) + 1, 3), MOST))
            self._renew(stretch, wanted if number < len(ends) - 1 else len(self.betas))
        if self.warmup > done:
            self.state = self.go(self.warmup - done).state

    def _renew(self, stretch: Stretch, rungs: int) -> None:
        """A tuned ladder; each rung goes on with the texts of the old rung nearest to it."""
        old, self.betas = self.betas, tuned(self.betas, stretch.refused, rungs)
        nearest = np.abs(self.betas[:, None] - old[None]).argmin(1)[int(self.fresh) :] - self.fresh
        rung = torch.as_tensor(np.maximum(nearest, 0), device=self.graph.device)
        rows = rung[:, None] * self.recipe.chains + torch.arange(self.recipe.chains, device=self.graph.device)
        self.state = rows_of(stretch.state, rows.flatten())

    def go(self, rounds: int, kept: Draws | None = None) -> Stretch:
        """Rounds of a sweep and an exchange; draws of the coldest rung are kept every `thin` rounds."""
        chains, rungs, device = self.recipe.chains, len(self.betas), self.graph.device
        path, purpose = self._path(), f"rungs {self.phase}"
        path.name(purpose)
        betas = torch.as_tensor(self.betas, device=device)
        moving = betas[int(self.fresh) :].repeat_interleave(chains)
        chance = Stream(self.recipe.seed, purpose, len(moving), device)
        swaps = Stream(self.recipe.seed, f"exchange {self.phase}", rungs * chains, device)
        ends = Stream(self.recipe.seed, f"surrogate {self.phase}", chains, device)
        trips, refused, gaps, state = Trips(rungs, chains, device), betas.new_zeros(rungs - 1), [], self.state
        for round_ in range(rounds):
            for number in range(round_ * path.sweep, (round_ + 1) * path.sweep):
                chance.step(number)
                state = path.step(chance, state, number, moving)
            swaps.step(round_)
            ends.step(round_)
            whole = joined(path.begin(self.graph.surrogate.draw(ends, chains)), state) if self.fresh else state
            apart = gap(whole).view(rungs, chains)
            refused += rejections(apart, betas)
            gaps.append(apart)
            source = exchange(swaps, apart, betas, round_ % 2)
            trips.follow(source)
            whole = rows_of(whole, source)
            state = rows_of(whole, torch.arange(chains * self.fresh, rungs * chains, device=device))
            if kept is not None and (round_ + 1) % self.thin == 0 and self._kept(kept, self._cold(state)):
                break
        self.phase += 1
        self.evaluations += path.evaluations
        path.failures()
        told = torch.stack(gaps).cpu().numpy()
        return Stretch(state, (refused / len(gaps)).cpu().numpy(), told, trips.count, path)

    def _kept(self, kept: Draws, state: State) -> bool:
        """Keep a draw of each chain; whether `stop` ends the run with it."""
        kept.keep(state)
        return self.stopping is not None and self.stopping.drawn(kept, torch.ones_like(state.allowed))

    def _cold(self, state: Point | State) -> State:
        """The coldest rung with its terms."""
        chains = self.recipe.chains
        rows = rows_of(state, torch.arange((self.own - 1) * chains, self.own * chains, device=self.graph.device))
        return rows if isinstance(rows, State) else init(self.graph, rows.texts)

    def run(self) -> Run:
        """The draws, log Z, and what the exchanges say."""
        kept = Draws(self._cold(self.state), self.recipe.draws)
        stretch = self.go(self.recipe.draws * self.thin, kept)
        log_z, error = stepping(stretch.gaps, self.betas) if self.fresh else (None, None)
        barrier, rungs = float(stretch.refused.sum()), len(self.betas)
        note = (
            f"parallel_tempering: {rungs} rungs, exchanges refused {stretch.refused.max():.0%} at most, barrier "
            f"{barrier:.1f}; {stretch.trips:,} round trips of {self.recipe.chains} chains in "
            f"{len(stretch.gaps):,} rounds"
        )
        if kept.count < self.recipe.draws:
            note += f"\n{ended(kept.count, self.recipe.draws)}"
        return replace(
            kept.result(self.graph),
            moves=stretch.path.moves(),
            steps=len(stretch.gaps) * stretch.path.sweep,
            evaluations=self.evaluations,
            seconds=time.monotonic() - self.began,
            groups=self.recipe.chains,
            note=note,
            log_z=None if log_z is None else float(self.graph.surrogate.log_z) + log_z,
            log_z_error=error,
        )
