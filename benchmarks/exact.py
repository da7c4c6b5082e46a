"""Exact solutions at size: log Z and independent draws of keyword programs, in seconds.

    python benchmarks/exact.py            # both programs
    python benchmarks/exact.py bigram     # 5,000 words, 8 to 20 of them, four keywords in any order
    python benchmarks/exact.py trigram    # the embedded English trigram, 8 to 14 words, three keywords

Threads: as torch finds them (`--threads N` to pin). Each row ends with an exactness check of the same run: the largest
difference between log s(x) - log Z and the sum of the log conditionals along the draws.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import torch
from wordfield.inference.backoff import Backoff
from wordfield.inference.embedded import load_embedded
from wordfield.inference.estimate import learn
from wordfield.inference.formula import Apply, Constant, Part
from wordfield.inference.graph import FactorGraph
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.ngram import NGram
from wordfield.inference.random import Stream
from wordfield.inference.render import Renderer
from wordfield.inference.requirements import Requirement, Requirements
from wordfield.inference.scorer import NGramScorer

TEXT = Part("s")


def bigram(words: int = 5_000, sentences: int = 60_000, seed: int = 1) -> NGram:
    """A bigram of made-up words with a heavy-tailed law of successors."""
    rng = np.random.default_rng(seed)
    names = np.array([f"w{number}" for number in range(words)])
    shares = 1.0 / np.arange(1, words + 1)
    shares /= shares.sum()
    lines = []
    for _ in range(sentences):
        first = rng.choice(words, size=rng.integers(6, 16), p=shares)
        steps = rng.integers(1, 50, size=len(first)) * (rng.random(len(first)) < 0.7)
        lines.append(names[(first + np.roll(first, 1) + steps) % words].tolist())
    return learn(lines, 2, names.tolist())


def program(model: NGram, style: str, low: int, high: int, keywords: tuple[str, ...]) -> FactorGraph:
    """`low` to `high` words with all keywords."""
    has = Apply("has", (("text", TEXT), ("low", Constant(low)), ("high", Constant(high)), ("unit", Constant("words"))))
    contains = Apply("contains", (("text", TEXT), ("items", Constant(keywords))))
    renderer = Renderer(Lexicon(model.words, style))
    requirements = Requirements("s", renderer, (Requirement(has), Requirement(contains)))
    base = Backoff(model)
    return FactorGraph(requirements, NGramScorer(base), base)


def measure(name: str, make: object, draws: int) -> None:
    """Prints one row."""
    began = time.perf_counter()
    graph = make()  # type: ignore[operator]
    loaded = time.perf_counter()
    log_z = graph.surrogate.log_z
    solved = time.perf_counter()
    texts, worst = [], 0.0
    for first in range(0, draws, 250):
        count = min(250, draws - first)
        texts.append(graph.surrogate.draw(Stream(7, "benchmark", count, first=first), count))
    drawn = time.perf_counter()
    sample = texts[0].rows(torch.arange(min(20, draws)))
    found = graph.surrogate.log_conditionals(sample) - (graph.log_prob(sample) - log_z)
    worst = float(found.abs().max())
    print(
        f"{name:8s} states {graph.surrogate.states:4d}  contexts {graph.surrogate.model.nodes:7d}  log Z {log_z:.6f}  "
        f"load {loaded - began:.1f} s  log Z {solved - loaded:.1f} s  {draws} draws {drawn - solved:.1f} s  "
        f"difference {worst:.1e}"
    )


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("which", nargs="?", choices=("bigram", "trigram"))
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    if options.which != "trigram":
        keywords = ("w10", "w200", "w1500", "w4000")
        made = bigram()
        measure("bigram", lambda: program(made, "words", 8, 20, keywords), 1_000)
    if options.which != "bigram":
        measure("trigram", lambda: program(load_embedded(), "en", 8, 14, ("sea", "letter", "winter")), 10)


if __name__ == "__main__":
    main()
