"""The words that formulas name: they join the lexicon, so that every text a program asks for can be written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from .feature import Feature
from .formula import Apply, Compare, Constant, Items, Member, Node, Ordinal, Part, Variable


def named_strings(node: Node, spelled: Collection[Part] = ()) -> Iterator[str]:
    """The strings of a formula that stand for words of a text. What is said of `spelled` holes names characters."""
    match node:
        case Apply() if not any(isinstance(value, Part) and value in spelled for _, value in node.arguments):
            yield from _arguments(node)
        case Compare(_, left, right) if (_wordy(left) or _wordy(right)) and not {left, right} & set(spelled):
            yield from (s for side in (left, right) for s in _strings(side))
        case Member(value, options) if _wordy(value) and value not in spelled:
            yield from _strings(options)
    for child in node.children():
        if not isinstance(child, Constant):
            yield from named_strings(child, spelled)


def _wordy(node: Node) -> bool:
    """Whether a side of a comparison is a text or words of it."""
    if isinstance(node, Ordinal | Items):
        return node.unit == "words"
    return isinstance(node, Part | Variable)


def _strings(node: Node) -> Iterable[str]:
    if not isinstance(node, Constant):
        return ()
    values = node.value if isinstance(node.value, tuple) else (node.value,)
    return (value for value in values if isinstance(value, str))


def _arguments(node: Apply) -> Iterator[str]:
    if node.feature not in Feature.all():  # a function given in Python names nothing
        return
    types = {parameter.name: parameter.type for parameter in Feature.named(node.feature).signature()}
    for name, argument in node.arguments:
        if types.get(name) in ("strings", "textlike", "texts"):
            yield from _strings(argument)
