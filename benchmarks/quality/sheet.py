"""A blind sheet: numbered sentences, half samples and half from the corpus, and the key that tells them apart."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from metrics import Ratio, rate_ratio

SAMPLE, CORPUS = "sample", "corpus"


def shuffled(samples: Sequence[str], sentences: Sequence[str], seed: int) -> list[tuple[str, str]]:
    """Text and origin of each entry, in an order drawn by the seed."""
    entries = [(text, SAMPLE) for text in samples] + [(text, CORPUS) for text in sentences]
    random.Random(seed).shuffle(entries)
    return entries


def write_sheet(entries: Sequence[tuple[str, str]], sheet: Path, key: Path) -> None:
    """Two files: `1. sentence` a line; number, tab, origin a line."""
    lines = [f"{number}. {text}" for number, (text, _) in enumerate(entries, 1)]
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [f"{number}\t{origin}" for number, (_, origin) in enumerate(entries, 1)]
    key.write_text("\n".join(rows) + "\n", encoding="utf-8")


def read_table(path: Path) -> dict[int, str]:
    """Number and what stands behind it. Raises ValueError for a line of another form or a number that stands twice."""
    found: dict[int, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        number, *rest = line.split()
        if not number.isdecimal() or len(rest) != 1 or int(number) in found:
            raise ValueError(f"{path.name}: {line!r} is not a new number and one word behind it")
        found[int(number)] = rest[0]
    return found


def judged(labels: Mapping[int, str], key: Mapping[int, str]) -> tuple[Ratio, dict[str, tuple[int, int]]]:
    """How often samples are called natural against corpus sentences; natural and all, of each origin.

    Raises ValueError where the labels are not 0 or 1 for exactly the numbers of the key.
    """
    if labels.keys() != key.keys():
        raise ValueError(f"labels: numbers {sorted(labels.keys() ^ key.keys())[:5]} stand in one file only")
    if wrong := [label for label in labels.values() if label not in ("0", "1")]:
        raise ValueError(f"labels: got {wrong[0]!r}, allowed are 1 (natural) and 0 (not)")
    counts = {
        origin: (sum(labels[n] == "1" for n in key if key[n] == origin), sum(o == origin for o in key.values()))
        for origin in (SAMPLE, CORPUS)
    }
    return rate_ratio(*counts[SAMPLE], *counts[CORPUS]), counts
