"""How heavy the tail of importance weights is: Pareto-k."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

GOOD_K = 0.7  # above it, estimates from the weights are not to be trusted
FEWEST = 5  # weights in the tail


def pareto_k(log_weights: NDArray[np.float64]) -> float | None:
    """The shape of the generalised Pareto law of the largest weights; None where there are too few.

    Vehtari, Simpson, Gelman, Yao and Gabry 2024, fitted as by Zhang and Stephens 2009.
    """
    finite = np.sort(log_weights[np.isfinite(log_weights)])
    tail = int(min(0.2 * len(finite), 3.0 * math.sqrt(len(finite))))
    if tail < FEWEST:
        return None
    weights = np.exp(finite - finite[-1])
    excess = weights[-tail:] - weights[-tail - 1]
    excess = excess[excess > 1e-12]
    return _shape(excess) if len(excess) >= FEWEST else -math.inf


def _shape(excess: NDArray[np.float64]) -> float:
    """The posterior mean of the shape over a grid of the other parameter, with the weak prior of that paper."""
    count = len(excess)
    grid = 30 + int(math.sqrt(count))
    quartile = excess[int(count / 4 + 0.5) - 1]
    theta = 1.0 / excess[-1] + (1.0 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))) / (3.0 * quartile)
    shape = np.log1p(-theta[:, None] * excess).mean(1)
    likelihood = count * (np.log(-theta / shape) - shape - 1.0)
    weight = 1.0 / np.exp(likelihood - likelihood[:, None]).sum(1)
    best = float((theta * weight).sum() / weight.sum())
    fitted = float(np.log1p(-best * excess).mean())
    return (fitted * count + 0.5 * 10) / (count + 10)
