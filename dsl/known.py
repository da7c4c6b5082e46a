"""Everything a program can call by name: what the registries hold, and what is planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, replace
from functools import cached_property
from importlib import import_module
from typing import Any

from ..inference.feature import Feature
from ..inference.language import Language
from ..inference.outside import Outside
from ..inference.signature import Parameter, Registered
from . import planned
from .types import ANY, BASE, BOOL, INT, PATTERN, REAL, SCORE, STRING, TEXT, Type, list_of, quantity

RESULTS = {
    "bool": BOOL, "int": INT, "real": REAL, "score": SCORE, "string": STRING, "strings": list_of(STRING),
}  # fmt: skip
EXPECTS: Mapping[str, Type] = {
    "text": TEXT, "textlike": Type("span"), "texts": Type("span"), "string": STRING, "strings": list_of(STRING),
    "items": list_of(ANY), "regex": PATTERN, "number": REAL, "whole": INT, "flag": BOOL, "unit": STRING,
    "anything": ANY, "source": Type("symbol"), "base": BASE, "masked": BASE, "steps": quantity("sweeps"),
    "opens": STRING,
}  # fmt: skip


@dataclass(frozen=True)
class Function:
    """Something callable: its parameters, its result and whether this version has it."""

    name: str
    kind: str
    parameters: tuple[Parameter, ...]
    result: Type
    available: bool = True
    page: str = ""
    outside: Outside | None = None  # of an extern

    @property
    def signature(self) -> str:
        """As people read it: `count(text, what, unit=...)`."""
        return f"{self.name}({', '.join(p.name if p.required else f'{p.name}=…' for p in self.parameters)})"


def kind_of(parameter: Parameter) -> str:
    """The name of a parameter's type, without `| None`."""
    return next((part for part in parameter.type.replace(" ", "").split("|") if part != "none"), "anything")


def expected(parameter: Parameter) -> Type:
    """The type that a parameter takes."""
    return EXPECTS.get(kind_of(parameter), ANY)


def _later(name: str, kind: str, types: Mapping[str, str], result: Type, available: bool = False) -> Function:
    parameters = tuple(
        Parameter(key, type.rstrip("?"), None) if type.endswith("?") else Parameter(key, type, MISSING)
        for key, type in types.items()
    )
    return Function(name, kind, parameters, result, available)


def _registered(cls: type[Registered], result: Type) -> Function:
    return Function(cls.name, cls.kind, cls.signature(), result, True, cls.page())


def _shaped(function: Function) -> Function:
    """A language as the base of a text also takes `shape`: "free" lifts the shape of a sentence."""
    if any(parameter.name == "shape" for parameter in function.parameters):
        return function
    return replace(function, parameters=(*function.parameters, Parameter("shape", "string", "sentence")))


def _registry(module: str, name: str) -> Mapping[str, type[Any]]:
    """All of one kind, none where the engine has no such kind yet."""
    try:
        kind = getattr(import_module(f"..inference.{module}", __package__), name)
    except ModuleNotFoundError as missing:
        if missing.name is None or not missing.name.endswith(f"inference.{module}"):
            raise
        return {}
    found: Mapping[str, type[Any]] = kind.all()
    return found


class Known:
    """The tables of names, each made at its first use."""

    @cached_property
    def features(self) -> Mapping[str, Function]:
        """Features by name: planned ones and the registered."""
        found = {
            name: _later(name, "feature", types, RESULTS[result]) for name, (result, types) in planned.FEATURES.items()
        }
        registered = {name: _registered(cls, RESULTS.get(cls.result, ANY)) for name, cls in Feature.all().items()}
        return {**found, **registered}

    @staticmethod
    def script(name: str) -> str:
        """The one script that a feature knows, `en` or `zh`; empty where there is none such."""
        found = Feature.all().get(name)
        return found.script if found is not None else ""

    @cached_property
    def languages(self) -> Mapping[str, Function]:
        """Language models by name."""
        found = {name: _later(name, "language model", types, BASE) for name, types in planned.LANGUAGES.items()}
        registered = {name: _registered(cls, BASE) for name, cls in Language.all().items()}
        return {**found, **{name: _shaped(function) for name, function in registered.items()}}

    @cached_property
    def samplers(self) -> Mapping[str, Function]:
        """Samplers by name."""
        return self._tools("sampler", "Sampler", planned.SAMPLERS, planned.EXPECTED_SAMPLERS)

    @cached_property
    def moves(self) -> Mapping[str, Function]:
        """Moves by name."""
        return self._tools("move", "Move", planned.MOVES, planned.EXPECTED_MOVES)

    @cached_property
    def schedules(self) -> Mapping[str, Function]:
        """Schedules by name."""
        return {name: _later(name, "schedule", types, ANY, True) for name, types in planned.SCHEDULES.items()}

    @cached_property
    def tilts(self) -> Mapping[str, Function]:
        """Ways to find the multipliers of moments by name."""
        return {name: _later(name, "way to tilt", types, ANY, True) for name, types in planned.TILTS.items()}

    @staticmethod
    def _tools(
        module: str, name: str, later: Mapping[str, Mapping[str, str]], soon: Mapping[str, Mapping[str, str]]
    ) -> Mapping[str, Function]:
        registry = _registry(module, name)
        found = {key: _later(key, module, types, ANY) for key, types in later.items()}
        expected = {key: _later(key, module, types, ANY, True) for key, types in soon.items()}
        return {**found, **expected, **{key: _registered(cls, ANY) for key, cls in registry.items()}}
