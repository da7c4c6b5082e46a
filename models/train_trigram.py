"""Train the embedded English trigram: python models/train_trigram.py DATA -o inference/languages/data

Reads the packed text files of DATA and writes english_lexicon.txt, english_frequencies.txt and english_counts.bin, and
with --card the model card. No random numbers are used but for the card's free samples (seed 0).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from card import card
from corpus import MARKS, Source, Tally, TrueCase, content_filter, is_held_out, read_sentences
from english import BOOKS, STORIES, TATOEBA
from wordfield.inference.counts import count, joined, levels
from wordfield.inference.estimate import estimate
from wordfield.inference.ngram import NGram
from wordfield.inference.packing import pack, unpack

SOURCES = (
    Source("en_commonvoice_cc0.txt.xz", "plain", "CC0 1.0", "Mozilla Common Voice sentences, CC0 1.0"),
    Source("en_tatoeba2_ccby.txt.xz", "plain", "CC BY 2.0", TATOEBA),
    Source("en_tatoeba2_names_ccby.txt.xz", "plain", "CC BY 2.0", TATOEBA + " (first names changed)"),
    Source("en_stories_ccby.txt.xz", "plain", "CC BY 3.0 / 4.0", STORIES),
    Source("en_coco_captions_ccby.txt.xz", "plain", "CC BY 4.0", "COCO Consortium, captions, CC BY 4.0", share=0.1),
    Source("en_books_pd.txt.xz", "books", "public domain", BOOKS),
    Source("en_books2_pd.txt.xz", "books", "public domain", BOOKS),
)
GROUPS = ("plain", "books")
WEIGHTS = (8.0, 1.0)
"""Of one occurrence in each group."""
ORDER = 3
SIZE = 20_000


@dataclass
class Corpus:
    """The sentences in true case by group, those held out from the plain files, and what became of each file."""

    trained: dict[str, list[list[str]]]
    left_out: set[str]
    """Words whose case is unknown (only at the start of sentences), and names that one file alone has."""
    held_out: list[list[str]]
    tallies: list[Tally]


def read(folder: Path) -> Corpus:
    """All sources, without duplicates, an earlier source before a later one."""
    unwanted = content_filter(folder / "filter_words.tsv.xz")
    seen: set[str] = set()
    tallies, found, plain_units = [], [], 0
    for source in SOURCES:
        tally, sentences = read_sentences(folder, source, unwanted, seen)
        if source.share is not None:
            sentences = capped(sentences, int(plain_units * source.share / (1 - source.share)))
            tally.sentences = len(sentences)
        plain_units += sum(map(len, sentences)) if source.group == "plain" else 0
        tallies.append(tally)
        found.append(sentences)
    case = TrueCase(line for sentences in found for line in sentences if not is_held_out(line))
    corpus = Corpus({group: [] for group in GROUPS}, set(), [], tallies)
    files: dict[str, set[str]] = {}
    for source, tally, sentences in zip(SOURCES, tallies, found, strict=True):
        for line in sentences:
            if not is_held_out(line):
                corpus.trained[source.group].append(case.apply(line))
                for unit in corpus.trained[source.group][-1]:
                    files.setdefault(unit, set()).add(source.file)
            elif source.group == "plain":
                corpus.held_out.append(case.apply(line))
                tally.held_out += 1
    names = {unit for unit, found_in in files.items() if unit[0].isupper() and len(found_in) == 1}
    corpus.left_out = names | {unit for unit in files if unit not in MARKS and unit.lower() not in case.commonest}
    return corpus


def capped(sentences: list[list[str]], units: int) -> list[list[str]]:
    """The first sentences that have no more than `units` units in all."""
    total = np.cumsum([len(line) for line in sentences])
    return sentences[: int(np.searchsorted(total, units, side="right"))]


def lexicon(corpus: Corpus) -> tuple[list[str], list[int]]:
    """The commonest units by weighted count, and the counts."""
    counts: Counter[str] = Counter()
    for group, weight in zip(GROUPS, WEIGHTS, strict=True):
        for line in corpus.trained[group]:
            for unit in line:
                counts[unit] += int(weight)
    kept = [entry for entry in counts.items() if entry[0] not in corpus.left_out]
    best = sorted(kept, key=lambda entry: (-entry[1], entry[0]))[:SIZE]
    return [unit for unit, _ in best], [number for _, number in best]


def perplexity(model: NGram, sentences: Sequence[Sequence[str]]) -> tuple[float, int, int]:
    """Perplexity a unit, ends included; units scored; units left out as unknown (the context then starts anew)."""
    total, scored, unknown = 0.0, 0, 0
    for line in sentences:
        node = model.start
        for unit in line:
            if unit not in model.ids:
                unknown, node = unknown + 1, 0
                continue
            log_prob, node = model.step(node, model.ids[unit])
            total, scored = total + log_prob, scored + 1
        total, scored = total + float(model.log_end[node]), scored + 1
    return float(np.exp(-total / scored)), scored, unknown


def sample(model: NGram, rng: np.random.Generator) -> list[str]:
    """One sentence drawn from the model."""
    node, units = model.start, list[str]()
    while True:
        row = np.exp(np.append(model.conditional(node), model.log_end[node]))
        unit = int(np.searchsorted(np.cumsum(row), rng.random() * row.sum()))
        if unit >= len(model.words):
            return units
        units.append(model.words[unit])
        _, node = model.step(node, unit)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--card", type=Path)
    options = parser.parse_args()
    corpus = read(options.data)
    words, frequencies = lexicon(corpus)
    code = {word: id for id, word in enumerate(words)}
    trie = levels(joined([count(corpus.trained[group], ORDER, code, SIZE) for group in GROUPS]), SIZE)
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "english_lexicon.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (options.output / "english_frequencies.txt").write_text("\n".join(map(str, frequencies)) + "\n", encoding="ascii")
    packed = options.output / "english_counts.bin"
    pack(packed, SIZE, trie, WEIGHTS, {"model": "english trigram", "groups": GROUPS})
    start = time.perf_counter()
    read_back = unpack(packed)
    model = estimate(words, read_back.trie, read_back.weights)
    seconds = time.perf_counter() - start
    facts = {
        "rows": [len(level.last) for level in trie],
        "bytes": packed.stat().st_size,
        "seconds": seconds,
        "perplexity": perplexity(model, corpus.held_out),
        "plain only": perplexity(estimate(words, trie, (1.0, 1e-9)), corpus.held_out),
        "equal weights": perplexity(estimate(words, trie, (1.0, 1.0)), corpus.held_out),
        "before packing": perplexity(estimate(words, trie, WEIGHTS), corpus.held_out),
        "unk": model.unk_log_prob,
        "units": [sum(map(len, corpus.trained[group])) for group in GROUPS],
        "held out": len(corpus.held_out),
    }
    print(facts)
    rng = np.random.default_rng(0)
    samples = [" ".join(sample(model, rng)) for _ in range(20)]
    print(*samples, sep="\n")
    if options.card:
        options.card.write_text(card(SOURCES, corpus.tallies, facts, samples, WEIGHTS), encoding="utf-8")


if __name__ == "__main__":
    main()
