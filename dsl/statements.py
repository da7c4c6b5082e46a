"""Statements to terms: what a model, a fragment or a branch says of its texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from ..inference.formula import Apply, Constant, Node, Part, reads_label
from . import faults, syntax
from .conditions import condition
from .evaluator import Evaluator
from .literals import LARGEST_NUMBER
from .logic import negated
from .moments import moment
from .report import TooMuch
from .scope import Binding, Scope, Sort
from .source import Span
from .spec import Kind, MomentSpec, TermSpec, TextSpec
from .templates import text_spec
from .term_names import feature_name
from .types import BASE, TEXT, is_number
from .values import Value, size

Handler = Callable[["Walk", Any, Scope], None]
HANDLERS: dict[type, Handler] = {}


def states(kind: type) -> Callable[[Handler], Handler]:
    """Marks the function that reads a kind of statement."""

    def add(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return add


LARGEST_FORMULA = 100_000  # parts of one statement, written out


@dataclass
class Walk:
    """One reading of a model. `abstract` reads every branch once, whatever the parameters; else the chosen ones."""

    ev: Evaluator
    abstract: bool
    texts: list[TextSpec] = field(default_factory=list)
    terms: list[TermSpec] = field(default_factory=list)
    moments: list[MomentSpec] = field(default_factory=list)
    labels: dict[str, Span | None] = field(default_factory=dict)
    hard: list[Node] | None = None  # the conditions of an `either` block, while inside one
    inside: str = ""  # the block around, where no text can be declared
    applying: tuple[str, ...] = ()  # the fragments being put in
    branch: str = ""  # the branch of a mixture, while inside one

    def block(self, statements: Iterable[syntax.Node], scope: Scope) -> None:
        """Reads statements in order."""
        for statement in statements:
            self.ev.report.spend(10)
            HANDLERS[type(statement)](self, statement, scope)

    def term(self, node: Any, kind: Kind, value: Node, label: syntax.Name | None, weight: float = 1.0) -> None:
        """Adds a term under its label, or under its feature's name; names are made distinct at the end."""
        if label is not None and self.abstract:
            self.take_name(label)
        if size(value) > LARGEST_FORMULA:
            raise TooMuch
        if kind != "track" and reads_label(value):
            self.ev.report.add(faults.label_in_law(node.span))
        name = label.text if label is not None else feature_name(value) or kind
        report = self.ev.report
        source = " ".join(report.text(node.span).split())
        here = report.here(node.span)
        self.terms.append(TermSpec(name, kind, value, weight, here, source, labelled=label is not None))

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
        walk.ev.report.add(faults.soft_in_either(verb(node), "text"))
    elif walk.inside:
        walk.ev.report.add(faults.text_inside(verb(node), walk.inside))
    spec = text_spec(walk.ev, node, scope)
    if not walk.texts:
        walk.ev.style = spec.style
    walk.texts.append(spec)
    walk.ev.texts[spec.name] = spec
    home = scope if walk.inside or walk.hard is not None else scope.model()
    declare(walk.ev, home, node.name, "text", Value(TEXT, Part(spec.name)))
    for hole in spec.holes:
        if hole.syllables is not None:
            ends = zip(("low", "high"), hole.syllables, strict=True)
            size = (("text", Part(spec.name, hole.name)), *ends, ("unit", Constant("syllables")))
            walk.term(hole, "require", Apply("has", size), None)


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
    hard_only(walk, node, "prefer")
    wanted = "true or false, or a score,"
    value = walk.ev.expect(node.value, scope, lambda type: type.name == "bool" or is_number(type), wanted)
    weight = _number(walk.ev, node.weight, scope, "a weight") if node.weight is not None else 1.0
    walk.term(node, "prefer", value.node, node.label, weight)


@states(syntax.Factor)
def _factor(walk: Walk, node: syntax.Factor, scope: Scope) -> None:
    hard_only(walk, node, "factor")
    value = walk.ev.expect(node.value, scope, is_number, "a score")
    walk.term(node, "factor", value.node, node.name)


@states(syntax.Track)
def _track(walk: Walk, node: syntax.Track, scope: Scope) -> None:
    hard_only(walk, node, "track")
    walk.term(node, "track", walk.ev.value(node.value, scope).node, node.name)


@states(syntax.Expect)
def _expect(walk: Walk, node: syntax.Expect, scope: Scope) -> None:
    hard_only(walk, node, "expect")
    walk.ev.over_draws = True
    value = condition(walk.ev, node.condition, scope)
    walk.ev.over_draws = False
    within = walk.ev.expect(node.within, scope, is_number, "a number") if node.within is not None else None
    if node.label is not None and walk.abstract:
        walk.take_name(node.label)
    found = moment(walk.ev.report, node, value, within)
    if walk.branch:
        walk.ev.report.unavailable(verb(node), "`expect` in a branch of a mixture")
    elif found is not None and reads_label(found.value):
        walk.ev.report.unavailable(verb(node), "`expect` of a label")
    elif found is not None:
        name = node.label.text if node.label else feature_name(found.value) or "mean"
        walk.moments.append(replace(found, name=name, labelled=node.label is not None))


def _number(ev: Evaluator, node: syntax.Expr, scope: Scope, what: str) -> float:
    """A number that is known now; 1 where it is not there yet."""
    value = ev.expect(node, scope, is_number, "a number")
    if value.known:
        if abs(value.constant) < LARGEST_NUMBER:
            return float(value.constant)
        ev.report.add(faults.out_of_range(node.span, what, "too large", "less than 1e15"))
    elif not value.unknown:
        ev.report.add(faults.not_constant(node.span, what))
    return 1.0


def hard_only(walk: Walk, node: syntax.Node, word: str) -> None:
    """Refuses a soft statement in a block of `either`."""
    if walk.hard is not None:
        walk.ev.report.add(faults.soft_in_either(verb(node), word))


def verb(node: syntax.Node) -> Span | None:
    """The place of a statement's first word."""
    if node.span is None:
        return None
    word = type(node).__name__.lower()
    return Span(node.span.start, min(node.span.start + len(word), node.span.stop))
