"""The baseline: a modified Kneser-Ney n-gram of the training sentences, at its best weighting of the corpus's parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from corpora import VERSE, Corpus
from wordfield.inference.counts import Level, count, joined, levels
from wordfield.inference.estimate import estimate
from wordfield.inference.ngram import NGram

STEPS = (4.0, 2.0)  # factors by which a weight is tried


@dataclass
class Trained:
    """Counts of the training sentences in groups: files that an epoch sees equally often share one."""

    words: list[str]
    trie: Sequence[Level]
    groups: list[int]
    """The `every` of each group."""

    def model(self, weights: Sequence[float]) -> NGram:
        """Interpolated modified Kneser-Ney, three discounts an order and group (Chen & Goodman 1999)."""
        return estimate(self.words, self.trie, weights)


def counted(corpus: Corpus, order: int, pooled: bool = False) -> Trained:
    """N-grams of all training sentences over the lexicon; pooled: as one text."""
    groups = [1] if pooled else sorted({part.every for part in corpus.split.parts})
    code = {word: id for id, word in enumerate(corpus.lexicon)}
    sources = []
    for group in groups:
        parts = [part for part in corpus.split.parts if pooled or part.every == group]
        texts = (text.removeprefix(VERSE) for part in parts for text in part.trained)
        sources.append(count((corpus.cutter.units(text) for text in texts), order, code, len(code)))
    return Trained(corpus.lexicon, levels(joined(sources), len(code)), groups)


def log_probs(model: NGram, texts: Iterable[Sequence[str]]) -> list[float]:
    """log p of each text with its end, in nats."""
    return [model.log_prob(list(units)) for units in texts]


def fitted(trained: Trained, texts: Sequence[Sequence[str]]) -> tuple[NGram, tuple[float, ...]]:
    """The weighting under which these very texts are likeliest, by coordinate ascent.

    The baseline may look at the texts it is judged on; the transformer may not.
    """
    weights = [1.0 / group for group in trained.groups]
    model = trained.model(weights)
    best = float(np.sum(log_probs(model, texts)))
    for step in STEPS:
        better = len(weights) > 1
        while better:
            better = False
            for group in range(len(weights)):
                for factor in (step, 1.0 / step):
                    tried = [weight * factor if at == group else weight for at, weight in enumerate(weights)]
                    candidate = trained.model(tried)
                    value = float(np.sum(log_probs(candidate, texts)))
                    if value > best:
                        model, weights, best, better = candidate, tried, value, True
                        break
    return model, tuple(round(weight / max(weights), 6) for weight in weights)
