"""Records of a run as plain data: what JSON can hold, with null for what is undefined."""

from __future__ import annotations

import math
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from .feature import View
from .formula import Pattern

if TYPE_CHECKING:
    from .graph import FactorGraph
    from .texts import Texts

VERSION = 1  # of the records
PACKAGES = ("wordfield", "torch", "transformers", "lark")


def plain(value: Any) -> Any:
    """A value as JSON has it: no NaN, no infinity, strings for texts and patterns."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, View):
        return value.string
    if isinstance(value, Pattern):
        return f"/{value.source}/{value.flags}"
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [plain(one) for one in value]
    return plain(value.item()) if hasattr(value, "item") else str(value)


def versions() -> dict[str, str | None]:
    """The versions that draws depend on."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = None
    return found


def scored(graph: FactorGraph, texts: Texts, labels: Sequence[Mapping[str, str]] | None = None) -> list[dict[str, Any]]:
    """For each text its string, terms, log score, whether it meets the requirements, and what is tracked.

    Where labels of mixtures were drawn, they are told, and what is tracked knows them.
    """
    terms, allowed = graph.evaluate(texts)
    tracked = graph.tracked(texts, labels) if graph.tracks else [{} for _ in texts.length]
    rows = zip(written(graph, texts), terms.tolist(), allowed.tolist(), tracked, strict=True)
    found = [draw_record(graph, *row) for row in rows]
    if labels is None:
        return found
    return [{**record, "label": dict(own)} for record, own in zip(found, labels, strict=True)]


def written(graph: FactorGraph, texts: Texts) -> list[dict[str, str]]:
    """Each text by its name, as it is written."""
    own = [one.host.strings(part) for one, part in zip(graph.parts, graph.split(texts), strict=True)]
    return [dict(zip(graph.names, strings, strict=True)) for strings in zip(*own, strict=True)]


def draw_record(
    graph: FactorGraph, text: Mapping[str, str], terms: Sequence[float], allowed: bool, tracked: Mapping[str, Any]
) -> dict[str, Any]:
    """The part of a record that the texts alone determine."""
    named = {name: plain(float(value) + 0.0) for name, value in zip(graph.term_names, terms, strict=True)}
    known = [value for value in named.values() if value is not None]
    return {
        "text": dict(text),
        "log_score": plain(math.fsum(known)) if len(known) == len(named) else None,
        "terms": named,
        "hard_ok": bool(allowed),
        "track": {name: plain(value) for name, value in tracked.items()},
    }
