"""A back-off n-gram model over fewer words, or over the same in another order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .ngram import NGram


def restricted(ngram: NGram, words: Sequence[str]) -> NGram:
    """The model on `words`, in their order; other words are gone, and probabilities are not normalised again.

    Words that the model lacks share `<unk>` as in `with_words`.
    """
    listed = [word for word in dict.fromkeys(words) if word in ngram.ids]
    old = np.array([ngram.ids[word] for word in listed], np.int64)
    new_word = np.full(len(ngram.words), -1, np.int64)
    new_word[old] = np.arange(len(old))
    source = np.repeat(np.arange(ngram.nodes), np.diff(ngram.arc_start))
    kept = _kept(ngram, source, new_word >= 0)
    deeper = np.flatnonzero(kept & (np.arange(ngram.nodes) > ngram.start))
    order = np.concatenate([[0], 1 + old, [ngram.start], deeper])  # old node of each new one
    number = np.full(ngram.nodes, -1, np.int64)
    number[order] = np.arange(len(order))
    arcs = np.flatnonzero((number[source] >= 0) & (new_word[ngram.arc_word] >= 0))
    arcs = arcs[np.lexsort((new_word[ngram.arc_word[arcs]], number[source[arcs]]))]
    counts = np.bincount(number[source[arcs]], minlength=len(order))
    last = ngram.last_word[order]
    model = NGram(
        order=ngram.order,
        words=tuple(listed),
        start=1 + len(listed),
        last_word=np.where(last >= 0, new_word[np.maximum(last, 0)], -1).astype(np.int32),
        level=ngram.level[order],
        backoff_to=number[ngram.backoff_to[order]].astype(np.int32),
        log_backoff=ngram.log_backoff[order],
        arc_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        arc_word=new_word[ngram.arc_word[arcs]].astype(np.int32),
        arc_log_prob=ngram.arc_log_prob[arcs],
        arc_target=number[ngram.arc_target[arcs]].astype(np.int32),
        log_end=ngram.log_end[order],
        unk_log_prob=ngram.unk_log_prob,
    )
    return model.with_words([word for word in dict.fromkeys(words) if word not in ngram.ids])


def _kept(ngram: NGram, source: NDArray[np.int64], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which contexts hold known words only. Bool [nodes]"""
    parent = np.zeros(ngram.nodes, np.int64)
    grown = ngram.level[ngram.arc_target] == ngram.level[source] + 1
    parent[ngram.arc_target[grown]] = source[grown]
    kept = (ngram.last_word < 0) | known[np.maximum(ngram.last_word, 0)]
    for level in range(2, ngram.order):
        here = np.flatnonzero(ngram.level == level)
        kept[here] &= kept[parent[here]]
    return np.asarray(kept)
