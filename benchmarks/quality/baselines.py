"""A keyword program by Wordfield and by what one would do without it, in one run.

    python benchmarks/quality/baselines.py

The program: the keywords sea, letter and winter, 8 to 14 words, a final mark. `rejection`: free samples of the model,
kept if they meet it. `masked walk`: left-to-right sampling that allows only words from which it can still be met.
`edits`: the insert, delete and replace settings of CGMH with right acceptance ratios. `wordfield`: the product,
recipe `auto`. Columns: `satisfied`, texts that meet every requirement; `coverage`, keywords found; distinct n-grams
and self-BLEU of the satisfying texts; `log p` of them under the base, mean a text; `s/text`, seconds for each
satisfying text, models loaded; `outside`, bits per character under a model from elsewhere. Repeats the whole set of
texts under one seed, one thread.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from cgmh import STEPS, Edits
from constrained_walk import Walk
from corpora import EMBEDDED, Cutter
from keywords import Task
from metrics import distinct, self_bleu
from outside import NAME, bits_per_character, outside
from report import table, write
from transformer import Transformer
from wordfield.inference.backoff import Backoff
from wordfield.inference.embedded import load_embedded

Found = tuple[list[str], int, float, str]
"""Texts, how many were tried for them, seconds, and what to say about it."""


def rejection(model: Transformer, cutter: Cutter, task: Task, seconds: float, seed: int) -> Found:
    """Free samples until the time is over."""
    generator = torch.Generator().manual_seed(seed)
    began, tried, found = time.perf_counter(), 0, list[str]()
    while time.perf_counter() - began < seconds:
        draws = [one.text for one in model.draw(100, generator)]
        tried += len(draws)
        found += [text for text in draws if (units := cutter.admissible(text)) and task.satisfied(units)]
    return found, tried, time.perf_counter() - began, ""


def masked_walk(model: Transformer, cutter: Cutter, task: Task, count: int, seed: int) -> Found:
    """Left to right under the mask."""
    walk, generator = Walk(model, cutter, task), torch.Generator().manual_seed(seed)
    began = time.perf_counter()
    draws = model.draw(count, generator, mask=walk)
    return [one.text for one in draws], count, time.perf_counter() - began, ""


def edits(model: Transformer, cutter: Cutter, task: Task, count: int, steps: int, seed: int) -> Found:
    """The answers of chains of insertions, deletions and replacements."""
    chains = Edits(model, Backoff(load_embedded()), cutter, task, seed)
    began = time.perf_counter()
    texts = [cutter.render(units) for units in chains.run(count, steps)]
    return texts, count, time.perf_counter() - began, f"{steps} steps"


def product(task: Task, base: str, count: int, seed: int) -> Found:
    """Wordfield's own draws, recipe `auto`."""
    import tempfile

    import wordfield as wf

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "keywords.wf"
        path.write_text(task.source(base), encoding="utf-8")
        program = wf.load(path)
        program.graph()
        began = time.perf_counter()
        result = program.sample(n=count, seed=seed)
        seconds = time.perf_counter() - began
    return [str(one) for one in result.show(count)], count, seconds, result.run.note


def row(name: str, found: Found, model: Transformer, cutter: Cutter, task: Task, other: Any) -> dict[str, Any]:
    """The figures of one way."""
    texts, tried, seconds, _ = found
    units = [cutter.units(text) for text in texts]
    good = [text for text, one in zip(texts, units, strict=True) if one and task.satisfied(one)]
    cut = [cutter.units(text) for text in good]
    return {
        "method": name,
        "tried": tried,
        "satisfied": len(good) / tried,
        "coverage": float(np.mean([task.coverage(one) for one in units])) if units else None,
        "different": len(set(good)),
        "distinct-2": distinct(cut, 2),
        "distinct-3": distinct(cut, 3),
        "self-BLEU": self_bleu(cut),
        "log p": float(np.mean(model.log_probs(good))) if good else None,
        "outside": bits_per_character(other, good),
        "seconds": seconds,
        "s/text": seconds / len(good) if good else None,
    }


def ways(
    options: argparse.Namespace, model: Transformer, cutter: Cutter, task: Task
) -> Sequence[tuple[str, Callable[[], Found]]]:
    """Each method, ready to run."""
    seed = options.seed
    return (
        ("rejection", lambda: rejection(model, cutter, task, options.seconds, seed)),
        ("masked walk", lambda: masked_walk(model, cutter, task, options.number, seed)),
        ("edits", lambda: edits(model, cutter, task, options.chains, options.steps, seed)),
        ("wordfield", lambda: product(task, options.base, options.number, seed)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="folder; default: the embedded English model")
    parser.add_argument("-n", "--number", type=int, default=100, help="texts of the walk and of Wordfield")
    parser.add_argument("--chains", type=int, default=8, help="texts of the edits")
    parser.add_argument("--steps", type=int, default=STEPS, help="of the edits")
    parser.add_argument("--seconds", type=float, default=120.0, help="of the rejection")
    parser.add_argument("--keywords", nargs="+", default=list(Task().keywords))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--outside", default=NAME, help="folder or name of a model from elsewhere")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    folder = options.model or EMBEDDED / "english_causal"
    options.base = f'lm("{folder.resolve()}", spelling="units")' if options.model else "lm()"
    model, other = Transformer(folder), outside(options.outside)
    lexicon = (EMBEDDED / "english_lexicon.txt").read_text(encoding="utf-8").split()
    cutter, task = Cutter("en", frozenset(lexicon)), Task(tuple(options.keywords))
    rows, kept = [], {}
    for name, run in ways(options, model, cutter, task):
        found = run()
        rows.append(row(name, found, model, cutter, task, other))
        kept[name] = {"note": found[3], "texts": found[0][:20]}
        print(f"\n{name} {found[3]}", *found[0][:5], sep="\n  ", flush=True)
    print("\n" + table(rows))
    facts = {"weights": model.weights, "seed": options.seed, "keywords": options.keywords}
    write(options.json, {**facts, "program": task.source(), "rows": rows, "texts": kept})


if __name__ == "__main__":
    main()
