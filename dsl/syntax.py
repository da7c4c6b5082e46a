"""The syntax tree: one frozen dataclass for each idea of the grammar.

Two trees are equal when they mean the same words in the same order: spans, comments and the way a string was quoted do
not compare. There is no node for parentheses; `format` puts them back where precedence needs them.

Names and calls. A name that refers to something is a `Path` (`s`, `s.adj`, `style.plain`). `path(arguments)` is a
`Call`, whatever the last name turns out to be: `s.words(1)` is `Call(Path(s, words), (Number(1),))`, and only the
checker knows that `s` is a text and `words` one of its parts. What follows a call is a `Method` (`f(x).at(1)`) or an
`Attribute` (`f(x).size`) of it. An argument is an expression, a `Named` one, or a single `Generator` and nothing else.

Numbers are never negative: `-3` is `Neg(Number(3))`. Units are stored in the plural, as in `grammar.words`, so `1 word`
is `Quantity(Number(1), "words")`. A `Range` with an open end always has a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Literal, TypeAlias

from .source import Span

Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
Many: TypeAlias = Literal["all", "any", "none"]


@dataclass(frozen=True, slots=True)
class Node:
    """Anything in the tree; `span` says where it was written and is None for trees made by Python."""

    span: Span | None = field(default=None, compare=False, kw_only=True, repr=False)


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A word that names something, where it is declared or as one part of a path."""

    text: str


# ---- expressions


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number that is not negative, as in `8` or `0.25`."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Percent(Node):
    """A percentage as written: `40%` has the value 40."""

    value: int | float


@dataclass(frozen=True, slots=True)
class String(Node):
    """A quoted string, with its escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class Regex(Node):
    """A pattern between slashes, in Python's syntax, with its flag letters."""

    pattern: str
    flags: str = ""

    def __post_init__(self) -> None:
        # One spelling for each pattern, so that equal programs compare equal: a slash or a quotation mark needs no
        # backslash, a line break has one, and the empty pattern can be written between slashes.
        plain = re.sub(r'\\([/"])|\\.|\n', lambda m: m[1] or (r"\n" if m[0] == "\n" else m[0]), self.pattern)
        object.__setattr__(self, "pattern", plain or "(?:)")


@dataclass(frozen=True, slots=True)
class Bool(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class List(Node):
    """`[a, b, c]`."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A reference: one name, or several joined by dots."""

    names: tuple[Name, ...]

    @property
    def text(self) -> str:
        """The path as it is written."""
        return ".".join(name.text for name in self.names)


@dataclass(frozen=True, slots=True)
class Named(Node):
    """An argument with its name, as in `unit="word"`. The name may be a reserved word."""

    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class Generator(Node):
    """`value for name in source if condition`, the only argument of its call or quantifier."""

    value: Expr
    name: Name
    source: Expr
    condition: Expr | None = None


Argument: TypeAlias = "Expr | Named | Generator"


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`path(arguments)`: a function, or a part of a text asked for by its position."""

    function: Path
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Method(Node):
    """`value.name(arguments)` where `value` is the result of a call."""

    value: Call | Method | Attribute
    name: Name
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """`value.name` where `value` is the result of a call."""

    value: Call | Method | Attribute
    name: Name


@dataclass(frozen=True, slots=True)
class Quantifier(Node):
    """`all(…)`, `any(…)` or `none(…)` over a generator of conditions."""

    kind: Many
    generator: Generator


@dataclass(frozen=True, slots=True)
class Neg(Node):
    """`-value`."""

    value: Expr


@dataclass(frozen=True, slots=True)
class Arith(Node):
    """`left operator right` with `+`, `-`, `*` or `/`; equal precedence groups from the left."""

    operator: Literal["+", "-", "*", "/"]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    """A number with its unit, as in `5 words`."""

    value: Expr
    unit: str


@dataclass(frozen=True, slots=True)
class Range(Node):
    """`low..high unit`, ends included; one end may be open, and then the unit is there."""

    low: Expr | None
    high: Expr | None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`a < b`, or a chain `a < b <= c` that reads as in Python: one operator less than operands."""

    operands: tuple[Expr, ...]
    operators: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Member(Node):
    """`item in collection`, or `item not in collection`."""

    item: Expr
    collection: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Has(Node):
    """`subject has size`."""

    subject: Expr
    size: Expr


@dataclass(frozen=True, slots=True)
class Matches(Node):
    """`subject matches pattern`."""

    subject: Expr
    pattern: Expr


@dataclass(frozen=True, slots=True)
class Contains(Node):
    """`subject contains what` (mode `one`), or `contains all of`, `any of`, `none of` a list."""

    subject: Expr
    what: Expr
    mode: Literal["one", "all", "any", "none"] = "one"


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`not value`."""

    value: Expr


@dataclass(frozen=True, slots=True)
class And(Node):
    """Two or more conditions joined by `and`."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Two or more conditions joined by `or`."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Implies(Node):
    """`left implies right`; several group from the right."""

    left: Expr
    right: Expr


Expr: TypeAlias = (
    Number | Percent | String | Regex | Bool | List | Path | Call | Method | Attribute | Quantifier | Neg | Arith
    | Quantity | Range | Compare | Member | Has | Matches | Contains | Not | And | Or | Implies
)  # fmt: skip


# ---- templates


@dataclass(frozen=True, slots=True)
class Fixed(Node):
    """Fixed text of a template, escapes and doubled braces resolved. Never empty, never beside another one."""

    text: str


@dataclass(frozen=True, slots=True)
class Hole(Node):
    """`{name:size}`, or `{name}` for something that is defined elsewhere."""

    name: Name
    size: Expr | None = None


@dataclass(frozen=True, slots=True)
class Template(Node):
    """The string of a `text` statement in pieces; `long` tells that it was written between triple quotes."""

    pieces: tuple[Fixed | Hole, ...]
    long: bool = field(default=False, compare=False, kw_only=True)

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The holes, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Hole))


# ---- statements


@dataclass(frozen=True, slots=True)
class Let(Node):
    """`let name = value`."""

    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class Text(Node):
    """`text name : kind = template ~ base`; `kind` is a language or a rendering such as `letters`."""

    name: Name
    kind: Name | None = None
    template: Template | None = None
    base: Call | Method | Attribute | None = None


@dataclass(frozen=True, slots=True)
class Require(Node):
    """`require condition as label`."""

    condition: Expr
    label: Name | None = None


@dataclass(frozen=True, slots=True)
class Forbid(Node):
    """`forbid condition as label`."""

    condition: Expr
    label: Name | None = None


@dataclass(frozen=True, slots=True)
class Prefer(Node):
    """`prefer value weight w as label`."""

    value: Expr
    weight: Expr | None = None
    label: Name | None = None


@dataclass(frozen=True, slots=True)
class Factor(Node):
    """`factor name = value`."""

    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class Expect(Node):
    """`expect condition within tolerance as label`."""

    condition: Expr
    within: Expr | None = None
    label: Name | None = None


@dataclass(frozen=True, slots=True)
class Track(Node):
    """`track name = value`."""

    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """`apply fragment(arguments)`."""

    call: Call | Method | Attribute


@dataclass(frozen=True, slots=True)
class Block(Node):
    """Statements between braces."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Branch(Node):
    """One branch of a mixture: `60% warm { … }`."""

    share: Percent | Number
    name: Name
    body: Block


@dataclass(frozen=True, slots=True)
class Mixture(Node):
    """`mixture name { … }`, or `mixture name balanced { … }`."""

    name: Name
    branches: tuple[Branch, ...]
    balanced: bool = False


@dataclass(frozen=True, slots=True)
class Either(Node):
    """`either { … } or { … }`, with two or more blocks."""

    bodies: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for name in source { … }`."""

    name: Name
    source: Expr
    body: Block


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition { … } else { … }`."""

    condition: Expr
    body: Block
    otherwise: Block | None = None


Statement: TypeAlias = (
    Text | Let | Require | Forbid | Prefer | Factor | Expect | Track | Apply | Mixture | Either | For | If
)


# ---- items of a file


@dataclass(frozen=True, slots=True)
class Type(Node):
    """A type as in `string` or `list[string]`."""

    name: Name
    inner: Type | None = None


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """`name: type` in the head of a fragment or an extern."""

    name: Name
    type: Type


@dataclass(frozen=True, slots=True)
class Import(Node):
    """`import "path" as name`."""

    path: String
    name: Name


@dataclass(frozen=True, slots=True)
class Extern(Node):
    """`extern name(parameters) -> result = call`."""

    name: Name
    parameters: tuple[Parameter, ...]
    result: Type
    call: Call | Method | Attribute


@dataclass(frozen=True, slots=True)
class Param(Node):
    """`param name: type in domain = default`."""

    name: Name
    type: Type
    domain: Expr | None = None
    default: Expr | None = None


@dataclass(frozen=True, slots=True)
class Grammar(Node):
    """`grammar name = \"\"\"…\"\"\"`, the text of a Lark grammar."""

    name: Name
    text: String


@dataclass(frozen=True, slots=True)
class Fragment(Node):
    """`fragment name(parameters) { … }`."""

    name: Name
    parameters: tuple[Parameter, ...]
    body: Block


@dataclass(frozen=True, slots=True)
class Model(Node):
    """`model name { … }`."""

    name: Name
    body: Block


# ---- recipes


@dataclass(frozen=True, slots=True)
class Assign(Node):
    """A setting, `name = value`."""

    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class MoveEntry(Node):
    """One entry of a table of moves: `60% replace(ngram)`."""

    share: Percent | Number
    move: Path | Call | Method | Attribute


@dataclass(frozen=True, slots=True)
class MoveTable(Node):
    """`moves { … }`."""

    name: Name
    entries: tuple[MoveEntry, ...]


@dataclass(frozen=True, slots=True)
class When(Node):
    """Settings that hold under a condition: `if condition { … }`."""

    condition: Expr
    settings: tuple[Setting, ...]


Setting: TypeAlias = Assign | MoveTable | When


@dataclass(frozen=True, slots=True)
class Infer(Node):
    """`infer name from base { … }`, a recipe."""

    name: Name | None
    base: Name | None
    settings: tuple[Setting, ...]


Item: TypeAlias = Import | Extern | Param | Grammar | Fragment | Model | Infer | Statement


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """A comment with its `#`, as written, to the end of its line."""

    text: str

    @property
    def is_documentation(self) -> bool:
        """Whether it begins with `##` and so shows up in an editor's hover."""
        return self.text.startswith("##")


@dataclass(frozen=True, slots=True)
class File(Node):
    """A whole program: the version after `wordfield`, the items in order, and the comments beside them."""

    items: tuple[Item, ...]
    version: Number | None = None
    comments: tuple[Comment, ...] = field(default=(), compare=False, kw_only=True)


# ---- walking


def children(node: Node) -> Iterator[Node]:
    """The nodes directly inside a node, in the order of its fields; comments are left out."""
    for slot in fields(node):
        value = getattr(node, slot.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple) and slot.name not in ("span", "comments"):
            yield from (item for item in value if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """A node and all nodes inside it, outermost first, in source order; safe for trees of any depth."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(tuple(children(node))))
