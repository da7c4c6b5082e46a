"""The hard side of a program over one text: its automata, the longest text, and proofs that nothing satisfies it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from .automaton import Automaton, TooLarge, joint_classes, product
from .filler import Filled, fill
from .formula import And, Node, Part, parts
from .lower import regular
from .render import Renderer
from .scope import Scope
from .shape import admissible, at_most, between, nonempty, shape_of
from .shared import Shared, shared
from .statement import Statement, statement
from .template import Template

DEFAULT_LONGEST = 40  # units, where a program bounds nothing
MOST_CELLS = 40_000_000  # states times classes of a product that decides whether anything is left


@dataclass(frozen=True)
class Requirement:
    """One hard statement: a formula that must hold, and where it stands in the program (any label of the caller's).

    `protects`: moves leave alone every unit that could not be taken out without breaking it.
    """

    formula: Node
    label: object = None
    protects: bool = False


@dataclass(frozen=True, eq=False)
class Requirements:
    """All hard statements about one text.

    `free` lifts the shape of a sentence; `allow_empty` allows the text without units; `window` bounds the number of
    units, for small instances.
    """

    text: str
    renderer: Renderer
    statements: tuple[Requirement, ...]
    template: Template | None = None
    free: bool = False
    allow_empty: bool = False
    window: tuple[int, int] | None = None

    @cached_property
    def scope(self) -> Scope:
        """The scope of the whole text, with its longest length."""
        return Scope(self.renderer, longest=self.longest)

    def scope_of(self, part: Part) -> Scope:
        """The scope of the text or of one of its holes."""
        if part.hole is None or self.template is None:
            return Scope(self.renderer)
        hole, context = self.template.hole(part.hole)
        if self.renderer.style in ("zh", "letters"):
            return Scope(self.renderer, context, hole.high)
        return Scope(self.renderer, context)

    def segment(self, string: str) -> tuple[int, ...] | None:
        """The units of a string as the program reads it, None where it is no text of the lexicon.

        Where a hole is spelled, only the template can tell: None also where the string does not fill it.
        """
        if self.template is not None and self.template.has_spelled:
            return self.template.read(string, self.renderer)
        return self.renderer.segment(string)

    @cached_property
    def frame(self) -> tuple[Automaton, ...]:
        """What holds whatever is stated: readable, a sentence, not empty."""
        scope = Scope(self.renderer)
        found = [admissible(scope)]
        shape = None if self.free else shape_of(scope, self.template is not None)
        if shape is not None:
            found.append(shape)
        if not self.allow_empty:
            found.append(nonempty(scope))
        return tuple(automaton for automaton in found if automaton.states > 1)

    @cached_property
    def automata(self) -> tuple[Automaton | None, ...]:
        """One automaton a statement about the whole text; None where it is about holes or not regular."""
        return tuple(self._automaton(one.formula) for one in self.statements)

    def _automaton(self, node: Node) -> Automaton | None:
        read = parts(node)
        if any(part.hole is not None for part in read):
            return None
        return regular(node, Scope(self.renderer))

    @cached_property
    def about_holes(self) -> tuple[Statement | Shared | None, ...]:
        """The statements about holes in the form that the template's automaton takes."""
        found: list[Statement | Shared | None] = []
        for one in self.statements:
            holes = any(part.hole is not None for part in parts(one.formula))
            own = statement(one.formula, self.scope_of) if holes else None
            if own is None and holes and self.template is not None:
                found.append(shared(one.formula, self.template, self.renderer))
            else:
                found.append(own)
        return tuple(found)

    @cached_property
    def others(self) -> tuple[int, ...]:
        """The statements that no automaton stands for: these are checked on each text."""
        pairs = zip(self.automata, self.about_holes, strict=True)
        return tuple(number for number, (whole, holes) in enumerate(pairs) if whole is None and holes is None)

    def filled(self, soft: Sequence[tuple[Part, Automaton]] = ()) -> Filled | None:
        """The template's automaton with every statement about holes."""
        if self.template is None:
            return None
        hard = [one for one in self.about_holes if isinstance(one, Statement)]
        sharing = [one for one in self.about_holes if isinstance(one, Shared)]
        return fill(self.template, Scope(self.renderer), hard, soft, sharing)

    @cached_property
    def parts(self) -> tuple[Automaton, ...]:
        """All automata; a text meets the regular requirements when each accepts it."""
        found = [*self.frame, *_merged([automaton for automaton in self.automata if automaton is not None])]
        filled = self.filled()
        if filled is not None:
            found.append(filled.automaton)
        if self.window is not None:
            found.append(between(Scope(self.renderer), *self.window))
        if not any(_bounded(self.frame, automaton) for automaton in found[len(self.frame) :]):
            found.append(at_most(Scope(self.renderer), DEFAULT_LONGEST))
        return tuple(found)

    @cached_property
    def longest(self) -> int:
        """Units of the longest text that the statements leave room for."""
        bounds = [_longest(self.frame, automaton) for automaton in self.parts[len(self.frame) :]]
        return min((bound for bound in bounds if bound is not None), default=DEFAULT_LONGEST)

    def without(self, gone: int) -> Requirements:
        """The same without one statement."""

        def rest(items: tuple[Any, ...]) -> tuple[Any, ...]:
            return items[:gone] + items[gone + 1 :]

        fewer = replace(self, statements=rest(self.statements))
        known = {"frame": self.frame, "automata": rest(self.automata), "about_holes": rest(self.about_holes)}
        fewer.__dict__.update(known)  # what does not change is not built again
        return fewer


def _longest(frame: Sequence[Automaton], automaton: Automaton) -> int | None:
    small = [part for part in frame if part.states <= 64]
    try:
        return product([*small, automaton], limit=40_000).longest()
    except TooLarge:
        return automaton.longest()


def _bounded(frame: Sequence[Automaton], automaton: Automaton) -> bool:
    return _longest(frame, automaton) is not None


def _merged(automata: list[Automaton]) -> list[Automaton]:
    """The same with those that only forbid units, each in two states, made one: a program may forbid hundreds."""
    plain = [one for one in automata if one.states == 2 and np.isfinite(one.final[one.start]) and one.live.sum() == 1]
    if len(plain) < 2:
        return automata
    forbidden = np.zeros(len(plain[0].class_of), np.int64)
    for one in plain:
        forbidden |= one.next[one.start][one.class_of] != one.start
    together = Automaton(np.array([[0, 1], [1, 1]]), forbidden, np.array([0.0, -np.inf]))
    return [*(one for one in automata if not any(one is other for other in plain)), together]


def is_empty(automata: Sequence[Automaton], cells: int = MOST_CELLS) -> bool:
    """Whether no text is accepted by all. Counters join last; raises TooLarge where it cannot be told."""
    ordered = sorted(automata, key=lambda automaton: (automaton.counter, automaton.states))
    classes = joint_classes([automaton.class_of for automaton in ordered])[1].shape[1]
    return product(ordered, min(400_000, cells // max(classes, 1))).empty


def clash(requirements: Requirements, cells: int = MOST_CELLS) -> tuple[Requirement, ...] | None:
    """A smallest set of statements that no text meets (without any one of them some text does), None if there is none.

    Shrunk by deletion. The frame counts as given. Raises TooLarge where emptiness cannot be decided.
    """
    if not is_empty(requirements.parts, cells):
        return None
    left = requirements
    number = 0
    while number < len(left.statements):
        fewer = left.without(number)
        if is_empty(fewer.parts, cells):
            left = fewer
        else:
            number += 1
    return left.statements


def conjuncts(formula: Node) -> tuple[Node, ...]:
    """The parts of a conjunction, so that each is a requirement of its own."""
    if not isinstance(formula, And):
        return (formula,)
    return tuple(inner for item in formula.items for inner in conjuncts(item))
