"""Runs of samplers whose draws do not depend on one another, and what their weights say."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from .lazy import torch
from .pieces import Pieces
from .random import Stream
from .run import Run, refuse_broken
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .chains import Watch
    from .graph import FactorGraph
    from .sampler import Recipe

LARGE_FREEDOM, ANGLES = 5_000.0, 100_001  # degrees of freedom that are normal; steps of an integral
BATCH = 256  # draws at once: bounds memory at [256, units]


def drawn(
    graph: FactorGraph,
    recipe: Recipe,
    draw: Callable[[Stream, int], tuple[Texts, Tensor | None]],
    note: str,
    log_z: float | None = None,
    log_z_error: float | None = None,
    watch: Watch | None = None,
) -> Run:
    """`chains` times `draws` independent draws; draw d of chain c depends on the seed, c and d alone.

    `draw` gives texts and, for draws of another law, their log weights. A checkpoint holds whole draws of all chains.
    """
    from .chains import Progress

    began = time.monotonic()
    texts, weights = [], []
    pieces, interrupted = Pieces(recipe.checkpoint, graph.device), False
    try:
        with pieces.watched():
            for number in range(recipe.draws):
                rows, logs = pieces.next(partial(_one_draw, graph, recipe, draw, number))
                texts.append(rows)
                weights.append(logs)
                if watch:
                    watch(Progress(number + 1, recipe.draws, time.monotonic() - began))
    except KeyboardInterrupt:
        interrupted = True
    none = torch.zeros(recipe.chains, 0, graph.places, dtype=torch.int64)
    units = torch.stack([one.units for one in texts], 1) if texts else none
    length = torch.stack([one.length for one in texts], 1) if texts else none[..., 0]
    flat = Texts(units.flatten(0, 1), length.flatten(0, 1))
    nothing = torch.zeros(0, len(graph.term_names)), torch.zeros(0, dtype=torch.bool)
    terms, allowed = graph.evaluate(flat) if len(flat.length) else nothing
    shape = (recipe.chains, len(texts))
    known = [one for one in weights if one is not None]
    return Run(
        texts=Texts(units.cpu(), length.cpu()),
        terms=terms.view(*shape, -1).cpu(),
        allowed=allowed.view(*shape).cpu(),
        term_names=graph.term_names,
        evaluations=len(flat.length),
        seconds=time.monotonic() - began,
        interrupted=interrupted,
        note="\n".join(filter(None, (note, pieces.end(interrupted)))),
        log_weights=torch.stack(known, 1).cpu() if known else None,
        log_z=log_z,
        log_z_error=log_z_error,
        independent=True,
    )


def scores(graph: FactorGraph, texts: Texts) -> Tensor:
    """The log score of each text, float64 [rows]. Raises RunError where a term is NaN or +inf."""
    terms, allowed = graph.evaluate(texts)
    refuse_broken(graph.term_names, terms, allowed, "for $count texts")
    return torch.where(allowed, terms.sum(1), -torch.inf)


def _one_draw(
    graph: FactorGraph, recipe: Recipe, draw: Callable[[Stream, int], tuple[Texts, Tensor | None]], number: int
) -> tuple[Texts, Tensor | None]:
    """One draw of every chain, in batches."""
    texts, weights = [], []
    for first in range(0, recipe.chains, BATCH):
        count = min(BATCH, recipe.chains - first)
        stream = Stream(recipe.seed, "independent", count, graph.device, first)
        stream.step(number)
        rows, logs = draw(stream, count)
        texts.append(rows)
        weights.append(logs)
    together = Texts(torch.cat([one.units for one in texts]), torch.cat([one.length for one in texts]))
    known = [one for one in weights if one is not None]
    return together, torch.cat(known) if known else None


def weighed(run: Run, log_z_surrogate: float) -> Run:
    """log Z of the program from the weights of the surrogate's draws, with its standard error (delta method)."""
    assert run.log_weights is not None
    mean, error = mean_weight(run.log_weights)
    if mean is None:
        return replace(run, log_z=None, log_z_error=None)
    return replace(run, log_z=log_z_surrogate + mean, log_z_error=error)


def mean_weight(log_weights: Tensor) -> tuple[float | None, float | None]:
    """Log of the mean weight, and its standard error by the delta method; None where there is none.

    Where few weights carry the sum the error is widened by `widening` of their effective number, so that 1.96 of it
    to both sides are a 95 % interval still.
    """
    flat = log_weights.flatten().double()
    count = len(flat)
    log_mean = torch.logsumexp(flat, 0) - torch.log(torch.tensor(float(count)))
    if not count or not torch.isfinite(log_mean):
        return None, None
    relative = torch.exp(flat - log_mean)
    if count == 1:
        return float(log_mean), None
    return float(log_mean), float(relative.std() / count**0.5) * widening(effective(flat) - 1.0)


@cache
def widening(freedom: float) -> float:
    """The 97.5 % quantile of Student's t over that of the normal law; at least one degree of freedom is taken.

    By the integral of cos^(freedom - 1), which the angle of t / sqrt(freedom) goes through (Student 1908).
    """
    freedom = max(freedom, 1.0)
    if freedom > LARGE_FREEDOM:
        return 1.0
    angle = np.linspace(0.0, np.pi / 2, ANGLES)
    mass = np.cumsum(np.cos((angle[1:] + angle[:-1]) / 2) ** (freedom - 1.0))
    at = float(np.interp(0.95, mass / mass[-1], angle[1:]))
    return math.sqrt(freedom) * math.tan(at) / NormalDist().inv_cdf(0.975)


def effective(log_weights: Tensor) -> float:
    """The effective sample size of weights: (sum w)^2 / sum w^2 (Kong 1992)."""
    flat = log_weights.flatten().double()
    flat = flat[torch.isfinite(flat)]
    return float(torch.exp(2 * torch.logsumexp(flat, 0) - torch.logsumexp(2 * flat, 0))) if len(flat) else 0.0
