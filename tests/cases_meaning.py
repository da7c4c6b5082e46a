"""Cases of the features of meaning, against scorers that share no code with them."""

from __future__ import annotations

import base64
import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from cases import Case, S, Units, words
from wordfield.inference.embedded import load_frequencies, load_lexicon
from wordfield.inference.lexicons.stored import read_lines
from wordfield.inference.opened import Opened

ALL = ("en", "words", "letters", "zh")
RATED = {"sea": 0, "old": 0, "may": 0, "May": 0, "a": 0, "Mr": 0, "Mr.": 0}


def near(value: float) -> Any:
    return pytest.approx(value, abs=1e-5)


@cache
def table(name: str) -> dict[str, np.ndarray]:
    rows = (line.split("\t") for line in read_lines(f"{name}_vectors"))
    raw = {unit: np.frombuffer(base64.b85decode(packed), np.int8).astype(float) for unit, packed in rows}
    return {unit: one / math.sqrt(float((one * one).sum())) for unit, one in raw.items()}


def direction(word: str) -> np.ndarray | None:
    own = table("chinese" if word[:1] in "春风山水" else "english")
    return own.get(word, own.get(word.lower()))


def cosine(one: str, other: str) -> float:
    a, b = direction(one), direction(other)
    return -1.0 if a is None or b is None else float(sum(a * b))


def scaled(value: float) -> float:
    return round(16 * max(0.0, (value - 0.3) / 0.7)) / 16


def topical(units: Units, about: str) -> float:
    return sum(scaled(cosine(word, about)) for word in words(units))


@cache
def telling(word: str) -> float:
    name = "chinese" if word[:1] in "春风山水" else "english"
    counts = dict(zip(load_lexicon(name), (max(1, n) for n in load_frequencies(name).tolist()), strict=True))
    share = counts.get(word, counts.get(word.lower(), 0)) / sum(counts.values())
    return -math.log(share or 5e-6)


def alike(one: list[str], other: list[str]) -> float:
    left, right = one, other
    if not left or not right:
        return float(left == right)
    likeness = {(a, b): 1.0 if a.lower() == b.lower() else scaled(cosine(a, b)) for a in left for b in right}
    there = sum(telling(a) * max(likeness[a, b] for b in right) for a in left) / sum(map(telling, left))
    back = sum(telling(b) * max(likeness[a, b] for a in left) for b in right) / sum(map(telling, right))
    return (there + back) / 2


def runs(items: list[str], size: int) -> list[str]:
    return [" ".join(items[at : at + size]).lower() for at in range(len(items) - size + 1)]


def shared(items: list[str], goal: list[str], size: int) -> tuple[int, int]:
    """How many runs have a partner of their own, and how many there are."""
    left, found = runs(goal, size), 0
    for run in runs(items, size):
        if run in left:
            left.remove(run)
            found += 1
    return found, len(runs(items, size))


def precision(items: list[str], goal: list[str], size: int) -> float:
    found, total = shared(items, goal, size)
    return found / total if total else 0.0


def bleu(items: list[str], goal: list[str], most: int = 4) -> float:
    if not items:
        return 0.0
    product = 1.0
    for size in range(1, most + 1):
        found, total = shared(items, goal, size)
        product *= found / total if size == 1 else (found + 1) / (total + 1)
    return product ** (1 / most) * min(1.0, math.exp(1 - len(goal) / len(items)))


def apart(units: Units) -> float | None:
    first = {w.lower(): w for w in words(units)[::-1]}
    known = [w for w in first.values() if direction(w) is not None]
    pairs = [cosine(a, b) for a in known for b in known if a != b]
    return near(1 - sum(pairs) / len(pairs)) if pairs else None


def told(units: Units, most: int) -> tuple[str, ...]:
    """Of the English lexicon of these tests `sea` and `old` tell something; the titles are names."""
    seen = [w for w in words(units)]
    scores = {w: seen.count(w) * telling(w) for w in seen if w in ("sea", "old", "Mr", "Mr.")}
    kept = {w: score for w, score in scores.items() if telling(w) >= 7.0}
    return tuple(sorted(kept, key=lambda w: -kept[w])[:most])


OPENED = Opened("lengths", lambda strings: [len(string) / 100 for string in strings])
ROWS = Opened("lengths", lambda rows: [float(len(row[0])) for row in rows])
GOAL = ["old", "sea", "a", "old"]
CASES: dict[str, list[Case]] = {
    "topic": [
        Case({"about": "ship"}, lambda u, s: near(topical(u, "ship")), styles=("en", "words"),
             forms=("table",)),
        Case({"about": "zzz"}, lambda u, s: 0.0, styles=("en", "words", "zh"), forms=("table",)),
        Case({"about": "banana"}, lambda u, s: near(scaled(cosine(s.strip() or "zzz", "banana"))), styles=("letters",)),
        Case({"about": "山"}, lambda u, s: near(topical(u, "山")), styles=("zh",),
             forms=("table",)),
    ],
    "sentiment": [
        Case({}, lambda u, s: near(sum(RATED.get(w, 0) for w in words(u)) / 4),
             styles=("en", "words", "zh"), forms=("table",)),
        Case({}, lambda u, s: 0.0, styles=("letters",)),
        Case({"negation": True}, lambda u, s: near(sum(RATED.get(w, 0) for w in words(u)) / 4)),
    ],
    "similarity": [
        Case({"source": "Old sea, a old"}, lambda u, s: near(alike(words(u), GOAL))),
        Case({"source": "春山，水"}, lambda u, s: near(alike(words(u), list("春山水"))), styles=("zh",)),
        Case({"source": ""}, lambda u, s: float(not words(u)), styles=ALL),
    ],
    "overlap": [
        Case({"source": "Old sea, a old"}, lambda u, s: near(precision(words(u), GOAL, 1))),
        Case({"source": "Old sea, a old", "ngram": 2}, lambda u, s: near(precision(words(u), GOAL, 2))),
        Case({"source": "春山，水", "ngram": 2}, lambda u, s: near(precision(words(u), list("春山水"), 2)),
             styles=("zh",)),
    ],
    "bleu": [
        Case({"source": "Old sea, a old"}, lambda u, s: near(bleu(words(u), GOAL))),
        Case({"source": "Old sea, a old", "ngram": 2}, lambda u, s: near(bleu(words(u), GOAL, 2))),
        Case({"source": "春山，水"}, lambda u, s: near(bleu(words(u), list("春山水"))), styles=("zh",)),
    ],
    "spread": [Case({}, lambda u, s: apart(u), styles=("en", "words", "zh"))],
    "keywords_of": [
        Case({}, lambda u, s: told(u, 5)),
        Case({"most": 1}, lambda u, s: told(u, 1)),
    ],
    "classify": [Case({"model": OPENED, "label": "long"}, lambda u, s: near(len(s) / 100), styles=ALL)],
    "log": [
        Case({"value": 2.0}, lambda u, s: near(0.6931472), styles=ALL),
        Case({"value": 0}, lambda u, s: -math.inf, styles=ALL),
    ],
    "extern": [Case({"function": ROWS, "texts": (S,)}, lambda u, s: float(len(s)), styles=ALL)],
}  # fmt: skip
