"""Models and functions that features name: permitted, looked at, and opened when a program is compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..inference.feature import Feature
from ..inference.formula import Apply, Constant, Node, Variable, mapped, parts
from ..inference.language import LanguageError
from ..inference.opened import Opened, Place
from ..inference.outside import Outside
from .diagnostics import Diagnostic
from .ground import GroundError
from .mistakes import make
from .spec import CallSpec, ModelSpec, MomentSpec, TermSpec

if TYPE_CHECKING:
    from ..inference.graph import FactorGraph

Stated = TypeVar("Stated", TermSpec, MomentSpec)


def opened(spec: ModelSpec, place: Place) -> ModelSpec:
    """The model with what its features name opened, each once. Raises GroundError."""
    known: dict[str, Opened | None] = {}

    def open_one(one: Stated) -> Stated:
        try:
            return replace(one, value=_opened(one.value, place, known))
        except LanguageError as error:
            what, _, advice = str(error).partition("; ")
            raise GroundError(
                "L001", one.span, what=what, advice=advice or "check the name and what it holds"
            ) from None

    return replace(spec, terms=tuple(map(open_one, spec.terms)), moments=tuple(map(open_one, spec.moments)))


def ask_together(graph: FactorGraph, spec: ModelSpec) -> None:
    """Let each text's host compute what its statements ask of opened things for many texts at once."""
    calls = [
        call for value, _ in spec.values for call in _calls(value) if _open_name(call) is not None and not _varies(call)
    ]
    for one in graph.parts:
        own = one.requirements.text
        one.host.batched = tuple(c for c in calls if parts(c) and all(part.text == own for part in parts(c)))


def forbidden(spec: ModelSpec) -> Diagnostic | None:
    """The mistake of a file that calls Python without being allowed to."""
    for value, span in spec.values:
        for call in _calls(value):
            function = call.argument("function")
            if isinstance(function, Constant) and isinstance(function.value, Outside):
                what = f"`{function.value.name}` calls Python, `{function.value.python}`"
                return make("L001", span, what=what, advice="run it with `--allow-python` if you trust the program")
    for move in _python_moves(spec):
        what = f"`{move.name}` calls Python, `{move.arguments['function']}`"
        return make("L001", move.span, what=what, advice="run it with `--allow-python` if you trust the program")
    return None


def functions_of(spec: ModelSpec, folder: Path) -> dict[str, Callable[..., Any]]:
    """The functions of moves in Python that a file names. Raises GroundError."""
    found: dict[str, Callable[..., Any]] = {}
    for move in _python_moves(spec):
        name = move.arguments["function"]
        try:
            found[name] = Outside("python", name, (), "").found(folder)
        except LanguageError as error:
            what, _, advice = str(error).partition("; ")
            raise GroundError("L001", move.span, what=what, advice=advice) from None
    return found


def _python_moves(spec: ModelSpec) -> Iterator[CallSpec]:
    for _, move in spec.recipe.moves if spec.recipe else ():
        if move.name == "python" and isinstance(move.arguments.get("function"), str):
            yield move


def named_outside(node: Node) -> Iterator[str]:
    """The folders that the features of a formula name."""
    for call in _calls(node):
        name = _open_name(call)
        argument = call.argument(name) if name else None
        if isinstance(argument, Constant) and isinstance(argument.value, str) and argument.value:
            yield argument.value


def _calls(node: Node) -> Iterator[Apply]:
    if isinstance(node, Apply):
        yield node
    for child in node.children():
        yield from _calls(child)


def _varies(node: Node) -> bool:
    """Whether a formula stands inside a generator and reads its variable."""
    return isinstance(node, Variable) or any(_varies(child) for child in node.children())


@cache
def _opens(feature: str) -> str | None:
    """The parameter of a feature that is opened, None where none is."""
    cls = Feature.all().get(feature)
    found = [parameter.name for parameter in cls.signature() if parameter.type == "opens"] if cls else []
    return found[0] if found else None


def _open_name(call: Apply) -> str | None:
    return _opens(call.feature)


def _opened(node: Node, place: Place, known: dict[str, Opened | None]) -> Node:
    """The formula with the arguments replaced that are opened."""
    node = mapped(node, lambda child: _opened(child, place, known))
    name = _open_name(node) if isinstance(node, Apply) else None
    if name is None:
        return node
    assert isinstance(node, Apply)
    written = {key: one.value for key, one in node.arguments if isinstance(one, Constant)}
    key = repr((node.feature, sorted((key, repr(value)) for key, value in written.items())))
    if key not in known:
        known[key] = Feature.named(node.feature).opened(written, place)
    found = known[key]
    if found is None:
        return node
    return replace(node, arguments=tuple((k, Constant(found) if k == name else v) for k, v in node.arguments))


__all__ = ["ask_together", "forbidden", "functions_of", "named_outside", "opened"]
