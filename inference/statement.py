"""Formulas about the holes of a template, as automata of their leaves and a test of which of them hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .automaton import Automaton
from .formula import And, Constant, Implies, Node, Not, Or, Part, parts
from .interpret import may_be_unknown
from .lower import regular
from .scope import Scope


@dataclass(frozen=True)
class Statement:
    """A formula about holes, its leaves automata: `atoms[i]` is read where `test` asks for value i.

    `alone`: its one atom must hold, whatever else does.
    """

    atoms: tuple[tuple[Part, Automaton], ...]
    test: Callable[[Sequence[bool]], bool]
    alone: bool = False


def statement(node: Node, scope_of: Callable[[Part], Scope]) -> Statement | None:
    """A hard formula over holes (and the whole text), or None where one of its leaves is not regular."""
    atoms: list[tuple[Part, Automaton]] = []
    test = _test(node, scope_of, atoms)
    return None if test is None else Statement(tuple(atoms), test, len(parts(node)) == 1)


def _test(
    node: Node, scope_of: Callable[[Part], Scope], atoms: list[tuple[Part, Automaton]]
) -> Callable[[Sequence[bool]], bool] | None:
    read = parts(node)
    if len(read) == 1:
        (part,) = read
        automaton = regular(node, scope_of(part))
        if automaton is None:
            return None
        atoms.append((part, automaton))
        place = len(atoms) - 1
        return lambda values: values[place]
    match node:
        case Constant(value):
            return lambda values: bool(value)
        case Not(And(items) | Or(items) as of) if may_be_unknown(of):
            turned = tuple(map(Not, items))
            return _test(Or(turned) if isinstance(of, And) else And(turned), scope_of, atoms)
        case Not(Not(of)):
            return _test(of, scope_of, atoms)
        case Not(Implies(condition, consequence)):
            return _test(And((condition, Not(consequence))), scope_of, atoms)
        case Not(of):
            inner = _test(of, scope_of, atoms)
            return None if inner is None else lambda values: not inner(values)
        case Implies(condition, consequence):
            return _test(Or((Not(condition), consequence)), scope_of, atoms)
        case And(items) | Or(items):
            tests = [_test(item, scope_of, atoms) for item in items]
            known = [test for test in tests if test is not None]
            if len(known) < len(tests):
                return None
            join = all if isinstance(node, And) else any
            return lambda values: join(test(values) for test in known)
    return None
