"""Cases of the features of words and form, against scorers that share no code with them."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache
from itertools import pairwise

from cases import Case, Units, changed, words

ALL = ("en", "words", "letters", "zh")
BOTH = ("automaton", "shortfall")
FORMS = ("sea", "seas", "write", "writes", "writing", "wrote", "written")
TAGS = {"sea": "NOUN", "old": "ADJ", "may": "AUX", "May": "AUX", "a": "DET", "Mr": "PROPN", "Mr.": "PROPN"}
BEATS = {"sea": 1, "old": 1, "may": 1, "May": 1, "a": 1, "Mr": 2, "Mr.": 2}


def first(word: str) -> str:
    """The first letter that is one, plain."""
    found = [c for c in word.lower() if c.isalpha() or c.isdigit()]
    return unicodedata.normalize("NFD", found[0])[0] if found else ""


def spelled(openings: list[str], goal: str) -> float:
    """How many openings are wrong, missing or too many."""
    return sum(a != b for a, b in zip(openings, goal, strict=False)) + abs(len(openings) - len(goal))


def clauses(units: Units) -> list[str]:
    """The first word behind the start and behind each mark."""
    found, fresh = [], True
    for unit in units:
        if not any(c.isalnum() for c in unit):
            fresh = fresh or unit in (",", ".", "，", "。")
        else:
            found += [first(unit)] if fresh else []
            fresh = False
    return found


def in_line(units: Units, strict: bool) -> float:
    """Words less the most that can be kept in order, by trying all subsets."""
    read = [first(word) for word in words(units)]
    best = 0
    for mask in range(1 << len(read)):
        kept = [letter for at, letter in enumerate(read) if mask >> at & 1]
        pairs = list(pairwise(kept))
        fine = all(a < b for a, b in pairs) if strict else all(a <= b for a, b in pairs)
        if fine and all("a" <= letter <= "z" for letter in kept):
            best = max(best, len(kept))
    return len(read) - best


def stretches(units: Units, items: tuple[str, ...], every: int) -> float:
    """How many items the longest gaps lack."""
    gaps, size = [], 0
    for word in words(units):
        if word in items:
            gaps, size = [*gaps, size], 0
        else:
            size += 1
    return sum(gap // every for gap in [*gaps, size])


def tagged(units: Units) -> str | None:
    found = [TAGS.get(word) for word in words(units)]
    return " ".join(map(str, found)) if None not in found else None


def flesch(units: Units) -> float | None:
    found = words(units)
    if not found:
        return None
    marks = "".join("." if unit == "." else "w" for unit in units)
    sentences = len([part for part in re.split(r"\.+", marks) if part]) + marks.startswith(".")
    beats = sum(BEATS[word] for word in found)
    return 206.835 - 1.015 * len(found) / sentences - 84.6 * beats / len(found)


CASES: dict[str, list[Case]] = {
    "acrostic": [
        Case({"letters": "SOM"}, lambda u, s: [first(w) for w in words(u)] == ["s", "o", "m"],
             lambda u, s: spelled([first(w) for w in words(u)], "som"), None, ("en",), BOTH),
        Case({"letters": "a t!"}, lambda u, s: [first(w) for w in words(u)] == ["a", "t"],
             lambda u, s: spelled([first(w) for w in words(u)], "at"), None, ("words",), BOTH),
        Case({"letters": "春", "unit": "clause"}, lambda u, s: clauses(u) == ["春"],
             lambda u, s: spelled(clauses(u), "春"), None, ("zh",), BOTH),
        Case({"letters": "om", "unit": "clauses"}, lambda u, s: clauses(u) == ["o", "m"],
             lambda u, s: spelled(clauses(u), "om"), None, ("en",), BOTH),
        Case({"letters": "a", "unit": "line"}, lambda u, s: [first(w) for w in words(u)][:1] == ["a"],
             lambda u, s: spelled([first(w) for w in words(u)][:1], "a"), None, ("en", "letters"), BOTH),
    ],
    "alphabetical": [
        Case({}, lambda u, s: in_line(u, False) == 0, lambda u, s: in_line(u, False), None, ALL, ("automaton",)),
        Case({"strict": True}, lambda u, s: in_line(u, True) == 0, lambda u, s: in_line(u, True), None, ALL,
             ("automaton",)),
    ],
    "recurs": [
        Case({"items": ("sea", "Old", "zebra"), "every": 2}, lambda u, s: stretches(u, ("sea", "old"), 2) == 0,
             lambda u, s: stretches(u, ("sea", "old"), 2), None, ("en",), ("automaton",)),
        Case({"items": ("山", "水"), "every": 3}, lambda u, s: stretches(u, ("山", "水"), 3) == 0,
             lambda u, s: stretches(u, ("山", "水"), 3), None, ("zh",), ("automaton",)),
        Case({"items": ("sea",), "every": 1}, lambda u, s: set(words(u)) <= {"sea"},
             lambda u, s: len([w for w in words(u) if w != "sea"]), None, ("en",), ("automaton",)),
    ],
    "edits": [
        Case({"other": "Old sea, a old"}, lambda u, s: changed(tuple(words(u)), ("old", "sea", "a", "old"))),
        Case({"other": "The old sea.", "unit": "char"}, lambda u, s: changed_string(s, "The old sea."), styles=("en",)),
        Case({"other": "banach"}, lambda u, s: changed(u, ("b", "a", "n", "a", "ch")), styles=("letters",)),
        Case({"other": "春山，水"}, lambda u, s: changed(tuple(words(u)), ("春", "山", "水")), styles=("zh",)),
    ],
    "forms": [
        Case({"words": ("sea", "write")}, lambda u, s: FORMS, styles=ALL),
        Case({"words": ("春",)}, lambda u, s: ("春",), styles=("zh",)),
    ],
    "frequency": [
        Case({}, lambda u, s: mean_zipf(u), styles=ALL),
        Case({"total": True}, lambda u, s: sum(counted(w) for w in words(u)), styles=ALL, forms=("table",)),
    ],
    "pos": [Case({}, lambda u, s: tagged(u), styles=("en",))],
    "pos_pattern": [
        Case({"pattern": "DET? ADJ* (NOUN|PROPN)"},
             lambda u, s: re.fullmatch("(DET )?(ADJ )*(NOUN|PROPN)", str(tagged(u))) is not None,
             forms=("automaton",)),
        Case({"pattern": ".{2}"}, lambda u, s: tagged(u) is not None and len(words(u)) == 2, forms=("automaton",)),
    ],
    "reading_ease": [Case({}, lambda u, s: flesch(u))],
}  # fmt: skip


def changed_string(one: str, other: str) -> int:
    """Fewest edits of two strings, by the table."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                rows[i][j] = i + j
            else:
                rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1,
                                 rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))  # fmt: skip
    return rows[-1][-1]


@cache
def counted(word: str) -> float:
    """The Zipf value from the stored counts, by the formula of van Heuven and others."""
    from wordfield.inference.embedded import load_frequencies, load_lexicon
    from wordfield.inference.lexicons.stored import read_lines

    if word in "春风山水":
        rows = [line.split("\t") for line in read_lines("chinese_frequencies")]
        table = {row[0]: int(row[1]) for row in rows}
    else:
        table = dict(zip(load_lexicon(), load_frequencies().tolist(), strict=True))
    count = table.get(word, table.get(word.lower(), 0))
    return math.log10((count + 1) / (sum(table.values()) + len(table))) + 9


def mean_zipf(units: Units) -> float | None:
    found = [counted(word) for word in words(units)]
    return sum(found) / len(found) if found else None
