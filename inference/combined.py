"""Programs over several texts solved exactly: text by text where nothing couples them, else by every combination."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .exact import FEW, MOST_NEURAL, Exact, TooManyTexts, counted, enumerated, solve
from .joint import Joint
from .lazy import torch
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .random import Chance

MOST_COMBINED = 200_000  # combinations of texts that are listed where statements couple them
_BATCH = 4_096


@dataclass(frozen=True, eq=False)
class Solved(Exact):
    """Texts that nothing couples, each solved by itself."""

    own: tuple[Exact, ...] = ()

    def draw(self, graph: FactorGraph, stream: Chance, chains: int) -> Texts:
        """Independent draws of each text."""
        assert isinstance(graph, Joint)
        pairs = zip(graph.graphs, self.own, strict=True)
        return graph.join([solved.draw(one, stream, chains) for one, solved in pairs])


def solve_joint(graph: Joint, few: int = FEW) -> Exact:
    """log Z of all texts, and the rows where there are at most `few`. Raises TooManyTexts, ValueError where empty."""
    if graph.linked:
        return _listed(graph)
    own = tuple(solve(one, few) for one in graph.graphs)
    counts = [one.count for one in own]
    count = math.prod(n for n in counts if n is not None) if None not in counts else None
    log_z = sum(one.log_z for one in own)
    texts = log_probs = None
    if count is not None and count <= few and all(one.texts is not None for one in own):
        texts = combinations(graph, [one.texts for one in own if one.texts is not None])
        log_probs = summed([one.log_probs for one in own if one.log_probs is not None])
    method = "automaton" if all(one.method == "automaton" for one in own) else "enumeration"
    return Solved(method, log_z, sum(one.states for one in own), count, texts, log_probs, own)


def affordable(graph: Joint) -> bool:
    """Whether the combinations that couplings leave to be listed are few enough."""
    counts = [counted(one) for one in graph.graphs]
    return None not in counts and math.prod(n for n in counts if n is not None) <= limit(graph)


def limit(graph: Joint) -> int:
    """How many combinations may be listed."""
    return MOST_COMBINED if all(one.base.exact is not None for one in graph.graphs) else MOST_NEURAL


def _listed(graph: Joint) -> Exact:
    if not affordable(graph):
        counts = [counted(one) for one in graph.graphs]
        sizes = " x ".join("too many" if n is None else f"{n:,}" for n in counts)
        raise TooManyTexts(
            f"it has {sizes} combinations of texts, more than {limit(graph):,}, and statements couple them"
        )
    texts, scores = enumerated_rows(graph)
    log_z = float(torch.logsumexp(scores, 0)) if len(scores) else -math.inf
    return Exact("enumeration", log_z, len(scores), len(scores), texts, scores - log_z)


def enumerated_rows(graph: Joint) -> tuple[Texts, Tensor]:
    """All rows of positive weight and their log scores, float64."""
    own = [enumerated(one) for one in graph.graphs]
    texts, scores = combinations(graph, [texts for texts, _ in own]), summed([scores for _, scores in own])
    found = []
    for first in range(0, len(scores), _BATCH):
        rows = torch.arange(first, min(first + _BATCH, len(scores)), device=scores.device)
        good = torch.ones_like(rows, dtype=torch.bool)
        terms, good = graph.shared_terms(texts.rows(rows), good)
        found.append(torch.where(good, scores[rows] + terms.sum(1), -math.inf))
    together = torch.cat(found) if found else scores
    kept = torch.isfinite(together)
    return texts.rows(kept), together[kept]


def combinations(graph: Joint, own: Sequence[Texts]) -> Texts:
    """A row for every combination of the texts, the last text changing fastest."""
    index = torch.cartesian_prod(*(torch.arange(len(one.length), device=one.length.device) for one in own))
    return graph.join([one.rows(column) for one, column in zip(own, index.unbind(1), strict=True)])


def summed(own: Sequence[Tensor]) -> Tensor:
    """The sum of a number of each text, for every combination in the same order."""
    return torch.cartesian_prod(*own).sum(1)
