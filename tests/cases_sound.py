"""Cases of the features of sound, against sounds that are written out here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from cases import Case, S, Units, outside, words
from wordfield.inference.lexicons.vectors import vector

BOTH = ("automaton", "shortfall")
SPOKEN = ("en", "words", "zh")
# beats, stresses, rhymes, opening sound, vowel; by word, whatever its case
HEARD = {
    "sea": (1, "*", ("ee",), "s", ("iy",)), "old": (1, "*", ("old",), "", ("ow",)),
    "may": (1, "*", ("ay",), "m", ("ey",)),
    "a": (1, "*", ("ay", "uh"), "", ("ey", "ah")), "mr": (2, "/-", ("ister",), "m", ("ih",)),
    "the": (1, "*", ("ee", "uh"), "dh", ("iy", "ah")), "abba": (2, "/-", ("abba",), "", ("ae",)),
}  # fmt: skip
CHARACTERS = {"春": ("真", "平", "ch"), "风": ("东", "平", "f"), "山": ("删", "平", "sh"), "水": ("纸", "仄", "sh")}


def heard(units: Units) -> list[tuple[Any, ...]]:
    """What is known of each word: as in HEARD, of a character one beat, no stress, its rhyme and so on."""
    found: list[tuple[Any, ...]] = []
    for word in words(units):
        if word in CHARACTERS:
            rhyme, _, onset = CHARACTERS[word]
            found.append((1, None, (rhyme,), onset, (rhyme,)))
        else:
            found.append(HEARD[word.lower().rstrip(".")])
    return found


def beats(units: Units) -> int:
    return sum(one[0] for one in heard(units))


def scanned(units: Units) -> str | None:
    found = [one[1] for one in heard(units)]
    return None if None in found else "".join(found)


def off(signs: str | None, size: int, goal: str) -> float:
    """Signs that differ from the goal, are missing or too many; an unknown word is one that differs."""
    signs = "!" * size if signs is None else signs
    pairs = zip(signs, goal, strict=False)
    return sum(a == "!" or (a != "*" and b not in (a, "?")) for a, b in pairs) + abs(len(signs) - len(goal))


def tones(units: Units) -> str:
    return "".join(CHARACTERS[word][1] for word in words(units))


def meets(units: Units, goal: str) -> bool:
    found = tones(units)
    return len(found) == len(goal) and all(b in (a, "中") for a, b in zip(found, goal, strict=True))


def missed(units: Units, goal: str) -> float:
    found = tones(units)
    return sum(b not in (a, "中") for a, b in zip(found, goal, strict=False)) + abs(len(found) - len(goal))


def last(units: Units) -> tuple[str, ...]:
    found = heard(units)
    return found[-1][2] if found else ()


def opposed(units: Units, places: Sequence[int], other: str) -> int:
    """At how many places the tones are not opposed."""
    found = tones(units)
    far = [p for p in places if p > len(found) or p > len(other) or found[p - 1] == other[p - 1]]
    return len(far)


def most(units: Units, at: int, wanted: str = "") -> float | None:
    """The share of the commonest of the sounds that the words have in column `at`."""
    found = [one[at] if isinstance(one[at], tuple) else (one[at],) for one in heard(units)]
    sounds = [wanted] if wanted else sorted({sound for one in found for sound in one if sound})
    counts = [sum(sound in one for one in found) for sound in sounds]
    return max(counts, default=0) / len(found) if found else None


def alike(units: Units, line: str) -> float:
    """The mean cosine of different characters at one place, by sums written out."""
    found = [cosine(a, b) for a, b in zip(words(units), line, strict=False) if a != b]
    return pytest.approx(sum(max(0.0, one) for one in found) / max(len(words(units)), len(line)), abs=1e-6)


def cosine(one: str, other: str) -> float:
    return math.fsum(float(a) * float(b) for a, b in zip(vector(one), vector(other), strict=True))


def unless_unknown(value: Callable[[Units], bool]) -> Callable[[Units, str], bool | None]:
    """A truth value where the text has a last word that is known."""
    return lambda u, s: value(u) if words(u) else None


CASES: dict[str, list[Case]] = {
    "syllables": [Case({}, lambda u, s: beats(u), styles=SPOKEN, forms=("table",))],
    "has": [
        Case({"low": 2, "high": 3, "unit": "syllables"}, lambda u, s: 2 <= beats(u) <= 3,
             lambda u, s: outside(beats(u), 2, 3), styles=SPOKEN, forms=("automaton",)),
        Case({"low": 4, "high": None, "unit": "syllables"}, lambda u, s: beats(u) >= 4,
             lambda u, s: outside(beats(u), 4, 99), styles=SPOKEN, forms=("automaton",)),
    ],
    "stress": [
        Case({"pattern": "-/-"}, lambda u, s: off(scanned(u), 0, "-/-") == 0, lambda u, s: off(scanned(u), 0, "-/-"),
             styles=("en", "words"), forms=("automaton",)),
        Case({"pattern": "/?"}, lambda u, s: off(scanned(u), 0, "/?") == 0, lambda u, s: off(scanned(u), 0, "/?"),
             styles=("en", "words"), forms=("automaton",)),
        Case({"pattern": "//"}, lambda u, s: None if u and words(u) else False,
             lambda u, s: off(None, len(words(u)), "//"), styles=("zh",), forms=("automaton",)),
    ],
    "tones": [
        Case({"pattern": "平仄中"}, lambda u, s: meets(u, "平仄中"), lambda u, s: missed(u, "平仄中"), styles=("zh",),
             forms=BOTH),
        Case({"pattern": "平平", "book": "xinyun"}, lambda u, s: meets(u, "平平"), lambda u, s: missed(u, "平平"),
             styles=("zh",), forms=BOTH),
        Case({"pattern": "平"}, lambda u, s: None if words(u) else False, lambda u, s: max(len(words(u)), 1),
             styles=("en", "words"), forms=("automaton",)),
    ],
    "tone": [
        Case({}, lambda u, s: (tones(u),) if len(words(u)) == 1 else None, styles=("zh",)),
        Case({"book": "xinyun"}, lambda u, s: None, styles=("en", "words")),
    ],
    "tones_opposed": [
        Case({"second": "水山水", "at": (1, 3)}, lambda u, s: opposed(u, (1, 3), "仄平仄") == 0,
             lambda u, s: opposed(u, (1, 3), "仄平仄"), styles=("zh",), forms=("automaton",)),
        Case({"second": "春水"}, lambda u, s: opposed(u, range(1, max(len(words(u)), 2) + 1), "平仄") == 0,
             lambda u, s: opposed(u, range(1, max(len(words(u)), 2) + 1), "平仄"), styles=("zh",),
             forms=("automaton",)),
    ],
    "rhyme": [
        Case({"texts": (S, "key")}, unless_unknown(lambda u: "ee" in last(u)), styles=("en", "words"),
             forms=("automaton",)),
        Case({"texts": ("say", S, "sister")}, unless_unknown(lambda u: False), styles=("en", "words"),
             forms=("automaton",)),
        Case({"texts": (S, "zzxq")}, lambda u, s: None, styles=("en", "words"), forms=("automaton",)),
        Case({"texts": (S, "春风"), "book": "pingshui"}, unless_unknown(lambda u: "东" in last(u)),
             lambda u, s: 1.0 * ("东" not in last(u)) if words(u) else 4.0, styles=("zh",), forms=("automaton",)),
        Case({"texts": (S, "看"), "tone": "仄"}, lambda u, s: False if words(u) and tones(u)[-1] == "仄" else None,
             styles=("zh",), forms=("automaton",)),
    ],
    "onset": [Case({}, lambda u, s: (heard(u)[0][3],) if words(u) else None, styles=SPOKEN)],
    "last_word": [Case({}, lambda u, s: words(u)[-1] if words(u) else None, styles=SPOKEN)],
    "alliteration": [
        Case({}, lambda u, s: most(u, 3), styles=SPOKEN),
        Case({"sound": "s"}, lambda u, s: most(u, 3, "s"), styles=SPOKEN),
    ],
    "assonance": [
        Case({}, lambda u, s: most(u, 4), styles=("en", "words")),
        Case({"vowel": "ow"}, lambda u, s: most(u, 4, "ow"), styles=("en", "words")),
    ],
    "parallel": [
        Case({"first": "春"}, lambda u, s: alike(u, "春"), styles=("zh",)),
        Case({"second": "春山"}, lambda u, s: alike(u, "春山"), styles=("zh",)),
    ],
}  # fmt: skip
