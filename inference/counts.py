"""Counts of n-grams as an estimator needs them: a trie of rows, each linked to its prefix and its suffix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
Links = NDArray[np.int32]
Occurrences = NDArray[np.float32]
Table = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rows:
    """Distinct n-grams of one order and how often each occurs.

    A code is a unit's id, or with V units: V for `<s>`, V + 1 for `</s>`.
    """

    codes: Keys
    """[rows, order]"""
    counts: Occurrences
    """[rows, sources]"""


@dataclass(frozen=True, eq=False)
class Level:
    """The n-grams of one order, sorted by prefix, then last unit. Order 1 holds every code, and row = code."""

    prefix: Links
    """[rows] row, in the order below, of the n-gram without its last unit."""
    last: Links
    """[rows] code of the last unit."""
    suffix: Links
    """[rows] row, in the order below, of the n-gram without its first unit."""
    counts: Occurrences
    """[rows, sources] what Kneser-Ney smoothing counts (see `counted`); 0 in a row that is there as a context only."""
    cut: Occurrences | None = None
    """[rows of the order below, sources] counts of the rows left out behind each context; None where none are."""
    discounts: Table | None = None
    """[sources, 4] the discounts of all counts, those left out too; None: as the counts say."""


def count(sequences: Iterable[Sequence[str]], order: int, code: Mapping[str, int], size: int) -> list[Rows]:
    """Occurrences in sentences of the n-grams from which all others follow, one source.

    Of the highest order all n-grams, `<s>` and `</s>` included; of the orders 2 ... order - 1 those that begin with
    `<s>`; of order 1 none (or the units and `</s>`, if it is the highest). N-grams with a unit that `code` lacks are
    skipped. `size` is the number V of units.
    """
    sentences = [[size, *(code.get(unit, -1) for unit in units), size + 1] for units in sequences]
    lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
    text = np.fromiter(chain.from_iterable(sentences), np.int64, int(lengths.sum()))
    place = np.arange(len(text)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    found = []
    for n in range(1, order + 1):
        last = np.flatnonzero(place >= max(n - 1, 1) if n == order else place == n - 1 if n > 1 else place < 0)
        codes = np.stack([text[last - n + at] for at in range(1, n + 1)], axis=1)
        codes = codes[(codes >= 0).all(axis=1)]
        found.append(Rows(codes, np.ones((len(codes), 1), dtype=np.float32)))
    return found


def joined(sources: Sequence[list[Rows]]) -> list[Rows]:
    """The counts of several sources, each in a column of its own. Rows may then stand more than once."""
    found = []
    for parts in zip(*sources, strict=True):
        counts = [np.zeros((len(part.codes), len(parts)), dtype=np.float32) for part in parts]
        for source, part in enumerate(parts):
            counts[source][:, source] = part.counts[:, 0]
        found.append(Rows(np.concatenate([part.codes for part in parts]), np.concatenate(counts)))
    return found


def levels(found: Sequence[Rows], size: int) -> list[Level]:
    """The trie of all n-grams in the rows of `count`, every n-gram inside a longer one included."""
    base = size + 2
    reached = {(n, at): rows.codes[:, at] for n, rows in enumerate(found, 1) for at in range(n)}
    keys = [np.arange(base)]
    raw = [_raw(found[0], reached[1, 0], base)]
    for length in range(2, len(found) + 1):
        reached = {
            (n, at): rows * base + found[n - 1].codes[:, at + length - 1]
            for (n, at), rows in reached.items()
            if at + length <= n
        }
        keys.append(np.unique(np.concatenate(list(reached.values()))))
        reached = {window: np.searchsorted(keys[-1], wanted) for window, wanted in reached.items()}
        raw.append(_raw(found[length - 1], reached[length, 0], len(keys[-1])))
    return counted(_links(keys, base), raw)


def _raw(rows: Rows, at: Keys, size: int) -> Occurrences:
    """The counts summed into a table of `size` rows. [size, sources]"""
    sums = [np.bincount(at, column, minlength=size) for column in rows.counts.T]
    return np.stack(sums, axis=1).astype(np.float32)


def _links(keys: Sequence[Keys], base: int) -> list[tuple[Links, Links, Links]]:
    """Prefix, last code and suffix of the rows of each order, from keys prefix * base + last code, ascending."""
    zeros = np.zeros(base, dtype=np.int32)
    links = [(zeros, keys[0].astype(np.int32), zeros)]
    for below, own in pairwise(keys):
        prefix, last = np.divmod(own, base)
        suffix = (
            last if len(links) == 1 else np.searchsorted(below, links[-1][2][prefix].astype(np.int64) * base + last)
        )
        links.append((prefix.astype(np.int32), last.astype(np.int32), suffix.astype(np.int32)))
    return links


def counted(links: Sequence[tuple[Links, Links, Links]], raw: Sequence[Occurrences]) -> list[Level]:
    """The levels of linked rows, from occurrences.

    The highest order, and n-grams that begin with `<s>`, count occurrences ([rows, sources] in `raw`, elsewhere 0);
    the others count, for each source, the distinct units seen before them (Kneser & Ney 1995; Chen & Goodman 1999,
    section 4.1.6).
    """
    counts = [raw[-1]]
    for (_, _, suffix), own in zip(links[:0:-1], raw[-2::-1], strict=True):
        seen = counts[0] > 0
        before = [np.bincount(suffix[seen[:, source]], minlength=len(own)) for source in range(own.shape[1])]
        counts.insert(0, own + np.stack(before, axis=1).astype(np.float32))
    return [Level(*link, own) for link, own in zip(links, counts, strict=True)]
