"""Every outcome of a random step with its probability, found by replaying the step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from .lazy import torch
from .random import Chance

if TYPE_CHECKING:
    from torch import Tensor

    from .random import Law

Start = TypeVar("Start")
End = TypeVar("End")


class _Undecided(BaseException):
    """The step asked for a choice that no prefix answers yet; carries the probabilities [rows, outcomes]."""

    def __init__(self, probabilities: Tensor) -> None:
        super().__init__()
        self.probabilities = probabilities


class Outcomes(Chance):
    """Answers each draw of a step from a prefix of choices [rows, depth], one row a chain.

    All rows ask the same questions in the same order, since a step is one batch of tensor operations.
    """

    def __init__(self, prefix: Tensor) -> None:
        self.chains, self.device = prefix.shape[0], prefix.device
        self._prefix, self._depth = prefix, 0

    def _answer(self, probabilities: Tensor) -> Tensor:
        if self._depth == self._prefix.shape[1]:
            raise _Undecided(probabilities)
        self._depth += 1
        return self._prefix[:, self._depth - 1]

    def categorical(self, law: Law) -> Tensor:
        """By the weights alone, in float64; rows where nothing is possible give 0."""
        weights = (law.log_weights.double() - law.peak.double()).exp()
        total = weights.sum(-1, keepdim=True)
        first = torch.zeros_like(weights)
        first[:, 0] = 1.0
        return self._answer(torch.where(total > 0, weights / total, first))

    def coin(self, shares: Sequence[float]) -> Tensor:
        """By the shares."""
        row = torch.tensor(list(shares), dtype=torch.float64, device=self.device)
        return self._answer(row.expand(self.chains, -1))

    def accept(self, log_ratio: Tensor) -> Tensor:
        """Two outcomes."""
        yes = log_ratio.double().exp().clamp(max=1.0).nan_to_num(nan=0.0)
        return self._answer(torch.stack([1.0 - yes, yes], 1)) == 1


def enumerate_outcomes(
    begin: Callable[[Tensor], Start],
    once: Callable[[Chance, Start], End],
    count: int,
    device: torch.device,
    most_rows: int,
) -> Iterator[tuple[Tensor, End, Tensor]]:
    """(starts [rows], results, probabilities [rows]) in batches that together hold every outcome of every start.

    `begin` gives the state of some starts (numbers below `count`), `once` the result of a step. A batch that grows
    beyond `most_rows` is halved.
    """
    starts = torch.arange(count, device=device)
    work = [(starts, starts[:, None][:, :0], torch.ones(count, dtype=torch.float64, device=device))]
    while work:
        row, prefix, probability = work.pop()
        if row.shape[0] > most_rows:
            half = row.shape[0] // 2
            work += [(row[half:], prefix[half:], probability[half:]), (row[:half], prefix[:half], probability[:half])]
            continue
        try:
            result = once(Outcomes(prefix), begin(row))
        except _Undecided as question:
            parent, choice = question.probabilities.nonzero(as_tuple=True)
            longer = torch.cat([prefix[parent], choice[:, None]], 1)
            work.append((row[parent], longer, probability[parent] * question.probabilities[parent, choice]))
            continue
        yield row, result, probability
