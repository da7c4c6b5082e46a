"""What weighted draws say of a statistic: its mean, the error of that, and whether groups of populations agree.

Populations that were drawn apart are independent of one another, draws of one population are not, so errors come from
how populations differ (batch means of a ratio). R-hat is the nested one of Margossian, Hoffman, Sountsov, Riou-Durand,
Vehtari and Gelman (2024), the square root of 1 + B / W, for GROUPS groups of populations, each with its own weights: B
the variance of the groups' means, W the mean of the variances within groups.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .batches import Drawn
from .diagnostics import GOOD_ESS, Statistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .run import Run

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]

GROUPS = 4
GOOD_RHAT = 1.05  # at 400 effective draws a group has 100 and R-hat is 1.005 in the mean, over 1.02 once in a hundred
FEWEST = 2 * GROUPS  # populations, or draws that are independent of one another, for errors and R-hat


class Weighted:
    """The draws of a weighted run that have weight, and which of them belong to one population."""

    def __init__(self, run: Run) -> None:
        assert run.log_weights is not None
        logs = np.where(run.possible.numpy(), run.log_weights.double().numpy(), -np.inf)
        self._good = np.isfinite(logs)
        self.weights: Array = np.exp(logs[self._good] - logs[self._good].max(initial=-np.inf))
        self.weights /= max(float(self.weights.sum()), 1e-300)
        chain = np.arange(logs.shape[0])[:, None] * np.ones_like(logs)
        population = chain if run.lineages is not None else np.arange(logs.size).reshape(logs.shape)
        self.population: Ints = population[self._good].astype(np.int64)
        self.populations = int(logs.shape[0] if run.lineages is not None else logs.size)
        self._most = float(len(self.weights) if run.lineages is None else run.lineages)
        self._group: Ints = self.population * GROUPS // max(self.populations, 1)

    def measure(self, name: str, values: Array) -> Statistic:
        """The diagnostics of one statistic [chains, draws]."""
        here = np.asarray(values, dtype=np.float64)[self._good]
        if not len(here) or not np.isfinite(here).all():
            return Statistic(name, None, None, kind="weighted")
        mean = float(self.weights @ here)
        deviation = math.sqrt(float(self.weights @ (here - mean) ** 2))
        if np.ptp(here) <= 1e-9 * max(1.0, abs(mean)):
            return Statistic(name, mean, 0.0, constant=True, kind="weighted")
        if self.populations < FEWEST:
            return Statistic(name, mean, deviation, kind="weighted")
        bulk = self._effective(here)
        tail = min(self._effective((here <= cut).astype(np.float64)) for cut in self._quantiles(here))
        error = deviation / math.sqrt(bulk)
        return Statistic(name, mean, deviation, False, self._rhat(here), bulk, tail, error, kind="weighted")

    def _effective(self, values: Array) -> float:
        """How many independent draws would have the error that the mean has: at most all, and one a lineage."""
        variance = float(self.weights @ (values - self.weights @ values) ** 2)
        error = float(Drawn(values[:, None], self.weights, self.population).covariance()[0, 0])
        return min(variance / error, self._most) if error > 0.0 else self._most

    def _quantiles(self, values: Array) -> tuple[float, float]:
        """The 5 % and the 95 % quantile."""
        order = np.argsort(values, kind="stable")
        mass = np.cumsum(self.weights[order])
        low, high = np.searchsorted(mass, (0.05, 0.95)).clip(max=len(values) - 1)
        return float(values[order[low]]), float(values[order[high]])

    def _rhat(self, values: Array) -> float:
        """Nested R-hat; infinite where a group has no weight, or only the groups differ."""
        size = np.bincount(self._group, self.weights, GROUPS)
        if not (size > 0.0).all():
            return math.inf
        mean = np.bincount(self._group, self.weights * values, GROUPS) / size
        within = np.bincount(self._group, self.weights * (values - mean[self._group]) ** 2, GROUPS) / size
        between, level = float(mean.var(ddof=1)), float(within.mean())
        if level == 0.0:
            return math.inf if between > 0.0 else 1.0
        return math.sqrt(1.0 + between / level)


def shortcoming(statistics: Sequence[Statistic], worth: float) -> str:
    """What the draws say least about, if not enough: by their weights, which are `worth` so many draws, or of a
    statistic that populations know worse; nothing where all is well."""
    moving = [one for one in statistics if one.bulk is not None and one.rhat is not None]
    known = [(one.bulk or 0.0, f"of {one.name}") for one in moving]
    least, what = min([(worth, "by their weights"), *known], key=lambda pair: pair[0])
    if least < GOOD_ESS:
        return f"{least:.0f} effective draws {what}, {GOOD_ESS:.0f} needed; draw more"
    apart = max(moving, key=lambda one: one.rhat or 0.0, default=None)
    if apart is not None and apart.rhat is not None and apart.rhat >= GOOD_RHAT:
        return f"the populations disagree on {apart.name} (R-hat {min(apart.rhat, 1000.0):.2f}); draw more"
    return ""


__all__ = ["FEWEST", "GROUPS", "Weighted", "shortcoming"]
