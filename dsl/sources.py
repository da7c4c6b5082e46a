"""Candidate sources of moves: names, models, copied words, products, sums with shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING

from ..inference.formula import Constant, Part
from ..inference.language import Language
from ..inference.signature import Parameter
from . import faults, planned, syntax
from .arguments import bind
from .evaluator import Evaluator
from .known import Function
from .scope import Scope
from .spec import BaseSpec, SourceSpec
from .types import ANY, SYMBOL
from .values import NOTHING, UNKNOWN, Value, known

_NONE: tuple[syntax.Argument, ...] = ()
SHORTEST = 64  # candidates of a list that is cut, where nothing else is said

COPY = """`copy(x)` proposes the words of a string or of a list of strings, all alike, marks too.

Of a program with several texts, `copy(a)` proposes for the others what the text `a` holds at that step.
Words that the lexicon lacks are no candidates; a share of 1 % goes to all others that the requirements allow, as with
every list that does not reach everywhere. The list is the same whatever a chain has been: words that it took out are
not remembered. Example: `moves { 60% replace(50% * ngram + 50% * copy(source))  40% resize(ngram) }`.
"""
TOP = """`top(lm, 64)` proposes the most likely units of another source, here 64 of them (or `most=64`).

A share of 1 % goes to all others that the requirements allow, without which some texts could not be reached.
Example: `moves { 34% replace(top(lm, 64))  33% insert(top(lm, 64))  33% delete }`.
"""
RANKED = """`ranked(lm, 64)` takes the most likely units of another source, here 64 of them (or `most=64`), and draws
among them by how much the program likes the text with each.

Most proposals are then accepted, at the price of as many evaluations as there are candidates. A share of 1 % goes to
all others that the requirements allow.
Example: `moves { 34% replace(ranked(lm, 64))  33% insert(ranked(lm, 64))  33% delete }`.
"""
CUT = (Parameter("source", "source", MISSING), Parameter("most", "whole", SHORTEST))
CALLS = {
    "copy": Function("copy", "source", (Parameter("words", "anything", MISSING),), ANY, page=COPY),
    "ranked": Function("ranked", "source", CUT, ANY, page=RANKED),
    "top": Function("top", "source", CUT, ANY, page=TOP),
}


def source(ev: Evaluator, node: syntax.Expr, scope: Scope) -> Value:
    """A candidate source of a move: a name, a call, a product or a sum of such."""
    if isinstance(node, syntax.Arith):
        return _combined(ev, node, scope)
    if isinstance(node, syntax.String):
        name, arguments = node.value, _NONE
    elif isinstance(node, syntax.Path) and len(node.names) == 1:
        name, arguments = node.text, _NONE
    elif isinstance(node, syntax.Call) and len(node.function.names) == 1:
        name, arguments = node.function.text, node.arguments
    else:
        return ev.mistake(faults.unknown_source(node.span, "this", planned.SOURCES))
    if name not in planned.SOURCES:
        return ev.mistake(faults.unknown_source(node.span, name, planned.SOURCES))
    if name in CALLS:
        return _called(ev, name, arguments, node, scope)
    if name in ev.known.languages and not Language.named(name).declares:
        return _model(ev, name, arguments, node, scope)
    if arguments:
        ev.report.unavailable(node.span, f"the candidate source `{name}(…)`")
    return known(SYMBOL, name)


def _model(ev: Evaluator, name: str, arguments: Sequence[syntax.Argument], node: syntax.Expr, scope: Scope) -> Value:
    """A source with a model of its own: `mlm`, `mlm("./folder")`."""
    values = bind(ev, ev.known.languages[name], arguments, scope, node.span)
    if values is None:
        return NOTHING
    given = {key: value.constant for key, value in values.items()}
    return known(SYMBOL, BaseSpec(name, given, ev.report.here(node.span)))


def _called(ev: Evaluator, name: str, arguments: Sequence[syntax.Argument], node: syntax.Expr, scope: Scope) -> Value:
    """`copy(x)`, `top(lm, 64)`."""
    values = bind(ev, CALLS[name], arguments, scope, node.span)
    if values is None:
        return NOTHING
    given = {key: value.constant for key, value in values.items()}
    if name == "copy":
        return _copied(ev, values["words"], node)
    most = given.get("most", SHORTEST)
    if most is UNKNOWN or not values["source"].known:
        return NOTHING
    if most < 1:
        return ev.mistake(faults.out_of_range(node.span, f"`most` of `{name}`", str(most), "1 or more"))
    return known(SYMBOL, SourceSpec(name, (given["source"],), most=int(most)))


def _copied(ev: Evaluator, words: Value, node: syntax.Expr) -> Value:
    """The words of a string, of a list of strings, or of another text."""
    if isinstance(words.node, Part) and words.node.hole is None:
        return known(SYMBOL, SourceSpec("copy", text=words.node.text, span=ev.report.here(node.span)))
    entry = words.type.of or ANY if words.type.name == "list" else words.type
    if entry.name not in ("string", "any") or not isinstance(words.node, Constant):
        return ev.mistake(faults.wrong_argument(node.span, "copy", "words", "a text or a string", str(words.type)))
    if not words.known:
        return known(SYMBOL, SourceSpec("copy"))
    strings = (words.constant,) if isinstance(words.constant, str) else tuple(words.constant)
    return known(SYMBOL, SourceSpec("copy", strings=strings))


def _combined(ev: Evaluator, node: syntax.Arith, scope: Scope) -> Value:
    """`lm * mlm`, `70% * ngram + 30% * copy(source)`. Shares are made to sum to 1, as those of a table are."""
    summands = _flat(node, "+")
    shares, found = list[float](), list[SourceSpec | BaseSpec | str]()
    for summand in summands:
        factors = _flat(summand, "*")
        numbers = [one for one in factors if _is_number(one)]
        odd = any(isinstance(one, syntax.Arith) and one.operator in "-/" for one in factors if one not in numbers)
        if odd or len(numbers) == len(factors) or len(numbers) > (len(summands) > 1):
            return ev.mistake(faults.bad_source(node.span))
        share = _share(ev, numbers[0], scope) if numbers else 1.0
        parts = [source(ev, one, scope) for one in factors if one not in numbers]
        if share is None or not all(part.known for part in parts):
            return NOTHING
        shares.append(share)
        found.append(parts[0].constant if len(parts) == 1 else SourceSpec("*", tuple(p.constant for p in parts)))
    if len(found) == 1:
        return known(SYMBOL, found[0])
    return known(SYMBOL, SourceSpec("+", tuple(found), shares=tuple(share / sum(shares) for share in shares)))


def _flat(node: syntax.Expr, operator: str) -> list[syntax.Expr]:
    """The operands of a row of sums or products."""
    if isinstance(node, syntax.Arith) and node.operator == operator:
        return [*_flat(node.left, operator), *_flat(node.right, operator)]
    return [node]


def _is_number(node: syntax.Expr) -> bool:
    """Whether an operand is a share: a number, a name that is no source, or what is computed from such."""
    if isinstance(node, syntax.Arith):
        return _is_number(node.left) and _is_number(node.right)
    if isinstance(node, syntax.Path):
        return node.text not in planned.SOURCES
    return isinstance(node, syntax.Number | syntax.Percent)


def _share(ev: Evaluator, node: syntax.Expr, scope: Scope) -> float | None:
    """A share above 0; None after a mistake, or where it is not known yet."""
    value = ev.constant(node, scope, "a share")
    if not value.known:
        return None
    number = value.constant
    if isinstance(number, bool) or not isinstance(number, int | float) or not number > 0:
        ev.report.add(faults.bad_share(node.span))
        return None
    return float(number)
