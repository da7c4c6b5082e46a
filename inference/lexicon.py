"""The units that texts are made of, and what sort of unit each one is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

STYLES = ("en", "zh", "letters", "words", "tokens")


class Kind(IntEnum):
    """What a unit is to rendering and to the shape of a sentence."""

    WORD = 0
    MARK = 1  # set against its left neighbour: , . ! ? and their full-width twins
    SIGN = 2  # stands free, but is no word: - & +
    OPEN = 3  # ( [
    CLOSE = 4  # ) ]
    QUOTE = 5  # " opens or closes by where it stands
    BREAK = 6  # a new line
    SPELLED = 7  # one character of a hole that is written character by character, against the one before it


JOINER = "\u2060"  # Unicode's WORD JOINER begins the name of a spelled character, so that `a` the word is another unit
OPEN, CLOSE = "([{“‘«「『《〈（【", ")]}”’»」』》〉）】"
_MARKS = ",.;:!?…%，。；：！？、"


def kind_of(unit: str) -> Kind:
    """The sort of one unit: anything with a letter or digit in it is a word."""
    if unit.startswith(JOINER) and len(unit) == 2:
        return Kind.SPELLED
    if unit == "\n":
        return Kind.BREAK
    if any(character.isalnum() for character in unit):
        return Kind.WORD
    if unit == '"':
        return Kind.QUOTE
    if all(character in _MARKS for character in unit):
        return Kind.MARK
    if len(unit) == 1 and unit in OPEN:
        return Kind.OPEN
    if len(unit) == 1 and unit in CLOSE:
        return Kind.CLOSE
    return Kind.SIGN


def spelled(character: str) -> str:
    """The unit that writes one character inside a spelled hole."""
    return JOINER + character


@dataclass(frozen=True)
class Lexicon:
    """A list of distinct units in a fixed order, with the style in which they are written."""

    units: tuple[str, ...]
    style: str
    index: dict[str, int] = field(compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise ValueError(f"style: {self.style!r} is not one of {', '.join(STYLES)}")
        self.index.update((unit, number) for number, unit in enumerate(self.units))
        if len(self.index) != len(self.units):
            raise ValueError("units: each unit may stand once")

    def __len__(self) -> int:
        return len(self.units)

    def __contains__(self, unit: str) -> bool:
        return unit in self.index

    @cached_property
    def kinds(self) -> NDArray[np.int8]:
        """The Kind of each unit. [units]"""
        found = (0 if unit[:1].isalpha() else kind_of(unit) for unit in self.units)
        return np.fromiter(found, np.int8, len(self.units))

    @cached_property
    def is_word(self) -> NDArray[np.bool_]:
        """Which units count as words (under zh, letters: characters that are not punctuation). [units]"""
        return np.asarray(self.kinds == Kind.WORD)

    @cached_property
    def is_spelled(self) -> NDArray[np.bool_]:
        """Which units are characters of spelled holes. [units]"""
        return np.asarray(self.kinds == Kind.SPELLED)

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that name this list: log Z is relative to it."""
        return hashlib.sha256("\0".join((self.style, *self.units)).encode()).hexdigest()[:12]

    def extended(self, extra: Iterable[str]) -> Lexicon:
        """This lexicon and, behind it, the units of `extra` that it lacks."""
        fresh = [unit for unit in dict.fromkeys(extra) if unit not in self.index]
        return Lexicon(self.units + tuple(fresh), self.style) if fresh else self
