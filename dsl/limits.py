"""What intervals prove about a bound model: sizes that exclude each other, keywords without room, wrong positions.

Only what holds for certain is said: a mistake here is a proof. What needs automata is proved by the compiler.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..inference.formula import And, Apply, Constant, Node, Not, Or, Ordinal, Part, Pattern
from . import faults
from .moments import contradictions
from .report import Report
from .sizes import Size, sizes_of, template_size
from .source import Span
from .spec import DEFAULT_LONGEST, LARGEST_LENGTH, UNIT_OF, ModelSpec, TextSpec
from .templates import match_lengths
from .values import has_unknown, read


@dataclass(frozen=True)
class Fact:
    """A part of a hard statement that must hold, or (`holds` false) must not."""

    node: Node
    holds: bool
    span: Span | None


def limits(spec: ModelSpec, report: Report) -> None:
    """Reports statements that exclude each other."""
    texts = {text.name: text for text in spec.texts}
    facts = [
        fact
        for term in spec.terms
        if term.kind in ("require", "forbid")
        for fact in _facts(term.value, term.kind == "require", term.span)
        if not has_unknown(fact.node)
    ]
    sizes: dict[tuple[Part, str], list[Size]] = {}
    for text in spec.texts:
        for part, size in template_size(text):
            sizes.setdefault((part, size.unit), []).append(size)
        _template_length(text, report)
    for fact in facts:
        for part, size in sizes_of(fact.node, fact.holds, fact.span, texts):
            sizes.setdefault((part, size.unit), []).append(size)
    for text in spec.texts:
        _cut_patterns(text, sizes, report)
    clashes = _disjoint(sizes, report)
    if not clashes:
        _keywords(facts, sizes, texts, report)
        for term in spec.terms:
            _positions(term.value, term.span, sizes, texts, report)
    _contradictions(facts, texts, report)
    contradictions(spec.moments, report)


def _facts(node: Node, holds: bool, span: Span | None) -> Iterator[Fact]:
    """The conditions that a hard statement joins by `and`."""
    if isinstance(node, Not):
        yield from _facts(node.of, not holds, span)
    elif (isinstance(node, And) and holds) or (isinstance(node, Or) and not holds):
        for item in node.items:
            yield from _facts(item, holds, span)
    else:
        yield Fact(node, holds, span)


def _written(part: Part) -> str:
    return f"{part.text}.{part.hole}" if part.hole else part.text


def _template_length(text: TextSpec, report: Report) -> None:
    for part, size in template_size(text):
        if part.hole is None and size.high is not None and size.high > LARGEST_LENGTH and size.unit == text.unit:
            report.add(faults.too_long(text.span, size.high, size.unit, LARGEST_LENGTH))


def _cut_patterns(text: TextSpec, sizes: dict[tuple[Part, str], list[Size]], report: Report) -> None:
    """Holes whose pattern has longer matches than are kept, where no statement says how long they may be."""
    for hole in text.holes:
        if isinstance(hole.pattern, Pattern) and match_lengths(hole.pattern)[1] > hole.high:
            _, *stated = sizes[Part(text.name, hole.name), hole.unit]  # the first is the hole's own
            if not any(size.high is not None and size.high <= hole.high for size in stated):
                report.add(faults.pattern_cut(hole.span, hole.name, hole.high))


def _disjoint(sizes: dict[tuple[Part, str], list[Size]], report: Report) -> bool:
    """Two sizes of one part without a common number."""
    found = False
    for (part, unit), given in sizes.items():
        ordered = sorted(given, key=lambda size: size.span or Span(-1, -1))
        floor, ceiling = 0, math.inf  # of all sizes so far
        for at, second in enumerate(ordered):
            high = math.inf if second.high is None else second.high
            clash = second.low > ceiling or high < floor or second.low > high
            floor, ceiling = max(floor, second.low), min(ceiling, high)
            first = next((first for first in ordered[:at] if not first.meets(second)), None) if clash else None
            if first is not None:
                found = True
                report.add(faults.two_sizes(second.span, _written(part), str(first), str(second), unit, first.span))
                break
    return found


# ---- keywords


def _required(fact: Fact) -> tuple[Part, tuple[str, ...]] | None:
    """The words that a fact wants in a part."""
    items = _items(fact)
    if items is None:
        return None
    part, how, words = items
    return (part, words) if fact.holds and (how == "all" or (how == "any" and len(words) == 1)) else None


def _forbidden(fact: Fact) -> tuple[Part, tuple[str, ...]] | None:
    """The words that a fact keeps out of a part."""
    items = _items(fact)
    if items is None:
        return None
    part, how, words = items
    if fact.holds:
        return (part, words) if how == "none" else None
    return (part, words) if how == "any" or (how == "all" and len(words) == 1) else None


def _items(fact: Fact) -> tuple[Part, str, tuple[str, ...]] | None:
    node = fact.node
    if not isinstance(node, Apply) or node.feature != "contains":
        return None
    part, how, items = node.argument("text"), node.argument("how"), node.argument("items")
    if not isinstance(part, Part) or not isinstance(items, Constant) or not isinstance(items.value, tuple):
        return None
    return part, str(how.value) if isinstance(how, Constant) else "all", items.value


def _units(string: str, text: TextSpec | None) -> tuple[str, ...]:
    return tuple(read(string, text.style if text else "en").units)


def _keywords(
    facts: Iterable[Fact], sizes: dict[tuple[Part, str], list[Size]], texts: dict[str, TextSpec], report: Report
) -> None:
    """Distinct words of distinct keywords need a place each."""
    wanted: dict[Part, dict[str, Span | None]] = {}
    for fact in facts:
        if found := _required(fact):
            for word in found[1]:
                wanted.setdefault(found[0], {}).setdefault(word, fact.span)
    for part, words in wanted.items():
        text = texts.get(part.text)
        if text is None:
            continue
        span = next(iter(words.values()))
        for unit in dict.fromkeys((text.unit, "words", "chars")):
            needed = _room(words, text, unit)
            tight = _too_small(part, unit, needed, sizes.get((part, unit), []), text, span)
            if tight is not None:
                shown = ", ".join([*list(words)[:8], *(["…"] if len(words) > 8 else [])])
                other = span if span != tight.span else None
                name = _written(part)
                report.add(faults.too_many_keywords(tight.span, name, needed, tight.high or 0, unit, shown, other))
                break


def _too_small(
    part: Part, unit: str, needed: int, given: list[Size], text: TextSpec, span: Span | None
) -> Size | None:  # fmt: skip
    """The tightest size that has no room for what is needed; without any size, the default one."""
    if not given and part.hole is None and unit == text.unit and needed > DEFAULT_LONGEST:
        return Size(0, DEFAULT_LONGEST, unit, span)
    tight = [size for size in given if size.high is not None and size.high < needed]
    return min(tight, key=lambda size: size.high or 0, default=None)


def _room(words: Iterable[str], text: TextSpec, unit: str) -> int:
    """Fewest units, of the kind asked for, that hold all the keywords."""
    if text.style in ("zh", "letters"):
        return len({character for word in words for character in word}) if unit == "chars" else 0
    view = [read(word, text.style).words for word in words]
    distinct = {word.lower() for words in view for word in words}
    if unit == "chars":
        return sum(map(len, distinct)) + len(distinct) - 1 if distinct else 0
    return len(distinct) if unit == "words" else 0


# ---- contradictions and positions


def _contradictions(facts: list[Fact], texts: dict[str, TextSpec], report: Report) -> None:
    """A phrase that is required, and forbidden itself or in part."""
    required = [(found, fact.span) for fact in facts if (found := _required(fact))]
    for fact in facts:
        forbidden = _forbidden(fact)
        if forbidden is None:
            continue
        for (part, words), span in required:
            if part.text != forbidden[0].text or forbidden[0].hole not in (None, part.hole):
                continue
            text = texts.get(part.text)
            for word in forbidden[1]:
                if any(_within(_units(word, text), _units(wanted, text)) for wanted in words):
                    report.add(faults.required_and_forbidden(fact.span, word, span))
                    break


def _within(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    size = len(inner)
    return size > 0 and any(outer[at : at + size] == inner for at in range(len(outer) - size + 1))


def _positions(
    node: Node, span: Span | None, sizes: dict[tuple[Part, str], list[Size]], texts: dict[str, TextSpec],
    report: Report,
) -> None:  # fmt: skip
    """Positions beyond the longest text."""
    if isinstance(node, Ordinal) and isinstance(node.of, Part) and isinstance(node.index, Constant):
        index, text = node.index.value, texts.get(node.of.text)
        if isinstance(index, int) and text is not None:
            most = _longest(node.of, node.unit, sizes, text)
            if most is not None and abs(index) > most:
                report.add(faults.beyond_text(span, _written(node.of), most, node.unit, index))
    for child in node.children():
        _positions(child, span, sizes, texts, report)


def _longest(part: Part, unit: str, sizes: dict[tuple[Part, str], list[Size]], text: TextSpec) -> int | None:
    """The most units that a part can have, None where nothing bounds it."""
    highs = [size.high for size in sizes.get((part, unit), ()) if size.high is not None]
    if not highs and part.hole is None and unit == UNIT_OF[text.style]:
        lows = [size.low for size in sizes.get((part, unit), ())]
        return max(DEFAULT_LONGEST, *lows) if lows else DEFAULT_LONGEST
    return min(highs, default=None)
