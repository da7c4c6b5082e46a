"""How English words sound: the CMU Pronouncing Dictionary, American, 126,000 words.

A word is looked up as it is written, without regard to case. If the dictionary lacks it, two forms are put together
from words that it has: a possessive or contracted 's, whose sound follows from the last phone, and a hyphenated word,
which sounds like its parts in a row. Any other word has no sound: nothing is guessed from spelling.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice, product
from typing import NamedTuple

from .stored import read_lines

_FIRST = ord("(")  # the code of the first phone in the table
_HISSING = frozenset(("S", "Z", "SH", "ZH", "CH", "JH"))
_VOICELESS = frozenset(("P", "T", "K", "F", "TH"))
_MOST = 16  # pronunciations of a hyphenated word


class Pronunciation(NamedTuple):
    """One way to say a word, in ARPAbet: `("F", "AY1", "ER0")`. A vowel ends in its stress."""

    phones: tuple[str, ...]

    @property
    def stress(self) -> str:
        """A digit for each syllable: 1 main stress, 2 lesser stress, 0 none."""
        return "".join(phone[-1] for phone in self.phones if phone[-1].isdigit())

    @property
    def syllables(self) -> int:
        """The number of vowels."""
        return len(self.stress)

    @property
    def onset(self) -> tuple[str, ...]:
        """The consonants before the first vowel."""
        return self.phones[: next(at for at, phone in enumerate(self.phones) if phone[-1].isdigit())]

    @property
    def rhyme(self) -> str:
        """From the last stressed vowel (main or lesser stress) on, without stress: `AY ER`.

        A word without stress (`the`) counts from its last vowel.
        """
        return self._from("12") or self._from("0")

    @property
    def rhymes(self) -> tuple[str, ...]:
        """`rhyme`, and the same from the last main stress on where that differs.

        `tomorrow` is written with a lesser stress at its end: `OW`, and `AA R OW` as in `sorrow`.
        """
        return tuple(dict.fromkeys(one for one in (self.rhyme, self._from("1")) if one))

    def _from(self, stresses: str) -> str:
        """From the last vowel with one of these stresses on; empty without one."""
        at = max((at for at, phone in enumerate(self.phones) if phone[-1] in stresses), default=len(self.phones))
        return " ".join(phone.rstrip("012") for phone in self.phones[at:])


@lru_cache(maxsize=65_536)
def pronunciations(word: str) -> tuple[Pronunciation, ...]:
    """Every pronunciation of a word, in the dictionary's order; empty where the sound is unknown.

    Source: Carnegie Mellon University, The CMU Pronouncing Dictionary, 1993-2015.
    """
    word = word.lower().replace("’", "'")
    phones, coded = _dictionary()
    if word in coded:
        return tuple(Pronunciation(tuple(phones[ord(one) - _FIRST] for one in way)) for way in coded[word].split(" "))
    if word.endswith("'s"):
        return tuple(Pronunciation((*way.phones, *_possessive(way.phones[-1]))) for way in pronunciations(word[:-2]))
    if word.endswith("s'"):
        return pronunciations(word[:-1])
    if "-" in word.strip("-"):
        ways = product(*(pronunciations(part) for part in word.split("-")))
        return tuple(Pronunciation(tuple(phone for way in one for phone in way.phones)) for one in islice(ways, _MOST))
    return ()


def _possessive(last: str) -> tuple[str, ...]:
    if last in _HISSING:
        return "IH0", "Z"
    return ("S",) if last in _VOICELESS else ("Z",)


def syllables(word: str) -> frozenset[int]:
    """The numbers of syllables that a word may have: `fire` {1, 2}. Empty: unknown."""
    return frozenset(one.syllables for one in pronunciations(word))


def stress(word: str) -> frozenset[str]:
    """The stress patterns that a word may have: `record` {"01", "10"}. Empty: unknown."""
    return frozenset(one.stress for one in pronunciations(word))


def rhyme_class(word: str) -> frozenset[str]:
    """The rhymes that a word may have: `read` {"EH D", "IY D"}. Empty: unknown. Two words that share one rhyme."""
    return frozenset(rhyme for one in pronunciations(word) for rhyme in one.rhymes)


@cache
def _dictionary() -> tuple[list[str], dict[str, str]]:
    """The phones, and for each word its pronunciations: a character a phone, a space between pronunciations."""
    head, *lines = read_lines("english_sounds")
    gap = lines.index("")
    return head.split(), dict(zip(lines[:gap], lines[gap + 1 :], strict=True))
