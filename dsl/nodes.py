"""Python values to syntax nodes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from ..grammar.words import RESERVED, UNITS
from . import syntax as s

NAME = re.compile(r"[^\W\d]\w*\Z")
_FLAGS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.VERBOSE: "x"}


class Symbolic:
    """What holds a syntax node; the base of `Symbol`."""

    __slots__ = ("_node",)

    def __init__(self, node: Any) -> None:
        self._node = node


def to_node(value: Any, argument: str) -> Any:
    """The syntax node of a Python value. Raises TypeError that names the argument."""
    if isinstance(value, Symbolic):
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
        f"{argument}: got {value if isinstance(value, float) else type(value).__name__}; allowed are numbers, strings, "
        "truth values, lists, patterns and what is built from texts"
    )


def number(value: int | float) -> s.Number | s.Neg:
    """A number; a negative one is a minus sign before it."""
    return s.Neg(s.Number(-value)) if value < 0 else s.Number(value)


def regex(pattern: str | re.Pattern[str]) -> s.Regex:
    """A pattern between slashes."""
    if isinstance(pattern, str):
        return s.Regex(pattern)
    ascii_only = "(?a)" if pattern.flags & re.ASCII else ""  # no letter stands behind a pattern for it
    letters = "".join(letter for flag, letter in _FLAGS.items() if pattern.flags & flag)
    return s.Regex(ascii_only + pattern.pattern, letters)


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
    if isinstance(name, Symbolic):
        raise TypeError(f"{argument}: got a symbol; write the name as a string")
    if not isinstance(name, str):
        raise TypeError(f"{argument}: got {type(name).__name__}; a name is a string")
    if not NAME.match(name):
        raise ValueError(f"{argument}: got {name!r}; a name is letters, digits and underscores, not a digit first")
    if name in RESERVED:
        raise ValueError(f"{argument}: got {name!r}, which is a word of the language")
    return s.Name(name)


def several(items: tuple[Any, ...]) -> Any:
    """The list after `of`: one list or symbol, or the items themselves."""
    if len(items) == 1 and isinstance(items[0], Symbolic | list | tuple):
        return to_node(items[0], "items")
    return s.List(tuple(to_node(item, "items") for item in items))
