"""Statements from Python calls: one method for each statement of the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from . import syntax as s
from .nodes import identifier, to_node
from .symbolic import Symbol
from .template_text import template

Statement = Any


class Builder:
    """Collects statements; `with` blocks put what is written inside them into a block of the program."""

    def __init__(self) -> None:
        self._blocks: list[list[Statement]] = [[]]
        self.functions: dict[str, Callable[..., Any]] = {}

    def _add(self, statement: Statement) -> None:
        self._blocks[-1].append(statement)
        if len(self._blocks) == 1:
            self._added(statement)

    def _added(self, statement: Statement) -> None:
        """Called after each complete statement; takes it back and raises if it is wrong."""

    @contextmanager
    def _inside(self) -> Iterator[list[Statement]]:
        self._blocks.append([])
        depth = len(self._blocks)
        try:
            yield self._blocks[-1]
        finally:
            del self._blocks[depth - 1 :]

    # ---- texts and values

    def text(self, name: str, language: str | None = None, base: Any = None, template: str | None = None) -> Symbol:
        """`text name : language = "template" ~ base`; gives the text to build conditions with."""
        found = identifier("name", name)
        kind = identifier("language", language) if language is not None else None
        node = to_node(base, "base") if base is not None else None
        if node is not None and not isinstance(node, s.Call | s.Method | s.Attribute):
            raise TypeError("base: a language model is needed, such as wf.lm()")
        self._add(s.Text(found, kind, _template(template), node))
        return Symbol(s.Path((found,)))

    def let(self, name: str, value: Any) -> Symbol:
        """`let name = value`."""
        found = identifier("name", name)
        self._add(s.Let(found, to_node(value, "value")))
        return Symbol(s.Path((found,)))

    # ---- terms

    def require(self, condition: Any, name: str | None = None) -> None:
        """`require condition as name`: every draw meets it."""
        self._add(s.Require(to_node(condition, "condition"), _label(name)))

    def forbid(self, condition: Any, name: str | None = None) -> None:
        """`forbid condition as name`: no draw meets it."""
        self._add(s.Forbid(to_node(condition, "condition"), _label(name)))

    def prefer(self, value: Any, weight: Any = None, name: str | None = None) -> None:
        """`prefer value weight w as name`: a condition costs by its distance, a score counts."""
        weighed = to_node(weight, "weight") if weight is not None else None
        self._add(s.Prefer(to_node(value, "value"), weighed, _label(name)))

    def factor(self, name: str, value: Any, text: Symbol | None = None) -> None:
        """`factor name = value`, in nats. `value` may be a Python function: a list of strings in, floats out.

        The function scores `text`, which has to be given where the model has several. A program with such a function
        cannot be written to a file.
        """
        found = identifier("name", name)
        if callable(value) and not isinstance(value, Symbol):
            path = text._node if text is not None else self._only_text()
            self.functions[name] = value
            self._add(s.Factor(found, s.Call(s.Path((s.Name("python"),)), (s.String(name), path))))
        else:
            self._add(s.Factor(found, to_node(value, "value")))

    def _only_text(self) -> s.Path:
        texts = [node.name for block in self._blocks for node in block if isinstance(node, s.Text)]
        if len(texts) != 1:
            raise ValueError(f"text: say which text the function scores; the model has {len(texts)}")
        return s.Path((texts[0],))

    def track(self, name: str, value: Any) -> None:
        """`track name = value`: recorded for every draw."""
        self._add(s.Track(identifier("name", name), to_node(value, "value")))

    def expect(self, condition: Any, within: Any = None, name: str | None = None) -> None:
        """`expect condition within d as name`: a condition on the set of draws."""
        tolerance = to_node(within, "within") if within is not None else None
        self._add(s.Expect(to_node(condition, "condition"), tolerance, _label(name)))

    def apply(self, call: Any) -> None:
        """`apply fragment(arguments)`."""
        self._add(s.Apply(to_node(call, "call")))

    # ---- blocks

    @contextmanager
    def either(self) -> Iterator[None]:
        """`with m.either(): … ` and then `with m.or_(): …`, twice or more."""
        with self._inside() as statements:
            yield
        self._blocks[-1].append(s.Either((s.Block(tuple(statements)),)))

    @contextmanager
    def or_(self) -> Iterator[None]:
        """The next block of an `either`."""
        before = self._last(s.Either, "or_", "either")
        with self._inside() as statements:
            yield
        self._replace(replace(before, bodies=(*before.bodies, s.Block(tuple(statements)))))

    @contextmanager
    def if_(self, condition: Any) -> Iterator[None]:
        """`if condition { … }`, on parameters; `with m.else_():` may follow."""
        node = to_node(condition, "condition")
        with self._inside() as statements:
            yield
        self._add(s.If(node, s.Block(tuple(statements))))

    @contextmanager
    def else_(self) -> Iterator[None]:
        """The block for a condition that is false."""
        before = self._last(s.If, "else_", "if_")
        with self._inside() as statements:
            yield
        self._replace(replace(before, otherwise=s.Block(tuple(statements))))

    @contextmanager
    def for_(self, name: str, source: Any) -> Iterator[Symbol]:
        """`for name in source { … }`; gives the variable."""
        variable = identifier("name", name)
        node = to_node(source, "source")
        with self._inside() as statements:
            yield Symbol(s.Path((variable,)))
        self._add(s.For(variable, node, s.Block(tuple(statements))))

    @contextmanager
    def mixture(self, name: str, balanced: bool = False) -> Iterator[Symbol]:
        """`mixture name { … }`, with `with m.branch("warm", 60):` inside; gives the label."""
        label = identifier("name", name)
        with self._inside() as statements:
            yield Symbol(s.Path((label,)))
        if not statements or not all(isinstance(branch, s.Branch) for branch in statements):
            raise ValueError("mixture: it holds branches only, each written `with m.branch(name, share):`")
        self._add(s.Mixture(label, tuple(statements), balanced))

    @contextmanager
    def branch(self, name: str, share: float) -> Iterator[None]:
        """`60% name { … }` of a mixture."""
        label = identifier("name", name)
        with self._inside() as statements:
            yield
        self._blocks[-1].append(s.Branch(s.Percent(share), label, s.Block(tuple(statements))))

    def _last(self, kind: type[Any], method: str, before: str) -> Any:
        last = self._blocks[-1][-1] if self._blocks[-1] else None
        if not isinstance(last, kind):
            raise ValueError(f"{method}: it stands directly after {before}")
        return last

    def _replace(self, statement: Statement) -> None:
        self._blocks[-1].pop()
        self._add(statement)


def _label(name: str | None) -> s.Name | None:
    return identifier("name", name) if name is not None else None


def _template(text: str | None) -> s.Template | None:
    return template(text) if text is not None else None


def settings(values: Mapping[str, Any]) -> tuple[s.Setting, ...]:
    """The settings of a recipe; `moves` is a list of pairs of a share, in percent, and a move."""
    found: list[s.Setting] = []
    for name, value in values.items():
        label = identifier("setting", name)
        if name == "moves":
            found.append(s.MoveTable(label, tuple(_entry(entry) for entry in value)))
        else:
            found.append(s.Assign(label, to_node(value, name)))
    return tuple(found)


def _entry(entry: Any) -> s.MoveEntry:
    if not isinstance(entry, tuple | list) or len(entry) != 2:
        raise TypeError(f"moves: pairs of a share and a move are needed, such as (60, wf.swap()); got {entry!r}")
    share, move = entry
    node = to_node(move, "moves")
    if isinstance(node, s.Call) and not node.arguments:
        node = node.function
    elif isinstance(node, s.String):
        node = s.Path((identifier("moves", node.value),))
    shared = share._node if isinstance(share, Symbol) else s.Percent(share)
    return s.MoveEntry(shared, node)
