"""A bound model on its lexicon: automata of its requirements, ready for proofs and for compiling. No torch here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..inference.automaton import TooLarge
from ..inference.borders import told
from ..inference.formula import Apply, Constant, Node, Not, Part, Pattern, parts
from ..inference.hole import Hole
from ..inference.language import Language, LanguageError
from ..inference.letters import PatternError
from ..inference.lexicon import Lexicon, spelled
from ..inference.named import named_strings
from ..inference.render import Renderer, fold
from ..inference.requirements import Requirement, Requirements, conjuncts
from ..inference.spelling import Spelling, spelling
from ..inference.template import Template, TemplateError
from ..inference.views import cut
from .source import Span
from .spec import BaseSpec, HoleSpec, ModelSpec, TermSpec, TextSpec


@dataclass(frozen=True, eq=False)
class Grounded:
    """One text of a model with everything that needs no numbers yet."""

    text: TextSpec
    language: Language
    lexicon: Lexicon
    requirements: Requirements
    soft: tuple[TermSpec, ...]
    tracks: tuple[TermSpec, ...]


class GroundError(Exception):
    """A text that cannot be grounded: `code` and values of its message, and the place."""

    def __init__(self, code: str, span: object, **values: str) -> None:
        super().__init__(code)
        self.code, self.span, self.values = code, span, values


@dataclass(frozen=True)
class Shrink:
    """A small instance of a model: the units that are kept, and bounds on the number of units."""

    units: tuple[str, ...]
    window: tuple[int, int] | None = None


def ground(spec: ModelSpec, folder: Path, shrink: Shrink | None = None) -> Grounded:
    """The one text of a model with its lexicon and requirements; see `apart` for several. Raises GroundError."""
    (text,) = spec.texts
    language = _language(text.base)
    try:
        own = language.units(folder, text.style)
    except LanguageError as error:
        raise unusable(text, error) from None
    lexicon = _lexicon(spec, text, own or ()) if shrink is None else Lexicon(shrink.units, text.style)
    if not len(lexicon):
        raise unusable(text, LanguageError("nothing says which units the text is made of; give a list of them"))
    renderer = Renderer(lexicon)
    hard = tuple(one for term in spec.terms if term.kind in ("require", "forbid") for one in _requirements(term))
    requirements = Requirements(
        text.name, renderer, hard, _template(text, renderer), free=_free(text), allow_empty=_may_be_empty(spec, text),
        window=shrink.window if shrink else None,
    )  # fmt: skip
    soft = tuple(term for term in spec.terms if term.kind in ("prefer", "factor"))
    tracks = tuple(term for term in spec.terms if term.kind == "track")
    return Grounded(text, language, lexicon, requirements, soft, tracks)


def _language(base: BaseSpec | None) -> Language:
    spec = base or BaseSpec("lm")
    arguments = {name: tuple(v) if isinstance(v, list) else v for name, v in spec.arguments.items()}
    settings = {name: v for name, v in arguments.items() if name not in ("shape",)}
    language: Language = Language.named(spec.language)(**settings)
    return language


def unusable(text: TextSpec, error: LanguageError, where: Span | None = None) -> GroundError:
    """The mistake of a language model, list or file that cannot be used; without a place, that of the text's base."""
    what, _, advice = str(error).partition("; ")
    span = where or (text.base.span if text.base and text.base.span else text.span)
    return GroundError("L001", span, what=what, advice=advice or "check the name and what it holds")


def _free(text: TextSpec) -> bool:
    """Whether the text need not be a sentence: it says so, or its template is none."""
    if text.base is not None and text.base.arguments.get("shape") == "free":
        return True
    literals = "".join(piece for piece in text.template or () if isinstance(piece, str))
    return any(not c.isalnum() and c not in " ,.;:!?'\"()[]\n-" for c in literals)


# ---- the lexicon


def _lexicon(spec: ModelSpec, text: TextSpec, own: tuple[str, ...]) -> Lexicon:
    """The language's own units, and behind them every word that the program names."""
    base = Lexicon(own, text.style)
    return base.extended(named_units(spec, text, base))


def named_units(spec: ModelSpec, text: TextSpec, lexicon: Lexicon) -> tuple[str, ...]:
    """Every word that the program names, as a lexicon spells it, and every character that it spells."""
    renderer = Renderer(lexicon)
    pieces = (piece for string in _named(spec, text) for piece in cut(string, renderer) if piece)
    return tuple(dict.fromkeys((*(fold(piece, lexicon) for piece in pieces), *_of_patterns(text, lexicon))))


def _named(spec: ModelSpec, text: TextSpec) -> Iterator[str]:
    for piece in text.template or ():
        if isinstance(piece, str):
            yield piece
    letters = {Part(text.name, hole.name) for hole in text.holes if _is_spelled(hole, text)}
    for node in (*(value for value, _ in spec.values), *spec.besides):
        yield from named_strings(node, letters)


def _is_spelled(hole: HoleSpec, text: TextSpec) -> bool:
    return isinstance(hole.pattern, Pattern) and _spelling(hole, hole.pattern, text).characters is not None


def _spelling(hole: HoleSpec, pattern: Pattern, text: TextSpec) -> Spelling:
    """How a hole's matches are written. Raises GroundError."""
    try:
        return spelling(pattern, text.style, hole.high)
    except (PatternError, TooLarge) as error:
        raise GroundError("S021", hole.span, what=str(error)) from None


def _of_patterns(text: TextSpec, lexicon: Lexicon) -> Iterator[str]:
    """The units of the patterns of holes. A capital of theirs counts, but where a text begins."""
    plain, begins = Renderer(Lexicon((), text.style)), True
    for piece in text.template or ():
        if isinstance(piece, HoleSpec) and isinstance(piece.pattern, Pattern):
            written = _spelling(piece, piece.pattern, text)
            yield from map(spelled, written.characters or ())
            for unit in (unit for match in written.words for unit in cut(match, plain)):
                yield fold(unit, lexicon) if begins else unit
        begins = begins and isinstance(piece, str) and not any(c.isalnum() for c in piece)


# ---- the template


def _template(text: TextSpec, renderer: Renderer) -> Template | None:
    if text.template is None:
        return None
    written: list[str | Hole] = []
    for piece in text.template:
        if isinstance(piece, HoleSpec):
            if isinstance(piece.pattern, str):
                raise GroundError("V001", piece.span, what="a hole given by a grammar")
            if piece.pattern is not None:
                _spelling(piece, piece.pattern, text)
            written.append(Hole(piece.name, piece.low, piece.high, piece.unit, piece.pattern))
        elif piece:
            written.append(piece)
    try:
        found = Template.of(text.name, written, renderer)
        told(found, renderer)
    except TemplateError as error:
        raise GroundError(error.code, text.span, what=str(error), choose=error.about) from None
    return found


# ---- requirements


def _requirements(term: TermSpec) -> Iterator[Requirement]:
    """A `require` of a conjunction is as many requirements; `forbid` asks for the negation."""
    if term.kind == "forbid":
        yield Requirement(Not(term.value), term)
    else:
        for formula in conjuncts(term.value):
            for one in _each_word(formula):
                yield Requirement(one, term, term.protects)


def _each_word(formula: Node) -> Iterator[Node]:
    """`contains all of` as one requirement a word: together their automaton doubles with every word."""
    items = formula.argument("items") if isinstance(formula, Apply) and formula.feature == "contains" else None
    how = formula.argument("how") if isinstance(formula, Apply) else None
    if isinstance(items, Constant) and how in (None, Constant("all")) and len(items.value) > 1:
        assert isinstance(formula, Apply)
        others = tuple(pair for pair in formula.arguments if pair[0] != "items")
        for word in items.value:
            yield Apply(formula.feature, (*others, ("items", Constant((word,)))))
    else:
        yield formula


def _may_be_empty(spec: ModelSpec, text: TextSpec) -> bool:
    """Whether the program says that the text may be empty: some size of it starts at a written 0."""
    if text.template is not None:
        return all(isinstance(piece, HoleSpec) and piece.low == 0 for piece in text.template)
    sizes = [node for term in spec.terms if term.kind == "require" for node in conjuncts(term.value)]
    return any(
        isinstance(node, Apply) and node.feature == "has" and node.argument("low") == Constant(0)
        and Part(text.name) in parts(node) and _says_zero(node)
        for node in sizes
    )  # fmt: skip


def _says_zero(node: Node) -> bool:
    """`0..5 words` says so, `..5 words` does not."""
    assert isinstance(node, Apply)
    low = node.argument("low")
    return isinstance(low, Constant) and low.value == 0 and low.value is not None
