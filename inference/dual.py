"""The multipliers of moments: the least of a convex function, found by Newton's method.

With Z(m) the sum of p(x) exp(m·g(x)), the dual log Z(m) - sum of m_k low_k where m_k > 0 and m_k high_k where m_k < 0
is convex, and its least point has every mean inside its interval, at an end wherever the multiplier is not 0
(exponential families: Wainwright and Jordan 2008, section 3.6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_STEPS = 200
LARGEST = 200.0  # multiplier times spread of the value: beyond it, no law in sight has the mean
LONGEST = 4.0  # of one step, in the same unit: odds change by e^4 at most
RIDGE = 1e-10


@dataclass(frozen=True, eq=False)
class Means:
    """What a law says of the values: log Z, their means [values] and covariances [values, values]."""

    log_z: float
    mean: Floats
    covariance: Floats


@dataclass(frozen=True, eq=False)
class Bounds:
    """The intervals of the means, and how much each value varies at all. [values] each"""

    low: Floats
    high: Floats
    spread: Floats

    def target(self, multipliers: Floats, mean: Floats) -> Floats:
        """Where each mean has to go: the end that its multiplier pulls to; with multiplier 0 the nearest point."""
        nearest = np.clip(mean, self.low, self.high)
        return np.where(multipliers > 0, self.low, np.where(multipliers < 0, self.high, nearest))

    def support(self, multipliers: Floats) -> float:
        """The linear part of the dual."""
        ends = np.where(multipliers > 0, self.low, np.where(multipliers < 0, self.high, 0.0))
        return float((np.where(multipliers == 0, 0.0, multipliers) * ends).sum())

    def clipped(self, multipliers: Floats, before: Floats, pull: Floats) -> Floats:
        """Multipliers that stay on the side they are on, or leave 0 to where they are pulled; others become 0."""
        side = np.where(before != 0, np.sign(before), np.sign(pull))
        wrong = (self.low != self.high) & (multipliers * side < 0)
        return np.where(wrong, 0.0, multipliers)


@dataclass(frozen=True, eq=False)
class Solution:
    """Multipliers [values] with the law's means there. `settled`: every mean is where it has to be."""

    multipliers: Floats
    means: Means
    settled: bool


def solve(law: Callable[[Floats], Means], bounds: Bounds, start: Floats, tolerance: float = 1e-11) -> Solution:
    """The multipliers whose law has the means: damped Newton steps on those that are not 0 or ought not to be.

    `tolerance` is relative to the spread of each value. Not settled where the steps lead away for ever, as they do
    where no law has the means.
    """
    at, means = start.copy(), law(start)
    value = means.log_z - bounds.support(at)
    for _ in range(MOST_STEPS):
        gap = bounds.target(at, means.mean) - means.mean
        if (np.abs(gap) <= tolerance * bounds.spread).all():
            return Solution(at, means, True)
        if (np.abs(at) * bounds.spread > LARGEST).any():
            break
        step = _step(gap, at, means, bounds)
        found = _search(law, bounds, at, step, gap, value)
        if found is None:
            break
        at, means, value = found
    gap = bounds.target(at, means.mean) - means.mean
    return Solution(at, means, bool((np.abs(gap) <= 1e3 * tolerance * bounds.spread).all()))


def _step(gap: Floats, at: Floats, means: Means, bounds: Bounds) -> Floats:
    """The Newton step, 0 where a multiplier stays 0; no longer than the model of the dual can be trusted."""
    active = (at != 0) | (gap != 0)
    scale = 1.0 / np.where(bounds.spread > 0, bounds.spread, 1.0)
    inner = (means.covariance * np.outer(scale, scale))[np.ix_(active, active)]
    step = np.zeros(len(gap))
    ridge = RIDGE * np.eye(int(active.sum()))
    step[active] = np.linalg.solve(inner + ridge, (gap * scale)[active]) * scale[active]
    longest = float((np.abs(step) * bounds.spread).max(initial=0.0))
    return step * min(1.0, LONGEST / longest) if longest > 0 else step


def _search(
    law: Callable[[Floats], Means], bounds: Bounds, at: Floats, step: Floats, gap: Floats, value: float
) -> tuple[Floats, Means, float] | None:
    """The first of ever shorter steps that lowers the dual; None where none does."""
    size = 1.0
    while size > 1e-9:
        tried = bounds.clipped(at + size * step, at, gap)
        means = law(tried)
        found = means.log_z - bounds.support(tried)
        slope = float((gap * (tried - at)).sum())
        if np.isfinite(found) and found <= value - 1e-4 * slope + 1e-13 * max(1.0, abs(value)):
            return None if np.array_equal(tried, at) else (tried, means, found)
        size /= 2
    return None


def of_values(values: Floats, log_weights: Floats) -> Callable[[Floats], Means]:
    """The law of listed texts with values [texts, values] and log weights [texts], under multipliers."""

    def law(multipliers: Floats) -> Means:
        logs = log_weights + values @ multipliers
        peak = logs.max()
        weights = np.exp(logs - peak)
        total = weights.sum()
        mean = weights @ values / total
        centred = values - mean
        return Means(float(peak + np.log(total)), mean, (centred * (weights / total)[:, None]).T @ centred)

    return law


def spread_of(values: Floats) -> Floats:
    """The difference of the largest and the smallest of each value, 1 where there is none. [values]"""
    found = np.ptp(values, axis=0) if len(values) else np.ones(values.shape[1])
    return np.where(found > 0, found, 1.0)


__all__ = ["Bounds", "Means", "Solution", "of_values", "solve", "spread_of"]
