"""Held-out perplexity of a causal transformer against a trigram of the same sentences, and bits per character.

    python benchmarks/quality/perplexity.py DATA --language en

Perplexity is per unit: words (in Chinese characters), marks, and the end of each text. Both models score the same
lines; a word that the tokenizer spells in pieces has the product of their probabilities. The trigram is an
interpolated modified Kneser-Ney over the product's lexicon, trained on exactly the sentences that the transformer was
trained on: `pooled`, all as one text; `trigram`, with the weight of books or verse that suits these held-out lines
best. The transformer also spends probability on strings that are no words of the lexicon, and nothing is given back
to it for that. `without near twins` leaves out the lines that some training sentence equals but for one unit. Chinese
verse is scored behind its control token.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from corpora import EMBEDDED, NAMES, VERSE, Corpus
from metrics import near_twins
from outside import NAME, outside
from report import table, write
from transformer import Transformer
from trigram import Trained, counted, fitted, log_probs
from wordfield.inference.ngram import NGram

Row = dict[str, Any]


class Baselines(NamedTuple):
    """N-gram models of the training sentences: counted in two groups that get weights, and as one text."""

    grouped: Trained
    pooled: NGram


def rows(
    corpus: Corpus, held: Sequence[tuple[str, str]], ours: Transformer, baselines: Baselines
) -> tuple[list[Row], float]:
    """A row for each file and one for all; and the weight that the trigram gives to books or verse."""
    files = np.array([file for file, _ in held])
    verse = held[0][1].startswith(VERSE)
    texts = [text.removeprefix(VERSE) for _, text in held]
    units = [corpus.cutter.units(text) for text in texts]
    trigram, weight = fitted(baselines.grouped, units)
    before = VERSE if verse else ""
    neural = np.array(ours.log_probs(texts, before=before))
    open_end = np.array(ours.log_probs(texts, end=False, before=before))
    baseline, pooled = (np.array(log_probs(model, units)) for model in (trigram, baselines.pooled))
    counts = np.array([len(one) + 1 for one in units])
    letters = np.array([len(text) for text in texts])
    alone = ~near_twins(units, (corpus.cutter.units(text) for text in corpus.trained()))
    sets = {file: files == file for file in dict.fromkeys(files.tolist())}
    sets |= {"all": np.ones(len(files), dtype=bool), "all without near twins": alone}
    found = []
    for file, own in sets.items():
        bits = np.log(2) * letters[own].sum()
        one = np.exp(-neural[own].sum() / counts[own].sum())
        two = np.exp(-baseline[own].sum() / counts[own].sum())
        found.append(
            {
                "file": file,
                "lines": int(own.sum()),
                "units": int(counts[own].sum()),
                "pooled": float(np.exp(-pooled[own].sum() / counts[own].sum())),
                "trigram": float(two),
                "transformer": float(one),
                "below": f"{100 * (1 - one / two):.1f} %",
                "bits/char": float(-neural[own].sum() / bits),
                "no end": float(-open_end[own].sum() / bits),
            }
        )
    return found, weight


def beside(ours: Transformer, other: Transformer, held: Sequence[tuple[str, str]], most: int) -> Row:
    """Bits per character, ends not counted, of both models on the same lines, at most `most` at even distances."""
    texts = [text.removeprefix(VERSE) for _, text in held][:: -(-len(held) // most)]
    before = VERSE if held[0][1].startswith(VERSE) else ""
    bits = np.log(2) * sum(map(len, texts))
    own = -np.sum(ours.log_probs(texts, end=False, before=before)) / bits
    return {
        "lines": len(texts),
        "ours": float(own),
        "outside": float(-np.sum(other.log_probs(texts, end=False)) / bits),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--language", choices=("en", "zh"), default="en")
    parser.add_argument("--model", type=Path, help="folder; default: the embedded model")
    parser.add_argument("--order", type=int, default=3, help="of the baseline")
    parser.add_argument("--outside", default=NAME, help="folder or name of a model from elsewhere")
    parser.add_argument("--outside-lines", type=int, default=500, help="it reads at most so many")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    folder = options.model or EMBEDDED / f"{NAMES[options.language]}_causal"
    corpus, ours, other = Corpus(options.data, options.language), Transformer(folder), outside(options.outside)
    baselines = Baselines(counted(corpus, options.order), counted(corpus, options.order, pooled=True).model((1.0,)))
    found: dict[str, Any] = {
        "weights": ours.weights, "language": options.language, "order": options.order,
        "outside": options.outside if other else None, "styles": {},
    }  # fmt: skip
    for style, verse in (("modern", False), ("verse", True)):
        held = list(corpus.held_out(verse))
        if held:
            shown, weight = rows(corpus, held, ours, baselines)
            print(f"\n{style}: in the trigram, books or verse weigh {weight:g} times a modern sentence")
            print(table(shown))
            found["styles"][style] = {"rows": shown, "trigram weight": weight}
            if other:
                both = beside(ours, other, held, options.outside_lines)
                print(f"bits per character beside {options.outside}, no ends:\n{table([both])}")
                found["styles"][style]["outside"] = both
    write(options.json, found)


if __name__ == "__main__":
    main()
