"""Statements that hold others: `either`, `mixture`, `for`, `if` and `apply`."""

from __future__ import annotations

from dataclasses import replace

from ..inference.formula import Branch, Constant, Label, Mixed, Node, Weighted
from ..inference.interpret import is_truth
from . import faults, syntax
from .conditions import condition
from .fragments import apply
from .logic import both, either, negated
from .quantifiers import loop_items
from .scope import Binding, Scope
from .source import Span
from .spec import is_hard
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
    if walk.branch:
        walk.ev.report.unavailable(verb(node), "a mixture in a branch of another")
    seen: dict[str, Span | None] = {}
    branches: list[Branch] = []
    total = sum(branch.share.value for branch in node.branches if branch.share.value > 0) or 1.0
    for branch in node.branches:
        if branch.share.value <= 0:
            walk.ev.report.add(faults.bad_share(branch.share.span))
        if branch.name.text in seen:
            walk.ev.report.add(faults.declared_twice(branch.name.span, branch.name.text, seen[branch.name.text]))
        seen[branch.name.text] = branch.name.span
        share = branch.share.value / total if branch.share.value > 0 else 1.0
        branches.append(_branch(walk, branch, share, scope))
    walk.ev.labels[node.name.text] = tuple(seen)
    declare(walk.ev, scope, node.name, "mixture", Value(LABEL, Label(node.name.text)))
    walk.term(node, "factor", Mixed(node.name.text, tuple(branches), node.balanced), node.name)
    if walk.abstract and not node.balanced and len(node.branches) > 1:
        walk.ev.report.add(faults.shares_of_parts(node.name.span, node.name.text))
    ways = either([branch.hard for branch in branches])
    if not node.balanced and ways != Constant(True):
        walk.term(node, "require", ways, None)
        walk.terms[-1] = replace(walk.terms[-1], name="mixture")


def _branch(walk: Walk, node: syntax.Branch, share: float, scope: Scope) -> Branch:
    """One way of a mixture: what its statements say, kept apart from those of the model; tracks are the model's."""
    outer, walk.terms = walk.terms, []
    above, walk.branch = walk.branch, node.name.text
    with walk.within("a branch of a mixture"):
        walk.block(node.body.statements, scope.inner())
    walk.branch = above
    found, walk.terms = walk.terms, outer + [term for term in walk.terms if term.kind == "track"]
    hard = [term.value if term.kind == "require" else negated(term.value) for term in found if is_hard(term)]
    soft = tuple(
        Weighted(term.name, term.value, term.weight, term.kind == "prefer" and is_truth(term.value))
        for term in found
        if term.kind in ("prefer", "factor")
    )
    return Branch(node.name.text, share, both(hard), soft)


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
