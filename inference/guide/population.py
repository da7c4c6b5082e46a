"""Sequential Monte Carlo over prefixes: populations of texts that grow under the guide and are resampled on the way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ..lazy import torch
from ..random import Law
from ..run import refuse_broken
from ..texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from ..graph import FactorGraph
    from ..random import Chance


class Population(NamedTuple):
    """Weighted texts of some populations side by side; all but the texts float64.

    The mean of exp(log_weights) over a population is an unbiased estimate of Z, and that of exp(log_weights) · f of
    Z · E f. Its logarithm is `log_z`.
    """

    texts: Texts  # [populations · particles]
    log_weights: Tensor  # [populations, particles]
    log_z: Tensor  # [populations]
    ess: Tensor  # [populations], effective number of particles since they were resampled last
    lineages: Tensor  # int64 [populations], how many first particles those of positive weight descend from
    known: tuple[Tensor, Tensor] | None = None  # what `evaluate` gives to the texts, where it was asked


def populate(
    graph: FactorGraph, chance: Chance, shared: Chance, populations: int, particles: int, threshold: float = 0.5
) -> Population:
    """Populations that grow unit by unit and are resampled where fewer than `threshold` of the particles are effective.

    They are resampled by what may come next before it is drawn, so copies of one text go on in different ways (the
    fully adapted auxiliary filter of Pitt and Shephard 1999). A beginning that breaks a hard statement for good has
    weight 0 at once. `chance` has a chain for each particle, `shared` one for each population. What the guide leaves
    out enters as a last weight. Source: Gordon, Salmond and Smith 1993; Del Moral, Doucet and Jasra 2006. Raises
    RunError where a term is NaN or infinite. Several texts grow apart and are paired; see `paired`.
    """
    if len(graph.parts) > 1:
        from .paired import paired

        return paired(graph, chance, shared, populations, particles, threshold)  # type: ignore[arg-type]
    shape, guide = (populations, particles), graph.guide
    rows = populations * particles
    nothing = torch.zeros(rows, graph.places, dtype=torch.int64, device=graph.device)
    walk = guide.begin(Texts(nothing, nothing[:, 0]))
    log_w = torch.zeros(shape, dtype=torch.float64, device=graph.device)
    log_z = torch.full((populations,), graph.surrogate.log_z, dtype=torch.float64, device=graph.device)
    lineage = torch.arange(particles, device=graph.device).repeat(populations)
    own = torch.arange(rows, device=graph.device).view(shape)
    for _ in range(guide.steps):
        coming = guide.look(walk)
        log_w = log_w if coming is None else log_w + coming.gain.view(shape)
        growing = walk.open.view(shape).any(1)
        needed = (effective(log_w) < threshold * particles) & growing & (log_w.amax(1) > -math.inf)
        parents = ancestors(shared, log_w, needed)
        if coming is not None and bool(needed.any()):
            parents = (parents + own[:, :1]).flatten()
            walk.select(parents)
            coming = coming.rows(parents)
            lineage = lineage[parents]
            log_z = torch.where(needed, log_z + log_mean(log_w), log_z)
            log_w = torch.where(needed[:, None], 0.0, log_w)
        log_w = log_w + guide.write(walk, coming, chance).view(shape)
        doomed = graph.doomed(walk.texts, (log_w > -math.inf).flatten() & walk.open)
        log_w = torch.where(doomed.view(shape), -math.inf, log_w)
    known = graph.evaluate(walk.texts)
    log_w = log_w + _rest(graph, known, walk.log_path).view(shape)
    alive = torch.where(log_w > -math.inf, lineage.view(shape), particles)
    distinct = torch.stack([torch.bincount(row, minlength=particles + 1)[:particles].gt(0).sum() for row in alive])
    total = log_z + log_mean(log_w)
    return Population(walk.texts, log_z[:, None] + log_w, total, effective(log_w), distinct, known)


def _rest(graph: FactorGraph, known: tuple[Tensor, Tensor], log_path: Tensor) -> Tensor:
    """What the program gives to each text, by its terms, beyond what the guide has counted. [rows]"""
    terms, allowed = known
    refuse_broken(graph.term_names, terms, allowed, "for $count particles")
    score = torch.where(allowed, terms.sum(1), -math.inf)
    counted = log_path + graph.surrogate.constant
    return torch.where(counted > -math.inf, score - counted, -math.inf)


def ancestors(shared: Chance, log_w: Tensor, needed: Tensor) -> Tensor:
    """Systematic resampling: the number of each new particle's parent within its population. [populations, particles]

    Populations that need none keep theirs.
    """
    particles = log_w.shape[1]
    parents = systematic(shared, log_w, needed, particles)
    return torch.where(needed[:, None], parents, torch.arange(particles, device=log_w.device))


def systematic(shared: Chance, log_w: Tensor, needed: Tensor, count: int) -> Tensor:
    """`count` entries of each row by their weights, in order; any where none are needed. [populations, count]

    One uniform u a population, entry i at (i + u) / count of the cumulative weights (Kitagawa 1996). The entries change
    at finitely many numbers u only, so u is drawn by drawing between which of them it lies.
    """
    weights = torch.softmax(torch.where(needed[:, None], log_w, 0.0), 1)
    cumulative = weights.cumsum(1)
    cumulative = cumulative / cumulative[:, -1:]
    turns = (count * cumulative).frac().sort(1).values
    edges = torch.nn.functional.pad(torch.nn.functional.pad(turns, (1, 0)), (0, 1), value=1.0)
    first = torch.full_like(edges[:, 1:], -math.inf)
    first[:, 0] = 0.0
    between = shared.categorical(Law(torch.where(needed[:, None], edges.diff(dim=1).log(), first)))[:, None]
    share = (edges.gather(1, between) + edges.gather(1, between + 1)) / 2
    at = (torch.arange(count, device=log_w.device) + share) / count
    return torch.searchsorted(cumulative, at, right=True).clamp(max=log_w.shape[1] - 1)


def effective(log_w: Tensor) -> Tensor:
    """The effective number of particles: (sum w)^2 / sum w^2 (Kong 1992); 0 where none has weight. [populations]"""
    found = torch.exp(2 * log_w.logsumexp(1) - (2 * log_w).logsumexp(1))
    return torch.where(log_w.amax(1) > -math.inf, found, 0.0)


def log_mean(log_w: Tensor) -> Tensor:
    """Log of the mean weight. [populations]"""
    return log_w.logsumexp(1) - math.log(log_w.shape[1])
