"""How the words of a text sound, as features ask: syllables, stresses, rhymes, tones, whatever the script.

A Chinese character is a syllable of the tables of characters, any other word is looked up in the CMU dictionary. A
word may have several readings; one that no table has is unknown, and its set of readings is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice, product

import numpy as np

from .automaton import Automaton
from .feature import View
from .lexicons import characters, sounds
from .scope import Scope
from .shape import explore

BOOKS = ("pingshui", "xinyun")
ANY = "*"  # a syllable that may be stressed or not
UNKNOWN = "?"  # what an unknown word sounds like: fits nothing
Forms = frozenset[str]
_MOST = 64  # readings of a word of several characters
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_WORDS = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def is_han(word: str) -> bool:
    """Whether a word is written in Chinese characters, at least one."""
    return _HAN.search(word) is not None


def spoken(text: View) -> tuple[str, ...]:
    """The words of a text as they are read out. What is written letter by letter is read as one word."""
    if text.style == "letters" or text.start.spelled:
        return (text.string.strip(),) if text.string.strip() else ()
    return tuple(_WORDS.findall(text.string)) if text.style == "tokens" else text.words


def by_unit(scope: Scope) -> bool:
    """Whether each unit of the lexicon is a word, so that its sound is its own."""
    return scope.style in ("en", "words", "zh") and not scope.start.spelled


def book_objection(book: str | None) -> tuple[str, str, str] | None:
    """What is wrong with the name of a book, in the form of `Feature.objection`."""
    if not book or book in BOOKS:
        return None
    return "`book`", f'"{book}"', '"pingshui" (平水韵) or "xinyun" (中华新韵)'


# ---- words


@lru_cache(maxsize=65_536)
def said(word: str) -> tuple[sounds.Pronunciation, ...]:
    """The pronunciations of an English word, without the full stop of an abbreviation where that is unknown."""
    return sounds.pronunciations(word) or (sounds.pronunciations(word[:-1]) if word.endswith(".") else ())


def syllables(word: str) -> tuple[int, ...]:
    """The numbers of syllables that a word may have, that of the first reading first. Empty: unknown."""
    if is_han(word):
        return (len(word),) if all(characters.readings(one, rare=True) for one in word) else ()
    return tuple(dict.fromkeys(one.syllables for one in said(word)))


@lru_cache(maxsize=65_536)
def stresses(word: str) -> Forms:
    """A sign a syllable: `/` main stress, `-` none, `*` either. A word of one syllable may always be either."""
    signs = {"0": "-", "1": "/", "2": ANY}
    return frozenset(
        ANY if len(one.stress) == 1 else "".join(signs[digit] for digit in one.stress) for one in said(word)
    )


@lru_cache(maxsize=65_536)
def levels(word: str, book: str = "pingshui") -> Forms:
    """平 or 仄 for each character, in every way that a book lists."""
    if not word or not all(map(is_han, word)):
        return frozenset()
    return frozenset("".join(way) for way in islice(product(*(characters.level(one, book) for one in word)), _MOST))


@lru_cache(maxsize=65_536)
def rhymes(word: str, book: str = "", tone: str = "") -> Forms:
    """The rhymes that a word may end in; those of two words that rhyme have one in common.

    Chinese goes by the book, Pingshui where none is said, and by readings of the tone where one is said. A book, or a
    tone, knows no other words.
    """
    if is_han(word):
        return _han_rhymes(word[-1], book, tone)
    return frozenset() if book or tone else frozenset(rhyme for one in said(word) for rhyme in one.rhymes)


def _han_rhymes(character: str, book: str, tone: str) -> Forms:
    if book == "xinyun":
        ways = characters.readings(character)
        return frozenset(one.xinyun for one in ways if one.xinyun and tone in ("", one.level))
    level = ("上平", "下平")
    groups = characters.pingshui(character)
    return frozenset(one for one in groups if not tone or one.startswith(level) == (tone == characters.LEVEL))


@lru_cache(maxsize=65_536)
def onsets(word: str) -> Forms:
    """What a word begins with before its first vowel, in small letters: `str`, `sh`; `zh` for 中. Empty: unknown."""
    if is_han(word):
        ways = characters.readings(word[0])
        return frozenset("" if one.pinyin[0] in "yw" else one.pinyin.removesuffix(_spelled_final(one)) for one in ways)
    return frozenset("".join(one.onset).lower() for one in said(word))


def _spelled_final(reading: characters.Reading) -> str:
    """The end of a syllable as it is spelled: what its initial leaves."""
    initial = next((one for one in ("zh", "ch", "sh") if reading.pinyin.startswith(one)), reading.pinyin[:1])
    return reading.pinyin if initial in "aoeê" else reading.pinyin[len(initial) :]


@lru_cache(maxsize=65_536)
def first_sounds(word: str) -> Forms:
    """The first consonant of each onset: `s` of stone, `sh` of shell; none for a word that begins with a vowel."""
    if is_han(word):
        return onsets(word) - {""}
    return frozenset(one.onset[0].lower() for one in said(word) if one.onset)


@lru_cache(maxsize=65_536)
def vowels(word: str) -> Forms:
    """The vowel that bears the stress: `iy` of believe. Of a character, the xinyun class of its last syllable."""
    if is_han(word):
        return rhymes(word, "xinyun")
    return frozenset(rhyme.split(" ")[0].lower() for one in said(word) for rhyme in one.rhymes)


# ---- texts as sequences of syllables


def fits(forms: Sequence[Forms], wanted: Sequence[Forms], open_end: bool = False) -> bool:
    """Whether some choice of readings has, syllable by syllable, the signs that are wanted.

    With `open_end` more syllables may follow.
    """
    places = frozenset((0,))
    for one in forms:
        places = _after(places, one, wanted, open_end)
    return len(wanted) in places


def misses(forms: Sequence[Forms], wanted: Sequence[Forms], open_end: bool = False) -> int:
    """The fewest syllables that have another sign than is wanted, are missing or too many. An unknown word is one."""
    best = {0: 0}
    for one in forms:
        ahead: dict[int, int] = {}
        for place, missed in best.items():
            for way in one or (UNKNOWN,):
                at, wrong = _missed(place, missed, way, wanted, open_end)
                ahead[at] = min(wrong, ahead.get(at, wrong))
        best = ahead
    return min(missed + abs(len(wanted) - place) for place, missed in best.items())


def _missed(place: int, missed: int, way: str, wanted: Sequence[Forms], open_end: bool) -> tuple[int, int]:
    for sign in way:
        if place >= len(wanted):
            place, missed = place + (not open_end), missed + (open_end and sign == UNKNOWN)
        else:
            missed += not _is(sign, wanted[place])
            place += 1
    return place, missed


def _is(sign: str, wanted: Forms) -> bool:
    return sign == ANY or sign in wanted


def _after(places: frozenset[int], forms: Forms, wanted: Sequence[Forms], open_end: bool) -> frozenset[int]:
    """Where a pattern may stand behind one more word."""
    found = set()
    for place in places:
        for way in forms:
            at: int | None = place
            for sign in way:
                if at == len(wanted):
                    at = at if open_end else None
                elif at is not None:
                    at = at + 1 if _is(sign, wanted[at]) else None
                if at is None:
                    break
            if at is not None:
                found.add(at)
    return frozenset(found)


# ---- lexicons


def unit_forms(scope: Scope, forms: Callable[[str], Forms]) -> tuple[list[Forms], np.ndarray]:
    """The distinct readings of the units of a lexicon, and which each has. Marks are silent: one empty reading."""
    silent = frozenset(("",))
    number: dict[Forms, int] = {}
    lexicon = scope.lexicon
    rows = [
        number.setdefault(forms(unit) if word else silent, len(number))
        for unit, word in zip(lexicon.units, lexicon.is_word.tolist(), strict=True)
    ]
    return list(number), np.array(rows, np.int64)


def fitting(scope: Scope, forms: Callable[[str], Forms], wanted: Sequence[Forms], open_end: bool = False) -> Automaton:
    """The texts for which `fits` holds."""
    distinct, class_of = unit_forms(scope, forms)
    return explore(
        frozenset((0,)), len(distinct), lambda places, column: _after(places, distinct[column], wanted, open_end),
        lambda places: len(wanted) in places, class_of,
    ).minimal()  # fmt: skip


def unheard(scope: Scope, forms: Callable[[str], Sequence[object] | Forms]) -> Automaton:
    """The texts with a word whose sound is unknown."""
    lexicon = scope.lexicon
    pairs = zip(lexicon.units, lexicon.is_word.tolist(), strict=True)
    return scope.counted(np.array([word and not forms(unit) for unit, word in pairs], np.int64), 1, None)
