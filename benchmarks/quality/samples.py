"""Free samples of a causal transformer: admissible share, coverage, variety, what is copied, and fifty for the
card.

    python benchmarks/quality/samples.py DATA --language en -n 1000

Samples are ancestral and unfiltered. The rows: as many held-out sentences and as many training sentences for
comparison; the model at temperature 1 and at the others asked for; with --power A, draws of the product from p^A,
texts of the usual lengths. Columns: `admissible`, texts of the product (words of the lexicon, at most one mark behind
a word, spelled as the tokenizer spells); `coverage`, the share of the held-out running units that occur in the
samples; `distinct-2`, `-3`; `self-BLEU` of 200 against all; `8-grams`, the share of the samples' 8-grams of units
that stand in the training text, and `whole`, of the samples that are sentences of it; `outside`, bits per character
of 100 of them under an outside model.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from corpora import EMBEDDED, NAMES, VERSE, Corpus
from metrics import Copied, coverage, distinct, self_bleu
from outside import NAME, bits_per_character, outside
from report import table, write
from transformer import Draw, Transformer, spelled

BATCH = 100
USUAL = {"en": (6, 14), "zh": (6, 16)}  # words of the product's draws


def free(model: Transformer, count: int, seed: int, temperature: float, verse: bool) -> list[Draw]:
    """The first `count` samples: behind the control token of verse, or given that it does not come first."""
    control = model.tokenizer.get_vocab().get(VERSE)

    def modern(rows: list[list[int]]) -> torch.Tensor:
        mask = torch.zeros(len(rows), len(model.tokenizer), dtype=torch.float64)
        if control is not None and not rows[0]:
            mask[:, control] = -torch.inf
        return mask

    generator = torch.Generator().manual_seed(seed)
    found: list[Draw] = []
    while len(found) < count:
        size = min(BATCH, count - len(found))
        found += model.draw(size, generator, temperature, VERSE if verse else "", None if verse else modern)
    return found


def powered(language: str, count: int, power: float, seed: int) -> list[str]:
    """Draws of the product with its default recipe."""
    import wordfield as wf

    program = wf.Model("power")
    text = program.text("s", language=language, base=wf.lm(power=power))
    program.require(text.has(words=USUAL[language]))
    return [str(one) for one in program.sample(n=count, seed=seed).show(count)]


def row(
    name: str, texts: Sequence[str], admissible: float | None, seconds: float | None, shared: dict[str, Any]
) -> dict[str, Any]:
    """The figures of one set of texts."""
    corpus, copied = shared["corpus"], shared["copied"]
    units = [corpus.cutter.units(text) for text in texts]
    return {
        "texts": name,
        "number": len(texts),
        "admissible": admissible,
        "units": sum(map(len, units)) / len(units),
        "coverage": coverage(units, shared["reference"]),
        "distinct-2": distinct(units, 2),
        "distinct-3": distinct(units, 3),
        "self-BLEU": self_bleu(units),
        "8-grams": copied.ngram_share(units),
        "whole": copied.whole_share(units),
        "outside": bits_per_character(shared["other"], texts[:100]),
        "seconds": seconds,
    }


def rows(options: argparse.Namespace, ours: Transformer, shared: dict[str, Any]) -> tuple[list[dict[str, Any]], Any]:
    """All rows, and the raw samples at temperature 1."""
    corpus = shared["corpus"]
    rng = random.Random(options.seed)
    held = [text.removeprefix(VERSE) for _, text in corpus.held_out(options.verse)]
    shared["reference"] = [corpus.cutter.units(text) for text in held]
    trained = [text for text in corpus.split.epoch(0) if text.startswith(VERSE) == options.verse]
    chosen = [text.removeprefix(VERSE) for text in rng.sample(trained, min(options.number, len(trained)))]
    found = [
        row("held out", rng.sample(held, min(options.number, len(held))), None, None, shared),
        row("trained on", chosen, None, None, shared),
    ]
    raw: list[Draw] = []
    for temperature in dict.fromkeys([1.0, *options.temperature]):
        began = time.perf_counter()
        draws = free(ours, options.number, options.seed, temperature, options.verse)
        seconds = time.perf_counter() - began
        raw = raw or draws
        good = [one for one in draws if spelled(ours, one) and corpus.cutter.admissible(one.text)]
        texts = [one.text for one in draws if one.text]
        found.append(row(f"temperature {temperature:g}", texts, len(good) / len(draws), seconds, shared))
    for power in options.power:
        began = time.perf_counter()
        texts = powered(options.language, options.number, power, options.seed)
        found.append(row(f"power {power:g}, product", texts, 1.0, time.perf_counter() - began, shared))
    return found, raw


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--language", choices=("en", "zh"), default="en")
    parser.add_argument("--verse", action="store_true", help="Chinese verse, behind its control token")
    parser.add_argument("--model", type=Path, help="folder; default: the embedded model")
    parser.add_argument("-n", "--number", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--temperature", type=float, nargs="*", default=[0.8])
    parser.add_argument("--power", type=float, nargs="*", default=[], help="draws of the product from p^A")
    parser.add_argument("--outside", default=NAME, help="folder or name of a model from elsewhere")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    folder = options.model or EMBEDDED / f"{NAMES[options.language]}_causal"
    corpus = Corpus(options.data, options.language)
    copied = Copied(corpus.cutter.units(text) for text in corpus.trained())
    shared = {"corpus": corpus, "copied": copied, "other": outside(options.outside)}
    ours = Transformer(folder)
    found, raw = rows(options, ours, shared)
    print(table(found))
    fifty = [one.text for one in raw[:50]]
    print("\nThe first samples at temperature 1:", *fifty, sep="\n")
    write(
        options.json,
        {
            "weights": ours.weights, "language": options.language, "verse": options.verse,
            "seed": options.seed, "outside": options.outside if shared["other"] else None, "rows": found,
            "samples": fifty,
        },
    )  # fmt: skip


if __name__ == "__main__":
    main()
