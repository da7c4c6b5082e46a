"""The best distinct texts of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .kernel import select
from .lazy import torch
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .kernel import State
    from .target import Target


class Found:
    """The `keep` best texts so far. Each chain's best is followed on the device and read once a sweep."""

    def __init__(self, state: State, keep: int) -> None:
        self._keep = keep
        self._best = state
        self._scores: dict[tuple[int, ...], float] = {}

    def follow(self, state: State) -> None:
        """Note what each chain visits."""
        self._best = select(state.log_score > self._best.log_score, state, self._best)

    def read(self, state: State) -> None:
        """Take over each chain's best and where it stands; one host synchronisation."""
        both = (self._best, state)
        units = torch.cat([torch.cat([s.texts.length[:, None], s.texts.units], 1) for s in both]).tolist()
        scores = torch.cat([s.log_score for s in both]).tolist()
        for (length, *row), score in zip(units, scores, strict=True):
            if score > -float("inf"):
                self._scores[tuple(row[:length])] = score
        best = sorted(self._scores.items(), key=lambda item: (-item[1], item[0]))[: self._keep]
        self._scores, self._best = dict(best), state

    def saved(self) -> Any:
        """The texts with their scores, and each chain's best since the last sweep."""
        return [[list(text) for text in self._scores], list(self._scores.values()), self._best]

    def restore(self, found: Any) -> None:
        """Take what was saved."""
        texts, scores, self._best = found
        self._scores = dict(zip(map(tuple, texts), scores, strict=True))

    def result(self, graph: Target) -> tuple[Texts, Tensor]:
        """The texts, best first, and their terms [texts, terms]."""
        rows = [list(text) + [0] * (graph.places - len(text)) for text in self._scores]
        units = torch.tensor(rows, dtype=torch.int64).view(len(rows), graph.places)
        texts = Texts(units, torch.tensor([len(text) for text in self._scores], dtype=torch.int64))
        terms = graph.evaluate(Texts(*(field.to(graph.device) for field in texts)))[0]
        return texts, terms.cpu()
