"""What a program says of a text that somebody wrote: its terms, or which requirements it fails and why."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ..inference.automaton import Automaton
from ..inference.render import MIDDLE
from ..inference.scope import Scope
from ..inference.shape import admissible, nonempty, shape_of
from .spec import TermSpec

if TYPE_CHECKING:
    from ..inference.graph import FactorGraph
    from ..inference.texts import Texts

Written: TypeAlias = str | Mapping[str, str]  # a text as it is written; several by their names
LONGEST = 500  # characters that are looked at to say where a text stops being readable


def score(graph: FactorGraph, text: Written) -> dict[str, Any]:
    """A record like that of a draw; of an impossible text `failed` names what it fails, and `why` says it.

    Raises ValueError where a text is missing, or is none of the program's.
    """
    from ..inference.record import scored

    texts = by_name(graph, text)
    units = [one.requirements.segment(string) for one, string in zip(graph.parts, texts.values(), strict=True)]
    pairs = zip(graph.parts, texts.items(), units, strict=True)
    unread = [(_of(graph, name, "readable"), unreadable(one, string)) for one, (name, string), u in pairs if u is None]
    if unread:
        return _impossible(graph, texts, [name for name, _ in unread], "; ".join(why for _, why in unread))
    known = [row for row in units if row is not None]
    (record,) = scored(graph, _texts(graph, [known]))
    if record["hard_ok"] and record["log_score"] is not None:
        return {"kind": "score", **record}
    failed = _failed(graph, known)
    if not failed:
        failed = [name for name, value in record["terms"].items() if value is None] or ["requirements"]
    why = f"it fails {', '.join(f'`{name}`' for name in failed)}"
    terms = {name: value if name.partition(".")[0] == "base" else None for name, value in record["terms"].items()}
    return {**_impossible(graph, texts, failed, why), "terms": terms}


def by_name(graph: FactorGraph, text: Written) -> dict[str, str]:
    """The texts by their names, in the order of the program; a string is its only text. Raises ValueError."""
    given = {graph.names[0]: text} if isinstance(text, str) else dict(text)
    if set(given) != set(graph.names):
        raise ValueError(f"text: got {', '.join(given) or 'none'}; the program's texts are {', '.join(graph.names)}")
    return {name: given[name] for name in graph.names}


def _texts(graph: FactorGraph, rows: Sequence[Sequence[Sequence[int]]]) -> Texts:
    """What chains carry of units, for each row those of every text."""
    if len(graph.parts) == 1:
        return graph.texts([row[0] for row in rows])
    longest = [one.texts([row[number] for row in rows]) for number, one in enumerate(graph.parts)]
    return graph.join(longest)  # type: ignore[attr-defined, no-any-return]


def _of(graph: FactorGraph, text: str, name: str) -> str:
    """A name of something that every text has."""
    return name if len(graph.names) == 1 else f"{text}.{name}"


def log_prob(graph: FactorGraph, texts: Sequence[Written]) -> list[float]:
    """The log score of each text, -inf where it is impossible. Raises ValueError as `score` does."""
    named = [by_name(graph, text) for text in texts]
    rows = [[one.requirements.segment(t) for one, t in zip(graph.parts, row.values(), strict=True)] for row in named]
    known = [[units for units in row if units is not None] for row in rows if None not in row]
    values = iter(graph.log_prob(_texts(graph, known)).tolist() if known else ())
    return [-math.inf if None in row else float(next(values)) for row in rows]


def _failed(graph: FactorGraph, units: Sequence[Sequence[int]]) -> list[str]:
    """The names of the requirements that texts fail: each text's own, then those over several."""
    frames = {"readable", "sentence", "length", "template"}
    found: list[str] = []
    for name, one, row in zip(graph.names, graph.parts, units, strict=True):
        found += [_of(graph, name, failed) if failed in frames else failed for failed in failures(one, row)]
    if len(graph.parts) > 1:
        interpreter = graph.interpreter(tuple(tuple(row) for row in units))  # type: ignore[attr-defined]
        shared = graph.shared.statements  # type: ignore[attr-defined]
        found += [one.label.name for one in shared if not interpreter.holds(one.formula)]
    return list(dict.fromkeys(found))


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


def _impossible(graph: FactorGraph, text: Mapping[str, str], failed: list[str], why: str) -> dict[str, Any]:
    names: dict[str, Any] = dict.fromkeys(graph.term_names)
    return {
        "kind": "score",
        "text": dict(text),
        "log_score": None,
        "terms": names,
        "hard_ok": False,
        "failed": failed,
        "why": why,
        "track": {},
    }
