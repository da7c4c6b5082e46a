"""Counts of n-grams as an estimator needs them: a trie of rows, each linked to its prefix and its suffix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from .ngram import Floats

Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Rows:
    """Distinct n-grams of one order and how often each occurs.

    A code is a unit's id, or with V units: V for `<s>`, V + 1 for `</s>`.
    """

    codes: Keys
    """[rows, order]"""
    counts: Floats
    """[rows, sources]"""


@dataclass(frozen=True, eq=False)
class Level:
    """The n-grams of one order, sorted by prefix, then last unit. Order 1 holds every code, and row = code."""

    prefix: Keys
    """[rows] row, in the order below, of the n-gram without its last unit."""
    last: Keys
    """[rows] code of the last unit."""
    suffix: Keys
    """[rows] row, in the order below, of the n-gram without its first unit."""
    counts: Floats
    """[rows, sources] what Kneser-Ney smoothing counts (see `linked`); 0 in a row that is there as a context only."""


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
        found.append(Rows(codes, np.ones((len(codes), 1))))
    return found


def joined(sources: Sequence[list[Rows]]) -> list[Rows]:
    """The counts of several sources, each in a column of its own. Rows may then stand more than once."""
    found = []
    for parts in zip(*sources, strict=True):
        counts = [np.zeros((len(part.codes), len(parts))) for part in parts]
        for source, part in enumerate(parts):
            counts[source][:, source] = part.counts[:, 0]
        found.append(Rows(np.concatenate([part.codes for part in parts]), np.concatenate(counts)))
    return found


def levels(found: Sequence[Rows], size: int) -> list[Level]:
    """The trie of all n-grams in the rows of `count`, every n-gram inside a longer one included."""
    base, sources = size + 2, found[0].counts.shape[1]
    reached = {(n, at): rows.codes[:, at] for n, rows in enumerate(found, 1) for at in range(n)}
    keys = [np.arange(base)]
    raw = [np.zeros((base, sources))]
    for length in range(1, len(found) + 1):
        if length > 1:
            reached = {
                (n, at): rows * base + found[n - 1].codes[:, at + length - 1]
                for (n, at), rows in reached.items()
                if at + length <= n
            }
            keys.append(np.unique(np.concatenate(list(reached.values()))))
            raw.append(np.zeros((len(keys[-1]), sources)))
            reached = {window: np.searchsorted(keys[-1], wanted) for window, wanted in reached.items()}
        for source in range(sources):
            weights = found[length - 1].counts[:, source]
            raw[-1][:, source] = np.bincount(reached[length, 0], weights, minlength=len(raw[-1]))
    return linked(keys, raw, size)


def linked(keys: Sequence[Keys], raw: Sequence[Floats], size: int) -> list[Level]:
    """The levels with suffixes and Kneser-Ney counts, from the keys of each order and occurrences.

    A key is the prefix's row * (V + 2) + last code, ascending. The highest order, and n-grams that begin with `<s>`,
    count occurrences ([rows, sources] in `raw`); the others count the distinct units seen before them (Kneser & Ney
    1995; Chen & Goodman 1999, section 4.1.6), for each source.
    """
    base = size + 2
    parts = [(np.zeros(base, dtype=np.int64), keys[0], np.zeros(base, dtype=np.int64))]
    for n, wanted in enumerate(keys[1:], 2):
        prefix, last = np.divmod(wanted, base)
        suffix = last if n == 2 else np.searchsorted(keys[n - 2], parts[-1][2][prefix] * base + last)
        parts.append((prefix, last, suffix))
    counts = [raw[-1]]
    for n in range(len(keys) - 1, 0, -1):
        suffix, above = parts[n][2], counts[0]
        columns = [
            np.bincount(suffix[above[:, source] > 0], minlength=len(keys[n - 1])) for source in range(above.shape[1])
        ]
        counts.insert(0, raw[n - 1] + np.stack(columns, axis=1))
    return [Level(*part, own) for part, own in zip(parts, counts, strict=True)]
