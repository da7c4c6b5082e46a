"""Counts of n-grams as an estimator needs them: a trie of rows, order by order, with the link to each row's suffix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .ngram import Floats

Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Level:
    """The n-grams of one order in lexicographic order of their codes: word ids, V for `<s>`, V + 1 for `</s>`.

    Each row's prefix and suffix are rows of the order below. Order 1 holds every code, row = code.
    """

    prefix: Keys
    """[rows] row of the n-gram without its last unit, ascending."""
    last: Keys
    """[rows] code of the last unit."""
    suffix: Keys
    """[rows] row of the n-gram without its first unit."""
    counts: Floats
    """[rows, sources] Kneser-Ney counts: occurrences at the highest order and for n-grams that begin with `<s>`, else
    how many distinct units were seen before the n-gram. 0 for rows that are only contexts."""


def count(sequences: Iterable[Sequence[str]], order: int, code: Mapping[str, int]) -> list[tuple[Keys, Floats]]:
    """Occurrences of the n-grams from which all the others follow: for each n from 2, those that begin with `<s>`, and
    all those of the highest order. An n-gram with a unit that `code` lacks is skipped.

    Returns for n = 1 ... order the distinct rows, [rows, n] codes in lexicographic order, and [rows, 1] counts. For
    order 1 the rows are the units and `</s>`.
    """
    text, place = _laid_out(sequences, code)
    found = []
    for n in range(1, order + 1):
        last = np.flatnonzero(place >= n - 1 if n == order else place == n - 1)
        last = last[place[last] > 0] if order == 1 else last
        rows = np.stack([text[last - n + 1 + at] for at in range(n)], axis=1)
        rows = rows[(rows >= 0).all(axis=1)]
        found.append(_distinct(rows, np.ones((len(rows), 1))))
    return found


def merged(sources: Sequence[list[tuple[Keys, Floats]]]) -> list[tuple[Keys, Floats]]:
    """The counts of several sources side by side: [rows, sources]."""
    found = []
    for parts in zip(*sources, strict=True):
        rows = np.concatenate([rows for rows, _ in parts])
        counts = np.zeros((len(rows), len(parts)))
        first = 0
        for source, (_, own) in enumerate(parts):
            counts[first : first + len(own), source] = own[:, 0]
            first += len(own)
        found.append(_distinct(rows, counts))
    return found


def levels(found: Sequence[tuple[Keys, Floats]], size: int) -> list[Level]:
    """The trie of all n-grams that the counts of `count` imply, with V = `size` words."""
    order, wanted = len(found), [rows for rows, _ in found]
    for n in range(order - 1, 1, -1):
        above = wanted[n]
        wanted[n - 1] = np.unique(np.concatenate((wanted[n - 1], above[:, :-1], above[:, 1:])), axis=0)
    return [
        *_linked([(row_prefix, row_last) for row_prefix, row_last in _tries(wanted, size)], found, size),
    ]
