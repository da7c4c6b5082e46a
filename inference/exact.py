"""Programs solved exactly: by their automaton, or by listing every text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .automaton import Automaton
from .graph import FactorGraph
from .independent import scores
from .lazy import torch
from .random import Chance, Law
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

MOST_LISTED = 1_000_000  # texts that are listed where every term is cheap
MOST_NEURAL = 20_000  # where a neural model or a Python function scores each
FEW = 1_000  # texts that a report shows
_BATCH = 16_384


class TooManyTexts(Exception):
    """A program that no exact method solves; the message says why and how large it is."""


@dataclass(frozen=True, eq=False)
class Exact:
    """A solved program. `states` counts automaton states, or listed texts; `texts` and `log_probs` only when listed."""

    method: str  # "automaton" or "enumeration"
    log_z: float
    states: int
    count: int | None  # how many texts there are, None where nobody counted
    texts: Texts | None = None
    log_probs: Tensor | None = None  # normalised, float64 [texts]

    def draw(self, graph: FactorGraph, stream: Chance, chains: int) -> Texts:
        """Independent draws of the program's law."""
        if self.method == "automaton":
            return graph.surrogate.draw(stream, chains)
        assert self.texts is not None and self.log_probs is not None
        row = stream.categorical(Law(self.log_probs.expand(chains, -1)))
        return self.texts.rows(row)


def solve(graph: FactorGraph, few: int = FEW) -> Exact:
    """The program's log Z, and its texts where there are at most `few`. Raises TooManyTexts, ValueError where empty."""
    if len(graph.parts) > 1:
        from .combined import solve_joint

        return solve_joint(graph, few)  # type: ignore[arg-type]
    count = counted(graph)
    cheap = graph.base.exact is not None and graph.conditional_terms
    limit = MOST_LISTED if cheap else MOST_NEURAL
    if graph.exact and graph.surrogate.fits:
        log_z = graph.surrogate.log_z
        listed = enumerated(graph) if count is not None and count <= few else None
        texts, log_probs = (None, None) if listed is None else (listed[0], listed[1] - log_z)
        return Exact("automaton", log_z, graph.surrogate.states, count, texts, log_probs)
    if count is None or count > limit:
        size = "more texts than can be listed" if count is None else f"{count:,} texts, more than {limit:,}"
        raise TooManyTexts(f"it has {size}, and no automaton solves it: {'; '.join(graph.reductions) or 'too large'}")
    found, log_scores = enumerated(graph)
    log_z = float(torch.logsumexp(log_scores, 0)) if len(log_scores) else -np.inf
    return Exact("enumeration", log_z, len(log_scores), len(log_scores), found, log_scores - log_z)


def counted(graph: FactorGraph) -> int | None:
    """How many unit sequences the regular requirements allow; None where their automata are not one."""
    automaton = graph.hard_automaton
    return None if automaton is None else count_texts(automaton)


def count_texts(automaton: Automaton) -> int:
    """How many texts an automaton accepts. Python integers: no overflow. Its language must be finite."""
    sizes = np.bincount(automaton.class_of, minlength=automaton.classes).tolist()
    known: dict[int, int] = {}
    order: list[int] = []
    seen = {automaton.start}
    stack: list[tuple[int, Iterator[int]]] = [(automaton.start, iter(set(automaton.next[automaton.start].tolist())))]
    while stack:
        state, ahead = stack[-1]
        after = next(ahead, None)
        if after is None:
            order.append(state)
            stack.pop()
        elif after not in seen and automaton.live[after]:
            seen.add(after)
            stack.append((after, iter(set(automaton.next[after].tolist()))))
    for state in order:
        total = 1 if np.isfinite(automaton.final[state]) else 0
        for column, after in enumerate(automaton.next[state].tolist()):
            if automaton.live[after]:
                total += sizes[column] * known.get(after, 0)
        known[state] = total
    return known.get(automaton.start, 0) if automaton.live[automaton.start] else 0


def listed_texts(automaton: Automaton) -> Iterator[tuple[int, ...]]:
    """Every text an automaton accepts, in the order of its units."""
    stack: list[tuple[tuple[int, ...], int]] = [((), automaton.start)]
    while stack:
        text, state = stack.pop()
        if not automaton.live[state]:
            continue
        if np.isfinite(automaton.final[state]):
            yield text
        after = automaton.next[state, automaton.class_of]
        alive = np.flatnonzero(automaton.live[after])
        stack += [((*text, int(unit)), int(after[unit])) for unit in alive[::-1]]


def enumerated(graph: FactorGraph) -> tuple[Texts, Tensor]:
    """All texts of positive weight and their log scores, float64. Raises RunError where a term is NaN or +inf."""
    if len(graph.parts) > 1:
        from .combined import enumerated_rows

        return enumerated_rows(graph)  # type: ignore[arg-type]
    automaton = graph.hard_automaton
    assert automaton is not None
    rows = list(listed_texts(automaton))
    texts = graph.texts(rows)
    found = [scores(graph, texts.rows(slice(at, at + _BATCH))) for at in range(0, len(rows), _BATCH)]  # type: ignore[arg-type]
    log_score = torch.cat(found) if found else torch.zeros(0, dtype=torch.float64)
    kept = torch.isfinite(log_score)
    return texts.rows(kept), log_score[kept]
