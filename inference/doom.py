"""Requirements that the beginning of a text can break for good, such as `forbid repeats(s)`."""

from __future__ import annotations

from collections.abc import Iterable

from .feature import Feature
from .formula import And, Apply, Constant, Implies, Node, Not, Or, Part


def doom(node: Node) -> Node | None:
    """What, where it is true of the beginning of a text, makes a requirement false however the text goes on.

    None where nothing that is known of a beginning does.
    """
    match node:
        case Not(of):
            return _lasting(of)
        case And(items):
            return _any(doom(item) for item in items)
        case Or(items):
            return _all(doom(item) for item in items)
        case Implies(condition, then):
            return _all((_lasting(condition), doom(then)))
    return None


def _lasting(node: Node) -> Node | None:
    """What, where it is true of a beginning, makes a formula true however the text goes on."""
    match node:
        case Apply(feature, arguments):
            whole = all(isinstance(value, Constant) or _whole(value) for _, value in arguments)
            return node if Feature.named(feature).lasting and whole else None
        case Not(of):
            return doom(of)
        case And(items):
            return _all(_lasting(item) for item in items)
        case Or(items):
            return _any(_lasting(item) for item in items)
        case Implies(condition, then):
            return _any((doom(condition), _lasting(then)))
    return None


def _whole(node: Node) -> bool:
    """Whether it is a text itself: of a hole or an item nothing is known before the text ends."""
    return isinstance(node, Part) and node.hole is None


def _any(items: Iterable[Node | None]) -> Node | None:
    known = tuple(item for item in items if item is not None)
    return Or(known) if known else None


def _all(items: Iterable[Node | None]) -> Node | None:
    found = tuple(items)
    known = tuple(item for item in found if item is not None)
    return And(known) if known and len(known) == len(found) else None
