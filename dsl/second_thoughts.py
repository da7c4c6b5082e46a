"""Programs that parse and cannot mean what they say: looked for in the finished tree."""

from __future__ import annotations

from collections.abc import Iterator

from . import slips
from . import syntax as s
from .diagnostics import Diagnostic
from .source import Source


def second_thoughts(file: s.File, source: Source) -> Iterator[Diagnostic]:
    """Mistakes that the grammar lets through."""
    for node in s.walk(file):
        if isinstance(node, s.Or | s.And):
            yield from _string_as_condition(node, source)
        elif isinstance(node, s.Quantity):
            yield from _subtraction(node, source)


def _string_as_condition(node: s.Or | s.And, source: Source) -> Iterator[Diagnostic]:
    """`s contains "a" or "b"` reads as `(s contains "a") or "b"`."""
    word = "or" if isinstance(node, s.Or) else "and"
    strings = [item for item in node.items if isinstance(item, s.String)]
    if not strings or strings[0].span is None:
        return
    first = node.items[0]
    words = [source.text[slice(*item.span)] for item in strings if item.span]
    better = ""
    if isinstance(first, s.Contains) and isinstance(first.what, s.String) and first.subject.span and first.what.span:
        listed = ", ".join([source.text[slice(*first.what.span)], *words])
        many = "any" if word == "or" else "all"
        better = f"{source.text[slice(*first.subject.span)]} contains {many} of [{listed}]"
    elif isinstance(first, s.Compare) and word == "or" and first.operators == ("==",):
        left, right = (operand.span for operand in first.operands)
        if left and right and isinstance(first.operands[1], s.String):
            listed = ", ".join([source.text[slice(*right)], *words])
            better = f"{source.text[slice(*left)]} in [{listed}]"
    yield slips.string_as_condition(strings[0].span, word, better)


def _subtraction(node: s.Quantity, source: Source) -> Iterator[Diagnostic]:
    """`8-14 words` asks for -6 words."""
    value = node.value
    if not (isinstance(value, s.Arith) and value.operator == "-" and value.span and node.span):
        return
    if not (isinstance(value.left, s.Number) and isinstance(value.right, s.Number)):
        return
    if source.text[node.span.start] == "(" or value.left.value > value.right.value:
        return
    low, high = value.left.value, value.right.value
    written = source.text[slice(*value.span)]
    yield slips.subtraction_for_range(value.span, written, f"{low - high} {node.unit}", f"{low}..{high} {node.unit}")
