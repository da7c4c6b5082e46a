"""Statements, items and settings back to words: everything that stands before or without a block."""

from __future__ import annotations

from functools import singledispatch

from . import syntax as s
from .layout import Doc, Group, Line, Nest, fill
from .spell import OPERAND, PRIMARY, expression, long_quoted, number, quoted, spell, template


def part(word: str, node: s.Expr | s.Name | None, place: int = OPERAND) -> Doc:
    """An optional part with the word that announces it."""
    if node is None:
        return ""
    return (f" {word} ", node.text if isinstance(node, s.Name) else expression(node, place))


def parameters(items: tuple[s.Parameter, ...]) -> Doc:
    """The parameters of a fragment or an extern."""
    return Group(("(", Nest((Line(""), fill(map(spell, items)))), Line(""), ")")) if items else "()"


@singledispatch
def head(node: s.Node) -> Doc:
    """The words of a statement up to its first block."""
    raise TypeError(f"not a statement: {type(node).__name__}")


@head.register
def _(node: s.Import) -> Doc:
    return ("import ", quoted(node.path.value), " as ", node.name.text)


@head.register
def _(node: s.Extern) -> Doc:
    signature = ("extern ", node.name.text, parameters(node.parameters), " -> ", spell(node.result))
    return Group((*signature, " =", Nest((Line(), spell(node.call)))))


@head.register
def _(node: s.Param) -> Doc:
    domain = part("in", node.domain)
    if node.default is None:
        return ("param ", node.name.text, ": ", spell(node.type), domain)
    if isinstance(node.domain, s.Quantity | s.Range) and node.domain.unit:
        domain = part("in", node.domain, PRIMARY)  # a unit just before "=" would read as the name of a setting
    return ("param ", node.name.text, ": ", spell(node.type), domain, " = ", expression(node.default))


@head.register
def _(node: s.Grammar) -> Doc:
    return ("grammar ", node.name.text, " = ", long_quoted(node.text.value))


@head.register
def _(node: s.Fragment) -> Doc:
    return ("fragment ", node.name.text, parameters(node.parameters))


@head.register
def _(node: s.Model) -> Doc:
    return ("model ", node.name.text)


@head.register
def _(node: s.Infer) -> Doc:
    return ("infer", f" {node.name.text}" if node.name else "", part("from", node.base))


@head.register
def _(node: s.Let) -> Doc:
    return ("let ", node.name.text, " = ", expression(node.value))


@head.register
def _(node: s.Text) -> Doc:
    kind = f" : {node.kind.text}" if node.kind else ""
    written = f" = {template(node.template)}" if node.template else ""
    base = Nest((Line(), "~ ", spell(node.base))) if node.base else ""
    return Group(("text ", node.name.text, kind, written, base))


@head.register
def _(node: s.Require) -> Doc:
    return ("require ", expression(node.condition), part("as", node.label))


@head.register
def _(node: s.Forbid) -> Doc:
    return ("forbid ", expression(node.condition), part("as", node.label))


@head.register
def _(node: s.Prefer) -> Doc:
    return ("prefer ", expression(node.value), part("weight", node.weight), part("as", node.label))


@head.register
def _(node: s.Factor) -> Doc:
    return ("factor ", node.name.text, " = ", expression(node.value))


@head.register
def _(node: s.Expect) -> Doc:
    return ("expect ", expression(node.condition), part("within", node.within), part("as", node.label))


@head.register
def _(node: s.Track) -> Doc:
    return ("track ", node.name.text, " = ", expression(node.value))


@head.register
def _(node: s.Apply) -> Doc:
    return ("apply ", spell(node.call))


@head.register
def _(node: s.Mixture) -> Doc:
    return ("mixture ", node.name.text, " balanced" if node.balanced else "")


@head.register
def _(node: s.Branch) -> Doc:
    return (spell(node.share), " ", node.name.text)


@head.register
def _(node: s.Either) -> Doc:
    return "either"


@head.register
def _(node: s.For) -> Doc:
    return ("for ", node.name.text, " in ", expression(node.source))


@head.register(s.If)
@head.register(s.When)
def _(node: s.If | s.When) -> Doc:
    return ("if ", expression(node.condition))


@head.register
def _(node: s.Assign) -> Doc:
    return (node.name.text, " = ", expression(node.value))


@head.register
def _(node: s.MoveTable) -> Doc:
    return node.name.text


@head.register
def _(node: s.MoveEntry) -> Doc:
    return (spell(node.share), " ", spell(node.move))


def version(value: s.Number) -> str:
    """The first line of a file."""
    return f"wordfield {number(value.value)}"
