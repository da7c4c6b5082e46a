"""Distances as automata: how far each text is from what a formula asks for, where an automaton can tell.

`shortfall` gives None where there is no such form; the interpreter's reference then stands.
"""

from __future__ import annotations

import numpy as np

from .additive import additive, bound, known
from .automaton import Automaton, combined, product
from .extremes import ended, extreme
from .formula import And, Apply, Compare, Constant, Each, Implies, Node, Not, Or, Ordinal
from .interpret import Interpreter
from .lower import LIMIT, compared, joined, regular
from .scope import Scope
from .views import reader


def shortfall(node: Node, scope: Scope) -> Automaton | None:
    """An automaton that accepts every text and ends with the formula's distance. None where there is none."""
    match node:
        case And(items):
            return joined([shortfall(item, scope) for item in items], product)
        case Or(items):
            found = [shortfall(item, scope) for item in items]
            return joined(found, lambda all_: combined(all_, lambda finals: finals.min(axis=1), LIMIT))
        case Implies(condition, consequence):
            return shortfall(Or((Not(condition), consequence)), scope)
        case Apply():
            call = bound(node, scope)
            if call is None:
                return None
            if call[1].graded:
                return call[1].shortfall(scope)
            return _zero_or_one(call[1].automaton(scope))
        case Not(Apply() as of):
            call = bound(of, scope)
            return None if call is None or call[1].counted else _zero_or_one(regular(node, scope))
        case Compare(op, left, right):
            return _compare_shortfall(op, left, right, scope)
        case Each("any"):
            return None
        case Not() | Constant():
            return _zero_or_one(regular(node, scope))
    return None


def _zero_or_one(truth: Automaton | None) -> Automaton | None:
    return None if truth is None else truth.with_final(np.where(np.isfinite(truth.final), 0.0, 1.0))


def _compare_shortfall(op: str, left: Node, right: Node, scope: Scope) -> Automaton | None:
    """Comparisons of ordinals with strings are right or wrong; counts against numbers need a bounded length."""
    target = known(right, scope)
    if isinstance(target, str) and isinstance(left, Ordinal | Apply):
        return _zero_or_one(compared(op, left, right, scope))
    if not isinstance(target, int | float) or isinstance(target, bool):
        return None
    number = additive(left, scope)
    if number is None:
        walk = extreme(left, scope)
        return None if walk is None else ended(walk, scope, lambda at, end: at.distance(Compare(op, end, right)))
    values, goal = number.table, target - number.constant
    if not np.array_equal(values, np.floor(values)) or values.min(initial=0) < 0 or not float(goal).is_integer():
        return None
    most = int(values.max(initial=0)) * scope.longest
    if most > 400:
        return None
    walk = scope.counted(values.astype(np.int64), 0, most)
    interpreter = Interpreter({}, reader(scope.renderer))
    formulas = [Compare(op, Constant(float(number)), Constant(float(goal))) for number in range(walk.states)]
    return walk.with_final(np.array([interpreter.distance(formula) for formula in formulas]))


__all__ = ["shortfall"]
