"""How features, languages, moves and samplers are found and called: annotated fields are the signature.

A thing is one file in its folder, called as the thing is, a frozen dataclass deriving from its kind. The annotations
name the language's types:

    Text      a text variable or a hole (a View when measured)
    Textlike  a text, a hole or a string (a View when measured)
    Texts     all positional arguments from here on, each a Textlike
    String, Strings (list of string), Items (list of anything), Regex, Number, Whole, Flag, Unit, Anything
    Source    a candidate source of a move (`uniform`, `ngram`, ...), Steps (a length of time)
    Base      a language model that declares a law of texts, Masked one that fills gaps
    Opens     a model in a folder, or a function, that is opened when the program is compiled
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, ClassVar

from .formula import Pattern, Value

String = str
Strings = tuple[str, ...]
Items = tuple[Value, ...]
Regex = Pattern
Number = float
Whole = int
Flag = bool
Unit = str
Anything = Any
Source = str
Base = Any
Masked = Any
Steps = int
Opens = Any


@dataclass(frozen=True)
class Parameter:
    """One argument: its name, its type as the language names it (lower case of the annotation) and its default."""

    name: str
    type: str
    default: Any = MISSING

    @property
    def required(self) -> bool:
        return self.default is MISSING


class Shelf(Mapping[str, type[Any]]):
    """The things of one kind by name: the files of a folder, each imported when it is first asked for, and what was
    declared elsewhere."""

    def __init__(self, folder: str, declared: Mapping[str, type[Any]]) -> None:
        self.folder, self.declared, self.files = folder, declared, _files(folder)

    def __getitem__(self, name: str) -> type[Any]:
        if name not in self.declared and name in self.files:
            import_module(f"{self.folder}.{name}")
        return self.declared[name]

    def __contains__(self, name: object) -> bool:
        return name in self.declared or name in self.files

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.files.union(self.declared)))

    def __len__(self) -> int:
        return len(self.files.union(self.declared))


@cache
def _files(folder: str) -> frozenset[str]:
    """The names of a package's files, which are not imported."""
    return frozenset(module.name for module in iter_modules(import_module(folder).__path__))


@dataclass(frozen=True)
class Registered:
    """Base of everything that the language calls by name. `class Length(Feature, name="length", result="int")`."""

    name: ClassVar[str] = ""
    known: ClassVar[dict[str, type[Any]]]
    folder: ClassVar[str]  # the package whose files are the things of this kind
    kind: ClassVar[str]  # what a person calls such a thing: "feature", "move"

    @classmethod
    def signature(cls) -> tuple[Parameter, ...]:
        """The parameters in order, as the language sees them."""
        return tuple(Parameter(f.name, str(f.type).lower(), f.default) for f in fields(cls) if f.init)

    @classmethod
    def page(cls) -> str:
        """The reference page: the docstring."""
        return (cls.__doc__ or "").strip()

    @classmethod
    def all(cls) -> Mapping[str, type[Any]]:
        """Everything of this kind, by name, in alphabetical order."""
        return Shelf(cls.folder, cls.known)

    @classmethod
    def named(cls, name: str) -> type[Any]:
        """The one called `name`. Raises KeyError that says the nearest known name."""
        known = cls.all()
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise KeyError(f"no {cls.kind} is called {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        return known[name]
