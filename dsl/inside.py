"""A file reads nothing outside its folder: the models and tables that it names are looked at before they are opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..inference.formula import Constant, Node
from .diagnostics import Diagnostic
from .mistakes import make
from .opening import named_outside
from .spec import BaseSpec, ModelSpec

NAMED = ("file", "model")  # arguments of language models that name a file or a folder


def outside(spec: ModelSpec, folder: Path | None) -> Diagnostic | None:
    """The mistake of a model that names something outside the program's folder; a program in no folder may."""
    if folder is None:
        return None
    root = folder.resolve()
    for base in _bases(spec):
        for name in NAMED:
            value = base.arguments.get(name)
            if isinstance(value, str) and value and not _inside(root, value):
                what = f"`{value}` is outside the program's folder"
                return make("L001", base.span, what=what, advice="a program reads only files beside it and below")
    for formula, span in spec.values:
        for name in named_outside(formula):
            if not _inside(root, name):
                what = f"`{name}` is outside the program's folder"
                return make("L001", span, what=what, advice="a program reads only files beside it and below")
    return None


def _inside(root: Path, name: str) -> bool:
    try:
        return (root / name).resolve().is_relative_to(root)
    except (OSError, ValueError, RuntimeError):
        return False


def _bases(spec: ModelSpec) -> Iterator[BaseSpec]:
    """Every language model that a bound model names."""
    yield from (text.base for text in spec.texts if text.base is not None)
    for formula, _ in spec.values:
        yield from _named(formula)
    yield from spec.recipe.models if spec.recipe else ()


def _named(node: Node) -> Iterator[BaseSpec]:
    if isinstance(node, Constant) and isinstance(node.value, BaseSpec):
        yield node.value
    for child in node.children():
        yield from _named(child)
