"""Fragments: statements with parameters, put into a model by `apply`."""

from __future__ import annotations

from dataclasses import MISSING
from typing import TYPE_CHECKING

from ..inference.formula import Constant, Part
from ..inference.signature import Parameter
from . import faults, syntax
from .arguments import bind
from .evaluator import Evaluator
from .known import Function
from .scope import Binding, Module, Scope
from .types import ANY, NAMED, Type, from_syntax
from .values import UNKNOWN, Value

if TYPE_CHECKING:
    from .statements import Walk

KINDS = {"text": "text", "string": "string", "pattern": "regex", "int": "whole", "real": "number", "score": "number",
         "percent": "number", "bool": "flag", "list": "items"}  # fmt: skip


def parameter_types(ev: Evaluator, parameters: tuple[syntax.Parameter, ...]) -> dict[str, Type]:
    """The types of a fragment's or an extern's parameters, by name."""
    found: dict[str, Type] = {}
    for parameter in parameters:
        type = from_syntax(parameter.type)
        if type is None:
            ev.report.add(
                faults.unknown_type(parameter.type.span, _written(parameter.type), "a parameter", (*NAMED, "list[…]"))
            )
        if parameter.name.text in found:
            ev.report.add(faults.declared_twice(parameter.name.span, parameter.name.text, None))
        found[parameter.name.text] = type or ANY
    return found


def _written(type: syntax.Type) -> str:
    return f"{type.name.text}[{_written(type.inner)}]" if type.inner else type.name.text


def function(name: str, kind: str, types: dict[str, Type], result: Type) -> Function:
    """What such parameters make callable."""
    parameters = tuple(Parameter(key, KINDS.get(type.name, "anything"), MISSING) for key, type in types.items())
    return Function(name, kind, parameters, result)


def alone(walk: Walk, node: syntax.Fragment, types: dict[str, Type], scope: Scope) -> None:
    """Checks a fragment by itself, on a text and values that are not known."""
    inner = scope.inner()
    inner.is_model = True
    for parameter in node.parameters:
        type = types[parameter.name.text]
        of = Part(parameter.name.text) if type.name == "text" else Constant(UNKNOWN)
        inner.names[parameter.name.text] = Binding(
            parameter.name.text, "argument", Value(type, of), parameter.name.span, used=True
        )
    hidden = {name: walk.ev.texts.pop(name) for name in types if name in walk.ev.texts}
    walk.applying = (node.name.text,)
    with walk.within("a fragment"):
        walk.block(node.body.statements, inner)
    walk.ev.texts.update(hidden)


def apply(walk: Walk, node: syntax.Apply, scope: Scope) -> None:
    """Puts a fragment's statements in, its parameters standing for the arguments."""
    ev, call = walk.ev, node.call
    if not isinstance(call, syntax.Call):
        ev.report.add(faults.not_applied(node.span))
        return
    found = _find(ev, call, scope)
    if found is None:
        return
    bound, module = found
    types = parameter_types_of(bound.item)
    values = bind(ev, function(bound.name, "fragment", types, ANY), call.arguments, scope, call.span)
    if values is None:
        return
    if call.function.text in walk.applying or len(walk.applying) > 20:
        ev.report.add(faults.applies_itself(call.function.span, bound.name))
        return
    if walk.abstract:  # its statements are checked where it is declared, and again when a model is bound
        return
    home = module.scope if module else _file(scope)
    inner = home.inner()
    for name, value in values.items():
        inner.names[name] = Binding(name, "argument", value, used=True)
    _put_in(walk, call, bound, module, inner)


def parameter_types_of(node: syntax.Fragment) -> dict[str, Type]:
    """The types of a fragment that has been checked."""
    return {parameter.name.text: from_syntax(parameter.type) or ANY for parameter in node.parameters}


def _put_in(walk: Walk, call: syntax.Call, bound: Binding, module: Module | None, inner: Scope) -> None:
    outer, walk.applying = walk.applying, (*walk.applying, call.function.text)
    files = walk.ev.files
    name = call.function.text
    if module is not None:
        walk.ev.files = module.files
    with walk.within("a fragment"):
        if module is not None or walk.ev.report.is_elsewhere:
            with walk.ev.report.elsewhere(call.span, name):
                walk.block(bound.item.body.statements, inner)
        else:
            walk.block(bound.item.body.statements, inner)
    walk.applying, walk.ev.files = outer, files


def _file(scope: Scope) -> Scope:
    while scope.parent is not None and not scope.is_file:
        scope = scope.parent
    return scope


def _find(ev: Evaluator, call: syntax.Call, scope: Scope) -> tuple[Binding, Module | None] | None:
    """The fragment that a call names, and the imported file that it is in."""
    first, *rest = call.function.names
    bound = scope.find(first.text)
    if bound is not None and bound.sort == "import" and len(rest) == 1:
        if bound.item is None:
            return None
        member = bound.item.scope.names.get(rest[0].text)
        if member is None:
            ev.report.add(faults.unknown_member(rest[0].span, rest[0].text, first.text, bound.item.scope.names))
            return None
        if member.sort == "fragment":
            return member, bound.item
        bound, first = member, rest[0]
    elif bound is not None and bound.sort == "fragment" and not rest:
        return bound, None
    known = [seen.name for seen in scope.visible() if seen.sort == "fragment"]
    ev.report.add(faults.unknown_fragment(first.span, first.text, known))
    return None
