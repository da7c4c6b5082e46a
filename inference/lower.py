"""Formulas to automata: the texts where a formula holds, as far as they are a regular language.

`regular` gives None where there is no such form; the interpreter's reference then stands.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .additive import Additive, Floats, additive, bound, known
from .automaton import Automaton, combined, product
from .feature import Word
from .formula import (
    And,
    Apply,
    Compare,
    Constant,
    Each,
    Implies,
    Items,
    Member,
    Node,
    Not,
    Or,
    Ordinal,
    Part,
    Within,
    parts,
)
from .interpret import Interpreter
from .patterns import CharacterAutomaton
from .scope import Scope, nth_table
from .views import reader

LIMIT = 20_000  # states of one statement
_SWAPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def regular(node: Node, scope: Scope) -> Automaton | None:
    """The texts where a formula about one text (or hole) holds. Raises TooLarge, PatternError."""
    match node:
        case Constant(value):
            return scope.everything(bool(value))
        case And(items):
            return joined([regular(item, scope) for item in items], product)
        case Or(items):
            return joined([regular(item, scope) for item in items], lambda all_: combined(all_, _least, LIMIT))
        case Not(of):
            inner = regular(of, scope)
            return None if inner is None else inner.complement()
        case Implies(condition, consequence):
            return regular(Or((Not(condition), consequence)), scope)
        case Apply():
            call = bound(node, scope)
            return None if call is None else call[1].automaton(scope)
        case Compare(op, left, right):
            return compared(op, left, right, scope)
        case Within(value, low, high):
            return _within(value, low, high, scope)
        case Member(value, options):
            listed = known(options, scope)
            if not isinstance(listed, tuple):
                return None
            return _one_of(value, listed, scope)
        case Each(kind) if kind in ("any", "all", "none"):
            return _quantified(node, scope)
    return None


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
    if isinstance(target, str) and op in ("==", "!="):
        equal = _equal(left, target, scope)
        if equal is None or op == "==":
            return equal
        return joined([equal.complement(), *_present(left, scope)], product)
    if isinstance(target, int | float):
        number = additive(left, scope)
        return None if number is None else _bounded(number, op, float(target), scope)
    return None


def _one_of(value: Node, options: tuple[object, ...], scope: Scope) -> Automaton | None:
    """`value in [...]`: one walk for words and characters, else a disjunction."""
    strings = [option for option in options if isinstance(option, str)]
    if isinstance(value, Ordinal) and isinstance(value.of, Part) and len(strings) == len(options):
        index = known(value.index, scope)
        assert isinstance(index, int)
        if value.unit == "chars":
            return _characters_in(index, frozenset(strings), scope)
        if value.unit == "words":
            phrases = [phrase for phrase in map(scope.phrase, strings) if phrase is not None and len(phrase) == 1]
            return scope.nth(index, scope.mask(phrase[0] for phrase in phrases), scope.lexicon.is_word)
    return regular(Or(tuple(Compare("==", value, Constant(option)) for option in options)), scope)


def _equal(left: Node, target: str, scope: Scope) -> Automaton | None:
    """`text == "..."` and `s.words(1) == "..."`, `s.chars(-1) == "."`."""
    if isinstance(left, Part):
        units = scope.opening(target)
        return scope.everything(False) if units is None else _exactly(units, scope)
    if isinstance(left, Ordinal) and isinstance(left.of, Part):
        index = known(left.index, scope)
        assert isinstance(index, int)
        if left.unit == "words":
            phrase = scope.phrase(target)
            members = scope.mask(phrase if phrase is not None and len(phrase) == 1 else ())
            return scope.nth(index, members, scope.lexicon.is_word)
        if left.unit == "chars":
            return _characters_in(index, frozenset((target,)), scope)
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


def _exactly(units: tuple[int, ...], scope: Scope) -> Automaton:
    """One text and no other."""
    class_of, named = scope._named(units)
    sink = len(units) + 1
    table = np.full((sink + 1, len(named) + 1), sink, np.int64)
    for place, unit in enumerate(units):
        table[place, named[unit]] = place + 1
    final = np.full(sink + 1, -np.inf)
    final[len(units)] = 0.0
    return Automaton(table, class_of, final)


def _characters_in(index: int, wanted: frozenset[str], scope: Scope) -> Automaton:
    """The texts whose `index`-th character is wanted; of the last one, units know it without being spelled out."""
    units = scope.lexicon.units
    last = np.fromiter((unit[-1:] in wanted for unit in units), bool, len(units))
    capital = [unit[-1:].upper() in wanted for unit in units if len(unit) == 1]  # the first letter may be the last
    if index != -1 or capital != [unit in wanted for unit in units if len(unit) == 1]:
        return scope.written(_character(index, lambda c: c in wanted, scope))
    return Automaton(np.array([[0, 1], [0, 1]]), last.astype(np.int64), np.array([-np.inf, 0.0]))


def _character(index: int, wanted: Callable[[str], bool], scope: Scope) -> CharacterAutomaton:
    """Strings whose `index`-th character (from 1; from the end with -1) is wanted."""
    column = {c: 2 if wanted(c) else 1 for c in scope.alphabet}
    table, accepting = nth_table(index)
    table[:, 0] = table[:, 1]  # characters of no unit count as well
    return CharacterAutomaton(table, accepting, column)


def _bounded(number: Additive, op: str, target: float, scope: Scope) -> Automaton | None:
    """`sum of table op target` for whole numbers that are not negative."""
    goal = target - number.constant
    if not np.array_equal(number.table, np.floor(number.table)) or number.table.min(initial=0) < 0:
        return None
    low, high = 0, None
    floor, ceiling = int(np.floor(goal)), int(np.ceil(goal))
    match op:
        case "==" | "!=":
            low, high = (floor, floor) if floor == ceiling else (1, 0)
        case "<":
            high = ceiling - 1
        case "<=":
            high = floor
        case ">":
            low = floor + 1
        case ">=":
            low = ceiling
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


# ---- quantifiers over words and characters


def _quantified(node: Each, scope: Scope) -> Automaton | None:
    """`any`, `all`, `none` over the words or characters of the text, by looking at each possible item once."""
    if not isinstance(node.source, Items) or not isinstance(node.source.of, Part) or node.source.unit == "lines":
        return None
    if parts(node.body) or (node.condition is not None and parts(node.condition)):
        return None
    wanted = _decider(node, scope, truth=node.kind != "all")
    if node.source.unit == "words":
        words = np.flatnonzero(scope.lexicon.is_word).tolist()
        mask = scope.mask([unit for unit in words if wanted(scope.lexicon.units[unit])])
        found = scope.counted(mask.astype(np.int64), 1, None)
    else:
        column = {c: 2 if wanted(c) else 1 for c in scope.alphabet}
        found = scope.written(CharacterAutomaton(np.array([[0, 0, 1], [1, 1, 1]]), np.array([False, True]), column))
    return found if node.kind == "any" else found.complement()


def _decider(node: Each, scope: Scope, truth: bool) -> Callable[[str], bool]:
    """For one item: whether it passes the condition and the body's truth is `truth`."""
    read = reader(scope.renderer)

    def decide(item: str) -> bool:
        inner = Interpreter({}, read, {node.variable: Word(item)})
        return (node.condition is None or inner.holds(node.condition)) and inner.holds(node.body) == truth

    return decide
