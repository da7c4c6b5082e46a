"""What a feature's cases are made of: small lexicons, a case with its scorer, and counts written out plainly.

Cases stand in `inference/test_features.py` and in files `cases_*.py` beside this one, each a dict `CASES` by feature.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from wordfield.inference.formula import Part

S, H = Part("s"), Part("s", "h")
LEXICONS = {
    "en": ("sea", "old", "may", "May", "a", "Mr", "Mr.", ".", ",", '"'),
    "words": ("sea", "old", "a", "The", "the", "abba"),
    "letters": ("a", "b", "n", "ch", "c"),
    "zh": ("春", "风", "山", "水", "，", "。"),
}
Units = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """Arguments of a feature, and its value and distances found from units and string alone."""

    arguments: dict[str, Any]
    value: Callable[[Units, str], Any]
    distance: Callable[[Units, str], float] | None = None
    occurrences: Callable[[Units, str], float] | None = None
    styles: tuple[str, ...] = ("en",)
    forms: tuple[str, ...] = field(default=())  # of automaton, shortfall, table: those that must exist


def words(units: Units) -> list[str]:
    return [unit for unit in units if any(c.isalnum() for c in unit)]


def runs(units: Units, *phrase: str) -> int:
    return sum(units[at : at + len(phrase)] == phrase for at in range(len(units)))


def both(one: int, other: int) -> int:
    return one + other if one and other else 0


def letters(string: str) -> list[str]:
    return [c for c in string.lower() if c.isalnum()]


def following(units: Units, *phrases: Units) -> float:
    """How many of the phrases are left over, the first of them standing one behind the other in the units."""

    def placed(first: int, left: tuple[Units, ...]) -> int:
        if not left:
            return 0
        ends = [at + len(left[0]) for at in range(first, len(units)) if units[at : at + len(left[0])] == left[0]]
        return max((1 + placed(end, left[1:]) for end in ends), default=0)

    return float(len(phrases) - placed(0, phrases))


def halves(items: Sequence[str]) -> int:
    return sum(items[at] != items[-1 - at] for at in range(len(items) // 2))


def outside(size: int, low: int, high: float) -> float:
    return max(0, low - size, size - high)


def longest_common(left: Sequence[str], right: Sequence[str]) -> int:
    for size in range(len(left), 0, -1):
        if any(in_order(chosen, right) for chosen in itertools.combinations(left, size)):
            return size
    return 0


def in_order(some: Sequence[str], all_: Sequence[str]) -> bool:
    rest = iter(all_)
    return all(item in rest for item in some)


def changed(units: Units, goal: Units) -> int:
    """Fewest edits, by the recursion itself."""
    if not units or not goal:
        return len(units) + len(goal)
    if units[0] == goal[0]:
        return changed(units[1:], goal[1:])
    return 1 + min(changed(units[1:], goal), changed(units, goal[1:]), changed(units[1:], goal[1:]))


def collected() -> dict[str, list[Case]]:
    """The cases of every file `cases_*.py`."""
    found: dict[str, list[Case]] = {}
    for path in sorted(Path(__file__).parent.glob("cases_*.py")):
        for name, cases in import_module(path.stem).CASES.items():
            found.setdefault(name, []).extend(cases)
    return found
