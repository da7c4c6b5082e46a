"""Sums over pairs of places: `count(s.chars(i) == s.chars(i + 4) for i in 1..12)`, as tensors instead of host calls.

A number is such a sum where it is a linear combination of expressions that read one or two fixed places of the text,
and every unit of the text is one of its items. Each expression becomes a table of its value for every pair of units
(and of "missing", for a text that is too short); expressions that differ only in their places share one table.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .feature import Word
from .formula import Arithmetic, Choose, Constant, Node, Ordinal, Part, Value, Variable, parts
from .interpret import Interpreter
from .lazy import torch
from .scope import Scope
from .views import reader

if TYPE_CHECKING:
    from torch import Tensor

    from .texts import Texts

Floats = NDArray[np.float64]
Sum = tuple[float, list[tuple[float, Node]]]  # a constant, and expressions with their factors

MOST_CELLS = 300_000  # values that are found one by one when a program is compiled
SIDES = ("first", "second")


@dataclass(frozen=True, eq=False)
class Placed:
    """A constant plus, for each pair, the entry of its table at the units of two places.

    `first`, `second`, `kind` [pairs]: places from 0 and the number of the table; -1 is the place that is always
    missing, for expressions of one place. `tables` [kinds, units + 1, units + 1], the last entries for "missing".
    """

    name: str
    constant: float
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    kind: NDArray[np.int64]
    tables: Floats


def placed(name: str, node: Node, weight: float, scope: Scope) -> Placed | None:
    """A number times a weight as a sum over pairs of places; None where it is none or its tables are too large."""
    found = _linear(node) if _units_are_items(scope) else None
    if found is None or not found[1]:
        return None
    constant, terms = found
    size = len(scope.lexicon) + 1
    numbers: dict[tuple[Node, float], int] = {}
    pairs = []
    for factor, expression in terms:
        places = sorted({_place(one) for one in _ordinals(expression)})
        key = (_named(expression, places), factor)
        pairs.append((*(*places, -1)[:2], numbers.setdefault(key, len(numbers))))
        if len(numbers) * size * size > MOST_CELLS:
            return None
    items = _items(scope)
    tables = [weight * factor * _table(expression, items, scope) for expression, factor in numbers]
    first, second, kind = np.array(pairs, np.int64).T
    return Placed(name, weight * constant, first, second, kind, np.stack(tables))


def _units_are_items(scope: Scope) -> bool:
    """Whether item i of a text (a character, or a word) is always its unit i."""
    lexicon = scope.lexicon
    if lexicon.style == "words":
        return bool(lexicon.is_word.all())
    return lexicon.style in ("letters", "zh") and all(len(unit) == 1 for unit in lexicon.units)


def _items(scope: Scope) -> list[Value]:
    """Each unit as an item of `s.chars` or `s.words`, and at the end the missing one."""
    word = scope.lexicon.style == "words"
    return [*(Word(unit) if word else unit for unit in scope.lexicon.units), None]


def _ordinals(node: Node) -> list[Ordinal]:
    return [node] if isinstance(node, Ordinal) else [one for child in node.children() for one in _ordinals(child)]


def _place(node: Ordinal) -> int:
    assert isinstance(node.index, Constant)
    return int(node.index.value) - 1


def _is_local(node: Node) -> bool:
    """Whether an expression reads the text at one or two fixed places and nowhere else."""
    found = _ordinals(node)
    fixed = all(
        isinstance(one.of, Part) and one.unit in ("chars", "words")
        and isinstance(one.index, Constant) and isinstance(one.index.value, int) and one.index.value > 0
        for one in found
    )  # fmt: skip
    return bool(found) and fixed and len({_place(one) for one in found}) <= 2 and not parts(_named(node, []))


def _named(node: Node, places: list[int]) -> Node:
    """The expression with what it reads at each of the places made a variable (any place, for no places)."""
    if isinstance(node, Ordinal):
        return Variable(SIDES[places.index(_place(node))] if places else SIDES[0])
    changed: dict[str, Any] = {}
    for entry in fields(node):
        value = getattr(node, entry.name)
        if isinstance(value, Node):
            changed[entry.name] = _named(value, places)
        elif isinstance(value, tuple):
            changed[entry.name] = tuple(_named(one, places) if isinstance(one, Node) else one for one in value)
    return replace(node, **changed)


def _linear(node: Node) -> Sum | None:
    """The expression as a constant and a sum of local expressions with factors."""
    match node:
        case Constant(value) if isinstance(value, int | float):
            return float(value), []
        case Choose(Constant(value), consequence, alternative):
            return _linear(consequence if value else alternative)
        case _ if _is_local(node):
            return 0.0, [(1.0, node)]
        case Arithmetic("+" | "-" as op, left, right):
            one, other = _linear(left), _linear(right)
            if one is None or other is None:
                return None
            sign = 1.0 if op == "+" else -1.0
            return one[0] + sign * other[0], one[1] + [(sign * factor, term) for factor, term in other[1]]
        case Arithmetic("*", Constant(value), of) | Arithmetic("*", of, Constant(value)):
            return _times(_linear(of), float(value))
        case Arithmetic("/", of, Constant(value)) if value:
            return _times(_linear(of), 1.0 / float(value))
    return None


def _times(found: Sum | None, factor: float) -> Sum | None:
    return None if found is None else (found[0] * factor, [(one * factor, term) for one, term in found[1]])


def _table(node: Node, items: list[Value], scope: Scope) -> Floats:
    """The value for each pair of items; something missing that is not compared away is NaN."""
    read, alone = reader(scope.renderer), SIDES[1] not in _variables(node)

    def value(first: Value, second: Value) -> float:
        found = Interpreter({}, read, {SIDES[0]: first, SIDES[1]: second}).value(node)
        return float(found) if isinstance(found, int | float) else float("nan")

    rows = [[value(one, other) for other in ([None] if alone else items)] for one in items]
    return np.broadcast_to(np.array(rows), (len(items), len(items))).copy()


def _variables(node: Node) -> set[str]:
    return {node.name} if isinstance(node, Variable) else set().union(*map(_variables, node.children()))


class Pairs:
    """Sums over pairs of places as tensors: their value, and what each unit at one place would add to it."""

    def __init__(self, terms: list[Placed], places: int, units: int, device: str | torch.device) -> None:
        self.places, self.units = places, units
        self.terms, self.constant = len(terms), sum(term.constant for term in terms)
        self.finite = all(bool(np.isfinite(term.tables).all()) for term in terms)
        offsets = np.cumsum([0, *(len(term.tables) for term in terms)])
        kind = np.concatenate([term.kind + at for term, at in zip(terms, offsets, strict=False)])
        first, second = (
            np.concatenate([_known(getattr(term, side), places) for term in terms]) for side in ("first", "second")
        )
        tables = np.concatenate([term.tables for term in terms])
        self._first, self._second, self._kind = first, second, kind
        self.first, self.second = (torch.as_tensor(side, device=device) for side in (first, second))
        self.at = torch.as_tensor(kind * (units + 1) ** 2, device=device)
        self.flat = torch.as_tensor(tables.ravel(), device=device)
        self._tables, self.device = tables, torch.device(device)

    def _padded(self, texts: Texts) -> Tensor:
        """The unit at each place, `units` where there is none; one place more, which is always missing."""
        return torch.nn.functional.pad(torch.where(texts.inside(), texts.units, self.units), (0, 1), value=self.units)

    def value(self, texts: Texts) -> Tensor:
        """float64 [chains]"""
        units = self._padded(texts)
        cell = self.at + units[:, self.first] * (self.units + 1) + units[:, self.second]
        return self.flat[cell].sum(1) + self.constant

    @cached_property
    def _neighbours(self) -> tuple[Tensor, Tensor, Tensor]:
        """For each place the other ends of its pairs and their tables, padded with an empty table. [places, degree]

        The tables are [kinds, units + 1, units]: at the other end's unit stands a row, over the units of this place.
        """
        tables = self._tables[:, :, : self.units]
        turned = self._tables.transpose(0, 2, 1)[:, :, : self.units]
        both = np.concatenate([turned, tables, np.zeros_like(tables[:1])])
        ends: list[list[tuple[int, int]]] = [[] for _ in range(self.places + 1)]
        for one, other, kind in zip(self._first, self._second, self._kind, strict=True):
            ends[one].append((other, kind))
            ends[other].append((one, kind + len(self._tables)))
        degree = max(map(len, ends[: self.places]), default=0)
        nothing = (self.places, len(both) - 1)
        rows = np.array([[*found, *[nothing] * (degree - len(found))] for found in ends[: self.places]], np.int64)
        rows = rows.reshape(self.places, degree, 2)
        other, kind = (torch.as_tensor(rows[:, :, side], device=self.device) for side in (0, 1))
        return other, kind, torch.as_tensor(both, device=self.device)

    @cached_property
    def ends(self) -> list[set[int]]:
        """The places that each place is coupled with; no place is coupled with itself."""
        found: list[set[int]] = [set() for _ in range(self.places + 1)]
        for one, other in zip(self._first.tolist(), self._second.tolist(), strict=True):
            found[one].add(other)
            found[other].add(one)
        return [others - {place, self.places} for place, others in enumerate(found)]

    def conditionals(self, texts: Texts, places: Tensor) -> Tensor:
        """The same for several places [any], of all chains alike. float64 [chains, any, units]"""
        other, kind, tables = self._neighbours
        return tables[kind[places], self._padded(texts)[:, other[places]]].sum(2)

    def conditional(self, texts: Texts, place: Tensor) -> Tensor:
        """What each unit at a place adds with all its neighbours. float64 [chains, units]"""
        other, kind, tables = self._neighbours
        ends = other[place]  # [chains, degree]
        found = texts.units.gather(1, ends.clamp(max=self.places - 1))
        found = torch.where(ends < texts.length[:, None], found, self.units)
        return tables[kind[place], found].sum(1)


def _known(place: NDArray[np.int64], places: int) -> NDArray[np.int64]:
    """Places that no text has stand behind the last, where everything is missing."""
    return np.where((place < 0) | (place >= places), places, place)


__all__ = ["Pairs", "Placed", "placed"]
