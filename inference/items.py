"""Formulas about one word or character of a text: each item of the lexicon is looked at once, and a walk finds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np

from .additive import known
from .automaton import Automaton
from .feature import Word
from .formula import Each, Items, Node, Ordinal, Part, Variable, parts
from .interpret import Interpreter
from .patterns import CharacterAutomaton
from .scope import Scope, nth_table
from .views import reader

_ITEM = Variable(" item")  # no program can write this name


def about_one(node: Node, scope: Scope, truth: bool = True) -> Automaton | None:
    """The texts where a formula that reads one word or character is true (or known to be false).

    None where it reads something else of the text.
    """
    found = {one for one in _ordinals(node) if isinstance(one.of, Part)}
    if len(found) != 1:
        return None
    (item,) = found
    index = known(item.index, scope)
    body = _put(node, item)
    if parts(body) or _open(body) or not isinstance(index, int) or item.unit not in ("words", "chars"):
        return None
    read = reader(scope.renderer)

    def wanted(value: str | None) -> bool:
        return Interpreter({}, read, {_ITEM.name: value}).truth(body) is truth

    if not wanted(None):
        return _where(item.unit, index, wanted, scope)
    return _where(item.unit, index, lambda value: not wanted(value), scope).complement()


def _where(unit: str, index: int, wanted: Callable[[str], bool], scope: Scope) -> Automaton:
    if unit == "chars":
        return characters_in(index, frozenset(c for c in scope.alphabet if wanted(c)), scope)
    units, is_word = scope.lexicon.units, scope.lexicon.is_word
    members = [number for number, word in enumerate(is_word.tolist()) if word and wanted(Word(units[number]))]
    return scope.nth(index, scope.mask(members), is_word)


def _ordinals(node: Node) -> list[Ordinal]:
    own = [node] if isinstance(node, Ordinal) else []
    return own + [one for child in node.children() for one in _ordinals(child)]


def _open(node: Node) -> bool:
    """Whether a generator around the formula gives it a value."""
    own = isinstance(node, Variable) and node != _ITEM
    return own or any(_open(child) for child in node.children())


def _put(node: Any, item: Ordinal) -> Any:
    """The formula with the variable where the item stood."""
    if node == item:
        return _ITEM
    if isinstance(node, tuple):
        return tuple(_put(one, item) for one in node)
    if not isinstance(node, Node):
        return node
    return replace(node, **{entry.name: _put(getattr(node, entry.name), item) for entry in fields(node)})


# ---- quantifiers over words and characters


def quantified(node: Each, scope: Scope) -> Automaton | None:
    """`any`, `all`, `none` over the words or characters of the text, by looking at each possible item once."""
    if not isinstance(node.source, Items) or not isinstance(node.source.of, Part) or node.source.unit == "lines":
        return None
    if parts(node.body) or (node.condition is not None and parts(node.condition)):
        return None
    wanted = _decider(node, scope)
    if node.source.unit == "words":
        words = np.flatnonzero(scope.lexicon.is_word).tolist()
        mask = scope.mask([unit for unit in words if wanted(scope.lexicon.units[unit])])
        found = scope.counted(mask.astype(np.int64), 1, None)
    else:
        column = {c: 2 if wanted(c) else 1 for c in scope.alphabet}
        found = scope.written(CharacterAutomaton(np.array([[0, 0, 1], [1, 1, 1]]), np.array([False, True]), column))
    return found if node.kind == "any" else found.complement()


def _decider(node: Each, scope: Scope) -> Callable[[str], bool]:
    """For one item: whether it passes the condition and makes `any` true, or `all` or `none` false or unknown."""
    read = reader(scope.renderer)

    def decide(item: str) -> bool:
        inner = Interpreter({}, read, {node.variable: Word(item)})
        if node.condition is not None and not inner.holds(node.condition):
            return False
        truth = inner.truth(node.body)
        return {"any": truth is True, "all": truth is not True, "none": truth is not False}[node.kind]

    return decide


# ---- characters


def tallied(node: Node, op: str, target: float, scope: Scope) -> Automaton | None:
    """The texts where `count(... for c in s.chars)` compares so with a number; None where `node` is no such count."""
    if not isinstance(node, Each) or node.kind != "count" or parts(node.body):
        return None
    source = node.source
    if not isinstance(source, Items) or not isinstance(source.of, Part) or source.unit != "chars":
        return None
    if free(node.body, node.variable) or (node.condition is not None and parts(node.condition)):
        return None
    low, high = span_of(op, target)
    wanted = _decider(replace(node, kind="any"), scope)
    number = np.arange(max(low if high is None else high + 1, low, 0) + 1)  # the last stands for all that are larger
    table = np.stack([number, number, np.minimum(number + 1, number[-1])], 1)
    accepting = (number >= low) & (number <= (number[-1] if high is None else high))
    column = {c: 2 if wanted(c) else 1 for c in scope.alphabet}
    found = scope.written(CharacterAutomaton(table, accepting, column))
    return found.complement() if op == "!=" else found


def span_of(op: str, goal: float) -> tuple[int, int | None]:
    """The whole numbers that compare so with a goal, from and to; of `!=` those that do not."""
    floor, ceiling = int(np.floor(goal)), int(np.ceil(goal))
    match op:
        case "<":
            return 0, ceiling - 1
        case "<=":
            return 0, floor
        case ">":
            return floor + 1, None
        case ">=":
            return ceiling, None
    return (floor, floor) if floor == ceiling else (1, 0)


def free(node: Node, own: str) -> bool:
    """Whether a formula reads the variable of another generator."""
    return (isinstance(node, Variable) and node.name != own) or any(free(child, own) for child in node.children())


def characters_in(index: int, wanted: frozenset[str], scope: Scope) -> Automaton:
    """The texts whose `index`-th character is wanted; of the last one, units know it without being spelled out."""
    units = scope.lexicon.units
    last = [unit[-1:] in wanted for unit in units]
    capital = [unit[-1:].upper() in wanted for unit in units if len(unit) == 1]  # the first letter may be the last
    if index != -1 or capital != [unit in wanted for unit in units if len(unit) == 1]:
        return scope.written(_character(index, lambda c: c in wanted, scope))
    final = np.array([-np.inf, 0.0])
    return Automaton(np.array([[0, 1], [0, 1]]), np.array(last, np.int64), final)


def _character(index: int, wanted: Callable[[str], bool], scope: Scope) -> CharacterAutomaton:
    """Strings whose `index`-th character (from 1; from the end with -1) is wanted."""
    column = {c: 2 if wanted(c) else 1 for c in scope.alphabet}
    table, accepting = nth_table(index)
    table[:, 0] = table[:, 1]  # characters of no unit count as well
    return CharacterAutomaton(table, accepting, column)
