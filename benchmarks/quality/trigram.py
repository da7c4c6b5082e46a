"""The baseline: a modified Kneser-Ney n-gram of the training sentences, at its best weighting of the corpus's parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from corpora import VERSE, Corpus
from wordfield.inference.counts import Level, count, joined, levels
from wordfield.inference.estimate import estimate
from wordfield.inference.ngram import NGram

STEPS = (8.0, 2.0)  # factors by which the weight is tried


@dataclass
class Trained:
    """Counts of the training sentences, in groups of files: modern sentences, and books or verse."""

    words: list[str]
    trie: Sequence[Level]

    def model(self, weights: Sequence[float]) -> NGram:
        """Interpolated modified Kneser-Ney, three discounts an order and group (Chen & Goodman 1999)."""
        return estimate(self.words, self.trie, weights)


def counted(corpus: Corpus, order: int, pooled: bool = False) -> Trained:
    """N-grams of all training sentences over the lexicon; pooled: as one text."""
    code = {word: id for id, word in enumerate(corpus.lexicon)}
    plain = {part.file for part in corpus.split.parts} if pooled else corpus.plain_files()
    sources = []
    for wanted in (True,) if pooled else (True, False):
        parts = [part for part in corpus.split.parts if (part.file in plain) == wanted]
        texts = (text.removeprefix(VERSE) for part in parts for text in part.trained)
        sources.append(count((corpus.cutter.units(text) for text in texts), order, code, len(code)))
    return Trained(corpus.lexicon, levels(joined(sources), len(code)))


def log_probs(model: NGram, texts: Iterable[Sequence[str]]) -> list[float]:
    """log p of each text with its end, in nats."""
    return [model.log_prob(list(units)) for units in texts]


def fitted(trained: Trained, texts: Sequence[Sequence[str]]) -> tuple[NGram, float]:
    """The weight of books or verse, relative to modern sentences, under which these very texts are likeliest.

    Found by steps of the logarithm that become smaller. The baseline may look at the texts it is judged on; the
    transformer may not.
    """
    tried: dict[float, float] = {}

    def value(weight: float) -> float:
        if weight not in tried:
            tried[weight] = float(np.sum(log_probs(trained.model((1.0, weight)), texts)))
        return tried[weight]

    best = 1.0
    for step in STEPS:
        while (near := max((best * step, best / step), key=value)) and value(near) > value(best):
            best = near
    return trained.model((1.0, best)), best
