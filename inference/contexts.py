"""Tables of n-grams to the graph of contexts that `NGram` is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .ngram import RESERVED, Floats, Ints, NGram

Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Table:
    """All n-grams of one order.

    A code is a word's id, or with V words: V for `<s>`, V + 1 for `</s>`, V + 2 for `<unk>`.
    """

    codes: NDArray[np.int64]
    """[rows, order], no row twice."""
    log_prob: Floats
    """[rows] log p(last | the others), nats; NaN for a row that is a context only."""
    log_backoff: Floats
    """[rows] log back-off weight of the row as a context, nats, 0 where it has none."""


@dataclass(frozen=True, eq=False)
class Trie:
    """The contexts, each found by the node of its words but the last, and its last word.

    Node ids ascend with the length and, within a length, with the key, so one sorted array serves all lengths.
    """

    size: int
    """Words V; nodes 0 to V + 1 are the empty and the one-word contexts and `<s>`."""
    keys: Keys
    """[longer contexts] node of the prefix * (V + 3) + last word, ascending; the first is node V + 2."""
    firsts: tuple[int, ...]
    """First node of each level, 0 to order - 1, then the number of nodes."""

    def child(self, nodes: Keys, codes: Keys) -> Keys:
        """The node of each context lengthened by a code, -1 where there is none. [rows]"""
        found = np.where(nodes == 0, np.where(codes <= self.size, codes + 1, -1), -1)
        if len(self.keys):
            keys = nodes * (self.size + 3) + codes
            at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            found = np.where((nodes > 0) & (self.keys[at] == keys), at + self.size + 2, found)
        return found

    def find(self, codes: NDArray[np.int64]) -> Keys:
        """The node of each context, [rows, length]; -1 where there is none. [rows]"""
        nodes = np.zeros(len(codes), dtype=np.int64)
        for column in codes.T:
            nodes = np.where(nodes >= 0, self.child(nodes, column), -1)
        return nodes


def build(words: Sequence[str], tables: Sequence[Table]) -> NGram:
    """The model whose n-grams of order 1, 2, ... are `tables`. No loop over n-grams.

    N-grams with `<unk>` are left out but for its unigram; `<s>` counts only in first place, `</s>` only in last.
    """
    size, order = len(words), len(tables)
    trie = _grow(tables, size)
    prefix, last_word, level = _shape(trie)
    backoff_to = _suffixes(trie, prefix, last_word)
    log_backoff = np.zeros(len(level))
    for table in tables[: order - 1]:
        rows = _contexts(table.codes, size) & (table.log_backoff != 0)
        log_backoff[trie.find(table.codes[rows])] = table.log_backoff[rows]
    log_end = _ends(trie, tables, backoff_to, log_backoff)
    arcs, log_prob = _arcs(trie, tables, backoff_to, log_backoff)
    source, word = np.divmod(arcs, size + 3)
    unknown = tables[0].log_prob[tables[0].codes[:, 0] == size + 2]
    return NGram(
        order=order,
        words=tuple(words),
        start=size + 1,
        last_word=np.where(last_word < size, last_word, -1).astype(np.int32),
        level=level,
        backoff_to=backoff_to.astype(np.int32),
        log_backoff=log_backoff,
        arc_start=np.concatenate(([0], np.cumsum(np.bincount(source, minlength=len(level))))),
        arc_word=word.astype(np.int32),
        arc_log_prob=log_prob,
        arc_target=_longest(trie, backoff_to, source, word).astype(np.int32),
        log_end=log_end,
        unk_log_prob=float(unknown[0]) if len(unknown) else None,
    )


def from_dictionaries(
    order: int,
    words: Sequence[str],
    log_probs: Mapping[tuple[str, ...], float],
    log_backoffs: Mapping[tuple[str, ...], float],
) -> NGram:
    """The model with log p(last word | the others) of each n-gram and log back-off weight of each context, in nats."""
    code = {word: id for id, word in enumerate((*words, *RESERVED))}
    tables = []
    for n in range(1, order + 1):
        grams = [gram for gram in dict.fromkeys((*log_probs, *log_backoffs)) if len(gram) == n]
        absent = np.nan if n > 1 else -np.inf
        tables.append(
            Table(
                np.array([[code[word] for word in gram] for gram in grams], dtype=np.int64).reshape(-1, n),
                np.array([log_probs.get(gram, absent) for gram in grams], dtype=np.float64),
                np.array([log_backoffs.get(gram, 0.0) for gram in grams], dtype=np.float64),
            )
        )
    return build(words, tables)


def _contexts(codes: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Which rows can be contexts: words, the first may be `<s>`. [rows]"""
    limits = np.full(codes.shape[1], size - 1)
    limits[:1] = size
    return np.asarray(np.all(codes <= limits, axis=1), dtype=np.bool_)


def _grow(tables: Sequence[Table], size: int) -> Trie:
    """The trie of all contexts with a continuation or a back-off weight, and of their prefixes."""
    wanted = [table.codes[:, :-1] for table in tables]
    wanted += [table.codes[table.log_backoff != 0] for table in tables[:-1]]
    wanted = [codes[_contexts(codes, size)] for codes in wanted if codes.shape[1] > 1]
    reached = [codes[:, 0] + 1 for codes in wanted]
    keys, firsts = [np.zeros(0, dtype=np.int64)], [0, 1, size + 2]
    for level in range(2, len(tables)):
        here = [nodes * (size + 3) + codes[:, level - 1] for nodes, codes in zip(reached, wanted, strict=True)]
        keys.append(np.unique(np.concatenate(here)) if here else keys[0])
        firsts.append(firsts[-1] + len(keys[-1]))
        deeper = [at for at, codes in enumerate(wanted) if codes.shape[1] > level]
        reached = [firsts[-2] + np.searchsorted(keys[-1], here[at]) for at in deeper]
        wanted = [wanted[at] for at in deeper]
    return Trie(size, np.concatenate(keys), tuple(firsts))


def _shape(trie: Trie) -> tuple[Keys, Keys, Ints]:
    """Node of the prefix, code of the last word (-1 at node 0) and length of each context. [nodes] each"""
    prefix, last_word = np.divmod(trie.keys, trie.size + 3)
    prefix = np.concatenate((np.zeros(trie.size + 2, dtype=np.int64), prefix))
    last_word = np.concatenate((np.arange(-1, trie.size + 1), last_word))
    level = np.repeat(np.arange(len(trie.firsts) - 1, dtype=np.int32), np.diff(trie.firsts))
    return prefix, last_word, level


def _suffixes(trie: Trie, prefix: Keys, last_word: Keys) -> Keys:
    """The longest proper suffix of each context that is a node (Aho & Corasick 1975), level by level. [nodes]"""
    backoff_to = np.zeros(len(prefix), dtype=np.int64)
    for first, stop in zip(trie.firsts[2:-1], trie.firsts[3:], strict=True):
        nodes = np.arange(first, stop)
        backoff_to[nodes] = _longest(trie, backoff_to, backoff_to[prefix[nodes]], last_word[nodes])
    return backoff_to


def _longest(trie: Trie, backoff_to: Keys, nodes: Keys, words: Keys) -> Keys:
    """The node of the longest suffix of context + word that has one. [rows]"""
    found = trie.child(nodes, words)
    rows = np.flatnonzero(found < 0)
    nodes = nodes[rows]
    while len(rows):
        nodes = backoff_to[nodes]
        reached = trie.child(nodes, words[rows])
        found[rows] = reached
        rows, nodes = rows[reached < 0], nodes[reached < 0]
    return found


def _ends(trie: Trie, tables: Sequence[Table], backoff_to: Keys, log_backoff: Floats) -> Floats:
    """log p(</s> | context) of every node: the explicit ones, the others backed off level by level. [nodes]"""
    log_end = np.full(len(backoff_to), np.nan)
    log_end[0] = -np.inf
    for table in tables:
        rows = (table.codes[:, -1] == trie.size + 1) & _contexts(table.codes[:, :-1], trie.size)
        nodes = trie.find(table.codes[rows, :-1])
        log_end[nodes] = table.log_prob[rows]
    for first, stop in zip(trie.firsts[1:-1], trie.firsts[2:], strict=True):
        nodes = first + np.flatnonzero(np.isnan(log_end[first:stop]))
        log_end[nodes] = log_backoff[nodes] + log_end[backoff_to[nodes]]
    return log_end


def _arcs(trie: Trie, tables: Sequence[Table], backoff_to: Keys, log_backoff: Floats) -> tuple[Keys, Floats]:
    """Key (source node * (V + 3) + word, ascending) and log probability of every arc. [arcs] each

    A context that is itself no n-gram of the tables, as a pruned file may have it, gets its backed-off value as an
    arc, so that following arcs never misses it.
    """
    size, base = trie.size, trie.size + 3
    keys, values = [np.arange(size), trie.keys], [np.full(size, -np.inf), np.full(len(trie.keys), np.nan)]
    for table in tables:
        rows = (table.codes[:, -1] < size) & _contexts(table.codes[:, :-1], size)
        keys.append(trie.find(table.codes[rows, :-1]) * base + table.codes[rows, -1])
        values.append(table.log_prob[rows])
    key, value = np.concatenate(keys), np.concatenate(values)
    by_key = np.argsort(key, kind="stable")
    key, value = key[by_key], value[by_key]
    last = np.append(key[1:] != key[:-1], True)
    key, value = key[last], value[last]
    for arc_level in np.split(np.flatnonzero(np.isnan(value)), np.searchsorted(key[np.isnan(value)], _bounds(trie))):
        source, word = np.divmod(key[arc_level], base)
        value[arc_level] = log_backoff[source] + _backed_off(key, value, backoff_to, log_backoff, source, word, base)
    return key, value


def _bounds(trie: Trie) -> Keys:
    """The first arc key of each level but the lowest."""
    return np.array(trie.firsts[1:-1], dtype=np.int64) * (trie.size + 3)


def _backed_off(
    key: Keys, value: Floats, backoff_to: Keys, log_backoff: Floats, nodes: Keys, words: Keys, base: int
) -> Floats:
    """log p(word | the context's suffix) by the arcs `key`, `value`. [rows]"""
    found, rows = np.zeros(len(nodes)), np.arange(len(nodes))
    while len(rows):
        nodes = backoff_to[nodes]
        wanted = nodes * base + words[rows]
        at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
        hit = key[at] == wanted
        found[rows[hit]] += value[at[hit]]
        rows, nodes = rows[~hit], nodes[~hit]
        found[rows] += log_backoff[nodes]
    return found
