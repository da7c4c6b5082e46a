"""What an expression is worth while a program is checked or bound: a type and a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..inference.feature import View
from ..inference.formula import Constant, Node, Part, Pattern, Several, Variable
from ..inference.interpret import Interpreter, view_of_units
from .types import ANY, Type


class Unknown:
    """The value of a parameter that has none yet; whatever is computed from it is unknown too."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Bounds(Node):
    """A range; an open end is None."""

    low: Node | None
    high: Node | None


@dataclass(frozen=True)
class Value:
    """A typed formula."""

    type: Type
    node: Node

    @property
    def known(self) -> bool:
        """Whether it is a constant with a value."""
        return isinstance(self.node, Constant) and self.node.value is not UNKNOWN

    @property
    def unknown(self) -> bool:
        """Whether it is a constant whose value is not there yet."""
        return isinstance(self.node, Constant) and self.node.value is UNKNOWN

    @property
    def constant(self) -> Any:
        """The value of a constant."""
        return self.node.value if isinstance(self.node, Constant) else None


NOTHING = Value(ANY, Constant(UNKNOWN))


def known(type: Type, value: Any) -> Value:
    """A constant."""
    return Value(type, Constant(value))


def has_unknown(node: Node) -> bool:
    """Whether an unknown value is anywhere in the formula."""
    return any(isinstance(part, Constant) and part.value is UNKNOWN for part in _distinct(node))


def _distinct(node: Node) -> Iterator[Node]:
    """The parts of a formula, those that occur in several places once."""
    seen, waiting = {id(node)}, [node]
    while waiting:
        part = waiting.pop()
        yield part
        for child in part.children():
            if id(child) not in seen:
                seen.add(id(child))
                waiting.append(child)


def size(node: Node) -> int:
    """How many parts a formula has when it is written out."""
    sizes: dict[int, int] = {}
    waiting = [node]
    while waiting:
        part = waiting[-1]
        missing = [child for child in part.children() if id(child) not in sizes]
        if missing:
            waiting += missing
        else:
            sizes[id(part)] = 1 + sum(sizes[id(child)] for child in part.children())
            waiting.pop()
    return sizes[id(node)]


_WORDS = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|\n|[^\s]")


def read(string: str, style: str) -> View:
    """A string of a program as features see it, cut without a lexicon."""
    if style == "tokens" or style == "words":
        units = string.split()
    elif style in ("zh", "letters"):
        units = list(string)
    else:
        units = _WORDS.findall(string)
    return view_of_units(units, string, style)


def fold(node: Node, style: str) -> Node:
    """The formula, computed if its parts are all known: to its value, or to unknown."""
    if isinstance(node, Constant | Bounds | Part | Variable):
        return node
    values = [child.value if isinstance(child, Constant) else _OPEN for child in node.children()]
    if any(value is _OPEN for value in values):
        return node
    if any(value is UNKNOWN for value in values):
        return Constant(UNKNOWN)
    meaning = Interpreter({}, lambda string: read(string, style))
    try:
        value = meaning.value(node)
        unheard = value is None and meaning.unknown(node)
    except (ArithmeticError, ValueError, TypeError, LookupError, AttributeError):
        return node
    return node if unheard else Constant(_plain(value))


_OPEN = object()


def _plain(value: Any) -> Any:
    return value.string if isinstance(value, View) else value


__all__ = ["NOTHING", "UNKNOWN", "Bounds", "Pattern", "Several", "Unknown", "Value", "fold", "known", "read"]
