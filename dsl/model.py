"""The Python front end: `Model`, whose calls build the same program as a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import syntax as s
from .builder import Builder, settings
from .check import check_file, check_source, first_mistake
from .elaborate import elaborate
from .format import format_statement
from .nodes import identifier, to_node
from .parse import decode
from .program import Program
from .runs import Runs
from .source import Source
from .spec import ModelSpec
from .symbolic import Symbol

_TYPES: dict[Any, str] = {str: "string", int: "int", float: "real", bool: "bool", list: "list[string]"}


class LoadedModel(Runs):
    """A checked program that can be run."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def program(self) -> Program:
        """The checked program."""
        return self._program

    def to_source(self) -> str:
        """The program as a file. Raises ValueError for one that holds Python functions."""
        return self.program().to_source()

    def spec(self, *, model: str | None = None, recipe: str | None = None, **sets: Any) -> ModelSpec:
        """The closed model, with values for its parameters by name."""
        return elaborate(self.program(), model=model, recipe=recipe, sets=sets)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {', '.join(self.program().models)}>"


class Model(LoadedModel, Builder):
    """A model built by calls. Each statement is checked when it is made; `program()` checks the whole.

    What is declared before the first text (`param`, `let`, `import_`, `fragment`, `grammar`) stands before the model
    in the file. `folder` is where lists and imported files are read from.
    """

    def __init__(self, name: str, folder: str | os.PathLike[str] | None = None) -> None:
        Builder.__init__(self)
        self.name = identifier("name", name)
        self.folder = Path(folder) if folder is not None else None
        self._heads: list[Any] = []
        self._recipes: list[s.Infer] = []

    def program(self) -> Program:
        """The checked program. Raises ProgramError with every mistake found."""
        return check_file(self.file(), None, self.folder, functions=self.functions)

    def file(self) -> s.File:
        """The syntax tree of the program as it stands."""
        if len(self._blocks) > 1:
            raise ValueError("a block is still open")
        model = s.Model(self.name, s.Block(tuple(self._blocks[0])))
        return s.File((*self._heads, model, *self._recipes), s.Number(1))

    # ---- what stands before the model

    def param(self, name: str, type: Any = str, within: Any = None, default: Any = None) -> Symbol:
        """`param name: type in within = default`; `type` is a Python type or a string such as "list[string]"."""
        found = identifier("name", name)
        domain = to_node(within, "within") if within is not None else None
        value = to_node(default, "default") if default is not None else None
        return self._head(found, s.Param(found, _type(type), domain, value))

    def grammar(self, name: str, text: str) -> Symbol:
        """A grammar, in Lark's notation."""
        found = identifier("name", name)
        return self._head(found, s.Grammar(found, s.String(text)))

    def import_(self, path: str, name: str) -> Symbol:
        """`import "path" as name`; its members are attributes of what this gives."""
        found = identifier("name", name)
        return self._head(found, s.Import(s.String(path), found))

    def extern(self, name: str, parameters: dict[str, str], result: str, python: str, **options: Any) -> Symbol:
        """`extern name(t: text) -> result = python("module:function")`."""
        found = identifier("name", name)
        call = s.Call(s.Path((s.Name("python"),)), (s.String(python), *_named(options)))
        return self._head(found, s.Extern(found, _parameters(parameters), _type(result), call))

    def let(self, name: str, value: Any) -> Symbol:
        """`let name = value`: of the file before the first text, of the model after it."""
        if len(self._blocks) > 1 or any(isinstance(node, s.Text) for node in self._blocks[0]):
            return Builder.let(self, name, value)
        found = identifier("name", name)
        return self._head(found, s.Let(found, to_node(value, "value")))

    @contextmanager
    def fragment(self, name: str, **parameters: str) -> Iterator[tuple[Symbol, ...]]:
        """`fragment name(t: text) { … }`: gives its parameters; `m.apply(wf.name("…")(s))` puts it in."""
        found = identifier("name", name)
        with self._inside() as statements:
            yield tuple(Symbol(s.Path((identifier("parameters", key),))) for key in parameters)
        self._head(found, s.Fragment(found, _parameters(parameters), s.Block(tuple(statements))))

    def _head(self, name: s.Name, node: Any) -> Symbol:
        self._heads.append(node)
        self._checked(node, self._heads)
        return Symbol(s.Path((name,)))

    # ---- recipes

    def infer(self, name: str | None = None, base: str | None = None, *when: s.When, **values: Any) -> None:
        """`infer name from base { … }`: settings by name; `moves=[(60, wf.replace("ngram")), (40, wf.swap())]`.

        A function stands for `python(…)` with it: `moves=[(80, wf.replace("ngram")), (20, swap_clauses)]`.
        """
        if "moves" in values:
            values["moves"] = [(share, self._in_python(move)) for share, move in values["moves"]]
        label = identifier("name", name) if name is not None else None
        before = identifier("base", base) if base is not None else None
        node = s.Infer(label, before, (*settings(values), *when))
        self._recipes.append(node)
        self._checked(node, self._recipes)

    def _in_python(self, move: Any) -> Any:
        """A move that is a function, by a name that nothing else here has; any other as it is."""
        if isinstance(move, Symbol) or not callable(move):
            return move
        name = str(getattr(move, "__name__", "move"))
        while self.functions.get(name, move) is not move:
            name += "_"
        self.functions[name] = move
        return Symbol(s.Call(s.Path((s.Name("python"),)), (s.String(name),)))

    # ---- checks

    def _added(self, statement: Any) -> None:
        self._checked(statement, self._blocks[0])

    def _checked(self, node: Any, among: list[Any]) -> None:
        """Takes a wrong node back and says what is wrong with it."""
        if len(self._blocks) > 1:
            return
        mistake = first_mistake(self.file(), self.folder, self.functions)
        if mistake is None:
            return
        among.remove(node)
        kind = TypeError if mistake.code.startswith(("E10", "E111")) else ValueError
        written = " ".join(format_statement(node).split())
        raise kind(f"{type(node).__name__.lower()}: {mistake.message} [{mistake.code}] in `{written}`; {mistake.help}")

    @classmethod
    def from_source(
        cls, text: str, name: str = "program.wf", folder: str | os.PathLike[str] | None = None
    ) -> LoadedModel:
        """The model of a program's text. Raises ProgramError with every mistake found."""
        return LoadedModel(check_source(Source(name, text), Path(folder) if folder is not None else None))


def load(path: str | os.PathLike[str], allow_python: bool = False) -> LoadedModel:
    """The model of a file. Raises ProgramError with every mistake found, and OSError.

    What it declares with `extern` is run only with `allow_python`.
    """
    file = Path(path)
    program = check_source(decode(file.read_bytes(), file.name), file.parent)
    return LoadedModel(replace(program, allow_python=allow_python))


def combine(*models: Model) -> LoadedModel:
    """Several models as one program: their declarations, the models, then their recipes."""
    if not models:
        raise ValueError("models: at least one model is needed")
    heads: list[Any] = []
    for model in models:
        heads += [head for head in model._heads if head not in heads]
    blocks = [item for model in models for item in model.file().items if isinstance(item, s.Model)]
    recipes = [recipe for model in models for recipe in model._recipes]
    functions: dict[str, Callable[..., Any]] = {k: f for model in models for k, f in model.functions.items()}
    file = s.File((*heads, *blocks, *recipes), s.Number(1))
    return LoadedModel(check_file(file, None, models[0].folder, functions=functions))


def when(condition: Any, **values: Any) -> s.When:
    """`if condition { … }` inside a recipe."""
    return s.When(to_node(condition, "condition"), settings(values))


def _type(type: Any) -> s.Type:
    """A type from `str`, `list[int]` or the language's own name for it."""
    name = _TYPES.get(type)
    if name is None and getattr(type, "__origin__", None) is list:
        name = f"list[{_TYPES.get(type.__args__[0], 'string')}]"
    name = name or type
    if not isinstance(name, str):
        raise TypeError(f"type: got {type!r}; allowed are int, float, bool, str, list[…] and names such as 'percent'")
    outer, _, inner = name.removesuffix("]").partition("[")
    return s.Type(s.Name(outer.strip()), _type(inner.strip()) if inner else None)


def _parameters(types: dict[str, str]) -> tuple[s.Parameter, ...]:
    return tuple(s.Parameter(identifier("parameters", name), _type(type)) for name, type in types.items())


def _named(options: dict[str, Any]) -> Iterable[s.Named]:
    return (s.Named(s.Name(key), to_node(value, key)) for key, value in options.items())
