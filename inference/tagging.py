"""The parts of speech that a word may have, and patterns over them."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import groupby

import numpy as np

from .feature import View
from .formula import Pattern
from .letters import PatternError
from .lexicon import kind_of
from .lexicons.chinese_words import OWN
from .lexicons.chinese_words import tags as chinese_tags
from .lexicons.words import tags as english_tags
from .patterns import CharacterAutomaton, compile_pattern
from .wording import words_of

UNIVERSAL = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
)  # fmt: skip
PENN = (
    "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP",
    "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$",
    "WRB",
)  # fmt: skip
_PIECES = re.compile(r"[A-Z]+\$?|[a-z]+|[()|*+?]|\{\d+(?:,\d*)?\}|\S")
_FIRST = 0xE000  # tags are written as characters that no text has


def tagged_words(text: View) -> tuple[str, ...]:
    """The words that are looked up: in Chinese, which writes none apart, whatever stands between marks is one."""
    if text.style != "zh":
        return words_of(text)
    return tuple("".join(run) for word, run in groupby(text.units, lambda unit: kind_of(unit) == 0) if word)


def tag_of(word: str, fine: bool = False, style: str = "en") -> str | None:
    """The likeliest part of speech of a word by itself, None where the table lacks it."""
    tags = chinese_tags if style == "zh" else english_tags
    return next(iter(tags(word, fine)), None)


@lru_cache(maxsize=65_536)
def readings(word: str, least: float, fine: bool = False, style: str = "en") -> frozenset[tuple[str, ...]]:
    """The parts of speech with at least this share; a contraction has those of its parts in a row."""
    tags = chinese_tags if style == "zh" else english_tags
    return frozenset(tuple(tag.split("+")) for tag, share in tags(word, fine).items() if share >= least)


class TagPattern:
    """A regular expression whose letters are tags: `DET ADJ* (NOUN|PROPN) VERB`. Raises PatternError."""

    def __init__(self, written: str, fine: bool = False) -> None:
        known = (*PENN, *OWN) if fine else UNIVERSAL
        self.code = {tag: chr(_FIRST + number) for number, tag in enumerate(known)}
        translated: list[str] = []
        for piece in _PIECES.findall(written):
            if piece[0].isalpha() and piece not in self.code:
                raise PatternError(f"no tag is called {piece}")
            if len(piece) == 1 and not piece.isalpha() and piece not in "()|*+?.":
                raise PatternError(f"`{piece}` means nothing between tags")
            translated.append(self.code.get(piece, piece))
        self.machine: CharacterAutomaton = compile_pattern(Pattern("".join(translated)), self.code.values())

    def after(self, states: frozenset[int], ways: frozenset[tuple[str, ...]]) -> frozenset[int]:
        """The states behind one more word, whichever of its readings it has."""
        found = set()
        for state in states:
            for way in ways:
                at = state
                for tag in way:
                    at = int(self.machine.next[at, self.machine.column.get(self.code.get(tag, ""), 0)])
                found.add(at)
        return frozenset(found)

    @cached_property
    def living(self) -> frozenset[int]:
        """The states that an accepting one can be reached from."""
        live = np.asarray(self.machine.accepting).astype(bool)
        while ((wider := live | live[self.machine.next].any(axis=1)) != live).any():
            live = wider
        return frozenset(np.flatnonzero(live).tolist())

    def accepts(self, states: frozenset[int]) -> bool:
        """Whether a text may end here."""
        return any(bool(self.machine.accepting[state]) for state in states)


@lru_cache(maxsize=64)
def tag_pattern(written: str, fine: bool = False) -> TagPattern:
    """The pattern, read once. Raises PatternError for an unknown tag or what is no pattern."""
    return TagPattern(written, fine)


__all__ = ["OWN", "PENN", "UNIVERSAL", "TagPattern", "readings", "tag_of", "tag_pattern", "tagged_words"]
