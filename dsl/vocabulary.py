"""What can be called from Python: features, language models, samplers, moves and the words of expressions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, get_args

from . import syntax as s
from .known import Function, Known, kind_of
from .mistakes import nearest
from .nodes import call_arguments, identifier, regex, sized, span, to_node
from .sources import CALLS
from .symbolic import Symbol

_KNOWN = Known()


def lookup(name: str) -> Callable[..., Symbol]:
    """The function that calls a feature, language model, sampler, schedule, move or source of that name.

    Raises AttributeError that says the nearest name.
    """
    tables = _tables()
    for table in tables:
        if name in table:
            return _caller(table[name])
    near = nearest(name, [known for table in tables for known in table])
    raise AttributeError(f"wordfield has nothing called {name!r}" + (f"; did you mean {near!r}?" if near else ""))


def names() -> list[str]:
    """Everything that `lookup` finds."""
    tables = _tables()
    return sorted({name for table in tables for name in table})


def _tables() -> tuple[Mapping[str, Function], ...]:
    return (_KNOWN.features, _KNOWN.languages, _KNOWN.samplers, _KNOWN.schedules, _KNOWN.moves, CALLS)


def _caller(function: Function) -> Callable[..., Symbol]:
    def call(*arguments: Any, **named: Any) -> Symbol:
        if function.kind in ("move", "source"):
            arguments = tuple(_source(function, at, value) for at, value in enumerate(arguments))
        return Symbol(s.Call(s.Path((s.Name(function.name),)), call_arguments(arguments, named)))

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.page or f"`{function.signature}`"
    return call


def _source(function: Function, at: int, value: Any) -> Any:
    """A source of candidate words is written as a name."""
    parameters = function.parameters
    if isinstance(value, str) and at < len(parameters) and kind_of(parameters[at]) == "source":
        return name(value)
    return value


def name(text: str) -> Symbol:
    """A name as it stands in a program, with dots: `name("ngram")`."""
    return Symbol(s.Path(tuple(identifier("text", part) for part in text.split("."))))


def lines(file: str) -> Symbol:
    """The entries of a list, one a line: `lines("banned.txt")`."""
    return Symbol(s.Call(s.Path((s.Name("lines"),)), (s.String(file),)))


def mean(value: Any) -> Symbol:
    """The mean over all draws, for `expect`."""
    return Symbol(s.Call(s.Path((s.Name("mean"),)), (to_node(value, "value"),)))


def percent(value: float) -> Symbol:
    """`40%`."""
    return Symbol(s.Percent(value))


def unit(value: Any, unit: str) -> Symbol:
    """A number with a unit, such as `unit(10, "min")`; a pair is a range."""
    return Symbol(sized(value, unit))


def words(value: Any) -> Symbol:
    """`5 words`; `words((3, 5))` is a range."""
    return unit(value, "words")


def chars(value: Any) -> Symbol:
    """`5 chars`."""
    return unit(value, "chars")


def sweeps(value: Any) -> Symbol:
    """`100 sweeps`."""
    return unit(value, "sweeps")


def steps(value: Any) -> Symbol:
    """`100 steps`."""
    return unit(value, "steps")


def between(low: Any, high: Any, unit: str | None = None) -> Symbol:
    """The range `low..high`, ends included."""
    return Symbol(span(low, high, unit))


def pattern(source: str, flags: str = "") -> Symbol:
    """A pattern `/source/flags`."""
    node = regex(source)
    return Symbol(s.Regex(node.pattern, flags))


def implies(condition: Any, consequence: Any) -> Symbol:
    """`condition implies consequence`."""
    return Symbol(s.Implies(to_node(condition, "condition"), to_node(consequence, "consequence")))


def chain(*parts: Any) -> Symbol:
    """A chained comparison: `chain(8, "<=", wf.length(s), "<=", 14)`."""
    operators = parts[1::2]
    if len(parts) < 3 or len(parts) % 2 == 0 or any(operator not in get_args(s.Comparison) for operator in operators):
        raise ValueError(f"parts: values with {', '.join(get_args(s.Comparison))} between them are needed")
    return Symbol(s.Compare(tuple(to_node(part, "parts") for part in parts[::2]), tuple(operators)))


# ---- quantifiers


def any_(body: Callable[[Symbol], Any], items: Any, where: Callable[[Symbol], Any] | None = None) -> Symbol:
    """`any(body for w in items if where)`; the variable is called as the function's argument."""
    return Symbol(s.Quantifier("any", _generator(body, items, where)))


def all_(body: Callable[[Symbol], Any], items: Any, where: Callable[[Symbol], Any] | None = None) -> Symbol:
    """`all(body for w in items if where)`."""
    return Symbol(s.Quantifier("all", _generator(body, items, where)))


def none_(body: Callable[[Symbol], Any], items: Any, where: Callable[[Symbol], Any] | None = None) -> Symbol:
    """`none(body for w in items if where)`."""
    return Symbol(s.Quantifier("none", _generator(body, items, where)))


def share(body: Callable[[Symbol], Any], items: Any, where: Callable[[Symbol], Any] | None = None) -> Symbol:
    """The share of the items for which the body is true."""
    return _over("share", body, items, where)


def sum_(body: Callable[[Symbol], Any], items: Any, where: Callable[[Symbol], Any] | None = None) -> Symbol:
    """The sum of the body over the items."""
    return _over("sum", body, items, where)


def min_(body: Callable[[Symbol], Any], items: Any, where: Callable[[Symbol], Any] | None = None) -> Symbol:
    """The least value of the body over the items."""
    return _over("min", body, items, where)


def max_(body: Callable[[Symbol], Any], items: Any, where: Callable[[Symbol], Any] | None = None) -> Symbol:
    """The greatest value of the body over the items."""
    return _over("max", body, items, where)


def count(first: Any, *rest: Any, **named: Any) -> Symbol:
    """`count(body, items)`: for how many items the body is true; `count(s, "sea")`: the feature of that name."""
    if callable(first) and not isinstance(first, Symbol):
        return _over("count", first, *rest, **named)
    return lookup("count")(first, *rest, **named)


def _over(
    kind: str, body: Callable[[Symbol], Any], items: Any, where: Callable[[Symbol], Any] | None = None
) -> Symbol:  # fmt: skip
    return Symbol(s.Call(s.Path((s.Name(kind),)), (_generator(body, items, where),)))


def _generator(body: Callable[[Symbol], Any], items: Any, where: Callable[[Symbol], Any] | None) -> s.Generator:
    if not callable(body) or isinstance(body, Symbol):
        raise TypeError("body: a function of one item is needed, such as lambda w: wf.length(w) > 12")
    variable = identifier("body", next(iter(inspect.signature(body).parameters), "item"))
    item = Symbol(s.Path((variable,)))
    condition = to_node(where(item), "where") if where is not None else None
    return s.Generator(to_node(body(item), "body"), variable, to_node(items, "items"), condition)
