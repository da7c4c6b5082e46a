"""A causal model that reads many rows of tokens side by side, one token a row at a time, with a key/value cache."""

from __future__ import annotations

from abc import ABC, abstractmethod
from copy import copy
from inspect import signature
from typing import TYPE_CHECKING, Any

from ..lazy import torch

if TYPE_CHECKING:
    from torch import Tensor

    from ..causal import CausalScorer

MOST_LOGITS = 1 << 26  # values: a quarter of a gigabyte
SAME = 1e-3  # nats between two ways to find the same law


class Stepper(ABC):
    """Rows of token ids behind what stands before every text, and the law of the token that comes next in each."""

    @abstractmethod
    def log(self, ids: Tensor) -> Tensor:
        """Log probability of some next tokens of each row. [rows, any] -> [rows, any]"""

    @abstractmethod
    def laws(self, ids: Tensor, rows: Tensor) -> Tensor:
        """Log probability of the same next tokens [any] in some of the rows. [rows, any]"""

    @abstractmethod
    def feed(self, ids: Tensor, active: Tensor) -> None:
        """Read one token in each row that is active. [rows] both"""

    @abstractmethod
    def branch(self, rows: Tensor) -> Stepper:
        """Some of the rows, each at most once, to go on with apart."""

    @abstractmethod
    def merge(self, branch: Stepper, rows: Tensor) -> None:
        """What the branch of these rows has read since."""

    @abstractmethod
    def select(self, rows: Tensor) -> None:
        """Go on with some of the rows, any number of times each."""


class Cached(Stepper):
    """With a key/value cache in which rows may have holes: they are masked, and positions count what was read."""

    def __init__(self, scorer: CausalScorer, rows: list[list[int]]) -> None:
        self._scorer, device = scorer, scorer.device
        self._accepts = signature(scorer.model.forward).parameters
        width = max(len(row) for row in rows)
        ids = torch.tensor([[0] * (width - len(row)) + row for row in rows], device=device)
        left = torch.tensor([[width - len(row)] for row in rows], device=device)
        self._cache: Any = None
        self._inside = left < 0  # [rows, 1], no column yet
        self._inside = self._inside[:, :0]
        self._next = self._forward(ids, torch.arange(width, device=device) >= left)

    def _forward(self, ids: Tensor, inside: Tensor) -> Tensor:
        """Read columns, of which `inside` count; log probabilities behind the last one. [rows, tokens]"""
        read = self._inside.sum(1, keepdim=True)
        self._inside = torch.cat([self._inside, inside], 1)
        extra: dict[str, Any] = {"logits_to_keep": 1} if "logits_to_keep" in self._accepts else {}
        if "position_ids" in self._accepts:
            extra["position_ids"] = (read + inside.cumsum(1) - 1).clamp_min(0)
        mask, cache = self._inside.long(), self._cache
        with torch.no_grad():
            found = self._scorer.model(
                input_ids=ids, attention_mask=mask, past_key_values=cache, use_cache=True, **extra
            )
        self._cache = found.past_key_values
        return log_law(found.logits[:, -1], self._scorer.temperature)

    def log(self, ids: Tensor) -> Tensor:
        return self._next.gather(1, ids)

    def laws(self, ids: Tensor, rows: Tensor) -> Tensor:
        return columns_of(self._next, ids, rows)

    def feed(self, ids: Tensor, active: Tensor) -> None:
        after = self._forward(torch.where(active, ids, 0)[:, None], active[:, None])
        self._next = torch.where(active[:, None], after, self._next)

    def branch(self, rows: Tensor) -> Cached:
        found = copy(self)
        found._cache = copy(self._cache)
        found._cache.layers = [copy(layer) for layer in self._cache.layers]
        found.select(rows)
        return found

    def merge(self, branch: Stepper, rows: Tensor) -> None:
        assert isinstance(branch, Cached)
        fresh = branch._inside.shape[1] - self._inside.shape[1]
        if not fresh:
            return
        count = len(self._inside)
        for number, layer in enumerate(branch._cache.layers):
            read = (_spread(held[:, :, -fresh:], rows, count) for held in (layer.keys, layer.values))
            self._cache.update(*read, number)
        inside = self._inside.new_zeros(len(self._inside), fresh)
        self._inside = torch.cat([self._inside, inside.index_copy(0, rows, branch._inside[:, -fresh:])], 1)
        self._next = self._next.index_copy(0, rows, branch._next)

    def select(self, rows: Tensor) -> None:
        self._cache.reorder_cache(rows)
        self._inside, self._next = self._inside[rows], self._next[rows]


def columns_of(laws: Tensor, columns: Tensor, rows: Tensor) -> Tensor:
    """Some columns of some rows, which are often all. [rows, columns]"""
    return (laws if len(rows) == len(laws) else laws[rows]).index_select(1, columns)


def _spread(held: Tensor, rows: Tensor, count: int) -> Tensor:
    """What some of `count` rows hold, 0 in the others. [count, heads, columns, size]"""
    return held.new_zeros(count, *held.shape[1:]).index_copy(0, rows, held)


def log_law(logits: Tensor, temperature: float) -> Tensor:
    """Log probabilities of logits, in single precision at least."""
    logits = logits if logits.dtype == torch.float64 else logits.float()
    return (logits if temperature == 1.0 else logits / temperature).log_softmax(-1)


def last_laws(scorer: CausalScorer, rows: list[tuple[int, ...]]) -> Tensor:
    """Log probabilities of the next token behind each row, by plain forward passes. [rows, tokens]"""
    device, found = scorer.device, []
    width = max(len(row) for row in rows)
    size = max(1, MOST_LOGITS // (scorer.vocabulary * width))
    for first in range(0, len(rows), size):
        tile = rows[first : first + size]
        last = torch.tensor([len(row) - 1 for row in tile], device=device)
        ids = torch.tensor([[*row, *[row[0]] * (width - len(row))] for row in tile], device=device)
        inside = torch.arange(width, device=device) <= last[:, None]
        with torch.no_grad():
            logits = scorer.model(input_ids=ids, attention_mask=inside.long(), use_cache=False).logits
        found.append(log_law(logits[torch.arange(len(tile), device=device), last], scorer.temperature))
    return torch.cat(found)


def cacheable(scorer: CausalScorer, most: int) -> bool:
    """Whether the model has a cache that may have holes, so that it predicts what a plain pass predicts.

    Architectures without a key/value cache (Mamba, RWKV) have none; a sliding window must hold `most` tokens.
    """
    window = getattr(scorer.model.config, "sliding_window", None)
    if scorer.room < 4 or (window and window < len(scorer.left) + most):
        return False
    one, two, three = (number % scorer.vocabulary for number in (5, 6, 7))

    def tensor(*values: int) -> Tensor:
        return torch.tensor(values, device=scorer.device)

    try:
        stepper = Cached(scorer, [[*scorer.left, one], scorer.left])
        stepper.select(tensor(0, 1, 1))
        stepper.feed(tensor(two, one, 0), tensor(1, 1, 0) > 0)
        apart = stepper.branch(tensor(1, 2))
        apart.feed(tensor(three, 0), tensor(1, 0) > 0)
        apart.feed(tensor(two, two), tensor(1, 1) > 0)
        stepper.merge(apart, tensor(1, 2))
        stepper.feed(tensor(three, 0, one), tensor(1, 0, 1) > 0)
        found = stepper.log(torch.arange(scorer.vocabulary, device=scorer.device).expand(3, -1))
    except (AttributeError, IndexError, KeyError, NotImplementedError, RuntimeError, TypeError, ValueError):
        return False
    read = ((one, two, three), (one, three, two), (two, one))
    plain = last_laws(scorer, [(*scorer.left, *row) for row in read])[:, : scorer.vocabulary]
    return bool((found - plain).abs().max() <= SAME)
