"""Populations of several texts: each text grows apart, and every two particles are tried as a pair."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..lazy import torch
from ..run import RunError
from .population import Population, effective, log_mean, populate, systematic

if TYPE_CHECKING:
    from torch import Tensor

    from ..joint import Joint
    from ..random import Chance
    from ..texts import Texts

ROWS = 1 << 14  # pairs whose shared terms are found at once


def paired(
    graph: Joint, chance: Chance, shared: Chance, populations: int, particles: int, threshold: float = 0.5
) -> Population:
    """Populations of rows: those of the texts, joined one after the other.

    A pair's weight is the product of both particles' weights and of what the statements give that speak of texts joined
    so far; as many pairs as particles are drawn from all N x N. The mean over all pairs is an unbiased estimate of Z,
    for the texts' populations are independent. Source: Lindsten et al. 2017, "Divide-and-conquer with sequential Monte
    Carlo"; product-form estimators: Kuntz, Crucinio and Johansen 2022. Raises RunError where a term is NaN or infinite.
    """
    shape = (populations, particles)
    grown = [populate(one, chance, shared, populations, particles, threshold) for one in graph.graphs]
    own = torch.arange(populations, device=graph.device)[:, None] * particles
    chosen = [torch.arange(particles, device=graph.device).expand(shape)]  # the particle of each text in each row
    log_w, ess, lineages = grown[0].log_weights, grown[0].ess, grown[0].lineages
    for number in range(1, len(grown)):
        pairs = _weights(graph, grown, chosen, number, log_w)
        log_z, possible = pairs.flatten(1).logsumexp(1) - 2 * math.log(particles), pairs.flatten(1).amax(1) > -math.inf
        ess = torch.minimum(_worth(pairs), effective(pairs.flatten(1)))
        drawn = systematic(shared, pairs.flatten(1), possible, particles)
        drawn = torch.where(possible[:, None], drawn, 0)
        left, right = drawn // particles, drawn % particles
        chosen = [*(one.gather(1, left) for one in chosen), right]
        lineages = _distinct(chosen, grown, possible)
        log_w = torch.where(possible[:, None], log_z[:, None].expand(shape), -math.inf)
    texts = [one.texts.rows((own + at).flatten()) for one, at in zip(grown, chosen, strict=True)]
    return Population(graph.join(texts), log_w, log_mean(log_w), ess, lineages)


def _weights(graph: Joint, grown: Sequence[Population], chosen: Sequence[Tensor], number: int, log_w: Tensor) -> Tensor:
    """The log weight of every row so far with every particle of text `number`. [populations, particles, particles]"""
    total = log_w[:, :, None] + grown[number].log_weights[:, None, :]
    if not any(graph.joining(number)):
        return total
    flat = (total > -math.inf).flatten().nonzero()[:, 0]
    particles = log_w.shape[1]
    for first in range(0, len(flat), ROWS):
        at = flat[first : first + ROWS]
        population, left, right = at // particles**2, at // particles % particles, at % particles
        index = [one[population, left] for one in chosen] + [right]
        texts = [one.texts.rows(population * particles + i) for one, i in zip(grown, index, strict=False)]
        total.view(-1)[at] += _gained(graph, texts, number)
    return total


def _gained(graph: Joint, texts: list[Texts], number: int) -> Tensor:
    """What the statements give to rows that are known up to text `number`, with it and not without it. [rows]"""
    terms, good = graph.joined(texts, number)
    for column, name in enumerate(term.name for _, term in graph.joining(number)[1]):
        failed = int((~(terms[:, column] < math.inf) & good).sum())
        if failed:
            raise RunError(f"the term `{name}` is NaN or infinite for {failed:,} pairs of particles")
    return torch.where(good, terms.sum(1), -math.inf)


def _worth(pairs: Tensor) -> Tensor:
    """The smaller effective number of particles of both sides, each with the weight of all its pairs. [populations]"""
    return torch.minimum(effective(pairs.logsumexp(2)), effective(pairs.logsumexp(1)))


def _distinct(chosen: Sequence[Tensor], grown: Sequence[Population], possible: Tensor) -> Tensor:
    """First particles that the rows descend from, of the text that has fewest. int64 [populations]"""
    found = []
    for at, one in zip(chosen, grown, strict=False):
        kept = torch.zeros_like(at).scatter(1, at, 1).sum(1)
        found.append(torch.minimum(kept, one.lineages))
    return torch.where(possible, torch.stack(found).amin(0), 0)
