"""Conditions: comparisons, the worded operators, `and`, `or`, `not`, `implies` and quantifiers."""

from __future__ import annotations

from ..inference.formula import (
    Apply,
    Compare,
    Constant,
    Implies,
    Member,
    Node,
    Pattern,
    Several,
    Within,
)
from ..inference.grammars import DEEPEST, GrammarError, grammar
from . import faults, syntax
from .evaluator import Evaluator, evaluates, show
from .labels import known_labels
from .logic import both, either, negated
from .scope import Scope
from .source import Span
from .spec import LARGEST_LENGTH
from .types import BOOL, LENGTH_UNITS, PATTERN, Type, comparable, is_number, is_textlike
from .values import NOTHING, UNKNOWN, Bounds, Value, known


def condition(ev: Evaluator, node: syntax.Expr, scope: Scope) -> Value:
    """An expression that has to be true or false."""
    return ev.expect(node, scope, lambda type: type.name == "bool", "true or false")


@evaluates(syntax.Not)
def _not(ev: Evaluator, node: syntax.Not, scope: Scope) -> Value:
    return Value(BOOL, negated(condition(ev, node.value, scope).node))


@evaluates(syntax.And)
def _and(ev: Evaluator, node: syntax.And, scope: Scope) -> Value:
    return Value(BOOL, both([condition(ev, item, scope).node for item in node.items]))


@evaluates(syntax.Or)
def _or(ev: Evaluator, node: syntax.Or, scope: Scope) -> Value:
    return Value(BOOL, either([condition(ev, item, scope).node for item in node.items]))


@evaluates(syntax.Implies)
def _implies(ev: Evaluator, node: syntax.Implies, scope: Scope) -> Value:
    left, right = condition(ev, node.left, scope).node, condition(ev, node.right, scope).node
    if left == Constant(True) or right == Constant(True):
        return Value(BOOL, right)
    return known(BOOL, True) if left == Constant(False) else Value(BOOL, Implies(left, right))


# ---- comparisons


@evaluates(syntax.Compare)
def _compare(ev: Evaluator, node: syntax.Compare, scope: Scope) -> Value:
    values = [ev.value(operand, scope) for operand in node.operands]
    found: list[Node] = []
    for at, operator in enumerate(node.operators):
        left, right = values[at], values[at + 1]
        if not _may_compare(ev, node, at, left.type, right.type):
            return NOTHING
        known_labels(ev, node.operands[at + 1], left, right)
        known_labels(ev, node.operands[at], right, left)
        found.append(ev.settle(BOOL, Compare(operator, left.node, right.node)).node)
    return Value(BOOL, both(found))


def _may_compare(ev: Evaluator, node: syntax.Compare, at: int, left: Type, right: Type) -> bool:
    operator, span = node.operators[at], node.operands[at + 1].span
    if left.unit and right.unit and left.unit != right.unit and is_number(left) and is_number(right):
        ev.report.add(faults.different_units(span, left.unit, right.unit))
    elif not comparable(left, right):
        ev.report.add(faults.not_comparable(span, str(left), str(right), is_list="list" in (left.name, right.name)))
    elif operator not in ("==", "!=") and not (is_number(left) and is_number(right)):
        ev.report.add(faults.no_order(span, operator, str(left if not is_number(left) else right)))
    else:
        return True
    return False


@evaluates(syntax.Member)
def _member(ev: Evaluator, node: syntax.Member, scope: Scope) -> Value:
    item, collection = ev.value(node.item, scope), ev.value(node.collection, scope)
    if "any" in (item.type.name, collection.type.name):
        return Value(BOOL, Constant(UNKNOWN))
    known_labels(ev, node.collection, item, collection)
    if collection.type.name == "range":
        found = _within(ev, node, item, collection)
    elif collection.type.name == "list":
        found = _among(ev, node, item, collection)
    else:
        found = None
        ev.report.add(faults.not_a_collection(node.collection.span, str(collection.type), is_textlike(collection.type)))
    if found is None:
        return NOTHING
    return Value(BOOL, negated(found) if node.negated else found)


def _within(ev: Evaluator, node: syntax.Member, item: Value, collection: Value) -> Node | None:
    if not is_number(item.type):
        ev.report.add(faults.wrong_type(node.item.span, "a number, to be in a range", str(item.type)))
        return None
    if item.type.unit and collection.type.unit and item.type.unit != collection.type.unit:
        ev.report.add(faults.different_units(node.collection.span, item.type.unit, collection.type.unit))
        return None
    if not isinstance(collection.node, Bounds):
        return Constant(UNKNOWN)
    return ev.settle(BOOL, Within(item.node, collection.node.low, collection.node.high)).node


def _among(ev: Evaluator, node: syntax.Member, item: Value, collection: Value) -> Node | None:
    if collection.type.of and not comparable(item.type, collection.type.of):
        ev.report.add(faults.not_comparable(node.item.span, str(item.type), str(collection.type), is_list=False))
        return None
    if isinstance(collection.node, Several):
        return either([ev.settle(BOOL, Compare("==", item.node, entry)).node for entry in collection.node.items])
    if item.known and collection.known:
        ev.report.spend(len(collection.constant) // 4)
    return ev.settle(BOOL, Member(item.node, collection.node)).node


# ---- worded operators


@evaluates(syntax.Has)
def _has(ev: Evaluator, node: syntax.Has, scope: Scope) -> Value:
    subject = ev.expect(node.subject, scope, is_textlike, "a text")
    size = ev.value(node.size, scope)
    if size.type.name == "any":
        return Value(BOOL, Constant(UNKNOWN))
    if size.type.name not in ("quantity", "range") or not size.type.unit:
        return ev.mistake(faults.size_without_unit(node.size.span, str(size.type), is_number(size.type)))
    unit = size.type.unit
    if unit not in LENGTH_UNITS:
        return ev.mistake(faults.wrong_length_unit(node.size.span, unit))
    style = ev.style_of(subject.node)
    if unit == "words" and style in ("zh", "letters") and subject.type.name != "string":
        return ev.mistake(faults.no_words(node.size.span, style))
    low, high = size_bounds(ev, node.size, size, most=longest(unit, style))
    arguments = (("text", subject.node), ("low", low), ("high", high), ("unit", Constant(unit)))
    return Value(BOOL, Apply("has", arguments))


def longest(unit: str, style: str | None) -> int:
    """The largest size of a text in a unit."""
    return LARGEST_LENGTH * 10 if unit == "chars" and style not in ("zh", "letters") else LARGEST_LENGTH


def size_bounds(ev: Evaluator, node: syntax.Expr, size: Value, most: int) -> tuple[Node, Node]:
    """The ends of a size as whole numbers, 0 and None where open; mistakes about them are reported."""
    bounds = size.node if isinstance(size.node, Bounds) else Bounds(size.node, size.node)
    low = _end(ev, node, bounds.low) if bounds.low is not None else Constant(0)
    high = _end(ev, node, bounds.high) if bounds.high is not None else Constant(None)
    if isinstance(low.value, int) and low.value < 0:
        ev.report.add(faults.negative_size(node.span, low.value))
    elif isinstance(high.value, int) and high.value < 1:
        ev.report.add(faults.zero_size(node.span))
    elif (found := max((end.value for end in (low, high) if isinstance(end.value, int)), default=0)) > most:
        ev.report.add(faults.too_long(node.span, found, size.type.unit or "words", most))
    else:
        return low, high
    return Constant(UNKNOWN), Constant(UNKNOWN)


def _end(ev: Evaluator, node: syntax.Expr, end: Node) -> Constant:
    if not isinstance(end, Constant):
        ev.report.add(faults.not_constant(node.span, "a size"))
        return Constant(UNKNOWN)
    if end.value is UNKNOWN:
        return end
    if not float(end.value).is_integer():
        ev.report.add(faults.not_whole(node.span, "a size", show(end.value)))
        return Constant(UNKNOWN)
    return Constant(int(end.value))


@evaluates(syntax.Matches)
def _matches(ev: Evaluator, node: syntax.Matches, scope: Scope) -> Value:
    subject = ev.expect(node.subject, scope, is_textlike, "a text")
    pattern = ev.value(node.pattern, scope)
    if pattern.type.name == "grammar":
        written = grammar_pattern(ev, node.pattern.span, pattern)
        pattern = known(PATTERN, written) if written else NOTHING
    if pattern.type.name not in ("pattern", "any"):
        return ev.mistake(faults.not_a_pattern(node.pattern.span, str(pattern.type)))
    return ev.settle(BOOL, Apply("matches", (("text", subject.node), ("pattern", pattern.node))))


def grammar_pattern(ev: Evaluator, span: Span | None, value: Value) -> Pattern | None:
    """The pattern of what a grammar writes; None after a mistake, and while the grammar is not known."""
    if not value.known:
        return None
    try:
        found = grammar(value.constant)
    except GrammarError as error:
        ev.report.add(faults.bad_grammar(span, str(error)))
        return None
    if found.cut:
        rules = " and ".join(f"`{name}`" for name in found.cut)
        ev.report.add(faults.grammar_cut(span, rules, DEEPEST))
    return found.pattern


@evaluates(syntax.Contains)
def _contains(ev: Evaluator, node: syntax.Contains, scope: Scope) -> Value:
    subject = ev.value(node.subject, scope)
    what = ev.value(node.what, scope)
    if "any" in (subject.type.name, what.type.name):
        return Value(BOOL, Constant(UNKNOWN))
    if not is_textlike(subject.type):
        is_list = subject.type.name == "list"
        return ev.mistake(faults.not_a_container(node.subject.span, str(subject.type), is_list))
    listed = what.type.name == "list"
    if listed != (node.mode != "one"):
        return ev.mistake(faults.contains_list(node.what.span, str(what.type), listed, node.mode))
    entry = what.type.of if listed else what.type
    if entry and not (is_textlike(entry) or entry.name == "any"):
        return ev.mistake(faults.contains_type(node.what.span, str(what.type)))
    if not isinstance(what.node, Constant):
        return ev.mistake(faults.not_constant(node.what.span, "what a text contains"))
    items = what.constant if listed or what.unknown else (what.constant,)
    if isinstance(items, tuple) and any(not isinstance(item, str) or not item.strip() for item in items):
        return ev.mistake(faults.empty_keyword(node.what.span))
    how = "all" if node.mode == "one" else node.mode
    arguments = (("text", subject.node), ("items", Constant(items)), ("how", Constant(how)))
    return ev.settle(BOOL, Apply("contains", arguments))
