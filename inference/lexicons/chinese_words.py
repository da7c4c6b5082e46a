"""What is known of Chinese words of one to four characters: their parts of speech."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from .stored import read_lines

OWN = (
    "a", "b", "c", "d", "e", "f", "i", "k", "m", "n", "ns", "nt", "o", "p", "q", "r", "s", "t", "u", "v", "y", "z",
)  # fmt: skip
"""The tags of the dictionary, which are those of the People's Daily corpus (Yu and others, 2002)."""

_NONE: Mapping[str, float] = MappingProxyType({})


def tags(word: str, fine: bool = False) -> Mapping[str, float]:
    """The parts of speech of a word, the likeliest first; empty: unknown.

    Universal tags (NOUN, VERB, ADJ), or with `fine` those of `OWN`. Nothing tells how often a word is which: all
    have the same share. Source: the dictionary of jieba 0.42.1, corrected; names of people are left out.
    """
    row = table().get(word)
    return row[fine] if row else _NONE


@cache
def table() -> Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]]:
    """Every word with its universal tags and the dictionary's own."""
    found = {}
    for line in read_lines("chinese_tags"):
        coarse, own, words = line.split("\t")
        row = _shares(coarse), _shares(own)
        found.update(dict.fromkeys(words.split(" "), row))
    return found


def _shares(written: str) -> Mapping[str, float]:
    tags = written.split("/")
    return MappingProxyType(dict.fromkeys(tags, 1 / len(tags)))
