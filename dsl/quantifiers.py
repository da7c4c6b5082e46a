"""Quantifiers and sums over words, over lists and over ranges."""

from __future__ import annotations

from collections.abc import Iterator

from ..inference.formula import (
    Arithmetic,
    Choose,
    Constant,
    Each,
    Node,
    Several,
    Variable,
)
from . import faults, syntax
from .conditions import condition
from .evaluator import Evaluator, evaluates
from .literals import entries
from .logic import both, either, negated
from .scope import Binding, Scope
from .types import ANY, BOOL, INT, REAL, Type, is_number, is_textlike
from .values import UNKNOWN, Bounds, Value, has_unknown, known


@evaluates(syntax.Quantifier)
def _quantifier(ev: Evaluator, node: syntax.Quantifier, scope: Scope) -> Value:
    return aggregate(ev, node.kind, node.generator, scope)


def aggregate(ev: Evaluator, kind: str, node: syntax.Generator, scope: Scope) -> Value:
    """`any(…)`, `count(…)`, `sum(…)` and their like over a generator."""
    source = ev.value(node.source, scope)
    if source.type.name not in ("list", "range", "any"):
        return ev.mistake(faults.not_iterable(node.source.span, str(source.type), is_textlike(source.type)))
    entry = source.type.of or ANY
    items = loop_items(ev, source, node.source)
    if items is not None:
        return _written_out(ev, kind, node, scope, entry, items)
    variable = Value(entry, Constant(UNKNOWN) if source.unknown else Variable(node.name.text))
    body, where = _body(ev, kind, node, scope, variable)
    if source.unknown or source.type.name == "any":
        return Value(_type(kind, body), Constant(UNKNOWN))
    return Value(_type(kind, body), Each(kind, body.node, node.name.text, source.node, where))


def _type(kind: str, body: Value) -> Type:
    if kind in ("all", "any", "none"):
        return BOOL
    return {"count": INT, "share": REAL}.get(kind, body.type)


def loop_items(ev: Evaluator, source: Value, node: syntax.Expr) -> list[Node] | None:
    """What a loop runs over, if that is known; None if it depends on a text or is unknown yet."""
    if source.type.name == "range" and isinstance(source.node, Bounds):
        ends = [end.value if isinstance(end, Constant) else None for end in (source.node.low, source.node.high)]
        if UNKNOWN in ends:
            return None
        if not all(isinstance(end, int) for end in ends) or ends[1] - ends[0] >= 10_000:  # type: ignore[operator]
            ev.report.add(faults.bad_loop(node.span))
            return []
        return [Constant(number) for number in range(ends[0], ends[1] + 1)]  # type: ignore[arg-type,operator]
    if isinstance(source.node, Several) or source.known:
        return entries(source)
    return None


def _body(ev: Evaluator, kind: str, node: syntax.Generator, scope: Scope, variable: Value) -> tuple[Value, Node | None]:
    inner = scope.inner()
    inner.names[node.name.text] = Binding(node.name.text, "variable", variable, node.name.span, used=True)
    where = condition(ev, node.condition, inner).node if node.condition is not None else None
    if kind in ("sum", "min", "max"):
        return ev.expect(node.value, inner, is_number, f"a number, to take the {kind} of"), where
    if kind in ("count", "share"):
        body = ev.value(node.value, inner)
        return (body if body.type.name in ("bool", "any") else known(BOOL, True)), where
    return condition(ev, node.value, inner), where


def _written_out(
    ev: Evaluator, kind: str, node: syntax.Generator, scope: Scope, entry: Type, items: list[Node]
) -> Value:
    """A quantifier over a known list, as the conditions or numbers it stands for."""
    pairs = list(_bodies(ev, kind, node, scope, entry, items))
    if kind in ("all", "any", "none"):
        truths = [both([where, body.node]) if kind != "all" else either([negated(where), body.node])
                  for body, where in pairs]  # fmt: skip
        if kind == "any":
            return Value(BOOL, either(truths))
        return Value(BOOL, both(truths if kind == "all" else [negated(truth) for truth in truths]))
    if any(has_unknown(body.node) or has_unknown(where) for body, where in pairs) or not pairs:
        return Value(_type(kind, pairs[0][0]) if pairs else REAL, Constant(UNKNOWN if pairs else 0))
    return _total(ev, kind, node, pairs)


def _bodies(
    ev: Evaluator, kind: str, node: syntax.Generator, scope: Scope, entry: Type, items: list[Node]
) -> Iterator[tuple[Value, Node]]:
    if not items:
        _body(ev, kind, node, scope, Value(entry, Constant(UNKNOWN)))
    for item in items:
        body, where = _body(ev, kind, node, scope, Value(entry, item))
        yield body, where if where is not None else Constant(True)


def _total(ev: Evaluator, kind: str, node: syntax.Generator, pairs: list[tuple[Value, Node]]) -> Value:
    one, nothing = Constant(1), Constant(0)
    if kind in ("min", "max", "share"):
        if not all(isinstance(where, Constant) for _, where in pairs):
            return ev.mistake(faults.not_constant(node.span, f"the condition of `{kind}` over a list"))
        pairs = [pair for pair in pairs if pair[1] == Constant(True)]
        if not pairs:
            return Value(REAL, Constant(None))
    if kind in ("min", "max"):
        return ev.settle(pairs[0][0].type, _added(ev, [body.node for body, _ in pairs], kind))
    counted = kind in ("count", "share")
    terms = [Choose(both([w, b.node]), one, nothing) if counted else Choose(w, b.node, nothing) for b, w in pairs]
    total = _added(ev, [ev.settle(INT, term).node for term in terms])
    if kind == "share":
        total = Arithmetic("/", total, Constant(len(pairs)))
    return ev.settle(_type(kind, pairs[0][0]), total)


def _added(ev: Evaluator, terms: list[Node], op: str = "+") -> Node:
    """The sum of terms, or their least or greatest, nested no deeper than it must be."""
    while len(terms) > 1:
        pairs = zip(terms[::2], terms[1::2], strict=False)
        odd = terms[-1:] if len(terms) % 2 else []
        terms = [*(ev.settle(REAL, Arithmetic(op, left, right)).node for left, right in pairs), *odd]
    return terms[0]
