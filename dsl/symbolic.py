"""Expressions built by Python operators: the same syntax nodes that a file is read to."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any, NoReturn

from ..grammar.words import RESERVED, UNITS
from . import syntax as s

_NAME = re.compile(r"[^\W\d]\w*\Z")
_FLAGS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.VERBOSE: "x"}


class Symbol:
    """Stands for a text, a part of one or a value computed from them; operators on it build conditions and scores.

    `==`, `<` and their like compare; `&`, `|`, `~` and `>>` are and, or, not and implies; attributes are parts
    (`s.adj`, `s.last_word`) and calls positions (`s.words(1)`).
    """

    __slots__ = ("_node",)
    __array_ufunc__ = None
    __hash__ = object.__hash__

    def __init__(self, node: Any) -> None:
        self._node = node

    def __repr__(self) -> str:
        from .format import format_expression

        try:
            return format_expression(self._node)
        except Exception:  # a repr must not fail
            return f"<{type(self._node).__name__}>"

    # ---- parts

    def __getattr__(self, name: str) -> Symbol:
        if name.startswith("__") or not _NAME.match(name):
            raise AttributeError(name)
        return self.part(name)

    def part(self, name: str) -> Symbol:
        """`value.name`: a hole, or a part such as `words`."""
        node, last = self._node, identifier("name", name)
        if isinstance(node, s.Path):
            return Symbol(s.Path((*node.names, last)))
        if isinstance(node, s.Call | s.Method | s.Attribute):
            return Symbol(s.Attribute(node, last))
        raise TypeError(f"name: a {type(node).__name__.lower()} has no part {name!r}; give the value a name with m.let")

    hole = part

    def __call__(self, *arguments: Any, **named: Any) -> Symbol:
        node = self._node
        values = call_arguments(arguments, named)
        if isinstance(node, s.Path):
            return Symbol(s.Call(node, values))
        if isinstance(node, s.Attribute):
            return Symbol(s.Method(node.value, node.name, values))
        raise TypeError(f"a {type(node).__name__.lower()} cannot be called")

    # ---- worded operators

    def has(self, **sizes: Any) -> Symbol:
        """`x has 8..14 words`: `s.has(words=(8, 14))`, `s.has(words=7)`, `s.has(chars=(None, 48))`."""
        if len(sizes) != 1:
            raise TypeError(f"has: one size is needed, such as words=(8, 14); got {', '.join(sizes) or 'none'}")
        ((unit, size),) = sizes.items()
        return Symbol(s.Has(self._node, sized(size, unit)))

    def contains(self, what: Any) -> Symbol:
        """`x contains what`."""
        return Symbol(s.Contains(self._node, to_node(what, "what")))

    def contains_all(self, *items: Any) -> Symbol:
        """`x contains all of […]`."""
        return Symbol(s.Contains(self._node, _several(items), "all"))

    def contains_any(self, *items: Any) -> Symbol:
        """`x contains any of […]`."""
        return Symbol(s.Contains(self._node, _several(items), "any"))

    def contains_none(self, *items: Any) -> Symbol:
        """`x contains none of […]`."""
        return Symbol(s.Contains(self._node, _several(items), "none"))

    def matches(self, pattern: Any) -> Symbol:
        """`x matches /pattern/`; the pattern is a string, a compiled one or a symbol."""
        node = regex(pattern) if isinstance(pattern, str | re.Pattern) else to_node(pattern, "pattern")
        return Symbol(s.Matches(self._node, node))

    def is_in(self, collection: Any) -> Symbol:
        """`x in [a, b]`."""
        return Symbol(s.Member(self._node, to_node(collection, "collection")))

    def not_in(self, collection: Any) -> Symbol:
        """`x not in [a, b]`."""
        return Symbol(s.Member(self._node, to_node(collection, "collection"), True))

    def between(self, low: Any, high: Any, unit: str | None = None) -> Symbol:
        """`x in low..high unit`, ends included."""
        return Symbol(s.Member(self._node, span(low, high, unit)))

    # ---- operators

    def __eq__(self, other: object) -> Symbol:  # type: ignore[override]
        return self._compare("==", other)

    def __ne__(self, other: object) -> Symbol:  # type: ignore[override]
        return self._compare("!=", other)

    def __lt__(self, other: object) -> Symbol:
        return self._compare("<", other)

    def __le__(self, other: object) -> Symbol:
        return self._compare("<=", other)

    def __gt__(self, other: object) -> Symbol:
        return self._compare(">", other)

    def __ge__(self, other: object) -> Symbol:
        return self._compare(">=", other)

    def _compare(self, operator: Any, other: object) -> Symbol:
        return Symbol(s.Compare((self._node, to_node(other, "other")), (operator,)))

    def __and__(self, other: Any) -> Symbol:
        return Symbol(joined(s.And, self._node, to_node(other, "other")))

    def __rand__(self, other: Any) -> Symbol:
        return Symbol(joined(s.And, to_node(other, "other"), self._node))

    def __or__(self, other: Any) -> Symbol:
        return Symbol(joined(s.Or, self._node, to_node(other, "other")))

    def __ror__(self, other: Any) -> Symbol:
        return Symbol(joined(s.Or, to_node(other, "other"), self._node))

    def __invert__(self) -> Symbol:
        return Symbol(s.Not(self._node))

    def __rshift__(self, other: Any) -> Symbol:
        return Symbol(s.Implies(self._node, to_node(other, "other")))

    def __neg__(self) -> Symbol:
        return Symbol(s.Neg(self._node))

    def __add__(self, other: Any) -> Symbol:
        return self._arith("+", other)

    def __sub__(self, other: Any) -> Symbol:
        return self._arith("-", other)

    def __mul__(self, other: Any) -> Symbol:
        return self._arith("*", other)

    def __truediv__(self, other: Any) -> Symbol:
        return self._arith("/", other)

    def _arith(self, operator: Any, other: Any) -> Symbol:
        return Symbol(s.Arith(operator, self._node, to_node(other, "other")))

    def __radd__(self, other: Any) -> Symbol:
        return Symbol(s.Arith("+", to_node(other, "other"), self._node))

    def __rsub__(self, other: Any) -> Symbol:
        return Symbol(s.Arith("-", to_node(other, "other"), self._node))

    def __rmul__(self, other: Any) -> Symbol:
        return Symbol(s.Arith("*", to_node(other, "other"), self._node))

    def __rtruediv__(self, other: Any) -> Symbol:
        return Symbol(s.Arith("/", to_node(other, "other"), self._node))

    # ---- what Python would ask of a finished value

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "this is a condition on texts, not yet true or false: write `&`, `|`, `~` for and, or, not, "
            "and wf.chain(a, '<=', b, '<=', c) or x.between(a, c) for chained comparisons"
        )

    def __len__(self) -> NoReturn:
        raise TypeError("the length of a text is not known yet: write wf.length(s)")

    def __iter__(self) -> NoReturn:
        raise TypeError("a text cannot be run over in Python: write wf.any_(lambda w: …, s.words)")

    def __contains__(self, item: object) -> NoReturn:
        raise TypeError("`in` is decided by Python at once: write s.contains(word), or value.is_in(list)")

    def __getitem__(self, index: object) -> NoReturn:
        raise TypeError("positions are calls and count from 1: write s.words(1), or list.at(1)")


# ---- Python values to nodes


def to_node(value: Any, argument: str) -> Any:
    """The syntax node of a Python value. Raises TypeError that names the argument."""
    if isinstance(value, Symbol):
        return value._node
    if isinstance(value, s.Node):
        return value
    if isinstance(value, bool):
        return s.Bool(value)
    if isinstance(value, Integral):
        return number(int(value))
    if isinstance(value, Real) and math.isfinite(float(value)):
        return number(float(value))
    if isinstance(value, str):
        return s.String(str(value))
    if isinstance(value, re.Pattern):
        return regex(value)
    if isinstance(value, range):
        if value.step != 1 or not value:
            raise ValueError(f"{argument}: a range goes up by 1 and is not empty; got {value!r}")
        return s.Range(number(value.start), number(value.stop - 1))
    if isinstance(value, list | tuple):
        return s.List(tuple(to_node(item, argument) for item in value))
    raise TypeError(
        f"{argument}: got {type(value).__name__}; allowed are numbers, strings, truth values, lists, patterns "
        "and what is built from texts"
    )


def number(value: int | float) -> s.Number | s.Neg:
    """A number; a negative one is a minus sign before it."""
    return s.Neg(s.Number(-value)) if value < 0 else s.Number(value)


def regex(pattern: str | re.Pattern[str]) -> s.Regex:
    """A pattern between slashes."""
    if isinstance(pattern, str):
        return s.Regex(pattern)
    return s.Regex(pattern.pattern, "".join(letter for flag, letter in _FLAGS.items() if pattern.flags & flag))


def sized(size: Any, unit: str) -> s.Quantity | s.Range:
    """A size of a unit: a number, or a pair of ends of which one may be None."""
    if unit not in UNITS:
        raise ValueError(f"unit: got {unit!r}; allowed are {', '.join(UNITS)}")
    if isinstance(size, tuple | list):
        if len(size) != 2:
            raise ValueError(f"{unit}: a size is a number or a pair (low, high); got {size!r}")
        return span(size[0], size[1], unit)
    return s.Quantity(to_node(size, unit), unit)


def span(low: Any, high: Any, unit: str | None = None) -> s.Range:
    """`low..high unit`, ends included; with a unit one end may be None."""
    if unit is not None and unit not in UNITS:
        raise ValueError(f"unit: got {unit!r}; allowed are {', '.join(UNITS)}")
    if (low is None and high is None) or (unit is None and (low is None or high is None)):
        raise ValueError("low, high: an open end needs a unit and the other end")
    ends = [None if end is None else to_node(end, name) for end, name in ((low, "low"), (high, "high"))]
    return s.Range(ends[0], ends[1], unit)


def joined(kind: Any, left: Any, right: Any) -> Any:
    """`left and right`, a chain on the left made longer."""
    return kind((*left.items, right)) if isinstance(left, kind) else kind((left, right))


def call_arguments(arguments: tuple[Any, ...], named: Mapping[str, Any]) -> tuple[Any, ...]:
    """The arguments of a call as nodes."""
    positional = [to_node(value, f"argument {at}") for at, value in enumerate(arguments, 1)]
    return (*positional, *(s.Named(s.Name(name), to_node(value, name)) for name, value in named.items()))


def identifier(argument: str, name: Any) -> s.Name:
    """A name that a program can declare. Raises ValueError or TypeError that names the argument."""
    if isinstance(name, Symbol):
        raise TypeError(f"{argument}: got a symbol; write the name as a string")
    if not isinstance(name, str):
        raise TypeError(f"{argument}: got {type(name).__name__}; a name is a string")
    if not _NAME.match(name):
        raise ValueError(f"{argument}: got {name!r}; a name is letters, digits and underscores, not a digit first")
    if name in RESERVED:
        raise ValueError(f"{argument}: got {name!r}, which is a word of the language")
    return s.Name(name)


def _several(items: tuple[Any, ...]) -> Any:
    """The list after `of`: one list or symbol, or the items themselves."""
    if len(items) == 1 and isinstance(items[0], Symbol | list | tuple):
        return to_node(items[0], "items")
    return s.List(tuple(to_node(item, "items") for item in items))
