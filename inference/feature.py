"""What can be measured on a text: the base of all features, their signatures and their registry.

A feature is one file in `features/`: a frozen dataclass whose annotated fields are its signature in the language and
whose docstring is its page in the reference. `measure` is the meaning (plain Python on one text, independent of any
lexicon). `automaton` and `table` are optional fast forms that the engine may use instead; the laws hold them to `measure`.
"""

from __future__ import annotations

import difflib
from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar

from .formula import Pattern, Value

if TYPE_CHECKING:
    import numpy as np

    from .automaton import Automaton
    from .scope import Scope


@dataclass(frozen=True)
class View:
    """One text, hole or string as features see it.

    `string` is the rendered text, `units` its lexicon units (words and punctuation, capitals folded as in the lexicon),
    `words` the units that are not punctuation. `style` is the rendering: en, zh, letters, words or tokens.
    """

    string: str
    units: tuple[str, ...]
    words: tuple[str, ...]
    style: str


@dataclass(frozen=True)
class Parameter:
    """One argument of a feature, as the language sees it: `type` is one of the names in `TYPES`."""

    name: str
    type: str
    default: Any = MISSING

    @property
    def required(self) -> bool:
        return self.default is MISSING


# The types of the language that a feature's fields may be annotated with (as strings):
#   text      a text variable or hole (a View when measured)
#   texts     one or more texts, given as positional arguments
#   textlike  a text, a hole, or a string (a View when measured: strings are segmented in the style of the program)
#   string strings(list of string) items(list of anything) pattern number int bool unit any
TYPES = frozenset({"text", "textlike", "string", "strings", "items", "pattern", "number", "int", "bool", "unit", "any"})


@dataclass(frozen=True)
class Feature:
    """A measurable property of texts. Subclass in `features/`, with `name=` and `result=` in the class statement.

    `result` is what it gives: bool, int, real, string or strings.
    """

    name: ClassVar[str]
    result: ClassVar[str]

    def __init_subclass__(cls, name: str = "", result: str = "bool", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if name:
            cls.name, cls.result = name, result
            REGISTRY[name] = cls

    def measure(self) -> Value:
        """The value on the texts bound to the fields; None where it is missing."""
        raise TypeError(f"feature {self.name} does not define measure")

    def distance(self) -> float:
        """How far a truth value is from holding: 0 exactly when true, else positive. Default 1."""
        return 0.0 if self.measure() else 1.0

    def occurrences(self) -> float:
        """How often it holds: the distance of its negation. 0 exactly when false. Default 1."""
        return 1.0 if self.measure() else 0.0

    def automaton(self, scope: Scope) -> Automaton | None:
        """For `result="bool"`: the texts where it holds, as an automaton over units, its field `text` being unbound.

        None where it has none (then `measure` is used). Other fields hold their values.
        """
        return None

    def missing(self, scope: Scope) -> Automaton | None:
        """As `automaton`, with `final` holding minus the distance at each state: the soft form. Default none."""
        return None

    def table(self, scope: Scope) -> np.ndarray | None:
        """For numbers that are a sum over units: the value of each unit of the lexicon, float64 [units]."""
        return None

    def names(self) -> tuple[str, ...]:
        """The strings whose words the program names by this call; they join the lexicon."""
        found: list[str] = []
        for entry in fields(self):
            value = getattr(self, entry.name)
            if entry.type in ("string", "strings", "items", "textlike"):
                found += [v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, str)]
        return tuple(found)

    @classmethod
    def signature(cls) -> tuple[Parameter, ...]:
        """Parameters in order, as the language sees them."""
        return tuple(Parameter(f.name, str(f.type), f.default) for f in fields(cls))

    @classmethod
    def page(cls) -> str:
        """The reference page: the docstring."""
        return (cls.__doc__ or "").strip()


REGISTRY: dict[str, type[Feature]] = {}


def feature(name: str) -> type[Feature]:
    """The feature called `name`. Raises KeyError with the nearest known names."""
    from . import features  # the folder registers what it holds

    del features
    if name not in REGISTRY:
        near = difflib.get_close_matches(name, REGISTRY, n=1)
        raise KeyError(f"no feature is called {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return REGISTRY[name]


def known_features() -> dict[str, type[Feature]]:
    """All features, by name."""
    from . import features

    del features
    return dict(sorted(REGISTRY.items()))


__all__ = ["MISSING", "REGISTRY", "Feature", "Parameter", "Pattern", "View", "feature", "known_features"]
