"""A run of parallel tempering under way: a ladder that is tuned, and chains on every rung of it."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .chains import ended
from .checkpoint import between_steps, saving
from .kernel import State, init
from .lazy import torch
from .path import Path, Point, gap, joined, rows_of
from .random import Stream
from .run import Run
from .stopping import Stopping
from .stretch import Stretch
from .swaps import Floats, exchange, stepping, tuned
from .tally import Draws

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from .graph import FactorGraph
    from .sampler import Recipe
    from .table import Table
    from .texts import Texts

FIRST = 8  # rungs before the barrier is known
MOST = 48
PHASES = (8, 4, 2)  # the ladder is tuned after these shares of the warm-up: an eighth, a quarter, a half


class Tempering:
    """The ladder and where its chains stand, rung by rung (rung 0 only where it is no fresh draw)."""

    def __init__(self, graph: FactorGraph, recipe: Recipe, table: Table, lowest: float, rungs: int) -> None:
        self.graph, self.recipe, self.table = graph, recipe, table
        self.fresh = lowest == 0.0  # rung 0 is the surrogate itself
        self.betas: Floats = np.linspace(lowest, 1.0, rungs or FIRST)
        self.rungs, self.phase, self.steps, self.evaluations = rungs, 0, 0, 0
        self.began, self.midway = time.monotonic(), False
        self.stretch: Stretch | None = None  # the one under way
        every = max(1, graph.sweep)
        self.warmup = -(-recipe.warmup // every)  # rounds
        self.thin = max(1, recipe.thin // every)
        self.stopping = Stopping(graph, recipe.stop, recipe.draws, recipe.chains) if recipe.stop is not None else None
        self.state = self._path().begin(self._start())
        self.kept = Draws(self._cold(), recipe.draws)
        self.keeping = saving(recipe.checkpoint, graph.device, ladder=self, draws=self.kept, stopping=self.stopping)
        self.asked: Callable[[], bool] = lambda: False

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

    def saved(self) -> Any:
        """The ladder, where the chains stand, and the stretch under way."""
        times = [self.phase, self.steps, self.evaluations, time.monotonic() - self.began]
        return [times, self.betas, self.state, None if self.stretch is None else self.stretch.saved()]

    def restore(self, found: Any) -> None:
        """Stand where it was saved."""
        (self.phase, self.steps, self.evaluations, seconds), self.betas, self.state, stretch = found
        self.began -= seconds
        if stretch is not None:
            self.stretch = self._stretch()
            self.stretch.restore(stretch)

    def _stretches(self) -> list[tuple[int, bool | None]]:
        """The warm-up: rounds on one ladder, and whether it is tuned then, and if so whether it is the last time."""
        found, done = list[tuple[int, bool | None]](), 0
        for part in PHASES:
            end = self.warmup // part
            if end > done:
                found.append((end - done, part == PHASES[-1]))
                done = end
        return [*found, (self.warmup - done, None)] if self.warmup > done else found

    def warm(self) -> bool:
        """The warm-up: the ladder is tuned in its first half and stays as it is from then on. Whether it ended."""
        for rounds, last in self._stretches()[self.phase :]:
            stretch = self.go(rounds)
            if stretch.rounds < rounds:
                return False
            self.midway = True
            self._pass(stretch)
            if last is not None:
                wanted = self.rungs or int(min(max(math.ceil(2 * stretch.refused.sum()) + 1, 3), MOST))
                self._renew(stretch.refused, len(self.betas) if last else wanted)
        return True

    def _pass(self, stretch: Stretch) -> None:
        """A stretch is over."""
        self.phase, self.stretch = self.phase + 1, None
        self.evaluations += stretch.path.evaluations
        stretch.path.failures()

    def _renew(self, refused: Floats, rungs: int) -> None:
        """A tuned ladder; each rung goes on with the texts of the old rung nearest to it."""
        old, self.betas = self.betas, tuned(self.betas, refused, rungs)
        nearest = np.abs(self.betas[:, None] - old[None]).argmin(1)[int(self.fresh) :] - self.fresh
        rung = torch.as_tensor(np.maximum(nearest, 0), device=self.graph.device)
        rows = rung[:, None] * self.recipe.chains + torch.arange(self.recipe.chains, device=self.graph.device)
        self.state = rows_of(self.state, rows.flatten())

    def _stretch(self) -> Stretch:
        path = self._path()
        path.name(f"rungs {self.phase}")
        return Stretch(path, len(self.betas), self.recipe.chains, self.graph.device)

    def go(self, rounds: int, draws: bool = False) -> Stretch:
        """So many rounds, those of the stretch under way counted, or as many until the run is interrupted or `stop`
        ends it; with `draws` those of the coldest rung are kept every `thin` rounds."""
        stretch = self.stretch = self.stretch or self._stretch()
        round_ = self._rounds(stretch)
        while stretch.rounds < rounds:
            self.midway = True
            self.state, apart, betas, source = round_(stretch.rounds)
            stretch.add(apart, betas, source)
            self.steps += stretch.path.sweep
            drawn = draws and stretch.rounds % self.thin == 0
            enough = self._kept() if drawn else self.stopping is not None and self.stopping.timed()
            self.midway = False
            if self.keeping is not None:
                self.keeping.due(self.steps)
            if enough or self.asked():
                break
        return stretch

    def _rounds(self, stretch: Stretch) -> Callable[[int], tuple[Point | State, Tensor, Tensor, Tensor]]:
        """A round by its number: where the chains stand after it, the gaps before its exchange, betas, the exchange."""
        chains, rungs, device, path = self.recipe.chains, len(self.betas), self.graph.device, stretch.path
        betas = torch.as_tensor(self.betas, device=device)
        moving = betas[int(self.fresh) :].repeat_interleave(chains)
        chance = Stream(self.recipe.seed, f"rungs {self.phase}", len(moving), device)
        swaps = Stream(self.recipe.seed, f"exchange {self.phase}", rungs * chains, device)
        ends = Stream(self.recipe.seed, f"surrogate {self.phase}", chains, device)

        def one(number: int) -> tuple[Point | State, Tensor, Tensor, Tensor]:
            state = self.state
            for step in range(number * path.sweep, (number + 1) * path.sweep):
                chance.step(step)
                state = path.step(chance, state, step, moving)
            swaps.step(number)
            ends.step(number)
            whole = joined(path.begin(self.graph.surrogate.draw(ends, chains)), state) if self.fresh else state
            apart = gap(whole).view(rungs, chains)
            source = exchange(swaps, apart, betas, number % 2)
            rows = source[chains * self.fresh :]
            return rows_of(whole, rows), apart, betas, source

        return one

    def _kept(self) -> bool:
        """Keep a draw of each chain; whether `stop` ends the run with it."""
        cold = self._cold()
        self.kept.keep(cold)
        return self.stopping is not None and self.stopping.drawn(self.kept, torch.ones_like(cold.allowed))

    def _cold(self) -> State:
        """The coldest rung with its terms."""
        chains = self.recipe.chains
        rows = rows_of(self.state, torch.arange((self.own - 1) * chains, self.own * chains, device=self.graph.device))
        return rows if isinstance(rows, State) else init(self.graph, rows.texts)

    def _whole(self) -> None:
        """Warm-up and draws."""
        if self.warm():
            self.go(self.recipe.draws * self.thin, draws=True).path.failures()

    def _followed(self) -> bool:
        """Follow the recipe; whether the user interrupted it, between two rounds where it is kept."""
        try:
            if self.keeping is None:
                self._whole()
                return False
            with between_steps() as self.asked:
                self._whole()
                return self.asked()
        except KeyboardInterrupt:
            return True

    def run(self) -> Run:
        """The draws, log Z, and what the exchanges say. Raises RunError."""
        interrupted = self._followed()
        told = "" if self.keeping is None else self.keeping.end(interrupted, self.steps, self.midway)
        stretch = self.stretch or self._stretch()
        draws = stretch.rounds > 0 and self.phase == len(self._stretches())
        log_z, error = stepping(stretch.gaps, self.betas) if self.fresh and draws else (None, None)
        if not interrupted and self.kept.count < self.recipe.draws:
            told = ended(self.kept.count, self.recipe.draws)
        return replace(
            self.kept.result(self.graph),
            moves=stretch.path.moves(),
            steps=stretch.rounds * stretch.path.sweep,
            evaluations=self.evaluations + stretch.path.evaluations,
            seconds=time.monotonic() - self.began,
            groups=self.recipe.chains,
            interrupted=interrupted,
            note="\n".join(filter(None, (self._note(stretch), told))),
            log_z=None if log_z is None else float(self.graph.surrogate.log_z) + log_z,
            log_z_error=error,
        )

    def _note(self, stretch: Stretch) -> str:
        """The ladder and what went on on it."""
        return (
            f"parallel_tempering: {len(self.betas)} rungs, exchanges refused {stretch.refused.max():.0%} at most, "
            f"barrier {float(stretch.refused.sum()):.1f}; {stretch.trips.count:,} round trips of {self.recipe.chains} "
            f"chains in {stretch.rounds:,} rounds"
        )
