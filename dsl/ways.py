"""Balanced mixtures: one model for each choice of branches, run by chains of its own, draws allotted by the shares."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ..inference.formula import Branch, Constant, Label, Mixed, Node, mapped
from .logic import either
from .spec import ModelSpec, TermSpec
from .term_names import named


@dataclass(frozen=True)
class Way:
    """A choice of branches: the label of each balanced mixture, its share of the draws, and its model."""

    labels: tuple[tuple[str, str], ...]
    share: float
    spec: ModelSpec

    @property
    def name(self) -> str:
        """The labels, as people read them."""
        return ", ".join(label for _, label in self.labels)


def balanced(spec: ModelSpec) -> tuple[TermSpec, ...]:
    """The statements of balanced mixtures."""
    return tuple(term for term in spec.terms if isinstance(term.value, Mixed) and term.value.balanced)


def ways_of(spec: ModelSpec) -> tuple[Way, ...]:
    """Every choice of branches; none where no mixture is balanced."""
    mixtures = balanced(spec)
    if not mixtures:
        return ()
    nodes = [term.value for term in mixtures if isinstance(term.value, Mixed)]
    return tuple(_way(spec, nodes, chosen) for chosen in product(*(node.branches for node in nodes)))


def _way(spec: ModelSpec, nodes: Sequence[Mixed], chosen: Sequence[Branch]) -> Way:
    """The model with the statements of the chosen branches in place of the mixtures, over the same lexicon."""
    by_name = {node.name: branch for node, branch in zip(nodes, chosen, strict=True)}
    labels = {name: branch.label for name, branch in by_name.items()}
    terms = [one for term in spec.terms for one in _replaced(term, by_name, labels)]
    besides = (*spec.besides, *nodes)
    share = math.prod(branch.share for branch in chosen)
    return Way(tuple(labels.items()), share, replace(spec, terms=named(terms), besides=besides))


def _replaced(term: TermSpec, chosen: dict[str, Branch], labels: dict[str, str]) -> Iterator[TermSpec]:
    if not isinstance(term.value, Mixed) or not term.value.balanced:
        yield replace(term, value=_labelled(term.value, labels)) if term.kind == "track" else term
        return
    branch = chosen[term.value.name]
    if branch.hard != Constant(True):
        yield replace(term, name="mixture", kind="require", value=branch.hard)
    for one in branch.soft:
        kind = "prefer" if one.is_truth else "factor"
        yield replace(term, name=one.name, kind=kind, value=one.value, weight=one.weight)  # type: ignore[arg-type]


def _labelled(node: Node, labels: dict[str, str]) -> Node:
    """A formula with labels known."""
    if isinstance(node, Label):
        return Constant(labels[node.mixture]) if node.mixture in labels else node
    return mapped(node, lambda child: _labelled(child, labels))


def normalised(spec: ModelSpec, log_zs: Sequence[float]) -> ModelSpec:
    """The law of a balanced mixture as one model: each branch's share divided by its constant; log Z is 0.

    Of one balanced mixture alone; `log_zs` are the branches'.
    """
    (term,) = balanced(spec)
    assert isinstance(term.value, Mixed)
    shares = zip(term.value.branches, log_zs, strict=True)
    branches = tuple(replace(branch, share=branch.share * math.exp(-log_z)) for branch, log_z in shares)
    ways = either([branch.hard for branch in branches])
    terms = [
        replace(one, value=replace(term.value, branches=branches, balanced=False)) if one is term else one
        for one in spec.terms
    ]
    hard = [] if ways == Constant(True) else [TermSpec("mixture", "require", ways, span=term.span, source=term.source)]
    return replace(spec, terms=named([*terms, *hard]))


def allotted(chains: int, shares: Sequence[float], least: int = 2) -> tuple[int, ...]:
    """How many chains each way has: in proportion to the shares, at least `least` each."""
    return tuple(max(least, round(chains * share)) for share in shares)
