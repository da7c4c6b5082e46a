"""Statements to terms: what a model, a fragment or a branch says of its texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from ..inference.formula import Apply, Constant, Node, Part
from . import faults, syntax
from .conditions import both, condition, either, loop_items, negated
from .evaluator import Evaluator
from .fragments import apply
from .scope import Binding, Scope, Sort
from .source import Span
from .spec import Kind, TermSpec, TextSpec
from .templates import text_spec
from .types import ANY, BASE, LABEL, TEXT, is_number
from .values import NOTHING, UNKNOWN, Value

Handler = Callable[["Walk", Any, Scope], None]
HANDLERS: dict[type, Handler] = {}


def states(kind: type) -> Callable[[Handler], Handler]:
    """Marks the function that reads a kind of statement."""

    def add(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return add


@dataclass
class Walk:
    """One reading of a model. `abstract` reads every branch once, whatever the parameters; else the chosen ones."""

    ev: Evaluator
    abstract: bool
    texts: list[TextSpec] = field(default_factory=list)
    terms: list[TermSpec] = field(default_factory=list)
    labels: dict[str, Span | None] = field(default_factory=dict)
    hard: list[Node] | None = None  # the conditions of an `either` block, while inside one
    inside: str = ""  # the block around, where no text can be declared
    applying: tuple[str, ...] = ()  # the fragments being put in

    def block(self, statements: Iterable[syntax.Node], scope: Scope) -> None:
        """Reads statements in order."""
        for statement in statements:
            HANDLERS[type(statement)](self, statement, scope)

    def term(self, node: Any, kind: Kind, value: Node, label: syntax.Name | None, weight: float = 1.0) -> None:
        """Adds a term under its label, or under its feature's name; names are made distinct at the end."""
        if label is not None and self.abstract:
            self.take_name(label)
        name = label.text if label is not None else feature_name(value) or kind
        report = self.ev.report
        source = " ".join(report.text(node.span).split())
        self.terms.append(TermSpec(name, kind, value, weight, report.here(node.span), source))

    def take_name(self, name: syntax.Name) -> None:
        """A name of a term: each only once, and none that a record uses for something else."""
        if name.text == "base":
            self.ev.report.add(faults.taken_name(name.span, name.text))
        elif name.text in self.labels:
            self.ev.report.add(faults.declared_twice(name.span, name.text, self.labels[name.text]))
        else:
            self.labels[name.text] = name.span

    @contextmanager
    def within(self, place: str) -> Iterator[None]:
        """While reading a block in which no text can be declared."""
        outer, self.inside = self.inside, self.inside or place
        yield
        self.inside = outer


def named(terms: Iterable[TermSpec]) -> tuple[TermSpec, ...]:
    """Terms with distinct names: the second `has` is `has_2`."""
    taken: set[str] = set()
    found = []
    for term in terms:
        name, number = term.name, 1
        while name in taken:
            number += 1
            name = f"{term.name}_{number}"
        taken.add(name)
        found.append(replace(term, name=name))
    return tuple(found)


def feature_name(node: Node) -> str | None:
    """The first feature in a formula."""
    if isinstance(node, Apply):
        return node.feature
    return next((name for name in map(feature_name, node.children()) if name), None)


def declare(ev: Evaluator, scope: Scope, name: syntax.Name, sort: Sort, value: Value, item: Any = None) -> Binding:
    """Gives a name its meaning; a name that is there already is a mistake."""
    around: Scope | None = scope
    while around is not None:
        first = around.names.get(name.text)
        if first is not None and first.sort not in ("variable", "argument"):
            ev.report.add(faults.declared_twice(name.span, name.text, first.span))
            break
        around = around.parent
    bound = Binding(name.text, sort, value, name.span, item)
    scope.names[name.text] = bound
    return bound


# ---- declarations


@states(syntax.Text)
def _text(walk: Walk, node: syntax.Text, scope: Scope) -> None:
    if walk.hard is not None:
        walk.ev.report.add(faults.soft_in_either(_verb(node), "text"))
    elif walk.inside:
        walk.ev.report.add(faults.text_inside(_verb(node), walk.inside))
    spec = text_spec(walk.ev, node, scope)
    if walk.texts and not walk.inside and walk.hard is None:
        walk.ev.report.unavailable(_verb(node), "a second text in one model")
    if not walk.texts:
        walk.ev.style = spec.style
    walk.texts.append(spec)
    walk.ev.texts[spec.name] = spec
    declare(walk.ev, scope.model(), node.name, "text", Value(TEXT, Part(spec.name)))


@states(syntax.Let)
def _let(walk: Walk, node: syntax.Let, scope: Scope) -> None:
    let(walk.ev, node, scope)


def let(ev: Evaluator, node: syntax.Let, scope: Scope) -> None:
    """A name for a value."""
    value = ev.value(node.value, scope)
    if value.type == BASE:
        value = ev.mistake(faults.not_a_value(node.value.span, "a language model", "base"))
    declare(ev, scope, node.name, "let", value)


# ---- conditions and scores


@states(syntax.Require)
def _require(walk: Walk, node: syntax.Require, scope: Scope) -> None:
    value = condition(walk.ev, node.condition, scope).node
    if value == Constant(False):
        walk.ev.report.add(faults.always_false(node.condition.span))
    if walk.hard is not None:
        walk.hard.append(value)
    else:
        walk.term(node, "require", value, node.label)


@states(syntax.Forbid)
def _forbid(walk: Walk, node: syntax.Forbid, scope: Scope) -> None:
    value = condition(walk.ev, node.condition, scope).node
    if value == Constant(True):
        walk.ev.report.add(faults.always_false(node.condition.span))
    if walk.hard is not None:
        walk.hard.append(negated(value))
    else:
        walk.term(node, "forbid", value, node.label)


@states(syntax.Prefer)
def _prefer(walk: Walk, node: syntax.Prefer, scope: Scope) -> None:
    _hard_only(walk, node, "prefer")
    wanted = "true or false, or a score,"
    value = walk.ev.expect(node.value, scope, lambda type: type.name == "bool" or is_number(type), wanted)
    weight = _number(walk.ev, node.weight, scope, "a weight") if node.weight is not None else 1.0
    walk.term(node, "prefer", value.node, node.label, weight)


@states(syntax.Factor)
def _factor(walk: Walk, node: syntax.Factor, scope: Scope) -> None:
    _hard_only(walk, node, "factor")
    value = walk.ev.expect(node.value, scope, is_number, "a score")
    walk.term(node, "factor", value.node, node.name)


@states(syntax.Track)
def _track(walk: Walk, node: syntax.Track, scope: Scope) -> None:
    _hard_only(walk, node, "track")
    walk.term(node, "track", walk.ev.value(node.value, scope).node, node.name)


@states(syntax.Expect)
def _expect(walk: Walk, node: syntax.Expect, scope: Scope) -> None:
    _hard_only(walk, node, "expect")
    walk.ev.over_draws = True
    value = condition(walk.ev, node.condition, scope)
    walk.ev.over_draws = False
    if value.type != ANY and feature_name(value.node) != "mean" and not value.unknown:
        walk.ev.report.add(faults.not_a_moment(node.condition.span))
    if node.within is not None:
        _number(walk.ev, node.within, scope, "a tolerance")
    if node.label is not None and walk.abstract:
        walk.take_name(node.label)
    walk.ev.report.unavailable(_verb(node), "`expect`")


def _number(ev: Evaluator, node: syntax.Expr, scope: Scope, what: str) -> float:
    """A number that is known now; 1 where it is not there yet."""
    value = ev.expect(node, scope, is_number, "a number")
    if value.known:
        return float(value.constant)
    if not value.unknown:
        ev.report.add(faults.not_constant(node.span, what))
    return 1.0


def _hard_only(walk: Walk, node: syntax.Node, verb: str) -> None:
    if walk.hard is not None:
        walk.ev.report.add(faults.soft_in_either(_verb(node), verb))


def _verb(node: syntax.Node) -> Span | None:
    """The place of a statement's first word."""
    if node.span is None:
        return None
    verb = type(node).__name__.lower()
    return Span(node.span.start, min(node.span.start + len(verb), node.span.stop))


# ---- blocks


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
    _hard_only(walk, node, "mixture")
    walk.ev.report.unavailable(_verb(node), "`mixture`")
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
