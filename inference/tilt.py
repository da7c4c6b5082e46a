"""Exponential tilting: a law with one more term for each moment, a multiple of the value whose mean is held.

Among all laws with the wanted means p(x) exp(sum of multiplier times value) is the one nearest to p: its divergence
from p is the least (Jaynes 1957; Csiszár 1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .automaton import Automaton, TooLarge
from .formula import Part, parts
from .host import truth
from .joint import Joint
from .lazy import torch
from .letters import PatternError
from .lower import regular
from .moment import Moment
from .requirements import Requirements
from .scope import Scope
from .term import Graded, Hosted, Tabled, Term, number, real
from .texts import Texts

if TYPE_CHECKING:
    from .graph import FactorGraph

Floats = NDArray[np.float64]


class Tilting:
    """The values of a program's moments, and its graph under any multipliers of them."""

    def __init__(self, graph: FactorGraph) -> None:
        self.plain, self.moments = graph, graph.moments
        self._home = [_home(graph, moment) for moment in self.moments]
        self._last: tuple[FactorGraph, ...] = ()

    @cached_property
    def _unit(self) -> tuple[Term, ...]:
        """The term of each moment at multiplier 1: its value is the moment's."""
        found: list[Term] = []
        for moment, home in zip(self.moments, self._home, strict=True):
            found.append(_hosted(moment) if home is None else term_of(moment, self.plain.parts[home].requirements))
        return tuple(found)

    @cached_property
    def _probe(self) -> FactorGraph:
        """The graph whose terms are the values themselves."""
        return self._with(self._unit)

    def values(self, texts: Texts) -> Floats:
        """The value of each moment in each text of the law; NaN where it is missing. [texts, moments]"""
        texts = Texts(texts.units.to(self.plain.device), texts.length.to(self.plain.device))
        if not isinstance(self._probe, Joint):
            return np.asarray(self._probe.valued(self._unit, texts).cpu().numpy(), np.float64)
        probe, split = self._probe, self._probe.split(texts)
        shared, _ = probe.shared_terms(texts, torch.ones_like(texts.length, dtype=torch.bool))
        columns, several = [], iter(shared[:, len(self.plain.shared.terms) :].unbind(1))  # type: ignore[attr-defined]
        for term, home in zip(self._unit, self._home, strict=True):
            own = next(several) if home is None else probe.graphs[home].valued([term], split[home])[:, 0]
            columns.append(own.cpu().numpy())
        return np.stack(columns, 1)

    def graph(self, multipliers: Sequence[float] | Floats) -> FactorGraph:
        """The law under multipliers; each is a term under its moment's name."""
        triples = zip(self._unit, self.moments, self._home, strict=True)
        weights = np.asarray(multipliers, np.float64).tolist()
        terms = []
        for (term, moment, home), weight in zip(triples, weights, strict=True):
            scope = None if home is None else self.plain.parts[home].requirements.scope
            terms.append(scaled(term, moment, weight, scope))
        return self._with(terms)

    def _with(self, terms: Sequence[Term]) -> FactorGraph:
        """The graph with more terms, which shares with the last one what terms do not change."""
        for one, known in zip(self.plain.parts, self._last, strict=False):
            one.inherit(known)
        plain = self.plain
        made = _joint(plain, terms, self._home) if isinstance(plain, Joint) else plain.with_terms(terms)
        self._last = made.parts
        return made

    @property
    def regular(self) -> bool:
        """Whether every value is a table or stands at the end of an automaton."""
        return all(isinstance(term, Tabled | Graded) for term in self._unit)


def _joint(plain: Joint, terms: Sequence[Term], homes: Sequence[int | None]) -> Joint:
    """Several texts with more terms: those of one text in its graph, the others shared."""
    own: list[list[Term]] = [[] for _ in plain.graphs]
    shared = list(plain.shared.terms)
    for moment, term, home in zip(plain.moments, terms, homes, strict=True):
        if home is not None:
            own[home].append(term)
        elif isinstance(term, Hosted):
            shared.append((moment.value, term))
    graphs = [one.with_terms(more) if more else one for one, more in zip(plain.graphs, own, strict=True)]
    order = (*plain.shared.order, *(term.name for term in terms))
    made = Joint(graphs, replace(plain.shared, terms=tuple(shared), order=order))
    made.moments = plain.moments
    return made


def _home(graph: FactorGraph, moment: Moment) -> int | None:
    """The number of the one text that a value reads; None where it reads several."""
    read = {part.text for part in parts(moment.value)}
    if len(read) > 1:
        return None
    return graph.names.index(next(iter(read))) if read else 0


def term_of(moment: Moment, requirements: Requirements) -> Term:
    """The value of a moment over one text as a term, in the fastest form it has."""
    if not moment.is_share:
        return number(moment.name, moment.value, 1.0, requirements.scope)
    walk = indicator(moment, requirements)
    return _hosted(moment) if walk is None else Graded(moment.name, walk)


def indicator(moment: Moment, requirements: Requirements) -> Automaton | None:
    """An automaton that ends with 1 where a truth value holds and with 0 elsewhere; None where there is none."""
    read = parts(moment.value)
    try:
        if all(part.hole is None for part in read):
            found = regular(moment.value, Scope(requirements.renderer))
            return None if found is None else _ones(found).minimal()
        if len(read) > 1:
            return None
        (part,) = read
        inner = regular(moment.value, requirements.scope_of(part))
        filled = None if inner is None else requirements.filled([(Part(part.text, part.hole), _ones(inner))])
        return None if filled is None else filled.distances[0].minimal()
    except (TooLarge, PatternError):
        return None


def _ones(truth_of: Automaton) -> Automaton:
    return truth_of.with_final(np.where(np.isfinite(truth_of.final), 1.0, 0.0))


def scaled(term: Term, moment: Moment, weight: float, scope: Scope | None) -> Term:
    """The term of a moment at another multiplier."""
    match term:
        case Tabled(name, constant, table):
            known = np.isfinite(table)
            return Tabled(name, weight * constant, np.where(known, weight * np.where(known, table, 0.0), -np.inf))
        case Graded(name, automaton):
            return Graded(name, automaton.with_final(weight * automaton.final))
        case Hosted(name, value):
            return Hosted(name, lambda interpreter: weight * value(interpreter))
    assert scope is not None
    return number(moment.name, moment.value, weight, scope)


def _hosted(moment: Moment) -> Hosted:
    if moment.is_share:
        return Hosted(moment.name, truth(moment.value))
    return Hosted(moment.name, lambda interpreter: real(interpreter.value(moment.value)))


__all__ = ["Tilting", "indicator", "scaled", "term_of"]
