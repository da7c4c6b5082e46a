"""The arguments of a call, put in the order of a signature and held to its types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..inference.formula import Constant
from ..inference.language import Language
from ..inference.signature import Parameter
from . import faults, syntax
from .evaluator import Evaluator
from .known import Function, expected, kind_of
from .literals import sequence
from .scope import Scope
from .source import Span
from .spec import BaseSpec, CallSpec
from .types import SPAN, TIME_UNITS, accepts, is_number
from .values import NOTHING, UNKNOWN, Value, known

Reader = Callable[["Evaluator", Parameter, syntax.Expr, Scope], Value]
_NONE: tuple[syntax.Argument, ...] = ()
CLOSED = ("string", "strings", "items", "regex", "number", "whole", "flag", "unit", "source", "base", "masked", "steps",
          "opens")  # fmt: skip


def bind(
    ev: Evaluator, function: Function, arguments: Sequence[syntax.Argument], scope: Scope, span: Span | None
) -> dict[str, Value] | None:
    """The value of each argument that is given, by parameter in the order of the signature; None after a mistake."""
    before = ev.report.mistakes
    placed = _place(ev, function, arguments, scope, span)
    values: dict[str, Value] = {}
    for parameter in function.parameters:
        given = placed.get(parameter.name)
        if given is None:
            if parameter.required and ev.report.mistakes == before:
                ev.report.add(faults.missing_argument(span, function.name, parameter.name, function.signature))
        elif isinstance(given, list):
            parts = [_read(ev, function, parameter, part, scope) for part in given]
            values[parameter.name] = sequence(SPAN, [part.node for part in parts])
        else:
            values[parameter.name] = _read(ev, function, parameter, given, scope)
    return values if ev.report.mistakes == before else None


def _place(
    ev: Evaluator, function: Function, arguments: Sequence[syntax.Argument], scope: Scope, span: Span | None
) -> dict[str, syntax.Expr | list[syntax.Expr]]:
    """The expression for each parameter; those that belong nowhere are reported, and still evaluated."""
    placed: dict[str, Any] = {}
    waiting = [parameter for parameter in function.parameters]
    for argument in arguments:
        if isinstance(argument, syntax.Generator):
            ev.report.add(faults.no_generator(argument.span, function.name))
        elif isinstance(argument, syntax.Named):
            name = argument.name.text
            if name not in _names(function):
                ev.report.add(faults.unknown_argument(argument.name.span, name, function.name, _names(function)))
            elif name in placed:
                ev.report.add(faults.repeated_argument(argument.name.span, name, function.name))
            else:
                placed[name] = argument.value
            waiting = [parameter for parameter in waiting if parameter.name != name]
        elif flag := _flag(function, argument, scope):
            placed[flag] = syntax.Bool(True, span=argument.span)
        elif waiting and kind_of(waiting[0]) == "texts":
            placed.setdefault(waiting[0].name, []).append(argument)
        elif waiting:
            placed[waiting.pop(0).name] = argument
        else:
            ev.report.add(faults.too_many_arguments(argument.span, function.name, function.signature))
    return placed


def _names(function: Function) -> list[str]:
    return [parameter.name for parameter in function.parameters]


def _flag(function: Function, argument: syntax.Expr, scope: Scope) -> str | None:
    """The name of a flag that is written alone, as in `bridge(whole)`."""
    if not isinstance(argument, syntax.Path) or len(argument.names) > 1:
        return None
    names = [parameter.name for parameter in function.parameters if kind_of(parameter) == "flag"]
    return argument.text if argument.text in names else None


def _read(ev: Evaluator, function: Function, parameter: Parameter, node: syntax.Expr, scope: Scope) -> Value:
    """The value of one argument, of the type that its parameter has."""
    kind = kind_of(parameter)
    if kind == "source":
        from .sources import source

        return source(ev, node, scope)
    value = ev.value(node, scope)
    if kind == "steps":
        return _steps(ev, value, node)
    if kind in ("items", "strings") and value.type.name not in ("list", "any"):
        single = value.constant
        value = sequence(value.type, [value.node]) if single is not None or not value.known else value
    wanted = expected(parameter)
    if kind == "text" and value.type.name == "string":
        wanted = SPAN if not value.known else wanted
    if not accepts(wanted, value.type):
        asked = "a text or a string" if wanted == SPAN else str(wanted)
        return ev.mistake(faults.wrong_argument(node.span, function.name, parameter.name, asked, str(value.type)))
    if kind in ("base", "masked") and isinstance(value.constant, BaseSpec):
        wrong = _other_model(kind, value.constant)
        if wrong is not None:
            return ev.mistake(faults.wrong_argument(node.span, function.name, parameter.name, *wrong))
    if kind in CLOSED and not isinstance(value.node, Constant) and value.type.name != "any":
        return ev.mistake(faults.not_constant(node.span, f"`{parameter.name}` of `{function.name}`"))
    if kind == "whole" and value.known and not float(value.constant).is_integer():
        return ev.mistake(faults.not_whole(node.span, f"`{parameter.name}`", str(value.constant)))
    return value


def _other_model(kind: str, model: BaseSpec) -> tuple[str, str] | None:
    """What was asked for and what was given, where a masked model stands for a model of texts, or that for it."""
    language = Language.all().get(model.language)
    if language is None or language.declares == (kind == "base"):
        return None
    law, masked = "a language model such as `lm()`", "a masked model such as `mlm()`"
    return (law, f"`{model.language}`, which is masked") if kind == "base" else (masked, f"`{model.language}`")


def _steps(ev: Evaluator, value: Value, node: syntax.Expr) -> Value:
    """A length of time: steps or sweeps; a bare number means sweeps."""
    if value.type.name == "any":
        return NOTHING
    unit = value.type.unit or "sweeps"
    if not is_number(value.type) or unit not in TIME_UNITS:
        return ev.mistake(faults.wrong_type(node.span, "a number of steps or sweeps", str(value.type)))
    if not value.known:
        return Value(value.type, Constant(UNKNOWN))
    if value.constant < 0 or not float(value.constant).is_integer():
        return ev.mistake(faults.out_of_range(node.span, "a length of time", str(value.constant), "0 or more"))
    return known(value.type, (int(value.constant), unit))


def closed(
    ev: Evaluator, functions: Mapping[str, Function], node: syntax.Node, scope: Scope, what: str
) -> CallSpec | None:
    """A call of a sampler, a move or a schedule by name, with closed arguments; None after a mistake."""
    if isinstance(node, syntax.Path) and len(node.names) == 1:
        name, arguments = node.names[0], _NONE
    elif isinstance(node, syntax.Call) and len(node.function.names) == 1:
        name, arguments = node.function.names[0], node.arguments
    else:
        ev.report.add(faults.not_a_tool(node.span, what, (name for name in functions if functions[name].available)))
        return None
    function = functions.get(name.text)
    if function is None:
        ev.report.add(faults.unknown_tool(name.span, what, name.text, functions))
        return None
    values = bind(ev, function, arguments, scope, node.span)
    if not function.available:
        ev.report.unavailable(name.span, f"the {what} `{name.text}`")
    if values is None:
        return None
    plain = {key: value.constant if isinstance(value.node, Constant) else value.node for key, value in values.items()}
    return CallSpec(name.text, plain, ev.report.here(node.span))
