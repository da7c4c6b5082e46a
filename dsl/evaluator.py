"""Expressions to typed formulas: names, literals, lists and arithmetic.

The same evaluator checks a program, with parameters of unknown value, and binds it, with their values. What it finds
wrong goes to the report; the value of a wrong expression is NOTHING, which fits everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..inference.formula import Arithmetic, Constant, Node, Part, Pattern
from . import faults, syntax
from .files import Files
from .known import Known
from .patterns import refused
from .report import Report
from .scope import Binding, Scope
from .spec import TextSpec
from .types import (
    ANY,
    BOOL,
    INT,
    PATTERN,
    PERCENT,
    REAL,
    SCORE,
    STRING,
    Type,
    is_number,
    join,
    list_of,
    quantity,
)
from .values import NOTHING, UNKNOWN, Bounds, Listing, Value, fold, has_unknown, known

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
        self.over_draws = False  # whether `mean` may be asked for (inside `expect`)

    def value(self, node: syntax.Node, scope: Scope) -> Value:
        """The typed formula of an expression."""
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


# ---- literals


@evaluates(syntax.Number)
def _number(ev: Evaluator, node: syntax.Number, scope: Scope) -> Value:
    return known(INT if isinstance(node.value, int) else REAL, node.value)


@evaluates(syntax.Percent)
def _percent(ev: Evaluator, node: syntax.Percent, scope: Scope) -> Value:
    return known(PERCENT, node.value / 100)


@evaluates(syntax.String)
def _string(ev: Evaluator, node: syntax.String, scope: Scope) -> Value:
    return known(STRING, node.value)


@evaluates(syntax.Bool)
def _bool(ev: Evaluator, node: syntax.Bool, scope: Scope) -> Value:
    return known(BOOL, node.value)


@evaluates(syntax.Regex)
def _regex(ev: Evaluator, node: syntax.Regex, scope: Scope) -> Value:
    if found := refused(node.pattern, node.flags):
        at, why = found
        return ev.mistake(faults.bad_pattern(ev.report.inside_pattern(node.span, node.pattern, at), why))
    return known(PATTERN, Pattern(node.pattern, node.flags))


@evaluates(syntax.List)
def _list(ev: Evaluator, node: syntax.List, scope: Scope) -> Value:
    values = [ev.value(item, scope) for item in node.items]
    entry = join([value.type for value in values])
    if entry is None:
        kinds = list(dict.fromkeys(str(value.type) for value in values))
        return ev.mistake(faults.mixed_list(node.span, kinds[0], kinds[1] if len(kinds) > 1 else kinds[0]))
    return sequence(entry, [value.node for value in values])


def sequence(entry: Type, nodes: list[Node]) -> Value:
    """A list of formulas: a constant if all are."""
    if any(isinstance(node, Constant) and node.value is UNKNOWN for node in nodes):
        return Value(list_of(entry), Constant(UNKNOWN))
    if all(isinstance(node, Constant) for node in nodes):
        return known(list_of(entry), tuple(node.value for node in nodes if isinstance(node, Constant)))
    return Value(list_of(entry), Listing(tuple(nodes)))


# ---- names


def binding(ev: Evaluator, path: syntax.Path, scope: Scope) -> tuple[Binding, tuple[syntax.Name, ...]] | None:
    """What a path begins with, members of imported files looked up, and the names that are left."""
    first, *rest = path.names
    bound = scope.find(first.text)
    if bound is None:
        known = [seen.name for seen in scope.visible()]
        ev.report.add(faults.unknown_name(first.span, first.text, known, callable=first.text in ev.known.features))
        return None
    while bound.sort == "import" and rest:
        name, *rest = rest
        members = bound.item.scope.names if bound.item else {}
        if name.text not in members:
            if bound.item:
                ev.report.add(faults.unknown_member(name.span, name.text, bound.name, members))
            return None
        bound = members[name.text]
        bound.used = True
    return bound, tuple(rest)


# ---- numbers


@evaluates(syntax.Neg)
def _neg(ev: Evaluator, node: syntax.Neg, scope: Scope) -> Value:
    value = ev.expect(node.value, scope, is_number, "a number")
    if value.known:
        return known(value.type, -value.constant)
    return ev.settle(value.type, Arithmetic("-", Constant(0), value.node)) if value.type is not ANY else NOTHING


@evaluates(syntax.Arith)
def _arith(ev: Evaluator, node: syntax.Arith, scope: Scope) -> Value:
    left, right = ev.value(node.left, scope), ev.value(node.right, scope)
    if "any" in (left.type.name, right.type.name):
        return NOTHING
    if node.operator == "+" and left.type.name == right.type.name == "list":
        return _joined(ev, node, left, right)
    if node.operator == "+" and left.type.name == right.type.name == "string":
        return ev.settle(STRING, Arithmetic("+", left.node, right.node))
    for side, value in ((node.left, left), (node.right, right)):
        if not is_number(value.type):
            return ev.mistake(faults.wrong_operand(side.span, node.operator, str(value.type)))
    if left.type.unit and right.type.unit and left.type.unit != right.type.unit:
        return ev.mistake(faults.different_units(node.span, left.type.unit, right.type.unit))
    if node.operator == "/" and right.known and right.constant == 0:
        return ev.mistake(faults.division_by_zero(node.right.span))
    return ev.settle(_result(node.operator, left.type, right.type), Arithmetic(node.operator, left.node, right.node))


def _result(operator: str, left: Type, right: Type) -> Type:
    if left.unit or right.unit:
        return quantity(left.unit or right.unit or "") if operator in "+-*" or not right.unit else REAL
    if SCORE in (left, right):
        return SCORE
    return INT if left == right == INT and operator != "/" else REAL


def _joined(ev: Evaluator, node: syntax.Arith, left: Value, right: Value) -> Value:
    entry = join([type for type in (left.type.of, right.type.of) if type])
    if entry is None:
        return ev.mistake(faults.mixed_list(node.span, str(left.type), str(right.type)))
    if left.known and right.known:
        return known(list_of(entry), left.constant + right.constant)
    if has_unknown(left.node) or has_unknown(right.node):
        return Value(list_of(entry), Constant(UNKNOWN))
    return sequence(entry, [*entries(left), *entries(right)])


def entries(value: Value) -> list[Node]:
    """The entries of a list, each a formula; none of one that is not there yet."""
    if isinstance(value.node, Listing):
        return list(value.node.items)
    return [Constant(item) for item in value.constant] if value.known and isinstance(value.constant, tuple) else []


def _plain(type: Type, unit: str | None) -> bool:
    """Whether a number can take the unit: it has none, or that one."""
    return is_number(type) and type.unit in (None, unit)


@evaluates(syntax.Quantity)
def _quantity(ev: Evaluator, node: syntax.Quantity, scope: Scope) -> Value:
    value = ev.expect(node.value, scope, lambda type: _plain(type, node.unit), f"a number of {node.unit}")
    if node.unit in ("nats", "bits"):
        factor = 1.0 if node.unit == "nats" else 0.6931471805599453
        return ev.settle(SCORE, Arithmetic("*", value.node, Constant(factor)))
    return Value(quantity(node.unit), value.node)


@evaluates(syntax.Range)
def _range(ev: Evaluator, node: syntax.Range, scope: Scope) -> Value:
    def number(end: syntax.Expr | None) -> Value | None:
        if end is None:
            return None
        return ev.expect(end, scope, lambda type: _plain(type, node.unit), f"a number of {node.unit or 'units'}")

    low, high = number(node.low), number(node.high)
    if low and high and low.known and high.known and low.constant > high.constant:
        ev.report.add(faults.backwards(node.span, show(low.constant), show(high.constant), node.unit))
        return Value(Type("range", ANY, node.unit), Constant(UNKNOWN))
    whole = all(end.type.name in ("int", "any", "quantity") for end in (low, high) if end)
    bounds = Bounds(low.node if low else None, high.node if high else None)
    return Value(Type("range", INT if whole else REAL, node.unit), bounds)

