"""The names that can be used at a place, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .files import Files
from .source import Span
from .values import Value

Sort: TypeAlias = Literal[
    "text", "param", "let", "variable", "argument", "grammar", "import", "fragment", "extern", "mixture"
]


@dataclass
class Binding:
    """A name: what sort of thing it is, its value, and what declares it."""

    name: str
    sort: Sort
    value: Value
    span: Span | None = None
    item: Any = None  # the syntax node of a fragment or extern, the Module of an import
    used: bool = False


@dataclass
class Scope:
    """A block's names over those of the block around it."""

    parent: Scope | None = None
    names: dict[str, Binding] = field(default_factory=dict)
    is_file: bool = False
    is_model: bool = False

    def find(self, name: str) -> Binding | None:
        """The innermost thing of that name; it counts as used from now on."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                scope.names[name].used = True
                return scope.names[name]
            scope = scope.parent
        return None

    def visible(self) -> Iterator[Binding]:
        """Everything that can be named here, innermost first."""
        scope: Scope | None = self
        while scope is not None:
            yield from scope.names.values()
            scope = scope.parent

    def inner(self) -> Scope:
        """A block inside this one."""
        return Scope(self)

    def model(self) -> Scope:
        """The scope that texts are declared in: that of the model, or of the file."""
        scope = self
        while scope.parent is not None and not scope.is_model and not scope.is_file:
            scope = scope.parent
        return scope


@dataclass(frozen=True)
class Module:
    """An imported file: its names and where its source is."""

    name: str
    scope: Scope
    files: Files
