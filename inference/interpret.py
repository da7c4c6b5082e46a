"""The meaning of formulas on one text: values, truth and distance, in plain Python.

This is the reference that every faster form is held to. Distances are 0 exactly when a formula holds.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from .feature import Feature, Readings, View, Word
from .formula import (
    And,
    Apply,
    Arithmetic,
    Choose,
    Compare,
    Constant,
    Each,
    Implies,
    Items,
    Label,
    Member,
    Mixed,
    Node,
    Not,
    Or,
    Ordinal,
    Part,
    Several,
    Value,
    Variable,
    Weighted,
    Within,
)
from .lexicon import kind_of
from .views import phrase_in, same_place

Views = Mapping[Part, View]
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "min": min,
    "max": max,
}


class Interpreter:
    """Evaluates formulas on the views of one text and its holes; `read` turns a string into a View of its style;
    `models` gives the log probability of a language model that a formula names (None: the base of the text)."""

    def __init__(
        self,
        views: Views,
        read: Callable[[str], View],
        variables: Mapping[str, Value] | None = None,
        models: Callable[[Value], Callable[[View], float]] | None = None,
    ) -> None:
        self.views = views
        self.read = read
        self.variables = dict(variables or {})
        self.models = models

    # ---- values

    def value(self, node: Node) -> Value:
        """The value of an expression; None where something it reads is missing."""
        match node:
            case Constant(value):
                return value
            case Part():
                return self.views[node]
            case Variable(name):
                return self.variables[name]
            case Several(items):
                return tuple(self.value(item) for item in items)
            case Items(of, unit):
                return self._items(self.value(of), unit)
            case Ordinal(of, unit, index):
                return self._ordinal(self._items(self.value(of), unit), self.value(index))
            case Apply():
                feature = self.bound(node)
                return None if feature is None else feature.measure()
            case Arithmetic(op, left, right):
                return self._arithmetic(op, self.value(left), self.value(right))
            case Choose(condition, consequence, alternative):
                return self.value(consequence if self.holds(condition) else alternative)
            case Each(kind) if kind not in ("any", "all", "none"):
                return self._aggregate(node)
            case Label(mixture):
                return self.variables.get(f"label {mixture}")
            case Weighted(_, of, weight, is_truth):
                return -weight * self.distance(of) if is_truth else self._arithmetic("*", weight, self.value(of))
            case Mixed():
                return log_sum(self.branches(node))
        return self.holds(node)

    def branches(self, node: Mixed) -> list[float]:
        """The log weight of each branch of a mixture, share included; -inf where it does not hold or lacks a number."""
        found = []
        for branch in node.branches:
            added = [self.value(one) for one in branch.soft] if self.holds(branch.hard) else [-math.inf]
            known = [-math.inf if value is None else float(value) for value in added]
            found.append(math.log(branch.share) + sum(known))
        return found

    def labelled(self, labels: Mapping[str, str]) -> Interpreter:
        """The same with labels of mixtures drawn."""
        drawn = {f"label {name}": value for name, value in labels.items()}
        return Interpreter(self.views, self.read, {**self.variables, **drawn}, self.models)

    def holds(self, node: Node) -> bool:
        """Whether a formula is true. A comparison with something missing is false."""
        return self.truth(node) is True

    def truth(self, node: Node) -> bool | None:
        """Whether a formula is true; None where that is unknown, as of words whose sound no table has (Kleene 1952)."""
        match node:
            case And(items):
                return _all(self.truth(item) for item in items)
            case Or(items):
                return _not(_all(_not(self.truth(item)) for item in items))
            case Not(of):
                return _not(self.truth(of))
            case Implies(condition, consequence):
                return self.truth(Or((Not(condition), consequence)))
            case Compare(op, left, right):
                found = self._compare(op, self.value(left), self.value(right))
                return found or (None if self.unknown(left) or self.unknown(right) else False)
            case Within(value, low, high):
                return self._within(value, low, high) == 0.0 or (None if self.unknown(value) else False)
            case Member(value, options):
                found = self._member(self.value(value), self.value(options))
                return found or (None if self.unknown(value) else False)
            case Each(kind) if kind in ("any", "all", "none"):
                bodies = [inner.truth(node.body) for inner in self._each(node)]
                if kind == "all":
                    return _all(bodies)
                none = _all(map(_not, bodies))
                return none if kind == "none" else _not(none)
            case Apply():
                return None if self.unknown(node) else bool(self.value(node))
        return bool(self.value(node))

    def unknown(self, node: Node) -> bool:
        """Whether a value is missing because a table lacks it."""
        match node:
            case Apply():
                feature = self.bound(node)
                return feature is not None and feature.partial and feature.measure() is None
            case Arithmetic(_, left, right):
                return self.unknown(left) or self.unknown(right)
        return False

    def bound(self, node: Apply) -> Feature | None:
        """The feature with its fields bound to the values here; None where one of its texts is missing."""
        cls = Feature.named(node.feature)
        types = {parameter.name: parameter.type for parameter in cls.signature()}
        values: dict[str, Value] = {}
        for name, argument in node.arguments:
            value = self.value(argument)
            if types[name] in ("text", "textlike"):
                value = self._view(value)
            elif types[name] == "texts":
                value = tuple(self._view(v) for v in value)
            values[name] = value
        texts = [values[name] for name in values if types[name] in ("text", "textlike")]
        texts += [one for name in values if types[name] == "texts" for one in values[name]]
        if any(text is None for text in texts):
            return None
        for name, type_ in types.items():
            if type_ in ("base", "masked"):
                if self.models is None:
                    raise LookupError(f"`{node.feature}` needs a language model, and none is loaded here")
                values[name] = self.models(values.get(name))
        feature: Feature = cls(**values)
        return feature

    def _view(self, value: Value) -> Value:
        if isinstance(value, Word):
            return value.view()
        return self.read(value) if isinstance(value, str) else value

    # ---- distances

    def distance(self, node: Node) -> float:
        """How far a formula is from holding: 0 exactly when it holds."""
        match node:
            case And(items):
                return sum(self.distance(item) for item in items)
            case Or(items):
                return min((self.distance(item) for item in items), default=1.0)
            case Implies(condition, consequence):
                return min(self.distance(Not(condition)), self.distance(consequence))
            case Not(Apply() as of):
                feature = self.bound(of)
                return 0.0 if feature is None else float(feature.occurrences())
            case Compare(op, left, right):
                return self._compare_distance(op, self.value(left), self.value(right))
            case Within(value, low, high):
                return self._within(value, low, high)
            case Member(value, options):
                found = self.value(value)
                return min((self._compare_distance("==", found, option) for option in self.value(options)), default=1.0)
            case Each(kind) if kind in ("all", "none"):
                return float(sum(inner.truth(node.body) is not (kind == "all") for inner in self._each(node)))
            case Each("any"):
                return min((inner.distance(node.body) for inner in self._each(node)), default=1.0)
            case Apply():
                feature = self.bound(node)
                return 1.0 if feature is None else float(feature.distance())
        return 0.0 if self.holds(node) else 1.0

    def _compare_distance(self, op: str, left: Value, right: Value) -> float:
        if self._compare(op, left, right):
            return 0.0
        if left is None or right is None:
            return 1.0
        if _numeric(left) and _numeric(right):
            return _shortfall(op, left, right)
        if op == "==" and (isinstance(left, View) or isinstance(right, View)):
            return float(edits(*self._sides(left, right)))
        return 1.0

    def _within(self, value: Node, low: Node | None, high: Node | None) -> float:
        found = self.value(value)
        if found is None:
            return 1.0
        below = 0.0 if low is None else self._compare_distance(">=", found, self.value(low))
        above = 0.0 if high is None else self._compare_distance("<=", found, self.value(high))
        return below + above

    # ---- parts of texts

    def _items(self, value: Value, unit: str) -> tuple[Value, ...] | None:
        if value is None:
            return None
        if unit == "words":
            return tuple(Word(word) for word in (value if isinstance(value, View) else self.read(value)).words)
        string = value.string if isinstance(value, View) else value
        return tuple(string) if unit == "chars" else tuple(string.split("\n"))

    @staticmethod
    def _ordinal(items: Sequence[Value] | None, index: int) -> Value:
        if items is None or index == 0 or abs(index) > len(items):
            return None
        return items[index - 1 if index > 0 else index]

    def _sides(self, left: Value, right: Value) -> tuple[Any, Any]:
        """Both sides of a comparison as units of one lexicon, or as they are."""
        if isinstance(left, View) and isinstance(right, View):
            return left.units, right.units
        if isinstance(left, View) and isinstance(right, str):
            return left.units, same_place(right, left)
        if isinstance(right, View) and isinstance(left, str):
            return same_place(left, right), right.units
        if isinstance(left, Word) and isinstance(right, str):
            return left, self._word(right)
        if isinstance(right, Word) and isinstance(left, str):
            return self._word(left), right
        return left, right

    # ---- comparisons

    def _compare(self, op: str, left: Value, right: Value) -> bool:
        if left is None or right is None:
            return False
        if isinstance(left, Readings):
            return any(self._compare(op, one, right) for one in left)
        if isinstance(right, Readings):
            return any(self._compare(op, left, one) for one in right)
        return bool(OPERATORS[op](*self._sides(left, right)))

    def _word(self, string: str) -> str:
        """A word as the lexicon spells it, so that `s.words(1) == "The"` compares units."""
        if isinstance(string, Word):
            return string
        units = phrase_in(string, self.read(""))
        return units[0] if len(units) == 1 else string

    def _member(self, value: Value, options: Sequence[Value]) -> bool:
        return any(self._compare("==", value, option) for option in options)

    @staticmethod
    def _arithmetic(op: str, left: Value, right: Value) -> Value:
        if op in ("min", "max") and (left is None or right is None):
            return right if left is None else left
        if left is None or right is None:
            return None
        if op == "/" and right == 0:
            return None
        return OPERATORS[op](left, right)

    # ---- quantifiers

    def _each(self, node: Each) -> list[Interpreter]:
        """An interpreter for each item that passes the condition."""
        items = self.value(node.source)
        inner = [
            Interpreter(self.views, self.read, {**self.variables, node.variable: item}, self.models)
            for item in items or ()
        ]
        return [one for one in inner if node.condition is None or one.holds(node.condition)]

    def _aggregate(self, node: Each) -> Value:
        inner = self._each(node)
        if node.kind == "count":
            return sum(one.holds(node.body) for one in inner)
        if node.kind == "share":
            return sum(one.holds(node.body) for one in inner) / len(inner) if inner else None
        values = [value for value in (one.value(node.body) for one in inner) if value is not None]
        if node.kind == "sum":
            return sum(values)
        return {"min": min, "max": max}[node.kind](values) if values else None


def log_sum(values: Sequence[float]) -> float:
    """Log of the sum of exponentials; -inf of nothing."""
    most = max(values, default=-math.inf)
    if not math.isfinite(most):
        return most if most == -math.inf and not any(map(math.isnan, values)) else math.nan
    return most + math.log(sum(math.exp(value - most) for value in values))


def is_truth(node: Node) -> bool:
    """Whether a formula is true or false, not a number."""
    match node:
        case And() | Or() | Not() | Implies() | Compare() | Within() | Member():
            return True
        case Each(kind):
            return kind in ("any", "all", "none")
        case Apply(feature):
            return bool(Feature.named(feature).result == "bool")
        case Constant(value):
            return isinstance(value, bool)
    return False


def may_be_unknown(node: Node) -> bool:
    """Whether a formula asks for something that a table may lack."""
    if isinstance(node, Apply) and Feature.named(node.feature).partial:
        return True
    return any(may_be_unknown(child) for child in node.children())


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _all(truths: Iterable[bool | None]) -> bool | None:
    """False where one is false, else unknown where one is."""
    found = set(truths)
    return False if False in found else None if None in found else True


def _numeric(value: Value) -> bool:
    return isinstance(value, int | float)


def _shortfall(op: str, left: float, right: float) -> float:
    """How far a false comparison of two numbers is from true, in their unit; positive."""
    whole = float(left).is_integer() and float(right).is_integer()
    least = 1.0 if whole else 1e-9  # a strict comparison of equal sides still fails
    match op:
        case "==":
            return abs(left - right)
        case "!=":
            return 1.0
        case "<" | "<=":
            return left - right + (least if op == "<" else 0.0)
        case _:
            return right - left + (least if op == ">" else 0.0)


def edits(left: Sequence[Any], right: Sequence[Any]) -> int:
    """Fewest insertions, deletions and replacements that turn one sequence into the other (Levenshtein 1966)."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def view_of_units(units: Sequence[str], string: str, style: str) -> View:
    """A View from its units and rendering."""
    return View(string, tuple(units), tuple(unit for unit in units if kind_of(unit) == 0), style)


def instance(node: Apply, values: Mapping[str, Value]) -> Feature:
    """The feature of a call with known arguments; its texts unbound (None)."""
    cls = Feature.named(node.feature)
    unbound = {f.name: None for f in fields(cls) if str(f.type).lower() in ("text", "textlike", "texts")}
    feature: Feature = cls(**{**unbound, **values})
    return feature
