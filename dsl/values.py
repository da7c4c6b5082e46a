"""What an expression is worth while a program is checked or bound: a type and a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..inference.feature import View
from ..inference.formula import Constant, Node, Pattern, Several, is_constant
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
    if isinstance(node, Constant):
        return node.value is UNKNOWN
    return any(has_unknown(child) for child in node.children())


def holds_values(nodes: Iterable[Node]) -> bool:
    """Whether all are constants with values."""
    return all(isinstance(node, Constant) and node.value is not UNKNOWN for node in nodes)


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
    """The formula, computed if it reads no text: to its value, or to unknown."""
    if isinstance(node, Constant) or not is_constant(node) or not _foldable(node):
        return node
    if has_unknown(node):
        return Constant(UNKNOWN)
    try:
        value = Interpreter({}, lambda string: read(string, style)).value(node)
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return node
    return Constant(_plain(value))


def _foldable(node: Node) -> bool:
    return not isinstance(node, Bounds) and all(_foldable(child) for child in node.children())


def _plain(value: Any) -> Any:
    return value.string if isinstance(value, View) else value


__all__ = ["NOTHING", "UNKNOWN", "Bounds", "Pattern", "Several", "Unknown", "Value", "fold", "known", "read"]
