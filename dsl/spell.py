"""Expressions, strings and heads of statements back to the words they are written with."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import singledispatch

from ..grammar.words import SINGULAR
from . import syntax as s
from .build import DIGITS
from .layout import Doc, Group, Line, Nest, fill

# How tightly a node binds; an argument that binds less than its place asks for gets parentheses.
IMPLIES, OR, AND, NOT, COMPARE, OPERAND, SUM, TERM, UNARY, PRIMARY = range(10)

_BINDING: dict[type[s.Node], int] = {
    s.Implies: IMPLIES, s.Or: OR, s.And: AND, s.Not: NOT, s.Compare: COMPARE, s.Member: COMPARE, s.Has: COMPARE,
    s.Matches: COMPARE, s.Contains: COMPARE, s.Quantity: OPERAND, s.Range: OPERAND, s.Neg: UNARY,
}  # fmt: skip


def expression(node: s.Expr, place: int = IMPLIES) -> Doc:
    """An expression, in parentheses where its place needs something that binds more tightly."""
    binding = _BINDING.get(type(node), PRIMARY)
    if isinstance(node, s.Arith):
        binding = SUM if node.operator in "+-" else TERM
    doc = spell(node)
    return ("(", doc, ")") if binding < place else doc


def number(value: int | float) -> str:
    """A number as the language writes it."""
    if isinstance(value, int) and len(str(value)) > DIGITS:
        value = float(value)
    return str(value) if isinstance(value, int) else repr(float(value))


def quoted(value: str) -> str:
    """A string between quotation marks, with everything escaped that could not be seen or would end it."""
    return f'"{"".join(map(_escaped, value))}"'


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_STEERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character in _STEERING or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
        return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"
    return character


def long_quoted(value: str) -> str:
    """A string between triple quotation marks where it can stand there as it is, else the short way."""
    return f'"""{value}"""' if _plain(value) else quoted(value)


def _plain(value: str) -> bool:
    hidden = any(_escaped(c) != c for c in value.replace("\n", "").replace("\t", "").replace('"', "").replace("\\", ""))
    return '"""' not in value and not value.endswith('"') and not hidden


def template(node: s.Template) -> str:
    """A template with its braces."""
    from .layout import lay_out

    short, long = [], []
    for piece in node.pieces:
        if isinstance(piece, s.Fixed):
            braced = piece.text.replace("{", "{{").replace("}", "}}")
            short.append("".join(map(_escaped, braced)))
            long.append(braced)
        else:
            size = "" if piece.size is None else lay_out((":", expression(piece.size, OPERAND)), 1_000_000)
            # Inside a hole a string spells its own quotation marks as \x22, so that the hole's end can be seen.
            inside = piece.name.text + size.replace('\\"', "\\x22")
            short.append("{" + inside.replace('"', '\\"') + "}")
            long.append("{" + inside + "}")
    whole = "".join(long)
    return f'"""{whole}"""' if node.long and _plain(whole) else f'"{"".join(short)}"'


def arguments(items: tuple[s.Argument, ...]) -> Doc:
    """What stands between the parentheses of a call."""
    if not items:
        return "()"
    return Group(("(", Nest((Line(""), fill([spell(item) for item in items]))), Line(""), ")"))


def joined(items: tuple[s.Expr, ...], word: str, place: int) -> Doc:
    """Conditions joined by a word that begins each further line."""
    first, *rest = (expression(item, place) for item in items)
    return Group((first, Nest(tuple((Line(), word, " ", item) for item in rest))))


def worded(left: s.Expr, words: str, right: s.Expr) -> Doc:
    """Two operands with words between them."""
    return (expression(left, OPERAND), f" {words} ", expression(right, OPERAND))


@singledispatch
def spell(node: s.Node) -> Doc:
    """The words of a node; one function for each kind."""
    raise TypeError(f"not part of an expression: {type(node).__name__}")


@spell.register
def _(node: s.Name) -> Doc:
    return node.text


@spell.register
def _(node: s.Number) -> Doc:
    return number(node.value)


@spell.register
def _(node: s.Percent) -> Doc:
    return format(Decimal(number(node.value)), "f") + "%"


@spell.register
def _(node: s.String) -> Doc:
    return quoted(node.value)


@spell.register
def _(node: s.Regex) -> Doc:
    return "/" + node.pattern.replace("/", "\\/") + "/" + node.flags


@spell.register
def _(node: s.Bool) -> Doc:
    return "true" if node.value else "false"


@spell.register
def _(node: s.List) -> Doc:
    if not node.items:
        return "[]"
    return Group(("[", Nest((Line(""), fill([expression(item) for item in node.items]))), Line(""), "]"))


@spell.register
def _(node: s.Path) -> Doc:
    return node.text


@spell.register
def _(node: s.Named) -> Doc:
    return (node.name.text, "=", expression(node.value))


@spell.register
def _(node: s.Generator) -> Doc:
    head = (expression(node.value), Line(), "for ", node.name.text, " in ", expression(node.source))
    return Group(head if node.condition is None else (*head, Line(), "if ", expression(node.condition)))


@spell.register
def _(node: s.Call) -> Doc:
    return (node.function.text, arguments(node.arguments))


@spell.register
def _(node: s.Method) -> Doc:
    return (spell(node.value), ".", node.name.text, arguments(node.arguments))


@spell.register
def _(node: s.Attribute) -> Doc:
    return (spell(node.value), ".", node.name.text)


@spell.register
def _(node: s.Quantifier) -> Doc:
    return Group((node.kind, "(", Nest((Line(""), spell(node.generator))), Line(""), ")"))


@spell.register
def _(node: s.Neg) -> Doc:
    return ("-", expression(node.value, UNARY))


@spell.register
def _(node: s.Arith) -> Doc:
    place = SUM if node.operator in "+-" else TERM
    return (expression(node.left, place), f" {node.operator} ", expression(node.right, place + 1))


@spell.register
def _(node: s.Quantity) -> Doc:
    unit = SINGULAR.get(node.unit, node.unit) if node.value == s.Number(1) else node.unit
    return (expression(node.value, UNARY), " ", unit)


@spell.register
def _(node: s.Range) -> Doc:
    ends = tuple("" if end is None else expression(end, UNARY) for end in (node.low, node.high))
    return (ends[0], "..", ends[1], f" {node.unit}" if node.unit else "")


@spell.register
def _(node: s.Compare) -> Doc:
    first, *rest = (expression(operand, OPERAND) for operand in node.operands)
    return (first, *((f" {operator} ", operand) for operator, operand in zip(node.operators, rest, strict=True)))


@spell.register
def _(node: s.Member) -> Doc:
    return worded(node.item, "not in" if node.negated else "in", node.collection)


@spell.register
def _(node: s.Has) -> Doc:
    return worded(node.subject, "has", node.size)


@spell.register
def _(node: s.Matches) -> Doc:
    return worded(node.subject, "matches", node.pattern)


@spell.register
def _(node: s.Contains) -> Doc:
    return worded(node.subject, "contains" if node.mode == "one" else f"contains {node.mode} of", node.what)


@spell.register
def _(node: s.Not) -> Doc:
    return ("not ", expression(node.value, NOT))


@spell.register
def _(node: s.And) -> Doc:
    return joined(node.items, "and", NOT)


@spell.register
def _(node: s.Or) -> Doc:
    return joined(node.items, "or", NOT)  # parentheses around `and`, for readers


@spell.register
def _(node: s.Implies) -> Doc:
    return Group((expression(node.left, OR), Nest((Line(), "implies ", expression(node.right)))))


@spell.register
def _(node: s.Type) -> Doc:
    return node.name.text if node.inner is None else (node.name.text, "[", spell(node.inner), "]")


@spell.register
def _(node: s.Parameter) -> Doc:
    return (node.name.text, ": ", spell(node.type))
