"""What stands in the way of chains that meet not every requirement: which statements their last texts fail."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from .texts import Texts

if TYPE_CHECKING:
    from .graph import FactorGraph
    from .run import Run


def obstacles(graph: FactorGraph, run: Run) -> dict[str, int]:
    """How many chains fail each requirement at their last draw, the commonest first, by the requirement's name.

    Only requirements that are checked text by text are asked for: no text is ever made that breaks another one.
    """
    if not run.draws or bool(run.allowed[:, -1].all()):
        return {}
    outside = ~run.allowed[:, -1]
    texts = Texts(run.texts.units[outside, -1].to(graph.device), run.texts.length[outside, -1].to(graph.device))
    found: Counter[str] = Counter()
    rows = [one.host.rows(part) for one, part in zip(graph.parts, graph.split(texts), strict=True)]
    for row in zip(*rows, strict=True):
        found.update(_failed(graph, row))
    return dict(found.most_common())


def _failed(graph: FactorGraph, row: tuple[tuple[int, ...], ...]) -> set[str]:
    """The names of the statements that one chain's texts fail."""
    failed = set()
    for one, units in zip(graph.parts, row, strict=True):
        interpreter = one.host.interpreter(units)
        asked = (one.requirements.statements[number] for number in one.requirements.others)
        failed |= {_name(statement) for statement in asked if not interpreter.holds(statement.formula)}
    shared: Any = getattr(graph, "shared", None)
    if shared is not None:
        interpreter = graph.interpreter(row)  # type: ignore[attr-defined]
        failed |= {_name(statement) for statement in shared.statements if not interpreter.holds(statement.formula)}
    return failed


def _name(statement: Any) -> str:
    """The name that the program gives to a requirement, or that of its feature."""
    return str(getattr(statement.label, "name", None) or "requirement")
