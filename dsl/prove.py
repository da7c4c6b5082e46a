"""Proofs before any model is loaded: statements that no text satisfies together, or a text that satisfies all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..inference.automaton import TooLarge, product
from ..inference.letters import PatternError
from ..inference.requirements import Requirement, Requirements, clash
from .apart import apart
from .diagnostics import Diagnostic, Label
from .ground import Grounded, GroundError, ground
from .mistakes import make
from .source import Span
from .spec import ModelSpec, TermSpec
from .ways import ways_of

PROOFS = frozenset(("S001", "S002", "S003", "S006", "S011", "S020", "M003", "M006"))  # that say: no such law at all
CELLS = 8_000_000  # states times classes of a product that a check builds


@dataclass(frozen=True)
class Proof:
    """What was proved of a model: the mistake, or a shortest text that meets its regular requirements.

    Neither where its automata are too large together to be decided. `checked` counts requirements left to the sampler.
    """

    mistake: Diagnostic | None = None
    witness: str | None = None
    statements: int = 0
    checked: int = 0


def prove(spec: ModelSpec, folder: Path) -> Proof:
    """Ground the model and decide whether its regular requirements leave a text; of several, each by itself.

    Of a balanced mixture every branch must leave one.
    """
    ways = [prove(way.spec, folder) for way in ways_of(spec)]
    if ways:
        return next((one for one in ways if one.mistake is not None), ways[0])
    if len(spec.texts) > 1:
        return _of_several(spec, folder)
    try:
        grounded = ground(spec, folder)
    except GroundError as error:
        return Proof(grounding(error))
    found = _too_large(grounded)
    if found is not None:
        return Proof(found)
    requirements = grounded.requirements
    try:
        members = clash(requirements, CELLS)
    except TooLarge:
        return Proof(statements=len(requirements.statements), checked=len(requirements.others))
    if members is not None:
        return Proof(clashing(members, grounded))
    mistake = unreachable(spec, requirements)
    return Proof(mistake, witness(requirements), len(requirements.statements), len(requirements.others))


def unreachable(spec: ModelSpec, requirements: Requirements) -> Diagnostic | None:
    """The mistake of a mean that no law of the texts left by the requirements has."""
    if not spec.moments:
        return None
    from ..inference.reach import reach  # imports the engine, which no other check needs

    for moment in spec.moments:
        found = reach(moment, requirements, CELLS)
        if found is None:
            continue
        low, high = found
        fixed = low == high and not moment.low <= low <= moment.high
        if fixed or (low != high and (moment.low >= high or moment.high <= low)):
            left = moment.shown(low) if low == high else f"between {moment.shown(low)} and {moment.shown(high)}"
            return make("M006", moment.span, choose="fixed" if fixed else "", wanted=moment.wanted, range=left)
    return None


def _of_several(spec: ModelSpec, folder: Path) -> Proof:
    """The first text's mistake; else what each text's proof says, and how many statements speak of several."""
    taken = apart(spec)
    found = [prove(one, folder) for one in taken.models]
    wrong = next((one for one in found if one.mistake is not None), None)
    if wrong is not None:
        return wrong
    shared = sum(term.kind in ("require", "forbid") for term in taken.shared)
    known = [one.witness for one in found if one.witness is not None]
    witness = " / ".join(known) if len(known) == len(found) else None
    return Proof(
        None, witness, sum(one.statements for one in found) + shared, sum(one.checked for one in found) + shared
    )


def impossible(spec: ModelSpec, folder: Path) -> Diagnostic | None:
    """The mistake of a model that no text satisfies, or that cannot be decided at all; else None."""
    return prove(spec, folder).mistake


def grounding(error: GroundError) -> Diagnostic:
    """The diagnostic of a model that cannot be grounded."""
    span = error.span if isinstance(error.span, Span) else None
    values: dict[str, Any] = {**error.values}
    return make(error.code, span, **values)


def witness(requirements: Requirements) -> str | None:
    """A shortest text that meets every regular requirement, as it is written."""
    ordered = sorted(requirements.parts, key=lambda automaton: (automaton.counter, automaton.states))
    units = product(ordered).witness()
    return None if units is None else requirements.renderer.render(units)


def _too_large(grounded: Grounded) -> Diagnostic | None:
    """The statement whose automaton cannot be built."""
    requirements = grounded.requirements
    try:
        _ = requirements.parts
    except (TooLarge, PatternError) as error:
        return _blamed(requirements) or make("S021", grounded.text.span, what=str(error))
    return None


def _blamed(requirements: Requirements) -> Diagnostic | None:
    """The first statement that is too large by itself."""
    for number, one in enumerate(requirements.statements):
        alone = replace(requirements, statements=(one,), template=None)
        try:
            _ = alone.automata
            if requirements.about_holes[number] is not None:
                _ = replace(requirements, statements=(one,)).filled()
        except (TooLarge, PatternError) as error:
            return make("S021", _span(one), what=str(error))
    return None


def clashing(members: Sequence[Requirement], grounded: Grounded) -> Diagnostic:
    """The mistake of statements that exclude one another, a label at each in the order of the program."""
    terms = {id(one.label): one.label for one in members if isinstance(one.label, TermSpec)}
    spans = sorted({term.span for term in terms.values() if term.span is not None})
    others = tuple(one for one in grounded.requirements.statements if all(one is not member for member in members))
    longest = _longest(replace(grounded.requirements, statements=others))
    if len(terms) > 1:
        first = make("S020", spans[0] if spans else None, count=f"these {len(terms)} statements together", role="this")
        more = tuple(Label(span, "together with this") for span in spans[1:])
        return replace(first, labels=(*first.labels, *more))
    count = "this statement" if terms else f"the template of `{grounded.text.name}`"
    place = spans[0] if spans else grounded.text.span
    return make("S020", place, choose="one", count=count, role="", longest=longest)


def _longest(requirements: Requirements) -> int:
    try:
        return int(requirements.longest)
    except TooLarge:
        return 0


def _span(requirement: Requirement) -> Span | None:
    return requirement.label.span if isinstance(requirement.label, TermSpec) else None


__all__ = ["PROOFS", "Proof", "clashing", "grounding", "impossible", "prove", "witness"]
