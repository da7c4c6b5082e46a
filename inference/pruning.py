"""Linked n-gram counts with rows left out: rare ones, to be smaller, or those that only unwanted sources have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .counts import Level, Occurrences
from .estimate import discounts_of

Rows = NDArray[np.bool_]


def without_rare(trie: Sequence[Level], least: Sequence[Sequence[float]]) -> list[Level]:
    """The levels without the rows whose counts are below `least` [orders, sources] in every source.

    A row that stays keeps its own share of its context: a context remembers what it lost and leaves that to the
    shorter one, and the discounts are those of all counts. Rows that a longer row needs stay; so does order 1.
    """
    enough = [np.asarray((level.counts >= np.asarray(low)).any(axis=1)) for level, low in zip(trie, least, strict=True)]
    keep = _closed(trie, enough)
    found = []
    for n, (level, own) in enumerate(zip(_kept(trie, keep), trie, strict=True)):
        cut = _lost(own, keep[n], len(keep[n - 1]))[keep[n - 1]] if n else None
        found.append(replace(level, cut=cut, discounts=discounts_of(own)))
    return found


def of_sources(trie: Sequence[Level], weights: Sequence[float]) -> tuple[list[Level], tuple[float, ...]]:
    """The levels and weights of the sources whose weight is above 0, without the rows that these have not."""
    sources = [source for source, weight in enumerate(weights) if weight > 0]
    if len(sources) == len(weights):
        return list(trie), tuple(weights)
    own = [
        replace(
            level,
            counts=level.counts[:, sources],
            cut=None if level.cut is None else level.cut[:, sources],
            discounts=None if level.discounts is None else level.discounts[sources],
        )
        for level in trie
    ]
    keep = _closed(own, [np.asarray((level.counts > 0).any(axis=1)) for level in own])
    found = [
        level if level.cut is None else replace(level, cut=level.cut[keep[n - 1]])
        for n, level in enumerate(_kept(own, keep))
    ]
    return found, tuple(weights[source] for source in sources)


def _closed(trie: Sequence[Level], keep: list[Rows]) -> list[Rows]:
    """Which rows stay when the prefixes and suffixes of those that do must stay too."""
    keep[0][:] = True
    for n in range(len(trie) - 1, 0, -1):
        rows = np.flatnonzero(keep[n])
        keep[n - 1][trie[n].prefix[rows]] = True
        keep[n - 1][trie[n].suffix[rows]] = True
    return keep


def _kept(trie: Sequence[Level], keep: Sequence[Rows]) -> list[Level]:
    """The rows that stay, linked to each other."""
    found = list[Level]()
    number = np.zeros(1, dtype=np.int32)
    for level, rows in zip(trie, keep, strict=True):
        links = (number[level.prefix[rows]], level.last[rows], number[level.suffix[rows]]) if found else None
        prefix, last, suffix = links or (level.prefix, level.last, level.suffix)
        found.append(replace(level, prefix=prefix, last=last, suffix=suffix, counts=level.counts[rows]))
        number = (np.cumsum(rows) - 1).astype(np.int32)
    return found


def _lost(level: Level, keep: Rows, contexts: int) -> Occurrences:
    """What each context loses. [contexts, sources]"""
    rows = np.flatnonzero(~keep)
    sums = [np.bincount(level.prefix[rows], column[rows], minlength=contexts) for column in level.counts.T]
    return np.stack(sums, axis=1).astype(np.float32)
