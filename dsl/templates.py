"""Text statements: style, base and template, with holes filled in or sized."""

from __future__ import annotations

from ..inference.formula import Constant, Node, Pattern
from ..inference.language import Language
from ..inference.patterns import parse_pattern
from . import faults, syntax
from .calls import base
from .conditions import grammar_pattern, longest, size_bounds
from .evaluator import Evaluator, show
from .parts import UNITS
from .scope import Scope
from .source import Span
from .spec import DEFAULT_LONGEST, STYLES, BaseSpec, HoleSpec, Style, TextSpec
from .types import LENGTH_UNITS, is_number
from .values import UNKNOWN, Value


def text_spec(ev: Evaluator, node: syntax.Text, scope: Scope) -> TextSpec:
    """What a `text` statement declares; of a broken one, what can be told."""
    style = _style(ev, node)
    template = _template(ev, node.template, style, scope) if node.template is not None else None
    return TextSpec(node.name.text, style, template, _base(ev, node, scope), ev.report.here(node.span))


def _style(ev: Evaluator, node: syntax.Text) -> Style:
    if node.kind is None:
        return "words"
    for style in STYLES:
        if style == node.kind.text:
            return style
    ev.report.add(faults.unknown_style(node.kind.span, node.kind.text, STYLES))
    return "en"


def _base(ev: Evaluator, node: syntax.Text, scope: Scope) -> BaseSpec | None:
    if node.base is None:
        return None
    if not isinstance(node.base, syntax.Call):
        ev.report.add(faults.not_a_base(node.base.span))
        return None
    found = base(ev, node.base, scope)
    name = node.base.function.text
    if name in ev.known.languages and not Language.named(name).normalised:
        ev.report.add(faults.unnormalised(node.base.span, name))
    return found.constant if found.known and isinstance(found.constant, BaseSpec) else None


def _template(ev: Evaluator, template: syntax.Template, style: Style, scope: Scope) -> tuple[str | HoleSpec, ...]:
    pieces: list[str | HoleSpec] = []
    holes: dict[str, Span | None] = {}
    for piece in template.pieces:
        if isinstance(piece, syntax.Fixed):
            found: str | HoleSpec | None = piece.text
        elif piece.size is None:
            found = _filled(ev, piece, holes, scope)
        else:
            found = _hole(ev, piece, style, scope)
            _declare(ev, piece.name, holes)
        if isinstance(found, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += found
        elif found is not None and found != "":
            pieces.append(found)
    return tuple(pieces)


def _declare(ev: Evaluator, name: syntax.Name, holes: dict[str, Span | None]) -> None:
    if name.text in holes:
        ev.report.add(faults.declared_twice(name.span, name.text, holes[name.text]))
    elif name.text in (*UNITS, "last_word"):
        ev.report.add(faults.taken_name(name.span, name.text))
    holes.setdefault(name.text, name.span)


def _filled(ev: Evaluator, piece: syntax.Hole, holes: dict[str, Span | None], scope: Scope) -> str | None:
    """The text of `{name}`: what a parameter or a let holds."""
    name = piece.name
    if name.text in holes:
        ev.report.unavailable(piece.span, f"repeating the hole `{name.text}`")
        return None
    bound = scope.find(name.text)
    if bound is None:
        near = [seen.name for seen in scope.visible()]
        ev.report.add(faults.hole_without_size(name.span, name.text, near))
        return None
    value = bound.value
    if value.type.name == "any" or value.unknown:
        return "…"
    if not value.known or not (value.type.name == "string" or is_number(value.type)):
        ev.report.add(faults.bad_filling(name.span, name.text, str(value.type)))
        return None
    return value.constant if isinstance(value.constant, str) else show(value.constant)


def _hole(ev: Evaluator, piece: syntax.Hole, style: Style, scope: Scope) -> HoleSpec:
    name, span = piece.name.text, ev.report.here(piece.span)
    assert piece.size is not None
    size = ev.value(piece.size, scope)
    if size.type.name == "pattern":
        low, high = pattern_width(size.constant) if size.known else (0, DEFAULT_LONGEST)
        return HoleSpec(name, low, high, "chars", size.constant if size.known else None, span)
    if size.type.name == "grammar":
        pattern = grammar_pattern(ev, piece.size.span, size)
        low, high = pattern_width(pattern) if pattern else (0, DEFAULT_LONGEST)
        return HoleSpec(name, low, high, "chars", pattern, span)
    unit = size.type.unit
    if size.type.name not in ("quantity", "range") or unit not in LENGTH_UNITS:
        if size.type.name != "any":
            ev.report.add(faults.bad_hole(piece.size.span, name, _given(size, unit)))
        return HoleSpec(name, 1, DEFAULT_LONGEST, "words", None, span)
    if (unit == "words" and style == "zh") or (unit in ("words", "syllables") and style == "letters"):
        ev.report.add(faults.no_words(piece.size.span, style))
    bounds = size_bounds(ev, piece.size, size, most=longest(unit, style))
    ends = [end.value if isinstance(end, Constant) and isinstance(end.value, int) else None for end in bounds]
    low = 1 if ends[0] is None else ends[0]
    high = max(low, DEFAULT_LONGEST) if ends[1] is None else ends[1]
    if unit == "syllables":
        return _spoken(name, bounds, low, high, style, span)
    return HoleSpec(name, low, high, unit, None, span)


def _spoken(name: str, bounds: tuple[Node, Node], low: int, high: int, style: Style, span: Span | None) -> HoleSpec:
    """A hole sized by its sound. A word has one syllable or more, a character one; marks may stand between them."""
    unit, most = ("chars", 2 * high) if style == "zh" else ("words", high)
    known = all(isinstance(end, Constant) and end.value is not UNKNOWN for end in bounds)
    return HoleSpec(name, min(low, 1), most, unit, None, span, bounds if known else None)


def _given(size: Value, unit: str | None) -> str:
    return "a number without a unit" if is_number(size.type) and not unit else str(size.type)


def pattern_width(pattern: Pattern) -> tuple[int, int]:
    """Fewest and most characters of a match; a pattern without a longest match is cut at the default length."""
    low, high = match_lengths(pattern)
    return low, min(high, max(low, DEFAULT_LONGEST))


def match_lengths(pattern: Pattern) -> tuple[int, int]:
    """Fewest and most characters of a match, however many."""
    low, high = parse_pattern(pattern).getwidth()
    return int(low), int(high)
