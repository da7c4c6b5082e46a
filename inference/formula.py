"""What a program says of its texts, as values: closed expressions over texts, without names to look up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

Value = Any  # None (missing) | bool | int | float | str | Pattern | View | tuple of values


@dataclass(frozen=True)
class Node:
    """An expression. Its children are the fields that hold nodes (or tuples of them)."""

    def children(self) -> tuple[Node, ...]:
        found: list[Node] = []
        for entry in fields(self):
            value = getattr(self, entry.name)
            candidates = value if isinstance(value, tuple) else (value,)
            for item in candidates:
                if isinstance(item, Node):
                    found.append(item)
                elif isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], Node):
                    found.append(item[1])  # a named argument
        return tuple(found)


@dataclass(frozen=True)
class Pattern:
    """A regular expression as written between slashes, with its flags (a subset of `imux`)."""

    source: str
    flags: str = ""


@dataclass(frozen=True)
class Constant(Node):
    """A known value: bool, int, float, str, Pattern, None, or a tuple of them."""

    value: Value


@dataclass(frozen=True)
class Part(Node):
    """A text variable, or one of its holes."""

    text: str
    hole: str | None = None


@dataclass(frozen=True)
class Items(Node):
    """All words, chars or lines of a text, or of a string, in order: `s.words`."""

    of: Node
    unit: str  # "words" | "chars" | "lines"


@dataclass(frozen=True)
class Ordinal(Node):
    """One of the items, counted from 1, or from the end with -1; missing if there are fewer: `s.words(1)`."""

    of: Node
    unit: str
    index: Node


@dataclass(frozen=True)
class Variable(Node):
    """What a generator runs over: `w` in `any(length(w) > 12 for w in s.words)`."""

    name: str


@dataclass(frozen=True)
class Several(Node):
    """Values side by side: the texts of `rhyme(a, b, c)`. Its value is a tuple."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Apply(Node):
    """A feature applied to arguments by name: `contains(text, items, how)`."""

    feature: str
    arguments: tuple[tuple[str, Node], ...]

    def argument(self, name: str) -> Node | None:
        return dict(self.arguments).get(name)


@dataclass(frozen=True)
class Compare(Node):
    """`left op right`, op one of == != < <= > >=. A missing side makes it false."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Within(Node):
    """`low <= value <= high`, ends included; a bound of None is open: `length(s) in 3..9`."""

    value: Node
    low: Node | None
    high: Node | None


@dataclass(frozen=True)
class Member(Node):
    """`value in [...]`: equal to one of the options."""

    value: Node
    options: Node


@dataclass(frozen=True)
class And(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    of: Node


@dataclass(frozen=True)
class Implies(Node):
    condition: Node
    consequence: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    """`left op right`, op one of + - * /, min and max, which pass over a missing side."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Choose(Node):
    """`consequence` where the condition holds, else `alternative`."""

    condition: Node
    consequence: Node
    alternative: Node


@dataclass(frozen=True)
class Each(Node):
    """A quantifier over items: kind is any, all, none, count, share, sum, min or max."""

    kind: str
    body: Node
    variable: str
    source: Node
    condition: Node | None = None


@dataclass(frozen=True)
class Label(Node):
    """The label of a mixture, as a string; missing where nobody drew one."""

    mixture: str


@dataclass(frozen=True)
class Weighted(Node):
    """What a soft statement adds, in nats: `-weight` times the distance of a truth, `weight` times a number."""

    name: str
    value: Node
    weight: float
    is_truth: bool


@dataclass(frozen=True)
class Branch(Node):
    """One way of a mixture: its label, its share of all, what has to hold in it and what it adds."""

    label: str
    share: float
    hard: Node
    soft: tuple[Weighted, ...]


@dataclass(frozen=True)
class Mixed(Node):
    """A mixture with its label summed out: log of the sum, over the branches that hold, of share times weight.

    `balanced`: the shares are those of the label itself, whatever the branches' normalising constants.
    """

    name: str
    branches: tuple[Branch, ...]
    balanced: bool = False


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with its children changed."""
    if isinstance(node, Constant | Part):
        return node
    values: dict[str, Any] = {}
    for entry in fields(node):
        value = getattr(node, entry.name)
        if isinstance(value, Node):
            values[entry.name] = change(value)
        elif isinstance(value, tuple):
            values[entry.name] = tuple(_changed(item, change) for item in value)
    return replace(node, **values) if values else node


def _changed(item: Any, change: Callable[[Node], Node]) -> Any:
    """One entry of a tuple: a node, a named argument, or anything else."""
    if isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], Node):
        return (item[0], change(item[1]))
    return change(item) if isinstance(item, Node) else item


def parts(node: Node) -> frozenset[Part]:
    """The texts and holes that the expression reads."""
    if isinstance(node, Part):
        return frozenset((node,))
    return frozenset().union(*(parts(child) for child in node.children()))


def reads_label(node: Node) -> bool:
    """Whether a formula reads the label of a mixture."""
    return isinstance(node, Label) or any(reads_label(child) for child in node.children())


def is_constant(node: Node) -> bool:
    """Whether the expression reads no text and no generator's variable."""
    if isinstance(node, Part | Variable | Label):
        return False
    return all(is_constant(child) for child in node.children())
