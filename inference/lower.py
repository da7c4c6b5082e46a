"""Formulas to automata: the texts where a formula holds, as far as they are a regular language.

`regular` gives None where there is no such form; the interpreter's reference then stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .additive import Additive, Floats, additive, bound, known
from .automaton import Automaton, combined, product
from .decided import decided
from .extremes import ended, reachable
from .formula import (
    And,
    Apply,
    Arithmetic,
    Compare,
    Constant,
    Each,
    Implies,
    Member,
    Node,
    Not,
    Or,
    Ordinal,
    Part,
    Within,
    is_constant,
    parts,
)
from .interpret import may_be_unknown
from .items import about_one, characters_in, quantified, span_of, tallied
from .scope import Scope

LIMIT = 20_000  # states of one statement
_SWAPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def regular(node: Node, scope: Scope) -> Automaton | None:
    """The texts where a formula about one text (or hole) holds. Raises TooLarge, PatternError."""
    if is_constant(node):
        return decided(node, scope)
    match node:
        case And(items):
            return joined([regular(item, scope) for item in items], product)
        case Or(items):
            return joined([regular(item, scope) for item in items], lambda all_: combined(all_, _least, LIMIT))
        case Not(of):
            return refuted(of, scope)
        case Implies(condition, consequence):
            return regular(Or((Not(condition), consequence)), scope)
        case Apply():
            call = bound(node, scope)
            return about_one(node, scope) if call is None else call[1].automaton(scope)
        case Compare(op, left, right):
            found = compared(op, left, right, scope)
            return about_one(node, scope) if found is None else found
        case Within(value, low, high):
            return _within(value, low, high, scope)
        case Member(value, options):
            listed = known(options, scope)
            if not isinstance(listed, tuple):
                return None
            return _one_of(value, listed, scope)
        case Each(kind) if kind in ("any", "all", "none"):
            return quantified(node, scope)
    return None


def refuted(node: Node, scope: Scope) -> Automaton | None:
    """The texts where a formula is false, and known to be."""
    if not may_be_unknown(node):
        inner = regular(node, scope)
        return None if inner is None else inner.complement()
    match node:
        case And(items):
            return regular(Or(tuple(map(Not, items))), scope)
        case Or(items):
            return regular(And(tuple(map(Not, items))), scope)
        case Not(of):
            return regular(of, scope)
        case Implies(condition, consequence):
            return regular(And((condition, Not(consequence))), scope)
        case Within(value, low, high):
            sides = [Compare(op, value, end) for op, end in ((">=", low), ("<=", high)) if end is not None]
            return regular(Or(tuple(Not(side) for side in sides)), scope)
        case Apply():
            return _refuted_call(node, scope)
        case Compare(op, left, right):
            return _refuted_comparison(op, left, right, scope)
        case Member(value, Constant(options)):
            return regular(And(tuple(Not(Compare("==", value, Constant(option))) for option in options)), scope)
        case Each("any" | "none" as kind):
            return regular(replace(node, kind="none" if kind == "any" else "any"), scope)
        case Each("all"):
            return regular(replace(node, kind="any", body=Not(node.body)), scope)
    return None


def _refuted_call(node: Apply, scope: Scope) -> Automaton | None:
    call = bound(node, scope)
    if call is None:
        return about_one(node, scope, truth=False)
    true, unknown = call[1].automaton(scope), call[1].unknown(scope)
    if true is None or unknown is None:
        return None if true is None else true.complement()
    return product([true.complement(), unknown.complement()]).minimal()


def _refuted_comparison(op: str, left: Node, right: Node, scope: Scope) -> Automaton | None:
    """A sum over units is unknown where that of one of them is."""
    true = compared(op, left, right, scope)
    if true is None:
        return about_one(Compare(op, left, right), scope, truth=False)
    number = additive(left if parts(left) else right, scope)
    if number is None:
        return None
    return product([true.complement(), _known(number, scope)]).minimal()


def _known(number: Additive, scope: Scope) -> Automaton:
    """The texts without a unit whose value is unknown."""
    return scope.counted(np.isnan(number.table).astype(np.int64), 0, 0)


def _least(finals: Floats) -> Floats:
    return np.asarray(finals.max(axis=1))


def joined(found: list[Automaton | None], join: Callable[[list[Automaton]], Automaton]) -> Automaton | None:
    """The automata joined; None if one of them is missing."""
    present = [automaton for automaton in found if automaton is not None]
    if len(present) < len(found) or not present:
        return None
    return join(present).minimal() if len(present) > 1 else present[0]


def compared(op: str, left: Node, right: Node, scope: Scope) -> Automaton | None:
    """The texts where a comparison with something known holds."""
    if not parts(left) and parts(right):
        return compared(_SWAPPED[op], right, left, scope)
    target = known(right, scope)
    call = bound(left, scope) if isinstance(left, Apply) else None
    found = None if call is None or target is None else call[1].compared(op, target, scope)
    if found is not None:
        return found
    if isinstance(left, Arithmetic) and left.op in ("min", "max") and op not in ("==", "!="):
        return None if may_be_unknown(left) else _extreme(op, left, right, scope)
    if isinstance(target, str) and op in ("==", "!="):
        equal = _equal(left, target, scope)
        if equal is None or op == "==":
            return equal
        return joined([equal.complement(), *_present(left, scope)], product)
    if isinstance(target, int | float):
        number = additive(left, scope)
        if number is None:
            count = tallied(left, op, float(target), scope)
            return _reached(left, op, right, scope) if count is None else count
        return _bounded(number, op, float(target), scope)
    return None


def _reached(left: Node, op: str, right: Node, scope: Scope) -> Automaton | None:
    """The texts whose least or largest value over the words compares so."""
    walk = reachable(left, scope)
    if walk is None:
        return None
    return ended(walk, scope, lambda at, end: 0.0 if at.holds(Compare(op, end, right)) else -np.inf).minimal()


def _extreme(op: str, left: Arithmetic, right: Node, scope: Scope) -> Automaton | None:
    """The least of two is at least a bound where both are, and at most it where one of them is."""
    kind = And if (op in (">", ">=")) == (left.op == "min") else Or
    return regular(kind((Compare(op, left.left, right), Compare(op, left.right, right))), scope)


def _one_of(value: Node, options: tuple[object, ...], scope: Scope) -> Automaton | None:
    """`value in [...]`: one walk for words and characters, else a disjunction."""
    strings = [option for option in options if isinstance(option, str)]
    if isinstance(value, Ordinal) and isinstance(value.of, Part) and len(strings) == len(options):
        index = known(value.index, scope)
        assert isinstance(index, int)
        if value.unit == "chars":
            return characters_in(index, frozenset(strings), scope)
        if value.unit == "words":
            phrases = [phrase for phrase in map(scope.phrase, strings) if phrase is not None and len(phrase) == 1]
            return scope.nth(index, scope.mask(phrase[0] for phrase in phrases), scope.lexicon.is_word)
    if isinstance(value, Part) and len(strings) == len(options):
        return scope.listed([opening for opening in map(scope.opening, strings) if opening is not None])
    return regular(Or(tuple(Compare("==", value, Constant(option)) for option in options)), scope)


def _equal(left: Node, target: str, scope: Scope) -> Automaton | None:
    """`text == "..."` and `s.words(1) == "..."`, `s.chars(-1) == "."`."""
    if isinstance(left, Part):
        units = scope.opening(target)
        return scope.everything(False) if units is None else scope.listed([units])
    if isinstance(left, Ordinal) and isinstance(left.of, Part):
        index = known(left.index, scope)
        assert isinstance(index, int)
        if left.unit == "words":
            phrase = scope.phrase(target)
            members = scope.mask(phrase if phrase is not None and len(phrase) == 1 else ())
            return scope.nth(index, members, scope.lexicon.is_word)
        if left.unit == "chars":
            return characters_in(index, frozenset((target,)), scope)
    return None


def _present(left: Node, scope: Scope) -> list[Automaton]:
    """Where an ordinal exists: a missing one makes every comparison false."""
    if not isinstance(left, Ordinal):
        return []
    index = known(left.index, scope)
    assert isinstance(index, int)
    if left.unit == "words":
        return [scope.counted(scope.lexicon.is_word.astype(np.int64), abs(index), None)]
    return [scope.characters(abs(index), None)]


def _bounded(number: Additive, op: str, target: float, scope: Scope) -> Automaton | None:
    """`sum of table op target` for whole numbers, or whole sixteenths, that are not negative."""
    if not np.array_equal(number.table, np.floor(number.table)):  # sums of sixteenths are exact
        number, target = Additive(16 * number.constant, 16 * number.table), 16 * target
    goal = target - number.constant
    if np.isnan(number.table).any():
        heard = _bounded(number._replace(table=np.nan_to_num(number.table)), op, target, scope)
        return None if heard is None else product([heard, _known(number, scope)]).minimal()
    if not np.array_equal(number.table, np.floor(number.table)) or number.table.min(initial=0) < 0:
        return None
    low, high = span_of(op, goal)
    if (high is not None and high < max(low, 0)) or high == -1:
        automaton = scope.everything(False)
    else:
        automaton = scope.counted(number.table.astype(np.int64), max(low, 0), high)
    return automaton.complement() if op == "!=" else automaton


def _within(value: Node, low: Node | None, high: Node | None, scope: Scope) -> Automaton | None:
    sides: list[Node] = []
    if low is not None and known(low, scope) is not None:
        sides.append(Compare(">=", value, low))
    if high is not None and known(high, scope) is not None:
        sides.append(Compare("<=", value, high))
    return regular(And(tuple(sides)), scope) if sides else None
