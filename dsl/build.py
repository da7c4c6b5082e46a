"""Lark's parse tree to the syntax tree, rule by rule: the method of a rule is called like the rule."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from lark import Token, Tree

from ..grammar.words import PLURAL
from . import slips
from . import syntax as s
from .diagnostics import Diagnostic
from .source import Span
from .strings import Placed, read_string, read_template

DEEPEST = 200  # nodes of Lark's tree inside each other; the builder and all that walk its result recurse
DIGITS = 15  # of a whole number; more would not survive arithmetic in floating point


def too_deep(tree: Tree[Token]) -> Span | None:
    """The first place that is nested deeper than `DEEPEST`, found without recursion."""
    level: list[Tree[Token]] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in node.children if isinstance(child, Tree)]
        if not level:
            return None
    return Span(level[0].meta.start_pos, level[0].meta.start_pos + 1)


class Builder:
    """Makes syntax nodes; mistakes inside strings, templates and numbers are added to `mistakes`."""

    def __init__(
        self,
        place: Callable[[int, int], Span],
        read_hole: Callable[[Placed], s.Hole | None],
        mistakes: list[Diagnostic],
    ) -> None:
        self.place = place
        self.read_hole = read_hole
        self.mistakes = mistakes

    def build(self, tree: Any) -> Any:
        """The node for a tree or token; None stays None."""
        if tree is None:
            return None
        if isinstance(tree, Token):
            return getattr(self, tree.type)(tree)
        method = getattr(self, tree.data.rstrip("_") + "_")
        span = None if tree.meta.empty else self.place(tree.meta.start_pos, tree.meta.end_pos)
        return method(tree.children, span)

    def all(self, children: list[Any]) -> tuple[Any, ...]:
        """The nodes for several trees."""
        return tuple(self.build(child) for child in children)

    def span(self, token: Token) -> Span:
        """Where a token stands."""
        assert token.start_pos is not None and token.end_pos is not None
        return self.place(token.start_pos, token.end_pos)

    # ---- tokens

    def NAME(self, token: Token) -> s.Name:
        return s.Name(str(token), span=self.span(token))

    ARG = TEXT = NAME

    def NUMBER(self, token: Token) -> s.Number:
        return s.Number(self.number(token), span=self.span(token))

    def PERCENT(self, token: Token) -> s.Percent:
        return s.Percent(self.number(token), span=self.span(token))

    def number(self, token: Token) -> int | float:
        digits = token.rstrip("%")
        if digits.isdigit() and len(digits.lstrip("0")) <= DIGITS:
            return int(digits)
        value = math.inf if digits.isdigit() else float(digits)
        if not math.isfinite(value):
            self.mistakes.append(slips.number_too_large(self.span(token)))
            return 0
        return value

    def STRING(self, token: Token) -> s.String:
        if self.span(token).stop - self.span(token).start != len(token):  # inside a hole, where \" is one character
            return s.String(read_string(str(token), self.span(token).start, []), span=self.span(token))
        return s.String(read_string(str(token), self.span(token).start, self.mistakes), span=self.span(token))

    LONG_STRING = STRING

    def REGEX(self, token: Token) -> s.Regex:
        pattern, _, flags = token[1:].rpartition("/")
        return s.Regex(pattern, flags, span=self.span(token))

    def TRUE(self, token: Token) -> s.Bool:
        return s.Bool(True, span=self.span(token))

    def FALSE(self, token: Token) -> s.Bool:
        return s.Bool(False, span=self.span(token))

    # ---- file and items

    def start_(self, children: list[Any], span: Span | None) -> s.File:
        version = self.build(children[0].children[0]) if children and children[0].data == "pragma" else None
        return s.File(self.all(children[1:] if version else children), version, span=span)

    def import_(self, c: list[Any], span: Span) -> s.Import:
        return s.Import(*self.all(c), span=span)

    def extern_(self, c: list[Any], span: Span) -> s.Extern:
        return s.Extern(self.build(c[0]), self.build(c[1]) or (), self.build(c[2]), self.build(c[3]), span=span)

    def param_(self, c: list[Any], span: Span) -> s.Param:
        return s.Param(*self.all(c), span=span)

    def grammar_(self, c: list[Any], span: Span) -> s.Grammar:
        return s.Grammar(*self.all(c), span=span)

    def fragment_(self, c: list[Any], span: Span) -> s.Fragment:
        return s.Fragment(self.build(c[0]), self.build(c[1]) or (), self.build(c[2]), span=span)

    def model_(self, c: list[Any], span: Span) -> s.Model:
        return s.Model(*self.all(c), span=span)

    def infer_(self, c: list[Any], span: Span) -> s.Infer:
        return s.Infer(self.build(c[0]), self.build(c[1]), self.all(c[2:]), span=span)

    def from_(self, c: list[Any], span: Span) -> s.Name:
        name: s.Name = self.build(c[0])
        return name

    def sigs_(self, c: list[Any], span: Span) -> tuple[s.Parameter, ...]:
        return self.all(c)

    def sig_(self, c: list[Any], span: Span) -> s.Parameter:
        return s.Parameter(*self.all(c), span=span)

    def type_(self, c: list[Any], span: Span) -> s.Type:
        return s.Type(*self.all(c), span=span)

    # ---- statements

    def block_(self, c: list[Any], span: Span) -> s.Block:
        return s.Block(self.all(c), span=span)

    def let_(self, c: list[Any], span: Span) -> s.Let:
        return s.Let(*self.all(c), span=span)

    def text_(self, c: list[Any], span: Span) -> s.Text:
        return s.Text(*self.all(c), span=span)

    def only_(self, c: list[Any], span: Span) -> Any:
        return self.build(c[0])

    kind_ = base_ = weight_ = within_ = label_ = share_ = only_

    def template_(self, c: list[Any], span: Span) -> s.Template:
        return read_template(str(c[0]), self.span(c[0]).start, self.read_hole, self.mistakes)

    def require_(self, c: list[Any], span: Span) -> s.Require:
        return s.Require(*self.all(c), span=span)

    def forbid_(self, c: list[Any], span: Span) -> s.Forbid:
        return s.Forbid(*self.all(c), span=span)

    def prefer_(self, c: list[Any], span: Span) -> s.Prefer:
        return s.Prefer(*self.all(c), span=span)

    def factor_(self, c: list[Any], span: Span) -> s.Factor:
        return s.Factor(*self.all(c), span=span)

    def expect_(self, c: list[Any], span: Span) -> s.Expect:
        return s.Expect(*self.all(c), span=span)

    def track_(self, c: list[Any], span: Span) -> s.Track:
        return s.Track(*self.all(c), span=span)

    def apply_(self, c: list[Any], span: Span) -> s.Apply:
        return s.Apply(*self.all(c), span=span)

    def mixture_(self, c: list[Any], span: Span) -> s.Mixture:
        return s.Mixture(self.build(c[0]), self.all(c[2:]), c[1] is not None, span=span)

    def branch_(self, c: list[Any], span: Span) -> s.Branch:
        return s.Branch(*self.all(c), span=span)

    def either_(self, c: list[Any], span: Span) -> s.Either:
        return s.Either(self.all(c), span=span)

    def for_(self, c: list[Any], span: Span) -> s.For:
        return s.For(*self.all(c), span=span)

    def if_(self, c: list[Any], span: Span) -> s.If:
        return s.If(*self.all(c), span=span)

    # ---- settings

    def assign_(self, c: list[Any], span: Span) -> s.Assign:
        return s.Assign(*self.all(c), span=span)

    def table_(self, c: list[Any], span: Span) -> s.MoveTable:
        return s.MoveTable(self.build(c[0]), self.all(c[1:]), span=span)

    def move_(self, c: list[Any], span: Span) -> s.MoveEntry:
        return s.MoveEntry(*self.all(c), span=span)

    def when_(self, c: list[Any], span: Span) -> s.When:
        return s.When(self.build(c[0]), self.all(c[1:]), span=span)

    # ---- expressions

    def implies_(self, c: list[Any], span: Span) -> s.Implies:
        return s.Implies(*self.all(c), span=span)

    def or_(self, c: list[Any], span: Span) -> s.Or:
        return s.Or(self.all(c), span=span)

    def and_(self, c: list[Any], span: Span) -> s.And:
        return s.And(self.all(c), span=span)

    def not_(self, c: list[Any], span: Span) -> s.Not:
        return s.Not(*self.all(c), span=span)

    def cmp_(self, c: list[Any], span: Span) -> s.Compare:
        return s.Compare(self.all(c[::2]), tuple(str(operator) for operator in c[1::2]), span=span)  # type: ignore[misc]

    def member_(self, c: list[Any], span: Span) -> s.Member:
        return s.Member(*self.all(c), span=span)

    def not_member_(self, c: list[Any], span: Span) -> s.Member:
        return s.Member(self.build(c[0]), self.build(c[1]), negated=True, span=span)

    def has_(self, c: list[Any], span: Span) -> s.Has:
        return s.Has(*self.all(c), span=span)

    def matches_(self, c: list[Any], span: Span) -> s.Matches:
        return s.Matches(*self.all(c), span=span)

    def contains_(self, c: list[Any], span: Span) -> s.Contains:
        mode: Any = str(c[1]) if len(c) == 3 else "one"
        return s.Contains(self.build(c[0]), self.build(c[-1]), mode, span=span)

    def quantity_(self, c: list[Any], span: Span) -> s.Quantity:
        return s.Quantity(self.build(c[0]), self.unit(c[1]), span=span)

    def range_(self, c: list[Any], span: Span) -> s.Range:
        return s.Range(self.build(c[0]), self.build(c[1]), self.unit(c[2]) if len(c) == 3 else None, span=span)

    def range_from_(self, c: list[Any], span: Span) -> s.Range:
        return s.Range(self.build(c[0]), None, self.unit(c[1]), span=span)

    def range_to_(self, c: list[Any], span: Span) -> s.Range:
        return s.Range(None, self.build(c[0]), self.unit(c[1]), span=span)

    @staticmethod
    def unit(token: Token) -> str:
        word = str(token.value)
        return str(PLURAL.get(word, word))

    def arith_(self, c: list[Any], span: Span) -> s.Arith:
        operator: Any = str(c[1])
        return s.Arith(operator, self.build(c[0]), self.build(c[2]), span=span)

    def neg_(self, c: list[Any], span: Span) -> s.Neg:
        return s.Neg(self.build(c[1]), span=span)

    paren_ = only_

    def path_(self, c: list[Any], span: Span) -> s.Path:
        return s.Path(self.all(c), span=span)

    def call_(self, c: list[Any], span: Span) -> s.Call | s.Method | s.Attribute:
        value: s.Call | s.Method | s.Attribute = s.Call(
            self.build(c[0]), self.build(c[1]), span=self.place(c[0].meta.start_pos, c[1].meta.end_pos)
        )
        for link in c[2:]:
            name, arguments = self.all(link.children)
            place = self.place(c[0].meta.start_pos, link.meta.end_pos)
            if arguments is None:
                value = s.Attribute(value, name, span=place)
            else:
                value = s.Method(value, name, arguments, span=place)
        return value

    def arguments_(self, c: list[Any], span: Span) -> tuple[s.Argument, ...]:
        return self.all(c[0].children) if c[0] is not None else ()

    def named_(self, c: list[Any], span: Span) -> s.Named:
        return s.Named(*self.all(c), span=span)

    def quantifier_(self, c: list[Any], span: Span) -> s.Quantifier:
        kind: Any = str(c[0])
        return s.Quantifier(kind, self.build(c[1]), span=span)

    def generator_(self, c: list[Any], span: Span) -> s.Generator:
        return s.Generator(*self.all(c), span=span)

    def list_(self, c: list[Any], span: Span) -> s.List:
        return s.List(self.all([item for item in c if item is not None]), span=span)

    # ---- the inside of a hole

    def hole_(self, c: list[Any], span: Span) -> s.Hole:
        return s.Hole(*self.all(c), span=span)
