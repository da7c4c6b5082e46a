"""Parts of values: holes and words of texts, entries of lists, members of imported files."""

from __future__ import annotations

from collections.abc import Sequence

from ..inference.formula import Constant, Items, Ordinal, Part
from . import faults, syntax
from .evaluator import Evaluator, evaluates
from .literals import entries
from .scope import Binding, Scope
from .source import Span
from .types import ANY, HOLE, SPAN, STRING, Type, is_textlike, list_of
from .values import NOTHING, UNKNOWN, Value

UNITS = ("words", "chars", "lines")


@evaluates(syntax.Path)
def path(ev: Evaluator, node: syntax.Path, scope: Scope) -> Value:
    """The value of a name, or of a part of what it names."""
    found = binding(ev, node, scope)
    if found is None:
        return NOTHING
    bound, rest = found
    if bound.value.type.name in ("function", "module"):
        return ev.mistake(faults.not_a_value(node.span, node.text, bound.sort))
    value = bound.value
    for name in rest:
        value = attribute(ev, value, name)
    return value


@evaluates(syntax.Attribute)
def _attribute(ev: Evaluator, node: syntax.Attribute, scope: Scope) -> Value:
    return attribute(ev, ev.value(node.value, scope), node.name)


@evaluates(syntax.Method)
def _method(ev: Evaluator, node: syntax.Method, scope: Scope) -> Value:
    return method(ev, ev.value(node.value, scope), node.name, node.arguments, scope, node.span)


def attribute(ev: Evaluator, value: Value, name: syntax.Name) -> Value:
    """`value.name`."""
    if value.type.name == "any":
        return NOTHING
    if value.type.name == "list":
        return ev.mistake(faults.unknown_part(name.span, name.text, str(value.type), ("at(1)",)))
    if not is_textlike(value.type):
        return ev.mistake(faults.no_parts(name.span, name.text, str(value.type)))
    if name.text in UNITS:
        return _items(ev, value, name)
    if name.text == "last_word":
        _check_words(ev, value, "words", name.span)
        return ev.settle(_entry(value.type), Ordinal(value.node, "words", Constant(-1)))
    return _hole(ev, value, name)


def _hole(ev: Evaluator, value: Value, name: syntax.Name) -> Value:
    node = value.node
    holes: tuple[str, ...] = ()
    if isinstance(node, Part) and node.hole is None:
        text = ev.texts.get(node.text)
        if text is None:  # the text of a fragment that is checked by itself
            return Value(HOLE, Part(node.text, name.text))
        holes = tuple(hole.name for hole in text.holes)
        if name.text in holes:
            return Value(HOLE, Part(node.text, name.text))
    return ev.mistake(faults.unknown_part(name.span, name.text, str(value.type), (*holes, *UNITS, "last_word")))


def _items(ev: Evaluator, value: Value, name: syntax.Name) -> Value:
    _check_words(ev, value, name.text, name.span)
    return ev.settle(list_of(_entry(value.type)), Items(value.node, name.text))


def _entry(type: Type) -> Type:
    return STRING if type.name == "string" else SPAN


def _check_words(ev: Evaluator, value: Value, unit: str, span: Span | None) -> None:
    style = ev.style_of(value.node)
    if unit == "words" and style in ("zh", "letters") and not isinstance(value.node, Constant):
        ev.report.add(faults.no_words(span, style))


def method(
    ev: Evaluator, value: Value, name: syntax.Name, arguments: Sequence[syntax.Argument], scope: Scope,
    span: Span | None,
) -> Value:  # fmt: skip
    """`value.name(arguments)`: `s.words(1)` or `list.at(1)`."""
    if value.type.name == "any":
        for argument in arguments:
            if not isinstance(argument, syntax.Named | syntax.Generator):
                ev.value(argument, scope)
        return NOTHING
    listed = value.type.name == "list" and name.text == "at"
    if not listed and not (is_textlike(value.type) and name.text in UNITS):
        attribute(ev, value, name)  # says what is wrong with the name, if it is
        return ev.mistake(faults.not_callable(name.span, name.text))
    if len(arguments) != 1 or isinstance(arguments[0], syntax.Named | syntax.Generator):
        return ev.mistake(faults.one_position(span, name.text))
    index = ev.expect(arguments[0], scope, lambda type: type.name == "int", "a whole number")
    if index.known and index.constant == 0:
        return ev.mistake(faults.position_zero(arguments[0].span, name.text))
    if listed:
        return _at(ev, value, index, arguments[0].span)
    _check_words(ev, value, name.text, name.span)
    return ev.settle(_entry(value.type), Ordinal(value.node, name.text, index.node))


def _at(ev: Evaluator, value: Value, index: Value, span: Span | None) -> Value:
    entry = value.type.of or ANY
    if isinstance(value.node, Items):
        return ev.settle(entry, Ordinal(value.node.of, value.node.unit, index.node))
    if value.unknown or not index.known:
        if not index.unknown and not value.unknown and index.type.name != "any":
            return ev.mistake(faults.not_constant(span, "a position in a list"))
        return Value(entry, Constant(UNKNOWN))
    listed, at = entries(value), index.constant
    if abs(at) > len(listed):
        return ev.mistake(faults.beyond_list(span, at, len(listed)))
    return Value(entry, listed[at - 1 if at > 0 else at])


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
