"""Functions in Python: `extern name(t: text) -> score = python("module:function")`, declared and called."""

from __future__ import annotations

from dataclasses import MISSING, replace

from ..inference.formula import Apply, Compare, Constant, Node, Several
from ..inference.outside import RESULTS, Outside
from ..inference.signature import Parameter
from . import faults, syntax
from .arguments import bind
from .evaluator import Evaluator
from .fragments import function, parameter_types
from .known import Function
from .scope import Scope
from .types import ANY, BOOL, from_syntax
from .values import UNKNOWN, Value, has_unknown

PYTHON = Function(
    "python", "extern", (Parameter("function", "string", MISSING), Parameter("batch", "whole", Outside.batch)), ANY
)  # fmt: skip


def declared(ev: Evaluator, node: syntax.Extern, scope: Scope) -> Function | None:
    """The function that an extern declares; None after a mistake."""
    types = parameter_types(ev, node.parameters)
    result = from_syntax(node.result)
    if result is None or result.name not in RESULTS:
        ev.report.add(faults.unknown_type(node.result.span, node.result.name.text, "a result", RESULTS))
        return None
    outside = _python(ev, node, scope)
    if outside is None:
        return None
    texts = tuple(type.name == "text" for type in types.values())
    found = function(node.name.text, "extern", types, result)
    return replace(found, outside=replace(outside, texts=texts, result=result.name))


def _python(ev: Evaluator, node: syntax.Extern, scope: Scope) -> Outside | None:
    """What stands behind `=`: `python("module:function", batch=64)`."""
    call = node.call
    if not isinstance(call, syntax.Call) or call.function.text != "python":
        ev.report.add(faults.missing_argument(node.span, node.name.text, "function", 'python("module:function")'))
        return None
    values = bind(ev, PYTHON, call.arguments, scope, call.span)
    if values is None:
        return None
    name, batch = values["function"].constant, values["batch"].constant if "batch" in values else Outside.batch
    if not is_function(str(name)):
        ev.report.add(faults.out_of_range(call.span, "`python`", f'"{name}"', '"module:function"'))
        return None
    if batch < 1:
        ev.report.add(faults.out_of_range(call.span, "`batch`", str(batch), "1 or more"))
        return None
    return Outside(node.name.text, str(name), (), "", int(batch))


def is_function(name: str) -> bool:
    """Whether it is written as "module:function"."""
    module, colon, attribute = name.partition(":")
    return all((colon, *(part.isidentifier() for part in (*module.split("."), *attribute.split(".")))))


def applied(ev: Evaluator, found: Function, node: syntax.Call, scope: Scope) -> Value:
    """A call of a declared function."""
    values = bind(ev, found, node.arguments, scope, node.span)
    if values is None:
        return Value(found.result, Constant(UNKNOWN))
    inputs: list[Node] = [value.node for value in values.values()]
    if any(has_unknown(one) for one in inputs):
        return Value(found.result, Constant(UNKNOWN))
    call: Node = Apply("extern", (("function", Constant(found.outside)), ("inputs", Several(tuple(inputs)))))
    return Value(found.result, Compare("==", call, Constant(True)) if found.result == BOOL else call)


__all__ = ["applied", "declared", "is_function"]
