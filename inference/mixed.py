"""Mixtures: a hidden label that chains need not carry, for it is summed out, and drawn for the texts that are kept.

p(t, x) is share_t · base(x) · branch_t(x). Chains run on its marginal, the base times the sum over t, which mixes at
least as well as chains that carry the label (Rao and Blackwell); given a text the label has a law in closed form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .automaton import TooLarge, combined
from .formula import Constant, Mixed, Node
from .host import truth
from .lazy import torch
from .letters import PatternError
from .lower import LIMIT, regular
from .random import Law, Stream
from .scope import Scope
from .term import Blended, Graded, Hosted, Term

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from .graph import FactorGraph
    from .texts import Texts

DRAWN = 4_096  # texts whose labels are drawn at once


def blended(name: str, node: Mixed, scope: Scope, build: Callable[[str, Node, float, bool], Term]) -> Blended:
    """A mixture over one text; `build` makes the term of a soft statement (name, value, weight, whether a truth)."""
    branches = []
    for branch in node.branches:
        own = f"{name}.{branch.label}"
        terms = [_hard(own, branch.hard, scope)] if branch.hard != Constant(True) else []
        terms += [build(f"{own}.{n}", one.value, one.weight, one.is_truth) for n, one in enumerate(branch.soft)]
        branches.append(tuple(terms))
    shares = tuple(float(np.log(branch.share)) for branch in node.branches)
    return Blended(name, node.name, tuple(branch.label for branch in node.branches), shares, tuple(branches))


def _hard(name: str, formula: Node, scope: Scope) -> Term:
    """What has to hold in a branch as a term: 0 where it does, else -inf."""
    try:
        automaton = regular(formula, scope)
    except (TooLarge, PatternError):
        automaton = None
    if automaton is not None:
        return Graded(name, automaton)
    holds = truth(formula)
    return Hosted(name, lambda interpreter: 0.0 if holds(interpreter) else -np.inf)


def fastest(term: Blended) -> Term:
    """The mixture as one automaton where all its branches are automata, so that it can be solved exactly."""
    automata = [part.automaton for branch in term.branches for part in branch if isinstance(part, Graded)]
    if not automata or len(automata) < sum(map(len, term.branches)):
        return term
    ends = np.cumsum([0, *map(len, term.branches)])

    def earn(finals: NDArray[np.float64]) -> NDArray[np.float64]:
        pairs = zip(term.log_shares, ends[:-1], ends[1:], strict=True)
        columns = [share + finals[:, first:last].sum(axis=1) for share, first, last in pairs]
        return np.asarray(np.logaddexp.reduce(columns, axis=0))

    try:
        return Graded(term.name, combined(automata, earn, LIMIT).minimal())
    except TooLarge:
        return term


def log_weights(graph: FactorGraph, term: Blended, texts: Texts, good: Tensor) -> Tensor:
    """Log of share times weight of each branch, -inf where it does not hold. float64 [chains, branches]"""
    columns = []
    for share, branch in zip(term.log_shares, term.branches, strict=True):
        total = torch.full((len(good),), share, dtype=torch.float64, device=good.device)
        for part in branch:
            total = total + graph.term(part, texts, good)
        columns.append(total)
    return torch.stack(columns, 1)


def names(graph: FactorGraph) -> tuple[str, ...]:
    """The mixtures of a program whose labels a draw has."""
    own = tuple(term.mixture for one in graph.parts for term in one.mixtures)
    return own + tuple(node.name for node in graph.shared_mixtures)


def laws(graph: FactorGraph, texts: Texts) -> dict[str, tuple[tuple[str, ...], Tensor]]:
    """For each mixture its labels, and their probabilities given each text. float64 [chains, branches]"""
    found: dict[str, tuple[tuple[str, ...], Tensor]] = {}
    for one, part in zip(graph.parts, graph.split(texts), strict=True):
        for term in one.mixtures:
            logs = log_weights(one, term, part, torch.ones_like(part.length, dtype=torch.bool))
            found[term.mixture] = (term.labels, torch.softmax(logs, 1))
    for node in graph.shared_mixtures:
        rows = [interpreter.branches(node) for interpreter in graph.interpreters(texts)]
        logs = torch.tensor(rows, dtype=torch.float64, device=graph.device)
        found[node.name] = (tuple(branch.label for branch in node.branches), torch.softmax(logs, 1))
    return found


def drawn(graph: FactorGraph, texts: Texts, seed: int) -> dict[str, NDArray[np.str_]]:
    """A label of each mixture for each text, drawn from its law given the text. [chains] each"""
    pieces: dict[str, list[NDArray[np.str_]]] = {name: [] for name in names(graph)}
    for first in range(0, len(texts.length), DRAWN):
        rows = texts.rows(slice(first, first + DRAWN))  # type: ignore[arg-type]
        for number, (name, (labels, law)) in enumerate(laws(graph, rows).items()):
            stream = Stream(seed, "label", len(rows.length), graph.device, first)
            stream.step(number)
            pieces[name].append(np.array(labels)[stream.categorical(Law(law.log())).cpu().numpy()])
    return {name: np.concatenate(one) if one else np.zeros(0, np.str_) for name, one in pieces.items()}


def likeliest(graph: FactorGraph, texts: Texts) -> dict[str, NDArray[np.str_]]:
    """The likeliest label of each mixture for each text: what a search shows. [texts] each"""
    found = laws(graph, texts).items()
    return {name: np.array(labels)[law.argmax(1).cpu().numpy()] for name, (labels, law) in found}


def each(labels: dict[str, NDArray[np.str_]], rows: Sequence[int]) -> list[dict[str, str]]:
    """The labels of some texts, by mixture."""
    return [{name: str(values[row]) for name, values in labels.items()} for row in rows]
