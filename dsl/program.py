"""The one value that both front ends end in: a checked program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import syntax
from .source import Source
from .spec import BaseSpec, CallSpec, HoleSpec, ModelSpec, RecipeSpec, TermSpec, TextSpec

if TYPE_CHECKING:
    from .diagnostics import Diagnostic

__all__ = ["BaseSpec", "CallSpec", "HoleSpec", "ModelSpec", "Program", "RecipeSpec", "TermSpec", "TextSpec"]

MODEL_ITEMS = (
    syntax.Text, syntax.Require, syntax.Forbid, syntax.Prefer, syntax.Factor, syntax.Expect, syntax.Track,
    syntax.Apply, syntax.Mixture, syntax.Either, syntax.For, syntax.If,
)  # fmt: skip


@dataclass(frozen=True)
class Program:
    """A checked program, not yet bound to values of its parameters.

    Two programs are equal when their trees and the trees of the files they import are. `warnings` are what the check
    found and let pass; `functions` holds Python functions that a program built in Python uses, by name. A program from
    a file calls Python only with `allow_python`; one built in Python may anyway.
    """

    file: syntax.File
    imports: Mapping[str, Program] = field(default_factory=dict)
    source: Source | None = field(default=None, compare=False)
    folder: Path | None = field(default=None, compare=False)
    warnings: tuple[Diagnostic, ...] = field(default=(), compare=False)
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict, compare=False)
    allow_python: bool = field(default=False, compare=False)

    @property
    def models(self) -> tuple[str, ...]:
        """The names of its models, in order; a program of bare statements is the one model of its file."""
        if any(isinstance(item, MODEL_ITEMS) for item in self.file.items):
            return (self.stem,)
        return tuple(item.name.text for item in self.file.items if isinstance(item, syntax.Model))

    @property
    def recipes(self) -> tuple[str | None, ...]:
        """The names of its recipes, in order; None is the one without a name."""
        return tuple(
            item.name.text if item.name else None for item in self.file.items if isinstance(item, syntax.Infer)
        )

    @property
    def params(self) -> tuple[str, ...]:
        """The names of its parameters, in order."""
        return tuple(item.name.text for item in self.file.items if isinstance(item, syntax.Param))

    @property
    def stem(self) -> str:
        """The name of a model that stands outside any `model` block."""
        return Path(self.source.name).stem if self.source and self.source.name.endswith(".wf") else "model"

    def to_source(self) -> str:
        """The program in its canonical form, which reads back to an equal program.

        Raises ValueError for a program that holds Python functions: a file runs no code.
        """
        from .format import format_file

        if self.functions:
            raise ValueError(
                f"factor {next(iter(self.functions))!r}: it is a Python function, and a .wf file cannot hold one; "
                "write it with the language's own features to save the program"
            )
        return format_file(self.file)
