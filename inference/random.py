"""All chance of the engine: counter-based random numbers that depend on nothing but (seed, purpose, chain, step, draw).

Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"), written with
integer operations that Python numbers and tensors share.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

from .lazy import torch

if TYPE_CHECKING:
    from torch import Tensor

Word = TypeVar("Word", "int", "Tensor")

MASK = 0xFFFFFFFF
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
KEY_STEPS = (0x9E3779B9, 0xBB67AE85)
ROUNDS = 10
SITES = 4  # draws of one step that are generated together
BLOCK = 1 << 16  # uniforms of one block, at least one step of all chains
LONGEST_BLOCK = 64  # steps
WIDTH = 128  # entries of a list that are summed together
TILE = 64  # rows


def _product(multiplier: int, word: Word) -> tuple[Word, Word]:
    """High and low 32 bits of a product, by 16-bit halves: nothing exceeds 2^50, so no signed overflow."""
    low = (word & 0xFFFF) * multiplier
    middle = (word >> 16) * multiplier + (low >> 16)
    return middle >> 16, ((middle & 0xFFFF) << 16) | (low & 0xFFFF)


def philox(counter: tuple[Word, Word, Word, Word], key: tuple[int, int]) -> tuple[Word, Word, Word, Word]:
    """Four words of 32 random bits for a counter of four such words."""
    first, second, third, fourth = counter
    left, right = key
    for _ in range(ROUNDS):
        high_a, low_a = _product(MULTIPLIERS[0], first)
        high_b, low_b = _product(MULTIPLIERS[1], third)
        first, second, third, fourth = high_b ^ second ^ left, low_b, high_a ^ fourth ^ right, low_a
        left, right = (left + KEY_STEPS[0]) & MASK, (right + KEY_STEPS[1]) & MASK
    return first, second, third, fourth


def key_of(seed: int, purpose: str) -> tuple[int, int]:
    """The Philox key of a seed (64 bits count) and of what the numbers are for."""
    return seed & MASK, ((seed >> 32) & MASK) ^ crc32(purpose.encode())


def host_uniform(seed: int, purpose: str, step: int, site: int = 0) -> float:
    """One number in [0, 1), computed on the host: for choices that all chains share, such as the entry of a table."""
    high, low, _, _ = philox((0, step & MASK, site, 0), key_of(seed, purpose))
    return ((high >> 5) * (1 << 26) + (low >> 6)) * 2.0**-53


def tiles(rows: int, device: torch.device) -> list[slice]:
    """All rows in parts whose lists fit in a cache of the CPU; in one part elsewhere."""
    size = TILE if device.type == "cpu" else max(rows, 1)
    return [slice(first, min(first + size, rows)) for first in range(0, rows, size)]


class Law:
    """A distribution over the entries of each row, from unnormalised log weights [chains, entries].

    Weights are summed in blocks and the blocks' sums cumulated in float64: a float32 cumulative sum of 20,000 entries
    would draw one of probability 1e-6 6 % too often or too rarely, and a float64 one takes four times as long.
    """

    def __init__(self, log_weights: Tensor) -> None:
        self._held = log_weights
        self._rows: Tensor | None = None  # which rows of it the chains are; None: all
        chains, entries = log_weights.shape
        peak = log_weights.amax(-1, keepdim=True)
        self.peak = torch.where(peak > -math.inf, peak, 0.0)  # [chains, 1]
        self._width = min(WIDTH, entries)
        blocks = -(-entries // self._width)
        sums = log_weights.new_empty(chains, blocks)
        for tile in tiles(chains, log_weights.device):
            weights = log_weights.new_empty(len(sums[tile]), blocks * self._width)
            torch.sub(log_weights[tile], self.peak[tile], out=weights[:, :entries]).exp_()
            weights[:, entries:] = 0.0
            torch.sum(weights.view(-1, blocks, self._width), -1, out=sums[tile])
        self._cumulative = sums.cumsum(-1, dtype=torch.float64)  # [chains, blocks]

    @property
    def log_weights(self) -> Tensor:
        """Unnormalised log weights. [chains, entries]"""
        return self._held if self._rows is None else self._held[self._rows]

    def some(self, rows: Tensor, entries: Tensor) -> Tensor:
        """Log weights of some entries of some chains, relative to the largest of each chain. [rows, entries]"""
        held = rows if self._rows is None else self._rows[rows]
        return self._held[held[:, None], entries] - self.peak[rows]

    @property
    def total(self) -> Tensor:
        """Sum of the weights relative to the largest, 0 where nothing is possible. [chains]"""
        return self._cumulative[:, -1]

    @property
    def log_sum(self) -> Tensor:
        """Log sum of the weights. float64 [chains]"""
        return self.peak[:, 0].double() + self.total.log()

    def rows(self, index: Tensor) -> Law:
        """The laws of some chains, any number of times each. Their weights are looked up where they are."""
        found = copy(self)
        found._rows = index if self._rows is None else self._rows[index]
        found.peak, found._cumulative = self.peak[index], self._cumulative[index]
        return found

    def log_prob(self, index: Tensor) -> Tensor:
        """Log probability of one entry of each row, -inf in rows where nothing is possible. [chains]"""
        weight = self.some(torch.arange(len(index), device=index.device), index[:, None])[:, 0]
        return torch.where(self.total == 0, -math.inf, weight - self.total.log().to(weight.dtype))

    def entry(self, uniform: Tensor) -> Tensor:
        """The entry of each row at a share [chains] of its cumulative sum; 0 where nothing is possible. [chains]"""
        level = (uniform * self.total)[:, None]
        block = _reached(self._cumulative, level)  # [chains, 1]
        below = torch.where(block > 0, self._cumulative.gather(1, (block - 1).clamp(min=0)), 0.0)
        share = (level - below) / (self._cumulative.gather(1, block) - below)
        entries = block * self._width + torch.arange(self._width, device=block.device)
        here, most = torch.arange(len(block), device=block.device), self._held.shape[1] - 1
        inside = torch.where(entries <= most, self.some(here, entries.clamp(max=most)).exp(), 0.0)
        inside = inside.cumsum(-1, dtype=torch.float64)
        entry = block * self._width + _reached(inside, share * inside[:, -1:])
        return torch.where(self.total > 0, entry[:, 0].clamp(max=most), 0)


def _reached(cumulative: Tensor, level: Tensor) -> Tensor:
    """The first entry whose cumulative sum is above the level. [chains, 1]"""
    return torch.searchsorted(cumulative, level, right=True).clamp(max=cumulative.shape[1] - 1)


class Chance:
    """What kernels draw from: the stream of a run, or the enumerator of a certificate. Nothing else is random."""

    chains: int
    device: torch.device

    def categorical(self, law: Law) -> Tensor:
        """One entry of each row by its weight; 0 in rows where nothing is possible. [chains]"""
        raise NotImplementedError

    def coin(self, shares: Sequence[float]) -> Tensor:
        """The number of one of several outcomes with these probabilities, for each chain. [chains]"""
        raise NotImplementedError

    def accept(self, log_ratio: Tensor) -> Tensor:
        """True with probability min(1, exp(log_ratio)); never for NaN or -inf. Bool [chains]."""
        raise NotImplementedError

    def place(self, mask: Tensor) -> Tensor:
        """One of the true entries of each row, all equally likely; 0 in rows that have none. [chains]"""
        return self.categorical(Law(torch.where(mask, 0.0, -math.inf)))

    def permutation(self, size: int) -> Tensor:
        """The numbers below `size` in random order, for each chain. [chains, size]"""
        left = torch.ones(self.chains, size, dtype=torch.bool, device=self.device)
        order = []
        for _ in range(size):
            order.append(self.place(left))
            left = left.scatter(1, order[-1][:, None], False)
        return torch.stack(order, 1)


class Stream(Chance):
    """Random numbers of a batch of chains. `first` is the global number of the first of them.

    Every draw of a step has its own site number, so a chain's path does not depend on how many run beside it, on the
    order of steps or on what other steps drew. Blocks of steps are generated at once, the longer the more steps have
    followed one another.
    """

    def __init__(self, seed: int, purpose: str, chains: int, device: str | torch.device = "cpu", first: int = 0):
        self.chains, self.device = chains, torch.device(device)
        self._key = key_of(seed, purpose)
        self._chain = torch.arange(first, first + chains, device=self.device)[None, None]  # [1, 1, chains]
        self._longest = max(1, min(LONGEST_BLOCK, BLOCK // (SITES * max(chains, 1))))
        self._blocks: dict[int, Tensor] = {}  # by group of sites
        self._first, self._steps = 0, 1  # of the block
        self.step(0)

    def step(self, number: int) -> None:
        """Begin a step: its draws are numbered from 0."""
        self._number, self._site = number, 0
        if not self._first <= number < self._first + self._steps:
            follows = number == self._first + self._steps
            self._steps = min(2 * self._steps, self._longest) if follows else 1
            self._first, self._blocks = number, {}

    def uniform(self) -> Tensor:
        """Numbers in [0, 1) of 53 bits. float64 [chains]"""
        group, site = divmod(self._site, SITES)
        self._site += 1
        if group not in self._blocks:
            self._blocks[group] = self._generate(group)
        return self._blocks[group][self._number - self._first, site]

    def _generate(self, group: int) -> Tensor:
        """The uniforms of one group of sites, for all steps of the block. float64 [steps, SITES, chains]"""
        step = torch.arange(self._first, self._first + self._steps, device=self.device)[:, None, None] & MASK
        pairs = SITES // 2  # a counter gives two uniforms
        site = torch.arange(group * pairs, (group + 1) * pairs, device=self.device)[None, :, None]
        zero = (step + site + self._chain) * 0  # [steps, pairs, chains]
        words = philox((zero + self._chain, zero + step, zero + site, zero), self._key)
        draws = [((high >> 5) * (1 << 26) + (low >> 6)).double() * 2.0**-53 for high, low in (words[:2], words[2:])]
        return torch.stack(draws, 2).flatten(1, 2)  # [steps, pairs, 2, chains] -> [steps, SITES, chains]

    def categorical(self, law: Law) -> Tensor:
        """By the inverse of the cumulative sum: one uniform a row."""
        return law.entry(self.uniform())

    def coin(self, shares: Sequence[float]) -> Tensor:
        """By comparing with the partial sums, which are host numbers: nothing is copied to the device."""
        uniform = self.uniform()
        index, reached = torch.zeros_like(uniform, dtype=torch.int64), 0.0
        for share in list(shares)[:-1]:
            reached += share
            index = index + (uniform >= reached)
        return index

    def accept(self, log_ratio: Tensor) -> Tensor:
        """The logarithm of a uniform lies below the ratio."""
        return self.uniform().log() < log_ratio
