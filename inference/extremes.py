"""The least and the largest number over the words of a text: `max(length(w, unit="char") for w in s.words)`.

An automaton remembers the extreme of what it has read, one state for each value that a word can have.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .additive import known
from .automaton import Automaton, TooLarge, combined
from .feature import Word
from .formula import Arithmetic, Constant, Each, Items, Node, Part, Value, parts
from .interpret import Interpreter
from .items import free
from .scope import Scope
from .views import reader

Floats = NDArray[np.float64]

MOST_VALUES = 150  # different values; beyond, the classes of units are too many
MOST_COMPARED = 2_500  # the same where a comparison merges nearly all of them
MOST_STATES = 5_000  # of several extremes together


def extreme(node: Node, scope: Scope, most: int = MOST_VALUES) -> Automaton | None:
    """An automaton whose walk ends with the number; with -inf where it is missing, as in a text without words.

    For `min` and `max` over the words, or characters where these are the units, of at most `most` different values,
    and arithmetic with them. None for anything else. Raises TooLarge.
    """
    match node:
        case Each("min" | "max"):
            return _over_items(node, scope, most)
        case Arithmetic(op, left, right) if parts(left) and parts(right):
            sides = [extreme(side, scope, most) for side in (left, right)]
            found = [side for side in sides if side is not None]
            return combined(found, lambda ends: _joined(op, ends, scope), MOST_STATES) if len(found) == 2 else None
        case Arithmetic(op, left, right) if parts(node):
            first = bool(parts(left))
            inner, other = extreme(left if first else right, scope, most), known(right if first else left, scope)
            if inner is None or not isinstance(other, int | float):
                return None
            beside = np.full(inner.states, float(other))
            ends = np.stack([inner.final, beside] if first else [beside, inner.final], 1)
            return inner.with_final(_joined(op, ends, scope))
    return None


def reachable(node: Node, scope: Scope) -> Automaton | None:
    """The same where only a comparison of it is asked for, which merges most states; None where it is too large."""
    try:
        return extreme(node, scope, MOST_COMPARED)
    except TooLarge:
        return None


def ended(walk: Automaton, scope: Scope, earn: Callable[[Interpreter, Constant], float]) -> Automaton:
    """The walk of a number, ending with what is said of it; the number of a text that has none is None."""
    interpreter = Interpreter({}, reader(scope.renderer))
    values = [Constant(float(value) if np.isfinite(value) else None) for value in walk.final]
    return walk.with_final(np.array([earn(interpreter, value) for value in values]))


def _over_items(node: Each, scope: Scope, most: int) -> Automaton | None:
    """States: nothing yet, then the values in the order in which one gives way to the next."""
    members = _members(node.source, scope)
    formulas = [node.body] if node.condition is None else [node.body, node.condition]
    if members is None or any(parts(one) or free(one, node.variable) for one in formulas):
        return None
    found = _values(node, members, scope)
    sign = 1.0 if node.kind == "max" else -1.0
    distinct = np.unique(sign * found[np.isfinite(found)])
    if len(distinct) > most:
        return None
    class_of = np.where(np.isfinite(found), np.searchsorted(distinct, sign * found) + 1, 0)
    states = np.arange(len(distinct) + 1)
    final = np.append(-np.inf, sign * distinct)
    return Automaton(np.maximum(states[:, None], states[None, :]), class_of.astype(np.int64), final)


def _members(source: Node, scope: Scope) -> list[int] | None:
    """The units that are items of the source, one unit an item; None where units and items are not the same."""
    if not isinstance(source, Items) or not isinstance(source.of, Part):
        return None
    lexicon = scope.lexicon
    if source.unit == "words" and lexicon.style in ("en", "words"):
        return [int(unit) for unit in np.flatnonzero(lexicon.is_word)]
    alone = lexicon.style in ("zh", "letters") and all(len(unit) == 1 for unit in lexicon.units)
    return list(range(len(lexicon))) if source.unit == "chars" and alone else None


def _values(node: Each, members: list[int], scope: Scope) -> Floats:
    """The number of each unit; NaN where it counts for nothing: no item, left out by the condition, or missing."""
    read, found = reader(scope.renderer), np.full(len(scope.lexicon), np.nan)
    assert isinstance(node.source, Items)
    for unit in members:
        name = scope.lexicon.units[unit]
        item: Value = Word(name) if node.source.unit == "words" else name
        inner = Interpreter({}, read, {node.variable: item})
        if node.condition is None or inner.holds(node.condition):
            value = inner.value(node.body)
            found[unit] = float(value) if isinstance(value, int | float) else np.nan
    return found


def _joined(op: str, ends: Floats, scope: Scope) -> Floats:
    """The arithmetic of two columns, as the interpreter does it. [states, 2] to [states]"""
    interpreter = Interpreter({}, reader(scope.renderer))
    found = []
    for pair in ends.tolist():
        left, right = (Constant(side if np.isfinite(side) else None) for side in pair)
        value = interpreter.value(Arithmetic(op, left, right))
        found.append(float(value) if isinstance(value, int | float) else -np.inf)
    return np.array(found)


__all__ = ["ended", "extreme", "reachable"]
