"""The types of the language, and which of them fit where."""

from __future__ import annotations

from dataclasses import dataclass

from . import syntax


@dataclass(frozen=True)
class Type:
    """A type by its name; a list has the type of its entries, a quantity and a range their unit."""

    name: str
    of: Type | None = None
    unit: str | None = None

    def __str__(self) -> str:
        if self.name == "list":
            return f"a list of {_PLURALS.get(self.of.name, 'values') if self.of else 'values'}"
        if self.name == "quantity":
            return f"a number of {self.unit}"
        if self.name == "range":
            return f"a range of {self.unit}" if self.unit else "a range"
        return _PHRASES[self.name]


ANY = Type("any")  # what a mistake gives: fits everywhere, so that one mistake is told once
TEXT, HOLE, SPAN, STRING = Type("text"), Type("hole"), Type("span"), Type("string")
PATTERN, GRAMMAR, LABEL, BASE, SYMBOL = (Type(n) for n in ("pattern", "grammar", "label", "base", "symbol"))
INT, REAL, PERCENT, SCORE, BOOL = (Type(name) for name in ("int", "real", "percent", "score", "bool"))
FUNCTION, MODULE = Type("function"), Type("module")

_PHRASES = {
    "any": "a value", "text": "a text", "hole": "a hole", "span": "part of a text", "string": "a string",
    "pattern": "a pattern", "grammar": "a grammar", "label": "a label", "base": "a language model",
    "symbol": "a name", "int": "a whole number", "real": "a number", "percent": "a percentage", "score": "a score",
    "bool": "true or false", "function": "a function", "module": "an imported file",
}  # fmt: skip
_PLURALS = {
    "any": "values", "text": "texts", "hole": "holes", "span": "parts of a text", "string": "strings",
    "pattern": "patterns", "int": "whole numbers", "real": "numbers", "percent": "percentages", "score": "scores",
    "bool": "truth values", "list": "lists",
}  # fmt: skip
LENGTH_UNITS = ("words", "chars", "syllables", "lines", "tokens")
TIME_UNITS = ("steps", "sweeps")
CLOCK_UNITS = {"ms": 0.001, "sec": 1.0, "min": 60.0, "hours": 3600.0}
NAMED = {"int": INT, "real": REAL, "percent": PERCENT, "score": SCORE, "bool": BOOL, "string": STRING, "text": TEXT,
         "pattern": PATTERN}  # fmt: skip


def list_of(entry: Type) -> Type:
    """A list of entries of one type."""
    return Type("list", entry)


def quantity(unit: str) -> Type:
    """A number with a unit."""
    return Type("quantity", unit=unit)


def is_number(type: Type) -> bool:
    """Whether it can be computed with."""
    return type.name in ("any", "int", "real", "percent", "score", "quantity")


def is_textlike(type: Type) -> bool:
    """Whether it has characters: a text, a hole, a word of a text, a string."""
    return type.name in ("any", "text", "hole", "span", "string", "label")


def comparable(left: Type, right: Type) -> bool:
    """Whether `==` can be asked: numbers of one unit, texts and strings, lists of such, or two of one type."""
    if "any" in (left.name, right.name):
        return True
    if is_number(left) and is_number(right):
        return left.unit is None or right.unit is None or left.unit == right.unit
    if is_textlike(left) and is_textlike(right):
        return True
    if left.name == right.name == "list":
        return left.of is None or right.of is None or comparable(left.of, right.of)
    return left.name == right.name and left.name != "range"


def accepts(expected: Type, given: Type) -> bool:
    """Whether a value of the given type may stand where the other is expected."""
    if "any" in (expected.name, given.name):
        return True
    if expected.name == "list":
        return given.name == "list" and (expected.of is None or given.of is None or accepts(expected.of, given.of))
    if expected.name in ("real", "score"):
        return is_number(given)
    if expected.name == "percent":
        return given.name in ("percent", "real", "int")
    if expected.name == "text":
        return given.name in ("text", "hole", "span")
    if expected.name == "span":
        return is_textlike(given)
    return expected.name == given.name


def join(types: list[Type]) -> Type | None:
    """The narrowest type that holds all, ANY for none, None where they do not mix."""
    found = ANY
    for type in types:
        if found.name == "any" or accepts(type, found):
            found = type
        elif accepts(found, type):
            continue
        elif is_number(found) and is_number(type):
            found = REAL
        elif is_textlike(found) and is_textlike(type):
            found = SPAN
        else:
            return None
    return found


def from_syntax(node: syntax.Type) -> Type | None:
    """The type as written in `param x: list[string]`, None if there is none of that name."""
    if node.name.text == "list":
        inner = from_syntax(node.inner) if node.inner else ANY
        return list_of(inner) if inner else None
    return NAMED.get(node.name.text) if node.inner is None else None
