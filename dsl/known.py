"""Everything a program can call by name: what the registries hold, and what is planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, replace
from functools import cached_property
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


class Table(Mapping[str, Function]):
    """Functions by name, each made when it is first asked for: those of a registry, and `others`."""

    def __init__(
        self, registry: Mapping[str, type[Registered]], made: Callable[[Any], Function], others: Mapping[str, Function]
    ) -> None:
        self.registry, self.made, self.others = registry, made, others
        self.found: dict[str, Function] = {}

    def __getitem__(self, name: str) -> Function:
        if name in self.registry and name not in self.found:
            self.found[name] = self.made(self.registry[name])
        return self.found[name] if name in self.found else self.others[name]

    def __contains__(self, name: object) -> bool:
        return name in self.registry or name in self.others

    def __iter__(self) -> Iterator[str]:
        return iter({**self.others, **dict.fromkeys(self.registry)})

    def __len__(self) -> int:
        return len({*self.others, *self.registry})


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


class Known:
    """The tables of names, each made at its first use."""

    @cached_property
    def features(self) -> Mapping[str, Function]:
        """Features by name: planned ones and the registered."""
        found = {
            name: _later(name, "feature", types, RESULTS[result]) for name, (result, types) in planned.FEATURES.items()
        }
        return Table(Feature.all(), lambda cls: _registered(cls, RESULTS.get(cls.result, ANY)), found)

    @staticmethod
    def script(name: str) -> str:
        """The one script that a feature knows, `en` or `zh`; empty where there is none such."""
        found = Feature.all().get(name)
        return found.script if found is not None else ""

    @cached_property
    def languages(self) -> Mapping[str, Function]:
        """Language models by name."""
        return Table(Language.all(), lambda cls: _shaped(_registered(cls, BASE)), {})

    @cached_property
    def samplers(self) -> Mapping[str, Function]:
        """Samplers by name."""
        from ..inference.sampler import Sampler

        return Table(Sampler.all(), lambda cls: _registered(cls, ANY), {})

    @cached_property
    def moves(self) -> Mapping[str, Function]:
        """Moves by name."""
        from ..inference.move import Move

        return Table(Move.all(), lambda cls: _registered(cls, ANY), {})

    @cached_property
    def schedules(self) -> Mapping[str, Function]:
        """Schedules by name."""
        return {name: _later(name, "schedule", types, ANY, True) for name, types in planned.SCHEDULES.items()}

    @cached_property
    def tilts(self) -> Mapping[str, Function]:
        """Ways to find the multipliers of moments by name."""
        return {name: _later(name, "way to tilt", types, ANY, True) for name, types in planned.TILTS.items()}
