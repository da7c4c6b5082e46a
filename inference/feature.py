"""What can be measured on a text: the base of all features.

A feature is one file in `features/`: a frozen dataclass whose annotated fields are its signature in the language and
whose docstring is its page in the reference. `measure` is the meaning (plain Python on one text, independent of any
lexicon). `automaton`, `missing` and `table` are optional fast forms that the engine uses instead where they exist; the
laws in the tests hold them to `measure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar

from .formula import Value
from .render import START, Context, Renderer
from .signature import Registered

if TYPE_CHECKING:
    import numpy as np

    from .automaton import Automaton
    from .opened import Opened, Place
    from .scope import Scope


@dataclass(frozen=True)
class View:
    """One text, hole or string as features see it.

    `string` is the rendered text, `units` its lexicon units (words and punctuation, capitals folded as in the lexicon),
    `words` the units that are not punctuation. `style` is the rendering: en, zh, letters, words or tokens. `renderer`
    and `start` say in which lexicon, and behind what, it was read; a string of a program by itself has no lexicon.
    """

    string: str
    units: tuple[str, ...]
    words: tuple[str, ...]
    style: str
    renderer: Renderer | None = field(default=None, compare=False, repr=False)
    start: Context = field(default=START, compare=False, repr=False)


class Word(str):
    """One word of a text, as an item of `s.words`: as a feature's text it is read letter by letter."""

    def view(self) -> View:
        return View(str(self), tuple(self), tuple(self), "letters")


class Readings(tuple[str, ...]):
    """A string that several ways of reading give: a comparison with it holds where it holds for one of them."""

    @classmethod
    def of(cls, found: Iterable[str]) -> Readings | None:
        """In alphabetical order; None, missing, where there is none."""
        return cls(sorted(set(found))) or None


Text = View
Textlike = View
Texts = tuple[View, ...]


@dataclass(frozen=True)
class Feature(Registered):
    """A measurable property of texts; `result` is what it gives: bool, int, real, string or strings."""

    known: ClassVar[dict[str, type[Any]]] = {}
    folder: ClassVar[str] = f"{__package__}.features"
    kind: ClassVar[str] = "feature"
    result: ClassVar[str] = "bool"
    graded: ClassVar[bool] = False  # `distance` is more than right or wrong
    counted: ClassVar[bool] = False  # `occurrences` is more than right or wrong
    script: ClassVar[str] = ""  # "en" or "zh": the one script that it knows something of; empty: any
    lasting: ClassVar[bool] = False  # a truth value that holds of every text which begins as one where it holds
    partial: ClassVar[bool] = False  # `measure` is None where the value is unknown: then no formula holds, nor its not

    def __init_subclass__(cls, name: str = "", result: str = "bool", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if name:
            cls.name, cls.result = name, result
            Feature.known[name] = cls

    def measure(self) -> Value:
        """The value on the texts bound to the fields; None where it is missing."""
        raise TypeError(f"the feature {self.name} does not define measure")

    def distance(self) -> float:
        """How far a truth value is from holding: 0 exactly when true, else positive. Default 1."""
        return 0.0 if self.measure() else 1.0

    def occurrences(self) -> float:
        """How often it holds, which is the distance of its negation: 0 exactly when false. Default 1."""
        value = self.measure()
        return 1.0 if value or (value is None and self.partial) else 0.0

    def automaton(self, scope: Scope) -> Automaton | None:
        """The texts where a truth value holds, as an automaton over units; the text itself is unbound (None).

        None where there is no such automaton (then `measure` is used).
        """
        return None

    def unknown(self, scope: Scope) -> Automaton | None:
        """For a truth value that is partial: the texts where it is unknown; None where it is known of all texts."""
        return None

    def last_units(self, scope: Scope) -> tuple[frozenset[str] | None, list[frozenset[str]]] | None:
        """For what last words of texts have in common, such as a rhyme: what the strings among the texts leave (None:
        there are none), and the names of each unit; see `shared`. Default none."""
        return None

    def shortfall(self, scope: Scope) -> Automaton | None:
        """As `automaton`, but every text is accepted, with `final` = the distance at each state. Default none."""
        return None

    def table(self, scope: Scope) -> np.ndarray | None:
        """For a number that is a sum over units: the value of each unit of the lexicon, float64 [units]."""
        return None

    def compared(self, op: str, target: Value, scope: Scope) -> Automaton | None:
        """For a number or a string: the texts where `value op target` holds; the text itself is unbound. Default none.

        Numbers that have a `table` need none.
        """
        return None

    def objection(self) -> tuple[str, str, str] | None:
        """What is wrong with the arguments that a program writes out: (argument, what it holds, what it may hold)."""
        return None

    @classmethod
    def opened(cls, values: Mapping[str, Value], place: Place) -> Opened | None:
        """What stands in place of the argument of type `Opens` once the program is compiled; None: what is written.

        `values` are the arguments that the program writes out. Raises LanguageError for what cannot be opened.
        """
        return None

    def asks(self) -> tuple[Opened, tuple[Any, ...]] | None:
        """Which inputs of what was opened `measure` will ask for, so that those of many texts are computed at once."""
        return None

    def names(self) -> tuple[str, ...]:
        """The strings whose words this call names, so that they join the lexicon."""
        found: list[str] = []
        for entry in fields(self):
            value = getattr(self, entry.name)
            if str(entry.type).lower() in ("strings", "items", "textlike"):
                found += [v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, str)]
        return tuple(found)
