"""Multipliers of moments without sampling: from every text of a program, or from log Z of its automaton."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .dual import Bounds, Means, of_values, solve, spread_of
from .exact import Exact, TooManyTexts, enumerated
from .exact import solve as solved
from .fit import Fit
from .run import NoText
from .tilt import Tilting

if TYPE_CHECKING:
    from .graph import FactorGraph

Floats = NDArray[np.float64]

QUICK_CELLS = 300_000  # contexts times states of a surrogate that is solved some hundred times, in a moment
MOST_CELLS = 20_000_000  # the same with patience; beyond, sums in single precision are no ground for differences
FEW = 5_000  # texts that are listed although an automaton solves them: that is faster
STEP = 0.005  # of differences, in standard deviations of the value
CLOSE = 3e-10  # of a mean that differences give, in standard deviations
FIVE = np.array([1.0, -8.0, 0.0, 8.0, -1.0]) / 12.0  # first derivative of five values, at steps -2 to 2
SECOND = np.array([-1.0, 16.0, -30.0, 16.0, -1.0]) / 12.0


class NoLaw(ValueError):
    """No weights give all the means at once."""


def fit_quickly(tilting: Tilting) -> Fit | None:
    """The same where that is a matter of moments, else None. Raises NoText, NoLaw."""
    try:
        return fit_exactly(tilting, QUICK_CELLS)
    except TooManyTexts:
        return None


def fit_exactly(tilting: Tilting, most: int = MOST_CELLS) -> Fit:
    """The multipliers to 9 digits and more. Raises NoText, NoLaw, and TooManyTexts where no exact method solves the
    program, or its surrogate has more than `most` cells."""
    plain = tilting.graph(np.zeros(len(tilting.moments)))
    found = solved(plain, few=0)
    if found.log_z == -math.inf:
        raise NoText("every text that meets the requirements has probability 0")
    if found.method == "enumeration" or (found.count is not None and found.count <= FEW):
        return listed(tilting, plain)
    cells = sum(one.surrogate.cells for one in plain.parts)
    if cells > most:
        raise TooManyTexts(f"`expect` needs its automaton solved many times, and it has {cells:,} cells of {most:,}")
    return differentiated(tilting, found)


def listed(tilting: Tilting, plain: FactorGraph) -> Fit:
    """From the values of every text."""
    texts, scores = enumerated(plain)
    values = tilting.values(texts)
    good = np.isfinite(values).all(1)
    if not good.any():
        raise NoText("no text has all the values whose means are held")
    values, logs = values[good], scores.cpu().numpy()[good]
    bounds = bounds_of(tilting, spread_of(values))
    law = of_values(values, logs)
    solution = solve(law, bounds, np.zeros(values.shape[1]))
    if not solution.settled:
        raise unreachable(tilting, solution.means.mean)
    return _fit(tilting, solution.multipliers, solution.means, law(0.0 * solution.multipliers).log_z, "enumeration")


def differentiated(tilting: Tilting, found: Exact) -> Fit:
    """From derivatives of log Z: means are its first ones, covariances its second ones."""
    law = Differences(tilting)
    first = law(np.zeros(len(tilting.moments)))
    deviation = np.sqrt(np.maximum(np.diag(first.covariance), 0.0))
    law.steps = STEP / np.where(deviation > 1e-6, deviation, 1.0)
    solution = solve(law, bounds_of(tilting, np.where(deviation > 1e-6, deviation, 1.0)), 0.0 * deviation, CLOSE)
    if not solution.settled:
        raise unreachable(tilting, solution.means.mean)
    return _fit(tilting, solution.multipliers, solution.means, found.log_z, "automaton")


class Differences:
    """The means of a law from log Z at multipliers around it: five points a value, four a pair."""

    def __init__(self, tilting: Tilting) -> None:
        self.tilting = tilting
        self.steps: Floats = np.full(len(tilting.moments), STEP)
        self._known: dict[bytes, float] = {}

    def log_z(self, multipliers: Floats) -> float:
        """log Z, remembered."""
        key = multipliers.tobytes()
        if key not in self._known:
            self._known[key] = solved(self.tilting.graph(multipliers), few=0).log_z
        return self._known[key]

    def __call__(self, at: Floats) -> Means:
        size = len(at)
        mean, covariance, centre = np.zeros(size), np.zeros((size, size)), self.log_z(at)
        for k in range(size):
            points = [at + (np.arange(size) == k) * (turn * self.steps[k]) for turn in (-2, -1, 0, 1, 2)]
            row = np.array([self.log_z(point) - centre for point in points])
            mean[k] = FIVE @ row / self.steps[k]
            covariance[k, k] = max(SECOND @ row, 0.0) / self.steps[k] ** 2
        for k in range(size):
            for other in range(k):
                covariance[k, other] = covariance[other, k] = self._mixed(at, k, other)
        return Means(centre, mean, covariance)

    def _mixed(self, at: Floats, k: int, other: int) -> float:
        """The covariance of two values."""
        one = (np.arange(len(at)) == k) * 4 * self.steps[k]
        two = (np.arange(len(at)) == other) * 4 * self.steps[other]
        corners = (self.log_z(at + a * one + b * two) * a * b for a in (1, -1) for b in (1, -1))
        return float(sum(corners) / (4 * one[k] * two[other]))


def bounds_of(tilting: Tilting, spread: Floats) -> Bounds:
    """The intervals of the moments."""
    low, high = (np.array([getattr(one, end) for one in tilting.moments]) for end in ("low", "high"))
    return Bounds(low, high, spread)


def unreachable(tilting: Tilting, mean: Floats) -> NoLaw:
    """The error of means that no weights give, with those that are nearest in sight."""
    pairs = zip(tilting.moments, mean.tolist(), strict=True)
    near = ", ".join(f"{one.name} = {one.shown(value)} (wanted {one.wanted})" for one, value in pairs)
    return NoLaw(f"no weights give these means at once; as far as they go: {near}")


def _fit(tilting: Tilting, multipliers: Floats, means: Means, log_z: float, method: str) -> Fit:
    nothing = np.zeros((len(multipliers),) * 2)
    spread = np.sqrt(np.maximum(np.diag(means.covariance), 0.0))
    return Fit(tilting.moments, multipliers, nothing, means.mean, spread, means.log_z - log_z, method=method)


__all__ = ["NoLaw", "differentiated", "fit_exactly", "fit_quickly", "listed"]
