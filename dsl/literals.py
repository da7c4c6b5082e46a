"""Literals, lists and arithmetic."""

from __future__ import annotations

from ..inference.formula import Arithmetic, Constant, Node, Pattern, Several
from . import faults, syntax
from .evaluator import Evaluator, evaluates, show
from .patterns import refused
from .scope import Scope
from .types import ANY, BOOL, INT, PATTERN, PERCENT, REAL, SCORE, STRING, Type, is_number, join, list_of, quantity
from .values import NOTHING, UNKNOWN, Bounds, Value, has_unknown, known

LARGEST_NUMBER = 1e15


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
    return Value(list_of(entry), Several(tuple(nodes)))


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
        if left.known and right.known:
            ev.report.spend((len(left.constant) + len(right.constant)) // 100)
        return ev.settle(STRING, Arithmetic("+", left.node, right.node))
    for side, value in ((node.left, left), (node.right, right)):
        if not is_number(value.type):
            return ev.mistake(faults.wrong_operand(side.span, node.operator, str(value.type)))
        if value.known and not abs(value.constant or 0) < LARGEST_NUMBER:
            return ev.mistake(faults.out_of_range(side.span, "this number", "too large", "less than 1e15"))
    if left.type.unit and right.type.unit and left.type.unit != right.type.unit:
        return ev.mistake(faults.different_units(node.span, left.type.unit, right.type.unit))
    if node.operator == "/" and right.known and right.constant == 0:
        return ev.mistake(faults.division_by_zero(node.right.span))
    found = ev.settle(_result(node.operator, left.type, right.type), Arithmetic(node.operator, left.node, right.node))
    if found.known and not abs(found.constant or 0) < LARGEST_NUMBER:
        return ev.mistake(faults.out_of_range(node.span, "this number", "too large", "less than 1e15"))
    return found


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
        ev.report.spend((len(left.constant) + len(right.constant)) // 10)
        return known(list_of(entry), left.constant + right.constant)
    if has_unknown(left.node) or has_unknown(right.node):
        return Value(list_of(entry), Constant(UNKNOWN))
    return sequence(entry, [*entries(left), *entries(right)])


def entries(value: Value) -> list[Node]:
    """The entries of a list, each a formula; none of one that is not there yet."""
    if isinstance(value.node, Several):
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
