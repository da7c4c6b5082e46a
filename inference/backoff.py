"""A back-off n-gram model as tensors: the walk over its contexts, scores of texts, and whole conditional rows."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import numpy as np

from .lazy import torch
from .ngram import Floats, NGram

if TYPE_CHECKING:
    from torch import Tensor

    from .texts import Texts


def lookup(ngram: NGram, nodes: np.ndarray, words: np.ndarray) -> tuple[Floats, np.ndarray]:
    """log p(word | node) and the node reached, for arrays of nodes and words of one shape."""
    size = len(ngram.words)
    source = np.repeat(np.arange(ngram.nodes, dtype=np.int64), np.diff(ngram.arc_start))
    keys = source * size + ngram.arc_word
    total = np.zeros(len(nodes))
    target = np.zeros(len(nodes), np.int64)
    at, todo = nodes.astype(np.int64), np.ones(len(nodes), bool)
    for _ in range(max(ngram.order, 2)):
        key = at * size + words
        arc = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        hit = todo & (keys[arc] == key)
        total[hit] += ngram.arc_log_prob[arc[hit]]
        target[hit] = ngram.arc_target[arc[hit]]
        todo &= ~hit
        total[todo] += ngram.log_backoff[at[todo]]
        at = np.where(todo, ngram.backoff_to[at], at)
    return total, target


class Backoff:
    """The n-gram model raised to `power`, or with every step at `temperature` and normalised again, as tensors.

    Probabilities to a power are weights: nothing normalises them but the program's own log Z.
    """

    def __init__(
        self,
        ngram: NGram,
        power: float = 1.0,
        temperature: float = 1.0,
        device: str = "cpu",
        dtype: torch.dtype | None = None,
    ) -> None:
        self.ngram = ngram
        self.power, self.temperature = power, temperature
        self.order, self.units, self.nodes, self.start = ngram.order, len(ngram.words), ngram.nodes, ngram.start
        self.depth = max(ngram.order, 2)  # contexts on the longest chain of back-offs: even unigrams have `<s>`
        self.device, self.dtype = torch.device(device), dtype or torch.float64
        nodes, words = self._sources(), ngram.arc_word.astype(np.int64)
        arcs, back, end = ngram.arc_log_prob, ngram.log_backoff, ngram.log_end
        if temperature != 1.0:
            arcs, back, end = _tempered(ngram, nodes, temperature)
        keys = nodes * self.units + words
        self.arc_key = self._whole(keys)
        self.arc_word = self._whole(words)
        self.arc_start = self._whole(ngram.arc_start)
        self.arc_target = self._whole(ngram.arc_target)
        self.back_to = self._whole(ngram.backoff_to)
        self.level = self._whole(ngram.level)
        self.last_word = self._whole(ngram.last_word)
        self.arc_log = self._real(arcs * power)
        self.log_back = self._real(back * power)
        self.log_end = self._real(end * power)
        widths = np.diff(ngram.arc_start)
        self.widest = [int(widths[ngram.level == level].max(initial=0)) for level in range(self.depth)]
        self.widest[0] = self.units

    def _sources(self) -> np.ndarray:
        return np.repeat(np.arange(self.ngram.nodes, dtype=np.int64), np.diff(self.ngram.arc_start))

    def _whole(self, values: np.ndarray) -> Tensor:
        return torch.as_tensor(np.ascontiguousarray(values, dtype=np.int64), device=self.device)

    def _real(self, values: np.ndarray) -> Tensor:
        return torch.as_tensor(values, dtype=self.dtype, device=self.device)

    def shortened(self, order: int) -> Backoff:
        """The same with shorter contexts, on the same device."""
        return Backoff(shortened(self.ngram, order), self.power, self.temperature, str(self.device), self.dtype)

    def like(self, power: float, temperature: float, ends: bool) -> Backoff:
        """The same n-grams with the settings of another model; ending costs nothing where it has no end."""
        other = Backoff(self.ngram, power, temperature, str(self.device), self.dtype)
        if not ends:
            other.log_end = torch.zeros_like(other.log_end)
        return other

    def cast(self, dtype: torch.dtype) -> Backoff:
        """The same in another precision, sharing what is not a probability."""
        other = copy(self)
        other.dtype = dtype
        other.arc_log, other.log_back, other.log_end = (
            values.to(dtype) for values in (self.arc_log, self.log_back, self.log_end)
        )
        return other

    def look_up(self, nodes: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        """Log weight of each word after each context, and the context reached. Any shape, both alike."""
        total = torch.zeros(nodes.shape, dtype=self.dtype, device=self.device)
        target = torch.zeros_like(nodes)
        found = torch.zeros(nodes.shape, dtype=torch.bool, device=self.device)
        at = nodes
        for _ in range(self.depth):
            key = at * self.units + words
            arc = torch.searchsorted(self.arc_key, key).clamp_max(len(self.arc_key) - 1)
            hit = (self.arc_key[arc] == key) & ~found
            total = torch.where(hit, total + self.arc_log[arc], total)
            target = torch.where(hit, self.arc_target[arc], target)
            found = found | hit
            total = torch.where(found, total, total + self.log_back[at])
            at = torch.where(found, at, self.back_to[at])
        return total, target

    def contexts(self, texts: Texts) -> Tensor:
        """The context after each prefix of each text, from the empty prefix on. [chains, places + 1]"""
        chains, places = texts.units.shape
        window = self.order - 1
        ends = torch.arange(places + 1, device=self.device)
        if window == 0:
            return torch.where(ends == 0, self.start, 0).expand(chains, -1)
        first = (ends - window).clamp_min(0)
        padded = torch.nn.functional.pad(texts.units, (0, 1))
        node = torch.where(ends < window, self.start, 1 + padded[:, first])
        for step in range(1, window):
            place = ends - window + step
            reached = self.look_up(node, padded[:, place.clamp_min(0)])[1]
            node = torch.where(place >= 0, reached, node)
        return node

    def log_prob(self, texts: Texts) -> Tensor:
        """Log weight of each text with its end, nats. [chains]"""
        nodes = self.contexts(texts)
        steps = self.look_up(nodes[:, :-1], texts.units)[0]
        here = torch.arange(texts.units.shape[1], device=self.device) < texts.length[:, None]
        end = self.log_end[nodes.gather(1, texts.length[:, None]).squeeze(1)]
        return torch.where(here, steps, 0.0).sum(1) + end

    def logs(self, nodes: Tensor) -> Tensor:
        """Log weight of every word after each context, as in `rows`. [rows, units]"""
        distinct, number = torch.unique(nodes, return_inverse=True)
        log = self.arc_log[: self.units].repeat(len(distinct), 1)
        log = torch.nn.functional.pad(log, (0, 1))
        chain = [distinct]
        for _ in range(self.depth - 1):
            chain.append(self.back_to[chain[-1]])
        for at in reversed(chain[:-1]):
            fresh = at != 0
            log += torch.where(fresh, self.log_back[at], 0.0)[:, None]
            first, last = self.arc_start[at], torch.where(fresh, self.arc_start[at + 1], self.arc_start[at])
            arcs = first[:, None] + torch.arange(int((last - first).max()), device=self.device)
            inside = arcs < last[:, None]
            arcs = arcs.clamp_max(len(self.arc_word) - 1)
            log.scatter_(1, torch.where(inside, self.arc_word[arcs], self.units), self.arc_log[arcs])
        return log[:, : self.units][number]

    def rows(self, nodes: Tensor) -> tuple[Tensor, Tensor]:
        """Log weight of every word after each context, and the context that each leads to. Both [rows, units]"""
        chain = [nodes]
        for _ in range(self.depth - 1):
            chain.append(self.back_to[chain[-1]])
        count = len(nodes)
        log = torch.zeros(count, self.units + 1, dtype=self.dtype, device=self.device)
        target = torch.zeros(count, self.units + 1, dtype=torch.int64, device=self.device)
        log[:, : self.units] = self.arc_log[: self.units]
        target[:, : self.units] = self.arc_target[: self.units]
        for depth in range(self.depth - 2, -1, -1):
            at = chain[depth]
            fresh = at != 0
            log = log + torch.where(fresh, self.log_back[at], 0.0)[:, None]
            width = max(self.widest[1:], default=0)
            arcs = self.arc_start[at][:, None] + torch.arange(width, device=self.device)
            inside = (arcs < self.arc_start[at + 1][:, None]) & fresh[:, None]
            arcs = arcs.clamp_max(len(self.arc_word) - 1)
            column = torch.where(inside, self.arc_word[arcs], self.units)
            log.scatter_(1, column, self.arc_log[arcs])
            target.scatter_(1, column, self.arc_target[arcs])
        return log[:, : self.units], target[:, : self.units]


def _tempered(ngram: NGram, source: np.ndarray, temperature: float) -> tuple[Floats, Floats, Floats]:
    """Arcs, back-offs and ends at a temperature: each context's law p^(1/T), normalised with its end."""
    arcs, back, end = (values / temperature for values in (ngram.arc_log_prob, ngram.log_backoff, ngram.log_end))
    below = source > 0
    lower = np.full(len(arcs), -np.inf)
    lower[below] = lookup(ngram, ngram.backoff_to[source[below]], ngram.arc_word[below].astype(np.int64))[0]
    lower = lower / temperature
    own = np.bincount(source, np.exp(arcs) - np.where(below, np.exp(back[source] + lower), 0.0), ngram.nodes)
    mass = own.copy()
    for level in range(1, max(ngram.order, 2)):
        here = np.flatnonzero(ngram.level == level)
        mass[here] = own[here] + np.exp(back[here]) * mass[ngram.backoff_to[here]]
    log_mass = np.log(mass + np.exp(end))
    shift = np.where(np.arange(ngram.nodes) > 0, log_mass[ngram.backoff_to] - log_mass, 0.0)
    return arcs - log_mass[source], back + shift, end - log_mass


def shortened(ngram: NGram, order: int) -> NGram:
    """The model cut to contexts of `order` - 1 units: what remains scores as a back-off model of that order."""
    if ngram.order <= order:
        return ngram
    kept = np.flatnonzero(ngram.level < order)
    number = np.full(ngram.nodes, -1)
    number[kept] = np.arange(len(kept))
    source = np.repeat(np.arange(ngram.nodes), np.diff(ngram.arc_start))
    arcs = number[source] >= 0
    target = ngram.arc_target[arcs]
    while (number[target] < 0).any():
        target = np.where(number[target] < 0, ngram.backoff_to[target], target)
    counts = np.bincount(number[source[arcs]], minlength=len(kept))
    return NGram(
        order=order,
        words=ngram.words,
        start=int(number[ngram.start]),
        last_word=ngram.last_word[kept],
        level=ngram.level[kept],
        backoff_to=number[ngram.backoff_to[kept]].astype(np.int32),
        log_backoff=ngram.log_backoff[kept],
        arc_start=np.concatenate([[0], np.cumsum(counts)]),
        arc_word=ngram.arc_word[arcs],
        arc_log_prob=ngram.arc_log_prob[arcs],
        arc_target=number[target].astype(np.int32),
        log_end=ngram.log_end[kept],
        unk_log_prob=ngram.unk_log_prob,
    )
