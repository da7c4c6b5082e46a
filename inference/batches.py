"""Means of values over a run's draws, and their covariance from batches: chains, or stretches of them.

Batch means allow for autocorrelation as far as a batch is longer than it (Geyer 1992, section 3.2; for weighted draws
the same of ratios).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .picks import kept

if TYPE_CHECKING:
    from .run import Run

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST = 32  # batches: fewer say little of an error


@dataclass(frozen=True, eq=False)
class Drawn:
    """Values of draws that count: `values` [draws, values], `weights` [draws] that sum to 1, `batch` [draws]."""

    values: Floats
    weights: Floats
    batch: Ints

    @property
    def effective(self) -> float:
        """The draws' effective number by their weights (Kong 1992)."""
        return float(1.0 / (self.weights**2).sum()) if len(self.weights) else 0.0

    def mean(self) -> Floats:
        """The means. [values]"""
        return np.asarray(self.weights @ self.values)

    def covariance(self) -> Floats:
        """The covariance of the means, from how batches differ. [values, values]"""
        return batched(self.weights[:, None] * (self.values - self.mean()), self.batch)


def batched(influence: Floats, batch: Ints) -> Floats:
    """The covariance of a sum of influences [draws, values] that is independent from batch to batch."""
    names, number = np.unique(batch, return_inverse=True)
    sums = np.zeros((len(names), influence.shape[1]))
    np.add.at(sums, number, influence)
    return np.asarray(sums.T @ sums * len(names) / max(len(names) - 1, 1))


def drawn(run: Run, values: Floats) -> Drawn:
    """The draws of a run that count, with values [chains, draws, values]; those without a value are left out."""
    chains, draws = values.shape[:2]
    good = kept(run).numpy() & np.isfinite(values).all(2)
    logs = np.zeros((chains, draws)) if run.log_weights is None else run.log_weights.double().numpy()
    logs = np.where(good, logs, -np.inf)
    good &= np.isfinite(logs)
    parts = max(1, min(draws, -(-LEAST // max(chains, 1)))) if run.lineages is None else 1  # a population is whole
    stretch = np.minimum(np.arange(draws) * parts // max(draws, 1), parts - 1)
    batch = np.arange(chains)[:, None] * parts + stretch
    weights = np.exp(logs - logs.max(initial=-np.inf)) if good.any() else np.zeros_like(logs)
    return Drawn(values[good], weights[good] / max(weights[good].sum(), 1e-300), batch[good])


__all__ = ["Drawn", "batched", "drawn"]
