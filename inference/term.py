"""Terms: what adds nats to a text's score, each in the fastest form it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .additive import Additive, additive
from .automaton import Automaton, TooLarge
from .extremes import extreme
from .formula import (
    Apply,
    Arithmetic,
    Constant,
    Each,
    Node,
    Not,
    Part,
    parts,
)
from .interpret import Interpreter, is_truth, may_be_unknown
from .letters import PatternError
from .placed import Placed, placed
from .scope import Scope
from .shortfall import shortfall

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .scorer import Scorer


@dataclass(frozen=True, eq=False)
class Tabled:
    """A constant and a value a unit."""

    name: str
    constant: float
    table: NDArray[np.float64]  # [units]


@dataclass(frozen=True, eq=False)
class Graded:
    """A value at the end of an automaton's walk."""

    name: str
    automaton: Automaton


@dataclass(frozen=True, eq=False)
class Hosted:
    """A value found in plain Python, text by text."""

    name: str
    value: Callable[[Interpreter], float]


@dataclass(frozen=True, eq=False)
class Batched:
    """A Python function of a list of strings."""

    name: str
    function: Callable[[list[str]], object]


@dataclass(frozen=True, eq=False)
class Scored:
    """A multiple of a language model's log probability, scored for all chains at once."""

    name: str
    factor: float
    scorer: Scorer


@dataclass(frozen=True, eq=False)
class Blended:
    """A mixture with its label summed out: log of the sum over branches of exp(log share + the branch's terms)."""

    name: str
    mixture: str
    labels: tuple[str, ...]
    log_shares: tuple[float, ...]
    branches: tuple[tuple[Term, ...], ...]


Term = Scored | Tabled | Graded | Placed | Hosted | Batched | Blended


def preference(name: str, node: Node, weight: float, scope: Scope) -> Term:
    """`prefer node weight w`: -w times the distance of a truth value, +w times a number."""
    if not is_truth(node):
        return number(name, node, weight, scope)
    if all(part.hole is None for part in parts(node)):
        counted = _occurrences(node, scope)
        if counted is not None:
            return Tabled(name, -weight * counted.constant, -weight * counted.table)
        try:
            walk = shortfall(node, scope)
        except (TooLarge, PatternError):
            walk = None
        if walk is not None:
            return Graded(name, walk.with_final(-weight * walk.final).minimal())
    return Hosted(name, lambda interpreter: -weight * interpreter.distance(node))


def number(name: str, node: Node, weight: float, scope: Scope) -> Term:
    """A number times a weight; a text of which it is missing is impossible."""
    if all(part.hole is None for part in parts(node)):
        found = additive(node, scope)
        if found is not None:
            added = np.where(np.isnan(found.table), -np.inf, weight * found.table)
            return Tabled(name, weight * found.constant, added)
        walk = _walk(node, scope)
        if walk is not None:
            final = np.where(np.isfinite(walk.final), weight * walk.final, -np.inf)
            return Graded(name, walk.with_final(final).minimal())
        coupled = placed(name, node, weight, scope)
        if coupled is not None:
            return coupled
    return Hosted(name, lambda interpreter: weighed(weight, interpreter.value(node)))


def _walk(node: Node, scope: Scope) -> Automaton | None:
    """The number at the end of an automaton's walk, where there is one that is small enough."""
    try:
        return extreme(node, scope)
    except TooLarge:
        return None


def scored_by(node: Node) -> tuple[float, Node | None] | None:
    """The factor and the model (None: the base) of a multiple of `logprob(text, model)` or `pll(text, model)`.

    None for anything else.
    """
    match node:
        case Apply("logprob" | "pll") as call:
            text = call.argument("text")
            return (1.0, call.argument("base")) if isinstance(text, Part) and text.hole is None else None
        case Arithmetic("*", Constant(value), of) | Arithmetic("*", of, Constant(value)):
            inner = scored_by(of)
            return None if inner is None else (inner[0] * float(value), inner[1])
        case Arithmetic("-", Constant(value), of) if value == 0:
            inner = scored_by(of)
            return None if inner is None else (-inner[0], inner[1])
    return None


def weighed(weight: float, value: object) -> float:
    """A number of a formula times a weight, in nats; -inf where it is missing: such a text has no place in the law."""
    return weight * float(value) if isinstance(value, int | float) else float("-inf")


def real(value: object) -> float:
    """A number of a formula; what is missing is NaN."""
    return float(value) if isinstance(value, int | float) else float("nan")


def _occurrences(node: Node, scope: Scope) -> Additive | None:
    """The distance of `not contains "word"`, `none(… for w in s.words)` and the like, where it is a sum over units."""
    match node:
        case Each() if may_be_unknown(node):
            return None
        case Each("none", body, variable, source, condition):
            return additive(Each("count", body, variable, source, condition), scope)
        case Each("all", body, variable, source, condition):
            return additive(Each("count", Not(body), variable, source, condition), scope)
        case Not(Apply("contains") as call) if call.argument("how") in (None, Constant("any")) or _single(call):
            items = call.argument("items")
            phrases = [scope.phrase(item) for item in items.value] if isinstance(items, Constant) else []
            if not phrases or any(phrase is None or len(phrase) != 1 for phrase in phrases):
                return None
            table = np.zeros(len(scope.lexicon))
            for phrase in phrases:
                assert phrase is not None
                table[phrase[0]] += 1.0
            return Additive(0.0, table)
    return None


def _single(call: Apply) -> bool:
    items = call.argument("items")
    return isinstance(items, Constant) and len(items.value) == 1


__all__ = [
    "Batched",
    "Graded",
    "Hosted",
    "Placed",
    "Scored",
    "Tabled",
    "Term",
    "is_truth",
    "number",
    "preference",
    "scored_by",
]
