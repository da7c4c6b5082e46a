"""Exchanges between rungs of a ladder of temperatures, how the ladder is tuned, and what rungs say of log Z."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .lazy import torch

if TYPE_CHECKING:
    from torch import Tensor

    from .random import Chance

Floats = NDArray[np.float64]


def log_ratios(gaps: Tensor, betas: Tensor) -> Tensor:
    """Log ratio of exchanging the texts of each rung and the next: (b' - b) · (gap - gap'). [rungs - 1, chains]

    `gaps` [rungs, chains] is log pi - log s. What the program forbids goes down to rung 0 and never up again.
    """
    return betas.diff()[:, None] * (gaps[:-1] - gaps[1:])


def exchange(chance: Chance, gaps: Tensor, betas: Tensor, parity: int) -> Tensor:
    """The row that each row takes its text from, rows being rung by rung. [rungs · chains]

    Rungs of one parity each try to exchange with the next one; parities take turns, so that texts keep on going in one
    direction (non-reversible: Okabe et al. 2001; Syed, Bouchard-Côté, Deligiannidis and Doucet 2022).
    """
    rungs, chains = gaps.shape
    rung = torch.arange(rungs, device=gaps.device)
    ratios = torch.full_like(gaps, -math.inf)
    ratios[:-1] = log_ratios(gaps, betas)
    ratios = torch.where((rung % 2 == parity)[:, None], ratios, -math.inf)
    up = chance.accept(ratios.flatten()).view(rungs, chains).long()
    down = torch.nn.functional.pad(up[:-1], (0, 0, 1, 0))
    own = torch.arange(rungs * chains, device=gaps.device).view(rungs, chains)
    return (own + (up - down) * chains).flatten()


def rejections(gaps: Tensor, betas: Tensor) -> Tensor:
    """How often an exchange between neighbours would be refused, on average over chains. [rungs - 1]"""
    return (1.0 - log_ratios(gaps, betas).nan_to_num(nan=-math.inf).exp().clamp(max=1.0)).mean(1)


def tuned(betas: Floats, refused: Floats, rungs: int) -> Floats:
    """Betas with equal refusal between neighbours: equal steps of the communication barrier (Syed et al. 2022).

    The barrier up to a beta is the sum of the refusals below it; it is taken as linear between old rungs.
    """
    barrier = np.concatenate([[0.0], np.cumsum(np.maximum(refused, 1e-6))])
    found = np.interp(np.linspace(0.0, barrier[-1], rungs), barrier, betas)
    found[0], found[-1] = betas[0], betas[-1]
    return np.asarray(found)


class Trips:
    """Journeys of texts between the ends of the ladder: which end each was at last, and full ways there and back."""

    def __init__(self, rungs: int, chains: int, device: torch.device) -> None:
        self.shape = (rungs, chains)
        self._last = torch.zeros(self.shape, dtype=torch.int64, device=device)  # 0 neither, 1 hot, 2 cold
        self._count = torch.zeros(chains, dtype=torch.int64, device=device)

    def follow(self, source: Tensor) -> None:
        """The texts have moved as `exchange` says."""
        last = self._last.flatten()[source].view(self.shape)
        self._count += last[0] == 2
        last[0] = 1
        last[-1] = torch.where(last[-1] == 1, 2, last[-1])
        self._last = last

    def saved(self) -> Any:
        """The ends that texts were at, and the full ways."""
        return [self._last, self._count]

    def restore(self, found: Any) -> None:
        """Take what was saved."""
        self._last, self._count = found

    @property
    def count(self) -> int:
        """Ways from the hot end to the cold one and back again, of all chains."""
        return int(self._count.sum())


def stepping(gaps: Floats, betas: Floats) -> tuple[float, float | None]:
    """log Z of the last rung's law relative to the first one's, and its standard error.

    `gaps` [rounds, rungs, chains]. The ratio between neighbours is Bennett's from both sides (Bennett 1976; Shirts and
    Chodera 2008 for many); the error is the jackknife over chains, which do not depend on one another.
    """
    rungs, chains = gaps.shape[1:]
    whole = sum(_bennett(gaps[:, k], gaps[:, k + 1], betas[k + 1] - betas[k]) for k in range(rungs - 1))
    if chains < 2:
        return whole, None
    left = [np.delete(gaps, chain, 2) for chain in range(chains)]
    parts = np.array(
        [sum(_bennett(one[:, k], one[:, k + 1], betas[k + 1] - betas[k]) for k in range(rungs - 1)) for one in left]
    )
    error = math.sqrt((chains - 1) / chains * float(((parts - parts.mean()) ** 2).sum()))
    return whole, error


def _bennett(low: Floats, high: Floats, step: float) -> float:
    """log Z(high) - log Z(low) of neighbours, by as many gaps of each: the root of Bennett's equation, by bisection.

    Sum over low of f(step · gap - c) = sum over high of f(c - step · gap), f the logistic function.
    """
    up, down = step * low.ravel(), step * high.ravel()
    ends = np.concatenate([up[np.isfinite(up)], down[np.isfinite(down)]])
    if not len(ends):
        return -math.inf
    a, b = float(ends.min()) - 40.0, float(ends.max()) + 40.0
    with np.errstate(over="ignore"):
        for _ in range(60):
            c = (a + b) / 2
            more = (1.0 / (1.0 + np.exp(c - up))).sum() > (1.0 / (1.0 + np.exp(down - c))).sum()
            a, b = (c, b) if more else (a, c)
    return (a + b) / 2
