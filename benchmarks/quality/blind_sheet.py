"""Write a blind sheet of samples and held-out corpus sentences, and its key.

    python benchmarks/quality/blind_sheet.py DATA --language en -o benchmarks/quality/blind

Samples are exact draws of the embedded model under one requirement, the number of words: ancestral samples, of which
those are kept that are texts of the product of such a length, the first fifty in the order of drawing. That is the
law of `text s : en ~ lm() require s has 6..14 words`, with --temperature T of `lm(temperature=T)`. Corpus sentences are
drawn from the held-out lines of the modern sources, in the shares that training saw. Nobody who labels a sheet may look
at its key.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
from corpora import EMBEDDED, NAMES, Corpus
from report import write
from sheet import shuffled, write_sheet
from transformer import Draw, Transformer, drawn_until, spelled

LENGTHS = {"en": (6, 14), "zh": (6, 16)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--language", choices=("en", "zh"), default="en")
    parser.add_argument("--model", type=Path, help="folder; default: the embedded model")
    parser.add_argument("-n", "--number", type=int, default=50, help="of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--temperature", type=float, default=1.0, help="of every step, as in lm(temperature=T)")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the sheet, its key and its facts")
    options = parser.parse_args()
    torch.set_num_threads(1)
    name = NAMES[options.language]
    folder = options.model or EMBEDDED / f"{name}_causal"
    name += f"_at_{options.temperature:g}" if options.temperature != 1.0 else ""
    corpus, model = Corpus(options.data, options.language), Transformer(folder)
    low, high = LENGTHS[options.language]

    def fits(text: str) -> bool:
        units = corpus.cutter.admissible(text)
        return units is not None and low <= corpus.cutter.words(units) <= high

    def keep(one: Draw) -> bool:
        return fits(one.text) and spelled(model, one)

    draws, tried = drawn_until(model, keep, options.number, options.seed, temperature=options.temperature)
    plain = corpus.plain_files()
    lines = [text for file, text in corpus.held_out() if file in plain and fits(text)]
    sentences = random.Random(options.seed).sample(lines, options.number)
    entries = shuffled([one.text for one in draws], sentences, options.seed)
    options.output.mkdir(parents=True, exist_ok=True)
    write_sheet(entries, options.output / f"{name}_sheet.txt", options.output / f"{name}_key.tsv")
    print(
        f"{low} to {high} words: {options.number} of {tried} samples, {options.number} of {len(lines)} corpus sentences"
    )
    facts = {
        "weights": model.weights, "language": options.language, "seed": options.seed, "words": [low, high],
        "temperature": options.temperature,
        "samples drawn": tried, "corpus sentences to draw from": len(lines),
    }  # fmt: skip
    write(options.output / f"{name}_facts.json", facts)


if __name__ == "__main__":
    main()
