"""Weighted texts that climb the path from the surrogate to the program: annealed importance sampling, and populations
that are resampled on the way; the way back; and the ladder of temperatures that both follow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .guide.population import Population, ancestors, effective, log_mean
from .lazy import torch
from .path import Path, Point, gap, rows_of
from .random import Stream

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .kernel import State
    from .random import Chance
    from .texts import Texts

PILOT = 64  # texts that find the ladder
LOSS = 0.9  # conditional effective share of the pilot between neighbours of its ladder
MOST_RUNGS = 2_000


def climb(
    path: Path,
    chance: Chance,
    shared: Chance,
    betas: Sequence[float],
    shape: tuple[int, int],
    steps: int = 1,
    threshold: float = 0.0,
) -> tuple[Population, Point | State]:
    """Populations [populations, particles] of draws of the surrogate, `steps` kernel steps at each beta, in order.

    Before the steps at a beta, weights grow by (its difference to the one before) · (log pi - log s). Their mean is an
    unbiased estimate of Z however short the climb. With a threshold, populations are resampled where fewer than that
    share of the particles are effective. The last beta is 1. Neal 2001; Del Moral, Doucet and Jasra 2006.
    """
    graph: FactorGraph = path.graph  # type: ignore[assignment]
    populations, particles = shape
    _number(chance, 0)
    state = path.begin(graph.surrogate.draw(chance, populations * particles))
    log_w = torch.zeros(shape, dtype=torch.float64, device=graph.device)
    log_z = torch.full((populations,), float(graph.surrogate.log_z), dtype=torch.float64, device=graph.device)
    lineage = torch.arange(particles, device=graph.device).repeat(populations)
    first = torch.arange(populations, device=graph.device)[:, None] * particles
    below, number = 0.0, 0
    for rung, beta in enumerate(betas):
        log_w = log_w + ((beta - below) * gap(state)).view(shape)
        below = beta
        if threshold > 0.0:
            needed = (effective(log_w) < threshold * particles) & (log_w.amax(1) > -math.inf)
            _number(shared, rung)
            parents = (ancestors(shared, log_w, needed) + first).flatten()
            state, lineage = rows_of(state, parents), lineage[parents]
            log_z = torch.where(needed, log_z + log_mean(log_w), log_z)
            log_w = torch.where(needed[:, None], 0.0, log_w)
        for _ in range(steps):
            number += 1
            _number(chance, number)
            state = path.step(chance, state, number, beta)
    alive = torch.where(log_w > -math.inf, lineage.view(shape), particles)
    distinct = torch.stack([torch.bincount(row, minlength=particles + 1)[:particles].gt(0).sum() for row in alive])
    total = log_z + log_mean(log_w)
    return Population(state.texts, log_z[:, None] + log_w, total, effective(log_w), distinct), state


def descend(path: Path, chance: Chance, texts: Texts, betas: Sequence[float], steps: int = 1) -> Tensor:
    """Log weights of the way back from texts of the program to the surrogate. float64 [chains]

    From exact draws the mean of their exponentials is an unbiased estimate of Z(surrogate) / Z, so that
    log Z(surrogate) - its logarithm is above log Z on average (Grosse, Ghahramani and Adams 2015).
    """
    path.name("back")
    state = path.begin(texts)
    log_w = torch.zeros(len(texts.length), dtype=torch.float64, device=texts.length.device)
    number = len(betas) * steps
    for beta, below in zip(reversed(betas), [*reversed(betas[:-1]), 0.0], strict=True):
        for _ in range(steps):
            number += 1
            _number(chance, number)
            state = path.step(chance, state, number, beta)
        log_w = log_w - (beta - below) * gap(state)
    return log_w


def _number(chance: Chance, number: int) -> None:
    """Begin a step of an ordinary stream; an enumerator of outcomes has no steps."""
    if isinstance(chance, Stream):
        chance.step(number)


def ladder(path: Path, seed: int, steps: int) -> list[float]:
    """Betas from above 0 to 1 between which the weights lose equally much, found by a pilot of its own random numbers.

    The next beta is where the conditional effective share of the pilot falls to LOSS (Zhou, Johansen and Aston 2016);
    `steps` kernel steps follow at each. Nothing that is found here depends on the texts of the run.
    """
    graph: FactorGraph = path.graph  # type: ignore[assignment]
    path.name("pilot")
    chance, shared = Stream(seed, "pilot", PILOT, graph.device), Stream(seed, "pilot resampling", 1, graph.device)
    state = path.begin(graph.surrogate.draw(chance, PILOT))
    found, number = [0.0], 0
    while found[-1] < 1.0 and len(found) < MOST_RUNGS:
        gaps = gap(state)
        if not bool((gaps > -math.inf).any()):
            break
        found.append(_next(found[-1], gaps))
        shared.step(len(found))
        weights = ((found[-1] - found[-2]) * gaps)[None]
        state = rows_of(state, ancestors(shared, weights, torch.ones(1, dtype=torch.bool, device=graph.device))[0])
        for _ in range(steps):
            number += 1
            chance.step(number)
            state = path.step(chance, state, number, found[-1])
    return [*found[1:-1], 1.0]


def _next(beta: float, gaps: Tensor) -> float:
    """The next beta, by bisection; 1 where the rest loses less."""

    def share(after: float) -> float:
        return float(effective(((after - beta) * gaps)[None])) / len(gaps)

    least = LOSS * share(beta + 1e-12) if beta == 0.0 else LOSS  # texts that the program forbids are lost anywhere
    if share(1.0) >= least:
        return 1.0
    low, high = beta, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if share(middle) >= least else (low, middle)
    return max(low, beta + 1e-9)


def spread(betas: Sequence[float], rungs: int) -> list[float]:
    """A ladder with another number of rungs, that many from above 0 to 1, the loss between them again alike."""
    known = [0.0, *betas]
    found = []
    for rung in range(1, rungs):
        at = rung / rungs * (len(known) - 1)
        whole = min(int(at), len(known) - 2)
        found.append(known[whole] + (at - whole) * (known[whole + 1] - known[whole]))
    return [*found, 1.0]
