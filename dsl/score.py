"""What a program says of a text that somebody wrote: its terms, or which requirements it fails and why."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..inference.automaton import Automaton
from ..inference.render import MIDDLE
from ..inference.scope import Scope
from ..inference.shape import admissible, nonempty, shape_of
from .spec import TermSpec

if TYPE_CHECKING:
    from ..inference.graph import FactorGraph

LONGEST = 500  # characters that are looked at to say where a text stops being readable


def score(graph: FactorGraph, text: str) -> dict[str, Any]:
    """A record like that of a draw; of an impossible text `failed` names what it fails, and `why` says it."""
    from ..inference.record import scored

    units = graph.requirements.segment(text)
    if units is None:
        return _impossible(graph, text, ["readable"], unreadable(graph, text))
    (record,) = scored(graph, graph.texts([units]))
    if record["hard_ok"] and record["log_score"] is not None:
        return {"kind": "score", **record}
    failed = failures(graph, units)
    if not failed:
        failed = [name for name, value in record["terms"].items() if value is None] or ["requirements"]
    why = f"it fails {', '.join(f'`{name}`' for name in failed)}"
    terms = {name: value for name, value in record["terms"].items() if name == "base"}
    return {**_impossible(graph, text, failed, why), "terms": terms}


def log_prob(graph: FactorGraph, texts: Sequence[str]) -> list[float]:
    """The log score of each text, -inf where it is impossible."""
    rows = [graph.requirements.segment(text) for text in texts]
    known = [row for row in rows if row is not None]
    values = iter(graph.log_prob(graph.texts(known)).tolist() if known else ())
    return [-math.inf if row is None else float(next(values)) for row in rows]


def failures(graph: FactorGraph, units: Sequence[int]) -> list[str]:
    """The names of the requirements that a text fails, those that hold for every text first."""
    requirements = graph.requirements
    found = [name for name, automaton in _frame(graph) if not automaton.accepts(units)]
    template = requirements.template
    if template is not None and not any(True for _ in template.fits(units, graph.renderer)):
        found.append("template")
    interpreter = graph.host.interpreter(tuple(units))
    for one in requirements.statements:
        name = one.label.name if isinstance(one.label, TermSpec) else "requirement"
        if name not in found and not interpreter.holds(one.formula):
            found.append(name)
    if not found and len(units) > graph.places:
        found.append("length")
    return found


def _frame(graph: FactorGraph) -> Iterator[tuple[str, Automaton]]:
    """What holds of every text, by name."""
    requirements, scope = graph.requirements, Scope(graph.renderer)
    yield "readable", admissible(scope)
    shape = None if requirements.free else shape_of(scope, requirements.template is not None)
    if shape is not None:
        yield "sentence", shape
    if not requirements.allow_empty:
        yield "length", nonempty(scope)


def unreadable(graph: FactorGraph, text: str) -> str:
    """Why a string is no text of the program."""
    template = graph.requirements.template
    if template is not None and template.has_spelled:
        return "it does not fill the template"
    loose = graph.renderer.segment(text, MIDDLE)
    if loose is not None and graph.renderer.render(loose) != text:
        return f"it would be written {graph.renderer.render(loose)!r}"
    whole = range(min(len(text), LONGEST), 0, -1)
    longest = next((text[:stop] for stop in whole if graph.renderer.segment(text[:stop]) is not None), "")
    rest = text[len(longest) :].split()
    word = rest[0] if rest else text
    return f"{word!r} is no unit of the lexicon, or is not written like that, behind {longest!r}"


def _impossible(graph: FactorGraph, text: str, failed: list[str], why: str) -> dict[str, Any]:
    names: dict[str, Any] = dict.fromkeys(graph.term_names)
    return {
        "kind": "score",
        "text": {graph.requirements.text: text},
        "log_score": None,
        "terms": names,
        "hard_ok": False,
        "failed": failed,
        "why": why,
        "track": {},
    }
