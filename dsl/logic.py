"""`not`, `and` and `or` of formulas, computed where the truth is known."""

from __future__ import annotations

from ..inference.formula import And, Constant, Node, Not, Or
from .values import UNKNOWN


def negated(node: Node) -> Node:
    """`not`, computed where the truth is known."""
    return Constant(not node.value) if isinstance(node, Constant) and node.value is not UNKNOWN else Not(node)


def both(items: list[Node]) -> Node:
    """`and`, without the items that are known to be true."""
    if Constant(False) in items:
        return Constant(False)
    left = [item for item in items if item != Constant(True)]
    return And(tuple(left)) if len(left) > 1 else left[0] if left else Constant(True)


def either(items: list[Node]) -> Node:
    """`or`, without the items that are known to be false."""
    if Constant(True) in items:
        return Constant(True)
    left = [item for item in items if item != Constant(False)]
    return Or(tuple(left)) if len(left) > 1 else left[0] if left else Constant(False)
