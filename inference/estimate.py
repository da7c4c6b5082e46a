"""Interpolated modified Kneser-Ney estimation of n-gram models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from .counts import Level, Links, Occurrences, count, levels
from .ngram import RESERVED, Floats, NGram

CHUNK = 1 << 16
"""Rows treated at once."""


def learn(sequences: Iterable[Sequence[str]], order: int, vocabulary: Iterable[str] | None = None) -> NGram:
    """The model of any order learned from sentences, each a sequence of units.

    Without a vocabulary the words are those of the sentences, in order of appearance. With one, its words come first
    in its order; words that no sentence has share the uniform floor, and units outside it are unknown: n-grams with
    them are skipped. `<unk>` has the probability of one word that was never seen.

    Interpolated modified Kneser-Ney smoothing (Kneser & Ney 1995; Chen & Goodman 1999). Never zero, sums to one.
    """
    if order < 1:
        raise ValueError(f"order: got {order}, allowed are 1 and above")
    sentences = [list(units) for units in sequences]
    listed = (unit for units in sentences for unit in units) if vocabulary is None else vocabulary
    words = tuple(dict.fromkeys(unit for unit in listed if unit not in RESERVED))
    code = {word: id for id, word in enumerate(words)}
    return estimate(words, levels(count(sentences, order, code, len(words)), len(words)), (1.0,))


def discounts(counts: Occurrences) -> Floats:
    """What modified Kneser-Ney takes off a count of 0, 1, 2, and 3 or more, from the counts of counts. [4]

    Chen & Goodman 1999, equation 26. Where there are too few counts for it (one of n1 to n4 is 0, or a value leaves
    its range), one discount n1 / (n1 + 2 n2) serves all, and 0.5 where that is not in (0, 1) either.
    """
    n = np.bincount(np.minimum(counts, 5).astype(np.int8), minlength=6)[:5].astype(np.float64).tolist()
    if n[1] > 0 and n[2] > 0:
        single = n[1] / (n[1] + 2 * n[2])
        found = [k - (k + 1) * single * n[k + 1] / n[k] if n[k] > 0 else 0.0 for k in (1, 2, 3)]
        if min(n[1:]) > 0 and all(0.0 < value < k for k, value in enumerate(found, 1)):
            return np.array([0.0, *found])
        return np.array([0.0, single, single, single])
    return np.array([0.0, 0.5, 0.5, 0.5])


def estimate(words: Sequence[str], trie: Sequence[Level], weights: Sequence[float]) -> NGram:
    """The model of linked counts. Each source's counts are discounted by themselves, then added with its weight.

    With one source this is interpolated modified Kneser-Ney. With several, in the context c,
    p(w | c) = sum_s weight_s (n_s(cw) - D_s(n_s(cw))) / N + (1 - what was given out) p(w | shorter c), where
    N = sum_s weight_s n_s(c .): sources count more in a context the more they say about it.
    """
    size, weight = len(words), np.asarray(weights, dtype=np.float64)
    given, gamma = _given(trie[0], weight, 1)
    probs = [given + gamma[0] / (size + 2)]
    gammas = []
    for below, level in pairwise(trie):
        given, gamma = _given(level, weight, len(below.last))
        for rows in _chunks(len(given)):
            given[rows] += gamma[level.prefix[rows]] * probs[-1][level.suffix[rows]]
        probs.append(given)
        gammas.append(gamma)
    unknown = float(np.log(probs[0][size]))
    return _assembled(words, trie, [np.log(prob, out=prob) for prob in probs], [np.log(own) for own in gammas], unknown)


def _given(level: Level, weights: Floats, contexts: int) -> tuple[Floats, Floats]:
    """Each row's discounted share of its context [rows], and what each context leaves to shorter ones [contexts]."""
    takes = discounts_of(level)
    total, kept = np.empty(len(level.last)), np.empty(len(level.last))
    for rows in _chunks(len(kept)):
        own = level.counts[rows].astype(np.float64)
        total[rows] = own @ weights
        for source, take in enumerate(takes):
            own[:, source] -= take[np.minimum(own[:, source], 3).astype(np.int8)]
        kept[rows] = own @ weights
    firsts = np.flatnonzero(np.diff(level.prefix, prepend=-1))
    mass, left = np.ones(contexts), np.ones(contexts)
    if len(firsts):
        at = level.prefix[firsts]
        seen = np.add.reduceat(total, firsts)
        if level.cut is not None:
            seen += level.cut[at].astype(np.float64) @ weights
        mass[at] = np.where(seen > 0, seen, 1.0)
        left[at] = np.where(seen > 0, seen - np.add.reduceat(kept, firsts), 1.0)
    for rows in _chunks(len(kept)):
        kept[rows] /= mass[level.prefix[rows]]
    return kept, left / mass


def discounts_of(level: Level) -> Floats:
    """The discounts of each source: of all its counts. [sources, 4]"""
    return np.stack([discounts(own) for own in level.counts.T]) if level.discounts is None else level.discounts


def _chunks(rows: int) -> Iterator[slice]:
    """Slices that cover all rows: temporary arrays stay small, which halves the time of loading."""
    return (slice(first, first + CHUNK) for first in range(0, rows, CHUNK))


def _assembled(
    words: Sequence[str], trie: Sequence[Level], log_probs: list[Floats], log_gammas: list[Floats], unknown: float
) -> NGram:
    """The graph of contexts. The trie holds every prefix and suffix, so each link is one gather."""
    size = len(words)
    node, reach, nodes = _numbered(trie, size)
    level, last_word = np.zeros(nodes, dtype=np.int32), np.full(nodes, -1, dtype=np.int32)
    backoff_to, log_backoff = np.zeros(nodes, dtype=np.int32), np.zeros(nodes)
    log_end = np.full(nodes, np.nan)
    kept, sources = [], []
    for n, rows in enumerate(trie):
        source = node[n - 1][rows.prefix] if n else rows.prefix
        ends = rows.last == size + 1
        log_end[source[ends]] = log_probs[n][ends]
        kept.append(rows.last < size)
        sources.append(source[kept[-1]])
        context = np.flatnonzero(node[n] >= 0)
        at = node[n][context]
        level[at], last_word[at] = n + 1, np.where(rows.last[context] < size, rows.last[context], -1)
        if n:
            backoff_to[at] = reach[n - 1][rows.suffix[context]]
        if n < len(log_gammas):
            log_backoff[at] = log_gammas[n][context]
    for n in range(1, len(trie) + 1):
        open_ends = np.flatnonzero(np.isnan(log_end) & (level == n))
        log_end[open_ends] = log_backoff[open_ends] + log_end[backoff_to[open_ends]]
    return NGram(
        order=len(trie),
        words=tuple(words),
        start=size + 1,
        last_word=last_word,
        level=level,
        backoff_to=backoff_to,
        log_backoff=log_backoff,
        arc_start=np.concatenate(([0], np.cumsum(np.bincount(np.concatenate(sources), minlength=nodes)))),
        arc_word=np.concatenate([rows.last[own] for rows, own in zip(trie, kept, strict=True)]).astype(np.int32),
        arc_log_prob=np.concatenate([values[own] for values, own in zip(log_probs, kept, strict=True)]),
        arc_target=np.concatenate([to[own] for to, own in zip(reach, kept, strict=True)]).astype(np.int32),
        log_end=log_end,
        unk_log_prob=unknown,
    )


def _numbered(trie: Sequence[Level], size: int) -> tuple[list[Links], list[Links], int]:
    """For each order the node of each row (-1 if it is no context; none at the highest, for all are) and of the row's
    longest suffix that is one; and the number of nodes."""
    node = [np.append(np.arange(1, size + 2), -1).astype(np.int32)]
    reach, nodes = [np.maximum(node[0], 0)], size + 2
    for rows, above in pairwise(trie[1:]):
        is_context = np.zeros(len(rows.last), dtype=np.bool_)
        is_context[above.prefix] = True
        node.append(np.where(is_context, nodes - 1 + np.cumsum(is_context), -1).astype(np.int32))
        reach.append(np.where(is_context, node[-1], reach[-1][rows.suffix]))
        nodes += int(is_context.sum())
    if len(trie) > 1:
        node.append(np.zeros(0, dtype=np.int32))
        reach.append(reach[-1][trie[-1].suffix])
    return node, reach, nodes
