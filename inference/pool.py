"""Draws of one law under several multipliers, put together: what they say of the law under any others.

Every stage's draws count, each with the weight that the mixture of all stages gives it; the stages' log Z are those
that agree with each other (Geyer 1994; Shirts and Chodera 2008).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .batches import Drawn, batched
from .dual import Means

Floats = NDArray[np.float64]

KEPT = 16  # stages; of more, the first and the latest
ROUNDS, CLOSE = 200, 1e-6  # of the stages' log Z


class Pool:
    """Stages: multipliers [values] and the draws under them. log Z is relative to the first, at multipliers 0."""

    def __init__(self) -> None:
        self.stages: list[tuple[Floats, Drawn]] = []
        self._logs: Floats = np.zeros(0)  # [stages]

    def add(self, multipliers: Floats, found: Drawn) -> None:
        """Take a stage, and forget one where there are too many."""
        log_z = self.law(multipliers).log_z if self.stages else 0.0
        self.stages.append((multipliers, found))
        self._logs = np.append(self._logs, log_z)
        if len(self.stages) > KEPT:
            del self.stages[1]
            self._logs = np.delete(self._logs, 1)
        self._gather()

    def _gather(self) -> None:
        """All draws with their weights against the mixture of all stages."""
        self.values = np.concatenate([one.values for _, one in self.stages])
        self.batch = np.concatenate([one.batch for _, one in self.stages])
        counts = np.array([one.effective for _, one in self.stages])
        with np.errstate(divide="ignore"):
            own = np.concatenate([np.log(n * one.weights) for n, (_, one) in zip(counts, self.stages, strict=True)])
        rows, back = np.unique(self.values, axis=0, return_inverse=True)
        back = back.reshape(-1)
        mass = np.bincount(back, np.exp(own), minlength=len(rows))  # alike draws are one
        tilts = rows @ np.stack([at for at, _ in self.stages]).T + np.log(np.maximum(counts, 1e-300))  # [rows, stages]
        logs = self._logs
        with np.errstate(divide="ignore"):
            for _ in range(ROUNDS):
                mixed = np.log(mass) - _logsum(tilts - logs)  # [rows]
                again = _logsum((tilts - np.log(np.maximum(counts, 1e-300)) + mixed[:, None]).T)
                again -= again[0]
                moved, logs = float(np.abs(again - logs).max()), again
                if moved < CLOSE:
                    break
            self._logs = logs
            self.log_weights = own - _logsum(tilts - logs)[back]

    def weights(self, multipliers: Floats) -> Floats:
        """The weight of each draw under multipliers, in sum 1. [draws]"""
        logs = self.log_weights + self.values @ multipliers
        found = np.exp(logs - logs.max())
        return np.asarray(found / found.sum())

    def effective(self, multipliers: Floats) -> float:
        """How many draws those weights are worth."""
        return float(1.0 / (self.weights(multipliers) ** 2).sum())

    def law(self, multipliers: Floats) -> Means:
        """What all draws say of the law under multipliers."""
        logs = self.log_weights + self.values @ multipliers
        peak = float(logs.max())
        weights = np.exp(logs - peak)
        total = float(weights.sum())
        mean = weights @ self.values / total
        centred = self.values - mean
        return Means(peak + float(np.log(total)), mean, (centred * (weights / total)[:, None]).T @ centred)

    def error(self, multipliers: Floats) -> Floats:
        """The covariance of the means under multipliers, from batches that are one from stage to stage."""
        weights, mean = self.weights(multipliers), self.law(multipliers).mean
        return batched(weights[:, None] * (self.values - mean), self.batch)


def _logsum(logs: Floats) -> Floats:
    """Log of the sum of exponentials over the last axis."""
    peak = logs.max(-1, keepdims=True)
    peak = np.where(np.isfinite(peak), peak, 0.0)
    return np.asarray(np.log(np.exp(logs - peak).sum(-1)) + peak[..., 0])


__all__ = ["Pool"]
