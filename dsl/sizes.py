"""Sizes of texts and holes as intervals, from templates and hard statements."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..inference.formula import Apply, Compare, Constant, Node, Part, Pattern, Within
from .source import Span
from .spec import UNIT_OF, HoleSpec, TextSpec
from .templates import pattern_width
from .values import read


@dataclass(frozen=True)
class Size:
    """From `low` to `high` units, ends included; a `high` of None is open."""

    low: int
    high: int | None
    unit: str
    span: Span | None

    def meets(self, other: Size) -> bool:
        """Whether some number is in both."""
        low = max(self.low, other.low)
        return all(high is None or low <= high for high in (self.high, other.high))

    def __str__(self) -> str:
        if self.high == self.low:
            return str(self.low)
        return f"{self.low or ''}..{'' if self.high is None else self.high}"


def template_size(text: TextSpec) -> Iterator[tuple[Part, Size]]:
    """The sizes of a template's holes, and of the whole in the text's own unit where that can be told."""
    if text.template is None:
        return
    low, high = 0, 0
    for piece in text.template:
        if isinstance(piece, HoleSpec):
            yield Part(text.name, piece.name), Size(piece.low, piece.high, piece.unit, piece.span)
            own = piece.unit == text.unit
            low, high = low + (piece.low if own else 0), high + (piece.high if own or text.unit == "words" else 0)
            if not own and text.unit == "words":
                high += 1
        else:
            view = read(piece, text.style)
            size = len(piece) if text.unit == "chars" else len(view.words)
            low, high = low + size, high + size
    if text.unit != "tokens" and not any(isinstance(piece, str) and "…" in piece for piece in text.template):
        loose = text.unit == "words"  # a fixed piece may end inside a word that a hole continues
        yield Part(text.name), Size(0 if loose else low, high, text.unit, text.span)


def sizes_of(node: Node, holds: bool, span: Span | None, texts: Mapping[str, TextSpec]) -> Iterator[tuple[Part, Size]]:
    """The sizes that a condition puts on parts of texts, if it does."""
    if not holds:
        return
    if isinstance(node, Apply) and node.feature == "has":
        yield from _has(node, span)
    elif isinstance(node, Apply) and node.feature == "matches":
        yield from _matches(node, span)
    elif isinstance(node, Compare):
        found = _length(node.left, texts), _number(node.right)
        if found[0] and found[1] is not None:
            yield from _compared(*found[0], node.op, found[1], span)
    elif isinstance(node, Within):
        measured = _length(node.value, texts)
        if measured is not None:
            low = _number(node.low) if node.low is not None else 0
            high = _number(node.high) if node.high is not None else math.inf
            if low is not None and high is not None:
                yield from _interval(*measured, low, high, span)


def _has(node: Apply, span: Span | None) -> Iterator[tuple[Part, Size]]:
    arguments = {name: value.value for name, value in node.arguments if isinstance(value, Constant)}
    part, low, high = node.argument("text"), arguments.get("low", 0), arguments.get("high")
    if isinstance(part, Part) and isinstance(low, int) and (high is None or isinstance(high, int)):
        yield part, Size(low, high, arguments.get("unit", "words"), span)


def _matches(node: Apply, span: Span | None) -> Iterator[tuple[Part, Size]]:
    part, pattern = node.argument("text"), node.argument("pattern")
    if isinstance(part, Part) and isinstance(pattern, Constant) and isinstance(pattern.value, Pattern):
        low, _ = pattern_width(pattern.value)
        if "i" not in pattern.value.flags:
            yield part, Size(low, None, "chars", span)


def _length(node: Node, texts: Mapping[str, TextSpec]) -> tuple[Part, str] | None:
    """The part and unit that `length(…)` measures."""
    if not isinstance(node, Apply) or node.feature != "length":
        return None
    part, unit = node.argument("text"), node.argument("unit")
    if not isinstance(part, Part) or part.text not in texts:
        return None
    written = unit.value if isinstance(unit, Constant) else None
    if not written:
        style = texts[part.text].style
        return (part, UNIT_OF[style]) if style in ("en", "words") else None  # elsewhere punctuation is left out
    return part, f"{str(written).removesuffix('s')}s"


def _number(node: Node | None) -> float | None:
    value = node.value if isinstance(node, Constant) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _compared(part: Part, unit: str, op: str, number: float, span: Span | None) -> Iterator[tuple[Part, Size]]:
    low = {"==": number, ">=": number, ">": math.floor(number) + 1}.get(op, 0)
    high = {"==": number, "<=": number, "<": math.ceil(number) - 1}.get(op, math.inf)
    if op != "!=":
        yield from _interval(part, unit, low, high, span)


def _interval(part: Part, unit: str, low: float, high: float, span: Span | None) -> Iterator[tuple[Part, Size]]:
    least = max(0, math.ceil(low)) if low < 1e9 else 10**9
    yield part, Size(least, None if high == math.inf else math.floor(high), unit, span)
