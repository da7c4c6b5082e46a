"""Whether draws can be trusted: R-hat, effective sample sizes, Monte Carlo errors and a verdict in plain words.

Rank-normalised split R-hat, bulk and tail ESS: Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021. Nested R-hat for
many short chains: Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari and Gelman 2024. Arrays are [chains, draws].
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .run import Run

    Array = NDArray[np.float64]

GOOD_RHAT = 1.01
GOOD_ESS = 400.0
FEWEST_DRAWS = 4  # of a chain, for a split R-hat
FEWEST_GROUPS = 4  # of shared starts, for a nested one


@dataclass(frozen=True)
class Statistic:
    """One number of the draws: its mean and deviation, and how well the chains agree on it.

    `constant`: the same in every draw, so that nothing else is defined (None). `kind` says which R-hat: split, nested,
    or weighted (`weighted`).
    """

    name: str
    mean: float | None
    deviation: float | None
    constant: bool = False
    rhat: float | None = None
    bulk: float | None = None  # effective draws for the mean
    tail: float | None = None  # effective draws for the 5 % and 95 % quantiles
    error: float | None = None  # Monte Carlo standard error of the mean
    kind: str = "split"

    @property
    def converged(self) -> bool:
        """R-hat below 1.01 and at least 400 effective draws; a constant is."""
        if self.constant:
            return True
        return self.rhat is not None and self.rhat < GOOD_RHAT and self.bulk is not None and self.bulk >= GOOD_ESS


@dataclass(frozen=True)
class Diagnosis:
    """What a run's draws are worth."""

    statistics: tuple[Statistic, ...]
    distinct: int  # different texts among the draws, or found
    infeasible: int  # chains whose last draw breaks a hard requirement
    verdict: str  # "good", "found", or "do not trust: ..."

    @property
    def converged(self) -> bool:
        """Every listed statistic is."""
        return bool(self.statistics) and all(statistic.converged for statistic in self.statistics)


def diagnose(run: Run, extra: Mapping[str, Array] | None = None) -> Diagnosis:
    """Judge a run on log score, length, every term and `extra` statistics [chains, draws].

    Chains outside the hard requirements are left out, and counted.
    """
    if run.found is not None:
        return Diagnosis((), int(run.found.length.shape[0]), 0, "found")
    feasible = run.possible.all(1).numpy()
    values: dict[str, Array] = {"log_score": run.log_score.numpy(), "length": run.texts.length.double().numpy()}
    values |= {name: run.terms[:, :, k].double().numpy() for k, name in enumerate(run.term_names)}
    values |= {name: np.asarray(value, dtype=np.float64) for name, value in (extra or {}).items()}
    infeasible = int((~feasible).sum())
    if run.log_weights is not None:
        from .weighted import Weighted

        weighted = Weighted(run)
        statistics = tuple(weighted.measure(name, value) for name, value in values.items())
        return Diagnosis(statistics, _distinct(run), infeasible, verdict(run, statistics, infeasible))
    statistics = tuple(measure(name, value[feasible], _groups(run, feasible)) for name, value in values.items())
    return Diagnosis(statistics, _distinct(run), infeasible, verdict(run, statistics, infeasible))


def _groups(run: Run, feasible: NDArray[np.bool_]) -> Array | None:
    """The group of each chain that is left, None where every chain has a start of its own."""
    if not run.groups or run.groups >= run.chains:
        return None
    return (np.arange(run.chains) % run.groups)[feasible].astype(np.float64)


def _distinct(run: Run) -> int:
    units = run.texts.units.flatten(0, 1).numpy()
    lengths = run.texts.length.flatten().numpy()[:, None]
    return len(np.unique(np.concatenate([lengths, units], 1), axis=0)) if len(units) else 0


def verdict(run: Run, statistics: tuple[Statistic, ...], infeasible: int) -> str:
    """`good`, or `do not trust` with the worst reason first."""
    if run.interrupted:
        return "do not trust: the run was interrupted"
    if infeasible == run.chains:
        return "do not trust: no chain met every requirement"
    if run.moves and not any(count.changed for count in run.moves):
        if run.groups == 1:
            return "do not trust: no chain has left the text that all started at; write other moves or another `start`"
        if any(count.rejected for count in run.moves):
            return "do not trust: every change was rejected, each chain stands at its start; write other moves"
    if any(not s.constant and s.rhat is None for s in statistics):
        return f"do not trust: {run.draws} draws of a chain are too few to compare chains; {FEWEST_DRAWS} or more"
    poor = [s for s in statistics if not s.converged]
    apart = max((s for s in poor if s.rhat is not None and s.rhat >= GOOD_RHAT), key=_rhat, default=None)
    if apart is not None:
        return f"do not trust: the chains disagree on {apart.name} (R-hat {_shown(_rhat(apart))}); run longer"
    if poor:
        least = min(poor, key=lambda s: s.bulk or 0.0)
        return f"do not trust: {least.bulk or 0:.0f} effective draws of {least.name}, {GOOD_ESS:.0f} needed; run longer"
    return f"good; {infeasible} of {run.chains} chains broke a requirement and gave no draws" if infeasible else "good"


def _rhat(statistic: Statistic) -> float:
    return statistic.rhat or 0.0


def _shown(rhat: float) -> str:
    """R-hat for people: of chains that never move it is as good as infinite."""
    return f"{rhat:.2f}" if rhat < 100.0 else "over 100"


def measure(name: str, values: Array, groups: Array | None = None) -> Statistic:
    """The diagnostics of one statistic [chains, draws]; `groups` are the chains' shared starts, for nested R-hat."""
    values = np.asarray(values, dtype=np.float64)
    if not values.size or not np.isfinite(values).all():
        return Statistic(name, None, None)
    mean, deviation = float(values.mean()), float(values.std(ddof=1)) if values.size > 1 else 0.0
    if np.ptp(values) <= 1e-9 * max(1.0, abs(mean)):
        return Statistic(name, mean, 0.0, constant=True)
    if groups is not None and len(np.unique(groups)) >= FEWEST_GROUPS:
        effective = float(values.shape[0]) if values.shape[1] < FEWEST_DRAWS else bulk_ess(values)
        error = deviation / math.sqrt(effective)
        return Statistic(name, mean, deviation, False, nested_rhat(values, groups), effective, None, error, "nested")
    if values.shape[1] < FEWEST_DRAWS:
        return Statistic(name, mean, deviation)
    bulk = bulk_ess(values)
    error = deviation / math.sqrt(ess(split(values)))
    return Statistic(name, mean, deviation, False, rhat(values), bulk, tail_ess(values), error)


def split(values: Array) -> Array:
    """Each chain's two halves as chains of their own, the middle draw of an odd number left out."""
    half = values.shape[1] // 2
    return np.concatenate([values[:, :half], values[:, values.shape[1] - half :]])


def ranked(values: Array) -> Array:
    """Normal scores of the ranks among all draws, ties at their mean rank (Vehtari et al. 2021, equation 14)."""
    flat = values.ravel()
    _, inverse, counts = np.unique(flat, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2.0)[inverse]
    levels, back = np.unique((ranks - 0.375) / (flat.size + 0.25), return_inverse=True)
    normal = NormalDist()
    scores = np.array([normal.inv_cdf(level) for level in levels])
    return scores[back].reshape(values.shape)


def plain_rhat(values: Array) -> float:
    """Square root of total over within variance [chains, draws]; infinite where only the chains differ."""
    draws = values.shape[1]
    between = values.mean(1).var(ddof=1) if values.shape[0] > 1 else 0.0
    within = values.var(axis=1, ddof=1).mean()
    if within == 0.0:
        return math.inf if between > 0.0 else 1.0
    return float(math.sqrt((draws - 1) / draws + between / within))


def rhat(values: Array) -> float:
    """The larger of rank-normalised split R-hat and that of the distances from the median."""
    halves = split(values)
    folded = np.abs(halves - np.median(halves))
    return max(plain_rhat(ranked(halves)), plain_rhat(ranked(folded)))


def nested_rhat(values: Array, groups: Array) -> float:
    """R-hat of groups of chains that share a start: variance between groups against that within.

    Square root of 1 + B / W, B the variance of the group means, W the mean over groups of the variance between chains
    of a group plus that within chains.
    """
    between, within = [], []
    for group in np.unique(groups):
        chains = values[groups == group]
        between.append(chains.mean())
        spread = chains.mean(1).var(ddof=1) if chains.shape[0] > 1 else 0.0
        inside = chains.var(axis=1, ddof=1).mean() if chains.shape[1] > 1 else 0.0
        within.append(spread + inside)
    level = float(np.mean(within))
    variance = float(np.var(between, ddof=1))
    if level == 0.0:
        return math.inf if variance > 0.0 else 1.0
    return math.sqrt(1.0 + variance / level)


def ess(chains: Array) -> float:
    """Effective sample size of the mean: Geyer's initial monotone sequence over all chains (Vehtari et al. 2021, 10).

    A constant has none; it is given the number of draws.
    """
    count, draws = chains.shape
    total = count * draws
    if draws < 2 or np.ptp(chains) == 0.0:
        return float(total)
    covariance = autocovariance(chains).mean(0)  # [lags]
    within = covariance[0] * draws / (draws - 1)
    variance = within * (draws - 1) / draws + (chains.mean(1).var(ddof=1) if count > 1 else 0.0)
    correlation = 1.0 - (within - covariance) / variance
    correlation[0] = 1.0
    pairs = correlation[: draws // 2 * 2].reshape(-1, 2).sum(1)
    positive = np.argmax(pairs <= 0.0) if (pairs <= 0.0).any() else len(pairs)
    time = -1.0 + 2.0 * float(np.minimum.accumulate(pairs[: max(int(positive), 1)]).sum())
    return float(total / max(time, 1.0 / math.log10(max(total, 11))))


def autocovariance(chains: Array) -> Array:
    """The biased autocovariance of each chain at every lag, by fast Fourier transform. [chains, draws]"""
    draws = chains.shape[1]
    centred = chains - chains.mean(1, keepdims=True)
    size = 1 << (2 * draws - 1).bit_length()
    spectrum = np.fft.rfft(centred, size, axis=1)
    return np.asarray(np.fft.irfft(spectrum * np.conj(spectrum), size, axis=1)[:, :draws] / draws)


def bulk_ess(values: Array) -> float:
    """Effective draws of the rank-normalised values."""
    return ess(ranked(split(values)))


def tail_ess(values: Array) -> float:
    """The smaller effective number of draws for the 5 % and the 95 % quantile."""
    low, high = np.quantile(values, (0.05, 0.95))
    found = [ess(split((values <= cut).astype(np.float64))) for cut in (low, high)]
    return min(found)
