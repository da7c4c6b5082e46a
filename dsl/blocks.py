"""Statements that hold others: `either`, `mixture`, `for`, `if` and `apply`."""

from __future__ import annotations

from dataclasses import replace

from ..inference.formula import Constant, Node
from . import faults, syntax
from .conditions import both, condition, either
from .fragments import apply
from .quantifiers import loop_items
from .scope import Binding, Scope
from .source import Span
from .statements import Walk, declare, hard_only, states, verb
from .types import ANY, LABEL
from .values import NOTHING, UNKNOWN, Value


@states(syntax.Apply)
def _apply(walk: Walk, node: syntax.Apply, scope: Scope) -> None:
    apply(walk, node, scope)


@states(syntax.Either)
def _either(walk: Walk, node: syntax.Either, scope: Scope) -> None:
    branches: list[Node] = []
    for body in node.bodies:
        outer, walk.hard = walk.hard, []
        with walk.within("`either`"):
            walk.block(body.statements, scope.inner())
        conditions, walk.hard = walk.hard, outer
        if not conditions and not any(isinstance(s, syntax.If | syntax.For) for s in body.statements):
            walk.ev.report.add(faults.empty_block(body.span or node.span))
        branches.append(both(conditions))
    value = either(branches)
    if walk.hard is not None:
        walk.hard.append(value)
        return
    walk.term(node, "require", value, None)
    walk.terms[-1] = replace(walk.terms[-1], name="either")


@states(syntax.Mixture)
def _mixture(walk: Walk, node: syntax.Mixture, scope: Scope) -> None:
    hard_only(walk, node, "mixture")
    walk.ev.report.unavailable(verb(node), "`mixture`")
    declare(walk.ev, scope, node.name, "mixture", Value(LABEL, Constant(UNKNOWN)))
    seen: dict[str, Span | None] = {}
    for branch in node.branches:
        if branch.share.value <= 0:
            walk.ev.report.add(faults.bad_share(branch.share.span))
        if branch.name.text in seen:
            walk.ev.report.add(faults.declared_twice(branch.name.span, branch.name.text, seen[branch.name.text]))
        seen[branch.name.text] = branch.name.span
        with walk.within("a branch of a mixture"):
            walk.block(branch.body.statements, scope.inner())


@states(syntax.For)
def _for(walk: Walk, node: syntax.For, scope: Scope) -> None:
    source = walk.ev.value(node.source, scope)
    if source.type.name not in ("list", "range", "any"):
        walk.ev.report.add(faults.not_iterable(node.source.span, str(source.type), source.type.name != "int"))
        source = NOTHING
    items = loop_items(walk.ev, source, node.source) if source.type != ANY else None
    if items is None and not source.unknown and source.type.name == "list":
        walk.ev.report.add(faults.not_constant(node.source.span, "what `for` runs over", "for"))
    if items is None and not walk.abstract:
        return
    labels = dict(walk.labels)
    for item in (items or [Constant(UNKNOWN)])[: 50 if walk.abstract else None]:
        walk.labels = dict(labels)
        inner = scope.inner()
        value = Value(source.type.of or ANY, item)
        inner.names[node.name.text] = Binding(node.name.text, "variable", value, node.name.span, used=True)
        with walk.within("`for`"):
            walk.block(node.body.statements, inner)


@states(syntax.If)
def _if(walk: Walk, node: syntax.If, scope: Scope) -> None:
    value = condition(walk.ev, node.condition, scope)
    if not isinstance(value.node, Constant):
        walk.ev.report.add(faults.not_constant(node.condition.span, "the condition of `if`", "if"))
        value = NOTHING
    otherwise = node.otherwise.statements if node.otherwise else ()
    if not walk.abstract:
        if value.known:
            walk.block(node.body.statements if value.constant else otherwise, scope.inner())
        return
    labels, names = dict(walk.labels), dict(scope.model().names)
    texts = list(walk.texts)
    walk.block(node.body.statements, scope.inner())
    first_labels, first_names, first_texts = walk.labels, scope.model().names, walk.texts
    walk.labels, scope.model().names, walk.texts = dict(labels), dict(names), list(texts)
    walk.block(otherwise, scope.inner())
    walk.labels = {**first_labels, **walk.labels}
    scope.model().names = {**first_names, **scope.model().names}
    walk.texts = first_texts if len(first_texts) > len(walk.texts) else walk.texts
