"""Cases of every feature that a person worked out, in files `truths/NAME.txt`: a text, a formula, what it gives.

A line reads `text | formula | value`, the formula in the language, about the text `s`; an empty one is that of the line
before. `!` before a line marks a trap: a plausible wrong reading gives another value. `\\n` ends a line of the text,
`# …` is a comment. `@ zh` sets the style of what follows (en at first), `@ en May "` adds units to the embedded
lexicon, as a program that names them does. `~ …` is the base of the texts, for features that ask a model, and
`extern …` declares a function.

A value is `true`, `false` or `none` (unknown or missing), a number or a fraction, a string or a list as JSON, or
`{a b}`, words in any order. Behind a truth value may stand a number: the distance from what it is not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "truths"
_COLUMNS = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")


@dataclass(frozen=True)
class Truth:
    """One line: `distance` is how far the formula is from holding where it is false, its negation where it is true."""

    head: str  # the statements that the formula stands behind
    style: str
    units: tuple[str, ...]  # beside those of the embedded lexicon
    text: str
    formula: str
    value: Any
    distance: float | None
    trap: bool
    line: int


@cache
def truths(name: str) -> tuple[Truth, ...]:
    """The cases of a feature; none where it has no file."""
    path = FOLDER / f"{name}.txt"
    return tuple(_lines(path.read_text(encoding="utf-8"))) if path.exists() else ()


def _lines(content: str) -> Iterator[Truth]:
    style, formula, base, externs = "en", "", 'uniform(["a"])', ""
    units: list[str] = []
    for number, line in enumerate(content.splitlines(), 1):
        if line.startswith("@"):
            style, *units = line[1:].split()
        elif line.startswith("~"):
            base = line[1:].strip()
        elif line.startswith("extern "):
            externs += line + "\n"
        elif line.strip() and not line.startswith("#"):
            trap = line.startswith("!")
            text, given, found = (column.strip() for column in _COLUMNS.split(line[1:] if trap else line))
            formula = given or formula
            head = f"{externs}text s : {style} ~ {base}\n"
            text = text.replace("\\n", "\n")
            yield Truth(head, style, tuple(units), text, formula, *_value(found), trap, number)


def _value(found: str) -> tuple[Any, float | None]:
    said, _, distance = found.partition(" ")
    if said in ("true", "false", "none"):
        return {"true": True, "false": False, "none": None}[said], float(distance) if distance else None
    if found.startswith("{"):
        return frozenset(found.strip("{}").split()), None
    if found[0] in '"[':
        value = json.loads(found)
        return tuple(value) if isinstance(value, list) else value, None
    return float(Fraction(found)), None
