"""Numbers that are a constant plus a sum over units, and what a formula says without any text."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .feature import Feature, Word
from .formula import Apply, Arithmetic, Constant, Each, Items, Node, Part, Several, Variable, parts
from .interpret import Interpreter, instance
from .scope import Scope
from .views import reader

Floats = NDArray[np.float64]


class Additive(NamedTuple):
    """`constant` plus the sum of `table` over the units of a text."""

    constant: float
    table: Floats  # [units]


def known(node: Node, scope: Scope) -> object:
    """The value of an expression that reads no text; None where it reads one."""
    if parts(node) or _modelled(node) or any(isinstance(child, Variable) for child in (node, *node.children())):
        return None
    return Interpreter({}, reader(scope.renderer)).value(node)


def _modelled(node: Node) -> bool:
    """Whether the value needs a language model."""
    if isinstance(node, Apply) and any(p.type in ("base", "masked") for p in Feature.named(node.feature).signature()):
        return True
    return any(_modelled(child) for child in node.children())


def bound(node: Apply, scope: Scope) -> tuple[Part, Feature] | None:
    """The feature of a call on one text whose other arguments are known, and that text."""
    types = {parameter.name: parameter.type for parameter in Feature.named(node.feature).signature()}
    text: Part | None = None
    values: dict[str, object] = {}
    for name, argument in node.arguments:
        if isinstance(argument, Part) and types[name] in ("text", "textlike") and text is None:
            text = argument
        elif types[name] == "texts" and isinstance(argument, Several):
            read = [one for one in argument.items if parts(one)]
            if len(read) != 1 or not isinstance(read[0], Part):
                return None
            text = read[0]
            values[name] = tuple(None if one is text else known(one, scope) for one in argument.items)
        elif parts(argument):
            return None
        else:
            values[name] = known(argument, scope)
    return None if text is None else (text, instance(node, values))


def additive(node: Node, scope: Scope) -> Additive | None:
    """A number that is a constant plus a sum over units. None where it is not one."""
    size = len(scope.lexicon)
    match node:
        case Constant(value) if isinstance(value, int | float):
            return Additive(float(value), np.zeros(size))
        case Apply():
            call = bound(node, scope)
            if call is None:
                value = known(node, scope)
                return Additive(float(value), np.zeros(size)) if isinstance(value, int | float) else None
            table = call[1].table(scope)
            return None if table is None else Additive(0.0, table)
        case Arithmetic(op, left, right):
            return _arithmetic(op, additive(left, scope), additive(right, scope))
        case Each(kind) if kind in ("count", "sum"):
            return _summed(node, scope)
    return None


def _arithmetic(op: str, left: Additive | None, right: Additive | None) -> Additive | None:
    if left is None or right is None or op in ("min", "max"):
        return None
    if op in "+-":
        sign = 1.0 if op == "+" else -1.0
        return Additive(left.constant + sign * right.constant, left.table + sign * right.table)
    if op == "*" and not left.table.any():
        left, right = right, left
    if right.table.any() or (op == "/" and right.constant == 0):
        return None
    factor = right.constant if op == "*" else 1.0 / right.constant
    return Additive(left.constant * factor, left.table * factor)


def _summed(node: Each, scope: Scope) -> Additive | None:
    if not isinstance(node.source, Items) or not isinstance(node.source.of, Part) or node.source.unit != "words":
        return None
    if parts(node.body) or (node.condition is not None and parts(node.condition)):
        return None
    read = reader(scope.renderer)
    table = np.zeros(len(scope.lexicon))
    for unit in np.flatnonzero(scope.lexicon.is_word):
        inner = Interpreter({}, read, {node.variable: Word(scope.lexicon.units[unit])})
        if node.condition is None or inner.holds(node.condition):
            value = inner.holds(node.body) if node.kind == "count" else inner.value(node.body)
            table[unit] = 0.0 if value is None else float(value)
    return Additive(0.0, table)
