"""Expressions to typed formulas: names, literals, lists and arithmetic.

The same evaluator checks a program, with parameters of unknown value, and binds it, with their values. What it finds
wrong goes to the report; the value of a wrong expression is NOTHING, which fits everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..inference.formula import Constant, Node, Part, Pattern
from . import faults, syntax
from .files import Files
from .known import Known
from .report import Report
from .scope import Scope
from .spec import TextSpec
from .types import (
    Type,
)
from .values import NOTHING, Value, fold

Handler = Callable[["Evaluator", Any, Scope], Value]
HANDLERS: dict[type, Handler] = {}


def evaluates(*kinds: type) -> Callable[[Handler], Handler]:
    """Marks the function that evaluates a kind of syntax node."""

    def add(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(kinds, handler))
        return handler

    return add


class Evaluator:
    """Evaluates expressions in a scope; knows the texts declared so far and the style of plain strings."""

    def __init__(self, report: Report, files: Files, known: Known | None = None) -> None:
        self.report = report
        self.files = files
        self.known = known or Known()
        self.texts: dict[str, TextSpec] = {}
        self.style = "en"  # that strings are cut in: the first text's
        self.functions: Mapping[str, Callable[..., Any]] = {}  # of a program built in Python
        self.labels: dict[str, tuple[str, ...]] = {}  # of each mixture
        self.over_draws = False  # whether `mean` may be asked for (inside `expect`)

    def value(self, node: syntax.Node, scope: Scope) -> Value:
        """The typed formula of an expression."""
        self.report.spend()
        return HANDLERS[type(node)](self, node, scope)

    def expect(self, node: syntax.Node, scope: Scope, fits: Callable[[Type], bool], wanted: str) -> Value:
        """The value of an expression that has to be of some type; else a mistake and NOTHING."""
        value = self.value(node, scope)
        if value.type.name != "any" and not fits(value.type):
            self.report.add(faults.wrong_type(node.span, wanted, str(value.type)))
            return NOTHING
        return value

    def constant(self, node: syntax.Node, scope: Scope, what: str) -> Value:
        """The value of an expression that must not depend on a text."""
        value = self.value(node, scope)
        if not isinstance(value.node, Constant) and value.type.name != "any":
            self.report.add(faults.not_constant(node.span, what))
            return NOTHING
        return value

    def whole(self, node: syntax.Node, scope: Scope, what: str) -> int | None:
        """A whole number that is known now; None (after a mistake) if it is none, or still unknown."""
        value = self.constant(node, scope, what)
        if not value.known:
            return None
        number = value.constant
        if isinstance(number, bool) or not isinstance(number, int | float) or not float(number).is_integer():
            self.report.add(faults.not_whole(node.span, what, show(number)))
            return None
        return int(number)

    def settle(self, type: Type, node: Node) -> Value:
        """A computed value: folded when it is constant."""
        self.report.spend(3)
        return Value(type, fold(node, self.style))

    def style_of(self, node: Node) -> str | None:
        """The style of the text that an expression is a part of, None where it is not known."""
        while hasattr(node, "of"):
            node = node.of
        if isinstance(node, Part):
            text = self.texts.get(node.text)
            return text.style if text else None
        return self.style if isinstance(node, Constant) else None

    def mistake(self, diagnostic: Any) -> Value:
        """Reports and gives NOTHING."""
        self.report.add(diagnostic)
        return NOTHING


def show(value: Any) -> str:
    """A constant as it is written in a program."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Pattern):
        return f"/{value.source}/{value.flags}"
    if isinstance(value, tuple):
        return "[" + ", ".join(show(item) for item in value) + "]"
    return str(value)
