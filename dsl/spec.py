"""A bound model: what is left of a program when its parameters have values and its blocks are unrolled."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from ..inference.formula import Node, Part, Pattern
from ..inference.moment import Moment
from .source import Span

Style: TypeAlias = Literal["en", "zh", "letters", "words", "tokens"]
Kind: TypeAlias = Literal["require", "forbid", "prefer", "factor", "track"]
Duration: TypeAlias = tuple[float, str]  # a number with its unit: (100, "sweeps")

STYLES: tuple[Style, ...] = ("en", "zh", "letters", "words", "tokens")
UNIT_OF: Mapping[str, str] = {"en": "words", "words": "words", "zh": "chars", "letters": "chars", "tokens": "tokens"}
DEFAULT_LONGEST = 40
LARGEST_LENGTH = 1000


@dataclass(frozen=True)
class HoleSpec:
    """A blank of a template: between `low` and `high` units, and of a pattern or a grammar where one is given.

    Of one that is sized by its sound, `syllables` are the ends of that, and the units are as many as it may have.
    """

    name: str
    low: int
    high: int
    unit: str
    pattern: Pattern | str | None = None
    span: Span | None = field(default=None, compare=False)
    syllables: tuple[Node, Node] | None = None


@dataclass(frozen=True)
class BaseSpec:
    """A language model with its arguments by name, those left at their defaults not among them."""

    language: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    span: Span | None = field(default=None, compare=False)

    @property
    def written(self) -> str:
        """The call as a program has it, for names of candidate sources: `mlm`, `mlm("./bert", words=true)`."""
        values = {name: json.dumps(value, ensure_ascii=False) for name, value in self.arguments.items()}
        given = [values.pop("model")] if "model" in values else []
        given += [f"{name}={value}" for name, value in sorted(values.items())]
        return f"{self.language}({', '.join(given)})" if given else self.language


@dataclass(frozen=True)
class SourceSpec:
    """A source of candidate words that is made of others, or of given strings.

    `kind` is "copy" (of `strings` or of a `text`), "top" or "ranked" (of the `most` best of one part), "*", or "+" with
    `shares` that sum to 1.
    """

    kind: str
    parts: tuple[SourceSpec | BaseSpec | str, ...] = ()
    strings: tuple[str, ...] = ()
    text: str = ""
    most: int = 0
    shares: tuple[float, ...] = ()
    span: Span | None = field(default=None, compare=False)

    @property
    def written(self) -> str:
        """As a program has it, for names of candidate sources: `lm * mlm`."""
        names = [f"({name})" if self.kind == "*" and " + " in name else name for name in map(written, self.parts)]
        if self.text:
            return f"copy({self.text})"
        if self.kind == "copy":
            return (
                f"copy({json.dumps(self.strings if len(self.strings) != 1 else self.strings[0], ensure_ascii=False)})"
            )
        if self.kind in ("top", "ranked"):
            return f"{self.kind}({names[0]}, {self.most})"
        if self.kind == "+":
            return " + ".join(f"{100 * share:.4g}% * {name}" for share, name in zip(self.shares, names, strict=True))
        return " * ".join(names)

    def walk(self) -> Iterator[SourceSpec | BaseSpec]:
        """Everything that it is made of, parts before wholes."""
        for part in self.parts:
            if isinstance(part, SourceSpec):
                yield from part.walk()
            elif isinstance(part, BaseSpec):
                yield part
        yield self


def written(source: SourceSpec | BaseSpec | str) -> str:
    """A source by the name that moves know it by."""
    return source if isinstance(source, str) else source.written


@dataclass(frozen=True)
class TextSpec:
    """A text variable. `template` is None or its pieces in order: fixed strings and holes."""

    name: str
    style: Style
    template: tuple[str | HoleSpec, ...] | None = None
    base: BaseSpec | None = None
    span: Span | None = field(default=None, compare=False)

    @property
    def unit(self) -> str:
        """The unit its length is counted in: words, chars or tokens."""
        return UNIT_OF[self.style]

    @property
    def holes(self) -> tuple[HoleSpec, ...]:
        """The holes of the template, in order."""
        return tuple(piece for piece in self.template or () if isinstance(piece, HoleSpec))


@dataclass(frozen=True)
class TermSpec:
    """One statement about the texts. `name` is its label, or the feature's name, then `name_2`.

    A `forbid` keeps the formula as written, not its negation. `source` is the statement as text, for messages.
    `protects`: moves leave alone what could not be taken out without breaking it.
    """

    name: str
    kind: Kind
    value: Node
    weight: float = 1.0
    span: Span | None = field(default=None, compare=False)
    source: str = field(default="", compare=False)
    protects: bool = False
    labelled: bool = field(default=False, compare=False)  # the program writes the name


def is_hard(term: TermSpec) -> bool:
    """Whether a statement must hold."""
    return term.kind in ("require", "forbid")


@dataclass(frozen=True)
class MomentSpec(Moment):
    """An `expect`: what the mean of a value over the draws must be. Named like a term, among which records list it."""

    span: Span | None = field(default=None, compare=False)
    source: str = field(default="", compare=False)
    labelled: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class CallSpec:
    """A sampler, a move, a schedule or a source called with arguments by name."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True)
class KeptSpec:
    """Words or phrases that a recipe keeps, in this order: in a text or hole, None for the text of a model of one."""

    words: tuple[str, ...]
    part: Part | None = None
    span: Span | None = field(default=None, compare=False)

    @property
    def where(self) -> str:
        """The text or hole as a program names it, empty for the only text."""
        return "" if self.part is None else f"{self.part.text}.{self.part.hole}" if self.part.hole else self.part.text

    @property
    def written(self) -> str:
        """As a recipe has it."""
        words = json.dumps(self.words, ensure_ascii=False)
        return f"protect = in_order({self.where}, {words})" if self.part else f"protect = {words}"


@dataclass(frozen=True)
class RecipeSpec:
    """How to look for texts. What the recipe does not say is None, and `moves` is empty."""

    name: str | None = None
    sampler: CallSpec | None = None
    moves: tuple[tuple[float, CallSpec], ...] = ()
    chains: int | None = None
    warmup: Duration | None = None
    draws: int | None = None
    thin: Duration | None = None
    keep: int | None = None
    seed: int | None = None
    device: str | None = None
    start: str | None = None
    schedule: CallSpec | None = None
    schedule_kind: Literal["temper", "anneal"] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    span: Span | None = field(default=None, compare=False)

    @property
    def sources(self) -> tuple[SourceSpec | BaseSpec, ...]:
        """The sources that its moves propose from, but for those without a model, parts before wholes."""
        given = [value for _, move in self.moves for value in move.arguments.values()]
        found = [one for value in given if isinstance(value, SourceSpec) for one in value.walk()]
        return (*(value for value in given if isinstance(value, BaseSpec)), *found)

    @property
    def models(self) -> tuple[BaseSpec, ...]:
        """The models that its moves propose from."""
        return tuple(source for source in self.sources if isinstance(source, BaseSpec))

    @property
    def copied(self) -> tuple[str, ...]:
        """The strings that its moves take words from."""
        return tuple(string for one in self.sources if isinstance(one, SourceSpec) for string in one.strings)


@dataclass(frozen=True)
class ModelSpec:
    """A model that can be compiled: closed values only, nothing left to look up.

    `besides`: what is said elsewhere of its texts, whose words join the lexicon.
    """

    name: str
    texts: tuple[TextSpec, ...]
    terms: tuple[TermSpec, ...]
    recipe: RecipeSpec | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    besides: tuple[Node, ...] = ()
    moments: tuple[MomentSpec, ...] = ()

    @property
    def values(self) -> tuple[tuple[Node, Span | None], ...]:
        """Every formula that its statements evaluate, with its place."""
        stated: tuple[TermSpec | MomentSpec, ...] = (*self.terms, *self.moments)
        return tuple((one.value, one.span) for one in stated)
