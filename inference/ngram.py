"""A back-off n-gram model over a word list, laid out as the graph of its contexts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Number = TypeVar("Number", bound=np.generic)
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

RESERVED = ("<s>", "</s>", "<unk>")


@dataclass(frozen=True, eq=False)
class NGram:
    """A back-off n-gram model of any order, every probability exact, in nats.

    The model is the standard back-off acceptor (Katz 1987; Allauzen, Mohri & Roark 2003, section 4). A node is a
    context, the longest suffix of what was read that the model knows:

    - node 0 is the empty context, node 1 + w the context of the single word w, for every word of the list;
    - node `start` (= words + 1) is the beginning of a sentence, `<s>`;
    - then come the longer contexts, by length, those that begin with `<s>` among them.

    An arc is an explicit log p(word | context); arcs are sorted by source node, then word. A word without an arc at a
    node costs `log_backoff[node]` and is looked up at `backoff_to[node]`. Node 0 has an arc for every word, so the arc
    of word w there has index w. Wherever a longer context of the model is reached, an explicit arc leads there; thus
    following arcs and back-offs always ends at the longest known context, and the chain of back-offs is finite.
    """

    order: int
    words: tuple[str, ...]
    """The units, without `<s>`, `</s>` and `<unk>`; a word's id is its place."""
    start: int
    """The node at which a sentence begins."""
    last_word: Ints
    """[nodes] id of the context's last word, -1 for nodes 0 and `start`."""
    level: Ints
    """[nodes] length of the context, `<s>` counted."""
    backoff_to: Ints
    """[nodes] node of the longest proper suffix; 0 for level 1; node 0 points to itself."""
    log_backoff: Floats
    """[nodes] log back-off weight, nats; 0 where the model has none and at node 0."""
    arc_start: NDArray[np.int64]
    """[nodes + 1] arcs of a node are `arc_start[node]` up to `arc_start[node + 1]`."""
    arc_word: Ints
    """[arcs] word id, ascending within a node."""
    arc_log_prob: Floats
    """[arcs] log p(word | context), nats; -inf for a word without unigram probability."""
    arc_target: Ints
    """[arcs] node of the longest suffix of context + word that is a node."""
    log_end: Floats
    """[nodes] log p(</s> | context), backed off, nats."""
    unk_log_prob: float | None
    """log p(<unk>) of the empty context, nats; None where the model has no `<unk>` or gave it away."""

    @cached_property
    def ids(self) -> dict[str, int]:
        """The id of each word."""
        return {word: id for id, word in enumerate(self.words)}

    @property
    def nodes(self) -> int:
        """How many nodes the graph has."""
        return len(self.level)

    @cached_property
    def prefix(self) -> NDArray[np.int64]:
        """The node of each context without its last word; 0 for levels 0 and 1. [nodes]"""
        source = np.repeat(np.arange(self.nodes), np.diff(self.arc_start))
        inside = self.level[self.arc_target] == self.level[source] + 1
        prefix = np.zeros(self.nodes, dtype=np.int64)
        prefix[self.arc_target[inside]] = source[inside]
        return prefix

    def context(self, node: int) -> tuple[str, ...]:
        """The words of a node, `<s>` included."""
        if node == 0:
            return ()
        last = "<s>" if node == self.start else self.words[self.last_word[node]]
        return (*self.context(int(self.prefix[node])), last)

    def step(self, node: int, word: int) -> tuple[float, int]:
        """log p(word | node) in nats, and the node reached."""
        spent = 0.0
        while True:
            first, last = int(self.arc_start[node]), int(self.arc_start[node + 1])
            arc = first + int(np.searchsorted(self.arc_word[first:last], word))
            if arc < last and self.arc_word[arc] == word:
                return spent + float(self.arc_log_prob[arc]), int(self.arc_target[arc])
            if node == 0:
                raise ValueError(f"word: got id {word}, allowed are 0 to {len(self.words) - 1}")
            spent += float(self.log_backoff[node])
            node = int(self.backoff_to[node])

    def log_prob(self, words: Sequence[str] | Sequence[int], end: bool = True) -> float:
        """log p of the sentence from `<s>`, in nats, with log p(</s>) if `end`. The reference, one word at a time."""
        node, total = self.start, 0.0
        for word in words:
            id = self.ids.get(word, -1) if isinstance(word, str) else int(word)
            if id < 0:
                raise ValueError(f"words: got {word!r}, which the model lacks; add it by with_words")
            log_prob, node = self.step(node, id)
            total += log_prob
        return total + float(self.log_end[node]) if end else total

    def conditional(self, node: int) -> Floats:
        """log p(word | node) of every word, nats. [words]"""
        chain = [node]
        while chain[-1] != 0:
            chain.append(int(self.backoff_to[chain[-1]]))
        row = np.empty(len(self.words))
        for at in reversed(chain):
            if at != 0:
                row += self.log_backoff[at]
            arcs = slice(int(self.arc_start[at]), int(self.arc_start[at + 1]))
            row[self.arc_word[arcs]] = self.arc_log_prob[arcs]
        return row

    def with_words(self, extra: Sequence[str]) -> NGram:
        """The model with the words of `extra` that it lacks, appended in order.

        Each of the k new words has the unigram probability p(<unk>) / k and nothing else: it is reached by backing off
        to node 0, and after it comes the empty context's law. Explicit `<unk>` n-grams of a file are not used. Without
        `<unk>` the new words are impossible (-inf). The result has no `<unk>` left to share.
        """
        new = tuple(dict.fromkeys(word for word in extra if word not in self.ids))
        if wrong := [word for word in new if word in RESERVED]:
            raise ValueError(f"extra: got {wrong[0]}, which is no word")
        if not new:
            return self
        share = -np.inf if self.unk_log_prob is None else self.unk_log_prob - float(np.log(len(new)))
        return _appended(self, new, share)


def _appended(model: NGram, new: tuple[str, ...], log_prob: float) -> NGram:
    """The graph with a single-word node and an arc from node 0 for each new word; later nodes move up."""
    size, more = len(model.words), len(new)
    ids = np.arange(size, size + more)

    def moved(nodes: Ints) -> Ints:
        return np.where(nodes > size, nodes + more, nodes).astype(np.int32)

    def opened(values: NDArray[Number], at: int, filling: ArrayLike) -> NDArray[Number]:
        return np.insert(values, at, np.broadcast_to(filling, (more,)).astype(values.dtype))

    ends = opened(model.arc_start[1:] + more, size + 1, model.arc_start[size + 1] + more)
    return NGram(
        order=model.order,
        words=model.words + new,
        start=model.start + more,
        last_word=opened(model.last_word, size + 1, ids),
        level=opened(model.level, size + 1, 1),
        backoff_to=opened(moved(model.backoff_to), size + 1, 0),
        log_backoff=opened(model.log_backoff, size + 1, 0.0),
        arc_start=np.concatenate((model.arc_start[:1], ends)),
        arc_word=opened(model.arc_word, size, ids),
        arc_log_prob=opened(model.arc_log_prob, size, log_prob),
        arc_target=opened(moved(model.arc_target), size, ids + 1),
        log_end=opened(model.log_end, size + 1, model.log_end[0]),
        unk_log_prob=None,
    )
