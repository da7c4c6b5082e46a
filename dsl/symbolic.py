"""Expressions built by Python operators: the same syntax nodes that a file is read to."""

from __future__ import annotations

from typing import Any, NoReturn

from . import syntax as s
from .nodes import NAME, Symbolic, call_arguments, identifier, joined, regex, several, sized, span, to_node


class Symbol(Symbolic):
    """Stands for a text, a part of one or a value computed from them; operators on it build conditions and scores.

    `==`, `<` and their like compare; `&`, `|`, `~` and `>>` are and, or, not and implies; attributes are parts
    (`s.adj`, `s.last_word`) and calls positions (`s.words(1)`).
    """

    __slots__ = ()
    __array_ufunc__ = None
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        from .format import format_expression

        try:
            return format_expression(self._node)
        except Exception:  # a repr must not fail
            return f"<{type(self._node).__name__}>"

    # ---- parts

    def __getattr__(self, name: str) -> Symbol:
        if name.startswith("__") or not NAME.match(name):
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
        return Symbol(s.Contains(self._node, several(items), "all"))

    def contains_any(self, *items: Any) -> Symbol:
        """`x contains any of […]`."""
        return Symbol(s.Contains(self._node, several(items), "any"))

    def contains_none(self, *items: Any) -> Symbol:
        """`x contains none of […]`."""
        return Symbol(s.Contains(self._node, several(items), "none"))

    def matches(self, pattern: Any) -> Symbol:
        """`x matches /pattern/`; the pattern is a string, a compiled one or a symbol."""
        node = regex(pattern) if isinstance(pattern, str) else to_node(pattern, "pattern")
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
