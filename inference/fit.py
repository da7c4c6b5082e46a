"""Multipliers of moments found by sampling, stage by stage, and how well they are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .batches import Drawn, drawn
from .checkpoint import Earlier
from .dual import LONGEST, Bounds, Solution, solve, spread_of
from .moment import Moment
from .pool import Pool
from .random import philox
from .samplers.auto import Auto
from .texts import Texts
from .tilt import Tilting

if TYPE_CHECKING:
    from .chains import Watch
    from .run import Run
    from .sampler import Recipe, Sampler

Floats = NDArray[np.float64]

ITERATIONS = 20
TRUST = 0.25  # of a stage's draws must be effective under the multipliers of the next
LOST = 4  # stages one after the other whose draws have no multipliers for the means: there may be none at all
BLIND = 2.0  # how far a multiplier goes where the value was the same in every draw
SHARE_OF_BAND = 5.0  # the standard error of a mean in the fit is at most this part of what `within` allows
ENOUGH = 4  # stages whose last step was within its error, where the draws of one cannot tell the mean that well
SHARE_OF_WARMUP = 5  # of the recipe's warm-up before the draws of a stage that goes on where the last one stopped
DEFAULT_BAND = 0.1  # of a value's standard deviation: `within` where none is written


@dataclass(frozen=True)
class Tilt:
    """How multipliers are looked for: at most `iterations` stages, each going `rate` of the way to the best guess.

    `draws` is how many each chain gives to a stage; 0: as many as the recipe says.
    """

    iterations: int = ITERATIONS
    rate: float = 1.0
    draws: int = 0

    def __post_init__(self) -> None:
        if self.iterations < 1:
            raise ValueError(f"iterations is {self.iterations}; it is 1 or more")
        if self.draws < 0:
            raise ValueError(f"draws is {self.draws}; it is 1 or more")
        if not 0.0 < self.rate <= 1.0:
            raise ValueError(f"rate is {self.rate:g}; it is above 0 and at most 1")


@dataclass(frozen=True, eq=False)
class Fit:
    """Multipliers of moments [moments], their covariance, and the means and deviations of the values under them.

    `log_ratio` is log Z of the tilted law over that of the plain one. `stages` is 0 where nothing was sampled.
    """

    moments: tuple[Moment, ...]
    multipliers: Floats
    covariance: Floats
    means: Floats
    deviations: Floats
    log_ratio: float
    stages: int = 0
    settled: bool = True
    method: str = "sampling"

    @property
    def errors(self) -> Floats:
        """The standard error of each multiplier, 0 of one that was not sampled."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    @property
    def divergence(self) -> float:
        """The Kullback-Leibler divergence of the tilted law from the plain one, in nats."""
        return max(0.0, float(self.multipliers @ self.means) - self.log_ratio)


def values_of(tilting: Tilting, run: Run) -> Floats:
    """The values in each draw of a run. [chains, draws, moments]"""
    flat = Texts(run.texts.units.flatten(0, 1), run.texts.length.flatten())
    found = tilting.values(flat) if len(flat.length) else np.zeros((0, len(tilting.moments)))
    return found.reshape(run.chains, run.draws, len(tilting.moments))


def bands(moments: tuple[Moment, ...], deviation: Floats) -> Floats:
    """What `within` allows, a tenth of the value's standard deviation where it is not written. [moments]"""
    pairs = zip(moments, deviation.tolist(), strict=True)
    return np.array([DEFAULT_BAND * d if one.within is None else one.within for one, d in pairs])


def fit(
    tilting: Tilting, sampler: Sampler, recipe: Recipe, tilt: Tilt, watch: Watch | None = None,
    earlier: Earlier | None = None,
) -> Staged:  # fmt: skip
    """The multipliers under which the means of the sampler's draws are as wanted. Raises what the sampler raises.

    Each stage draws under the best multipliers so far; all stages together say what the law is under others (`pool`),
    and the next multipliers solve the dual on that, no farther than a quarter of a stage's draws stay effective. It
    ends where the last step is within its own error and every mean is known well enough, or after some such stages,
    or after `iterations`. Stages that are over already (`earlier`) are not sampled again.
    """
    work, earlier = Staged(tilting, tilt), earlier or Earlier(None)
    while not work.done:
        stage = replace(recipe, seed=seed_of(recipe.seed, work.number), draws=tilt.draws or recipe.draws, stop=None)
        graph = tilting.graph(work.at)
        chosen = sampler.chosen(graph) if isinstance(sampler, Auto) else sampler
        if "start" in chosen.follows and work.last is not None:
            stage = replace(stage, start=work.last, warmup=recipe.warmup // SHARE_OF_WARMUP, schedule=None)
        if work.number == len(earlier.runs):
            earlier.add(sampler.sample(graph, replace(stage, checkpoint=earlier.next(last=False)), watch))
        run = earlier.runs[work.number]
        work.take(run, drawn(run, values_of(tilting, run)))
        if "start" in chosen.follows and run.draws:
            device = graph.device
            work.last = Texts(run.texts.units[:, -1].to(device), run.texts.length[:, -1].to(device))
    return work


class Staged:
    """A fit under way: the stages so far, and the multipliers to go on with."""

    def __init__(self, tilting: Tilting, tilt: Tilt) -> None:
        self.moments, self.tilt, self.pool = tilting.moments, tilt, Pool()
        self.at: Floats = np.zeros(len(self.moments))
        self.best = self.at
        self.number = 0
        self.last: Texts | None = None
        self.run: Run | None = None
        self.settled = self.done = False
        self._lost = self._calm = 0

    def take(self, run: Run, found: Drawn) -> None:
        """The draws of a stage."""
        self.run, self.number = run, self.number + 1
        if run.interrupted or not len(found.values):
            self.done = True
            return
        self.pool.add(self.at, found)
        self._step(found)
        self.done = self.settled or self._lost >= LOST or self.number >= self.tilt.iterations

    def _step(self, found: Drawn) -> None:
        """The next multipliers: as the dual says, as far as the draws can be trusted for it."""
        low, high = (np.array([getattr(one, end) for one in self.moments]) for end in ("low", "high"))
        bounds = Bounds(low, high, spread_of(self.pool.values))
        mean = self.pool.law(self.at).mean
        unseen = (np.ptp(self.pool.values, axis=0) == 0) & (np.clip(mean, low, high) != mean)
        if unseen.any():
            scale = BLIND / np.maximum(1.0, np.abs(mean))
            self.best = self.at = self.at + np.where(unseen, np.sign(np.clip(mean, low, high) - mean) * scale, 0.0)
            return
        solution = solve(self.pool.law, bounds, self.at)
        size = self._trusted(solution.multipliers, TRUST * found.effective)
        step = size * (solution.multipliers - self.at)
        self._lost = 0 if solution.settled or size < 1.0 else self._lost + 1
        if not solution.settled:  # it leads away for ever, at least in these draws
            step *= min(1.0, LONGEST / max(float((np.abs(step) * bounds.spread).max()), 1e-300))
        near = size == 1.0 and solution.settled
        self.settled = self._known(solution) if near else False
        self._calm = self._calm if near else 0
        self.best = self.at + step
        self.at = self.best if self.settled else self.at + self.tilt.rate * step

    def _trusted(self, wanted: Floats, least: float) -> float:
        """How much of the way to `wanted` can be gone at once."""
        if self.pool.effective(wanted) >= least:
            return 1.0
        low, high = 0.0, 1.0
        for _ in range(30):
            size = (low + high) / 2
            enough = self.pool.effective(self.at + size * (wanted - self.at)) >= least
            low, high = (size, high) if enough else (low, size)
        return low

    def _known(self, solution: Solution) -> bool:
        """Whether the last step is within its error, and the means are known as well as the band asks for."""
        at, error = solution.multipliers, np.sqrt(np.diag(self.pool.error(solution.multipliers)))
        small = np.abs(at - self.at) <= 2.0 * self._errors(at)
        means = solution.means
        band = bands(self.moments, np.sqrt(np.diag(means.covariance)))
        beyond = np.array([one.beyond(mean) for one, mean in zip(self.moments, means.mean.tolist(), strict=True)])
        fine = (SHARE_OF_BAND * error <= band) | ((at == 0) & (beyond + 2.0 * error <= 0.5 * band))
        self._calm = self._calm + 1 if (small | (at == self.at)).all() else 0
        return self._calm > 0 and (bool(fine.all()) or self._calm >= ENOUGH)

    def _errors(self, at: Floats) -> Floats:
        return np.sqrt(np.maximum(np.diag(sandwich(self.pool, at)), 0.0))

    @property
    def fit(self) -> Fit:
        """What is known by now."""
        if not self.pool.stages:
            nothing = np.full(len(self.moments), np.nan)
            return Fit(self.moments, self.at, np.zeros((len(self.at),) * 2), nothing, nothing, 0.0, self.number, False)
        law = self.pool.law(self.best)
        spread, found = np.sqrt(np.diag(law.covariance)), sandwich(self.pool, self.best)
        return Fit(self.moments, self.best, found, law.mean, spread, law.log_z, self.number, self._calm > 0)


def sandwich(pool: Pool, at: Floats) -> Floats:
    """The covariance of multipliers: H^-1 S H^-1, H the covariance of the values, S that of their means.

    One that stays 0 has none.
    """
    found = np.zeros((len(at), len(at)))
    active = np.ix_(at != 0, at != 0)
    if (at != 0).any():
        inverse = np.linalg.pinv(pool.law(at).covariance[active], rcond=1e-9, hermitian=True)
        found[active] = inverse @ pool.error(at)[active] @ inverse
    return found


def seed_of(seed: int, stage: int) -> int:
    """The seed of a stage's draws: none of them is of the run that is printed."""
    high, low, _, _ = philox((stage + 1, 0, 0x7117, 0), (seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF))
    return (high << 16) | (low & 0xFFFF)


__all__ = ["Fit", "Tilt", "bands", "fit", "sandwich", "seed_of", "values_of"]
