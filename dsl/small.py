"""The small instance of a compiled program, with every state of it: what certificates walk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..inference.combined import combinations
from ..inference.exact import listed_texts
from ..inference.joint import Joint
from ..inference.relaxed import Relaxing, relaxed
from .apart import apart
from .compile import compile_model
from .driver import Compiled
from .ground import ground
from .shrink import AIM, MOST, Small, shrunken
from .spec import ModelSpec, is_hard

if TYPE_CHECKING:
    from ..inference.graph import FactorGraph
    from ..inference.texts import Texts


@dataclass(frozen=True)
class Instance:
    """A graph whose texts of positive weight are all known, and what had to go."""

    graph: FactorGraph
    states: Texts
    notes: tuple[str, ...]


def instance_of(compiled: Compiled) -> Instance:
    """The instance of a program. Of several texts each is made small; hard statements that then leave nothing are
    dropped, those over several texts first, the last first."""
    spec, folder = compiled.spec, compiled.folder
    models = apart(spec).models if len(spec.texts) > 1 else (spec,)
    aim = round(AIM ** (1 / len(models)))
    small = [shrunken(one, folder, ground(one, folder), aim) for one in models]
    shrink = {one.spec.texts[0].name: one.shrink for one in small}
    for smaller, dropped in _coupled(spec, small):
        graph = compile_model(smaller, folder, "cpu", compiled.allow_download, shrink)
        states = states_of(graph)
        if len(states.length):
            return Instance(graph, states, (*_notes(small), *dropped))
    raise AssertionError("without hard statements every text is there")


def _coupled(spec: ModelSpec, small: list[Small]) -> Iterator[tuple[ModelSpec, list[str]]]:
    """The small texts with all that is said of them, then with fewer and fewer hard statements.

    First those that couple texts go, then those of one text: what is checked text by text may leave nothing of it.
    """
    shared = list(apart(spec).shared) if len(small) > 1 else []
    own, dropped = [term for one in small for term in one.spec.terms], list[str]()
    whole = replace(spec, texts=tuple(one.spec.texts[0] for one in small))
    while True:
        yield replace(whole, terms=(*own, *shared)), list(dropped)
        pool = shared if any(map(is_hard, shared)) else own
        gone = next((term for term in reversed(pool) if is_hard(term)), None)
        if gone is None:
            return
        pool.remove(gone)
        dropped.append(f"dropped: {gone.source or gone.name}")


def _notes(small: list[Small]) -> Iterator[str]:
    for one in small:
        name = f"{one.spec.texts[0].name}: " if len(small) > 1 else ""
        yield from (f"{name}{note}" for note in one.notes)


def states_of(graph: FactorGraph) -> Texts:
    """Every text of positive weight. Raises ValueError where several small texts are too many together."""
    own = []
    for one in graph.parts:
        automaton = one.hard_automaton
        assert automaton is not None
        texts = one.texts(list(listed_texts(automaton)))
        part = relaxed(one, graph.relax) if isinstance(graph, Relaxing) and one.violation(texts) is not None else one
        own.append(texts.rows(part.log_prob(texts) > -float("inf")))
    if not isinstance(graph, Joint):
        return own[0]
    rows = combinations(graph, own)
    found = rows.rows(graph.log_prob(rows) > -float("inf"))
    if len(found.length) > MOST:
        raise ValueError(f"the texts together have {len(found.length):,} states, more than {MOST:,} can be certified")
    return found
