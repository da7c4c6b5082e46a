"""Train the embedded Chinese trigram: python models/train_trigram_chinese.py DATA -o inference/languages/data

Reads the packed text files of DATA and writes chinese_lexicon.txt, chinese_frequencies.txt, chinese_counts.bin and
chinese_trigram.card.json, and with --card the model card. No random numbers are used but for the card's free samples
(seed 0).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from card import chinese_card
from chinese import SOURCES, VERSE, read
from split import Split
from train_trigram import perplexity, sample
from wordfield.inference.card import Card, digests, write_card
from wordfield.inference.counts import Level, count, joined, levels
from wordfield.inference.estimate import estimate
from wordfield.inference.ngram import NGram
from wordfield.inference.packing import pack, unpack
from wordfield.inference.pruning import of_sources, without_rare

GROUPS = ("modern", "verse")
WEIGHTS = {"": (1.0, 0.0), "verse": (0.0, 1.0)}
"""Of one occurrence in each group, by style."""
LEAST = ((0, 0), (1, 1), (1, 2))
"""Counts below these are left out, by order and group: trigrams of verse that are seen once."""
ORDER = 3
SAMPLES = 1_000
COPIED = 8  # characters in a row that count as copied from the text


def lexicon(split: Split) -> tuple[list[str], list[int]]:
    """Every character of the sentences, the commonest by weighted count first, and the counts."""
    counts: Counter[str] = Counter()
    for part in split.parts:
        for character, number in Counter("".join(map(plain, part.trained))).items():
            counts[character] += number / part.every  # type: ignore[assignment]
    order = sorted(((max(round(number), 1), one) for one, number in counts.items()), key=lambda row: (-row[0], row[1]))
    return [one for _, one in order], [number for number, _ in order]


def plain(line: str) -> str:
    return line.removeprefix(VERSE)


def groups(split: Split, held_out: bool) -> dict[str, list[str]]:
    """The sentences by group, trained on or held out."""
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    for source, part in zip(SOURCES, split.parts, strict=True):
        found[source.group] += map(plain, part.held_out if held_out else part.trained)
    return found


def copied(samples: Sequence[str], text: Sequence[str]) -> float:
    """The share of COPIED characters in a row that stand in the text."""
    grams = [gram for line in samples for gram in grams_of(line)]
    wanted = set(grams)
    found = {gram for line in text for gram in grams_of(line) if gram in wanted}
    return sum(gram in found for gram in grams) / max(len(grams), 1)


def grams_of(line: str) -> Iterator[str]:
    return (line[at : at + COPIED] for at in range(len(line) - COPIED + 1))


def measured(words: list[str], trie: Sequence[Level], whole: Sequence[Level], held: dict[str, list[str]]) -> Any:
    """Perplexities of held-out text: as shipped, before rows were left out, and with shares of the other group."""
    shares = {"modern": ((1.0, 0.0), (1.0, 0.03), (1.0, 0.1)), "verse": ((0.0, 1.0), (0.1, 1.0), (0.3, 1.0))}
    found: dict[str, Any] = {}
    for group, weights in shares.items():
        for own in weights:
            model = estimate(words, *of_sources(trie, own))
            found[f"{group} {own[0]:g} : {own[1]:g}"] = perplexity(model, held[group])
        found[f"{group} whole"] = perplexity(estimate(words, *of_sources(whole, weights[0])), held[group])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--card", type=Path)
    options = parser.parse_args()
    split = read(options.data)
    words, frequencies = lexicon(split)
    code = {word: id for id, word in enumerate(words)}
    trained, held = groups(split, False), groups(split, True)
    whole = levels(joined([count(trained[group], ORDER, code, len(words)) for group in GROUPS]), len(words))
    trie = without_rare(whole, LEAST)
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "chinese_lexicon.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (options.output / "chinese_frequencies.txt").write_text("\n".join(map(str, frequencies)) + "\n", encoding="ascii")
    packed = options.output / "chinese_counts.bin"
    styles = {name: own for name, own in WEIGHTS.items() if name}
    pack(packed, len(words), trie, WEIGHTS[""], {"model": "chinese trigram", "groups": GROUPS}, styles)
    models, seconds = dict[str, NGram](), list[float]()
    for style, weights in WEIGHTS.items():
        start = time.process_time()
        models[style or "modern"] = estimate(words, *of_sources(unpack(packed).trie, weights))
        seconds.append(time.process_time() - start)
    facts = {
        "rows": [len(level.last) for level in trie],
        "whole": [len(level.last) for level in whole],
        "bytes": packed.stat().st_size,
        "seconds": max(seconds),
        "units": {group: sum(map(len, trained[group])) for group in GROUPS},
        "held out": {group: len(held[group]) for group in GROUPS},
        "shipped": {group: perplexity(models[group], held[group]) for group in GROUPS},
        "measured": measured(words, trie, whole, held),
    }
    rng = np.random.default_rng(0)
    samples = {group: ["".join(sample(models[group], rng)) for _ in range(SAMPLES)] for group in GROUPS}
    facts["copied"] = {group: copied(samples[group], trained[group]) for group in GROUPS}
    print(facts)
    for group in GROUPS:
        print(group, *samples[group][:20], sep="\n")
    if options.card:
        shown = {group: samples[group][:20] for group in GROUPS}
        options.card.write_text(chinese_card(split.facts, facts, shown), encoding="utf-8")
    write_card(entry(options.output, facts), options.output / "chinese_trigram.card.json")


def entry(folder: Path, facts: dict[str, Any]) -> Card:
    """What the inventory of models says of it."""
    rows, units = facts["rows"], facts["units"]
    return Card(
        name="chinese_trigram",
        kind="n-gram model",
        language="zh",
        licence="Apache-2.0",
        attribution=tuple(dict.fromkeys(source.credit for source in SOURCES)),
        parameters=sum(rows),
        trained=(
            f"Interpolated modified Kneser-Ney of order 3 over {rows[0] - 2:,} characters and marks, from "
            f"{units['modern']:,} of modern sentences and {units['verse']:,} of classical verse, kept apart "
            "(models/train_trigram_chinese.py). The parameters are the n-grams. "
            "docs/models/chinese_trigram.md says more."
        ),
        files=digests(folder, [f"chinese_{part}" for part in ("lexicon.txt", "frequencies.txt", "counts.bin")]),
        held_out={
            group: {"sentences": facts["held out"][group], "units": scored, "perplexity_per_unit": round(found, 1)}
            for group, (found, scored, _) in facts["shipped"].items()
        },
    )


if __name__ == "__main__":
    main()
