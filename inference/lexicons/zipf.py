"""How common words and characters are, on one scale for both scripts.

Zipf = log10((count + 1) / (all counts + different words)) + 9: how often a word stands among a thousand million, as a
power of 10; 6 and more for the commonest, 3 and less for rare ones. Source: van Heuven, Mandera, Keuleers and
Brysbaert, SUBTLEX-UK, 2014. The counts are those of the embedded models' texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import log10

from ..embedded import load_frequencies, load_lexicon
from .stored import read_lines


def zipf(word: str) -> float:
    """The Zipf value of a word, or of a single Chinese character. A word never met counts as one not met yet: 1.6.

    A word that the table lacks as it is written is looked up in lower case.
    """
    table, never = _characters() if len(word) == 1 and "\u4e00" <= word <= "\u9fff" else _words()
    return table.get(word, table.get(word.lower(), never))


def _scaled(counts: Mapping[str, int]) -> tuple[dict[str, float], float]:
    whole = sum(counts.values()) + len(counts)
    return {word: log10((count + 1) / whole) + 9 for word, count in counts.items()}, log10(1 / whole) + 9


@cache
def _words() -> tuple[dict[str, float], float]:
    return _scaled(dict(zip(load_lexicon(), load_frequencies().tolist(), strict=True)))


@cache
def _characters() -> tuple[dict[str, float], float]:
    rows = (line.split("\t") for line in read_lines("chinese_frequencies"))
    return _scaled({character: int(modern) for character, modern, _ in rows})


__all__ = ["zipf"]
