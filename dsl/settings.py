"""Settings of a recipe that have a file, a condition or a number of their own: how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from . import faults, syntax
from .evaluator import Evaluator, show
from .scope import Scope
from .storing import inside
from .types import is_number

Read = Callable[[Evaluator, syntax.Assign, Scope], Any]
MOST_THREADS = 1024
SUFFIXES = (".nc", ".jsonl")  # of a file that a run is stored in


def _store(ev: Evaluator, setting: syntax.Assign, scope: Scope) -> str | None:
    """The file of `store = "x.nc"`."""
    return _file(ev, setting.value, "store", SUFFIXES, 'store = "run.nc"', scope)


def _file(
    ev: Evaluator, node: syntax.Expr, name: str, suffixes: tuple[str, ...], example: str, scope: Scope
) -> str | None:
    """A file to be written in the current folder; None after a mistake."""
    value = ev.constant(node, scope, f"`{name}`")
    if value.type.name not in ("string", "any"):
        ev.report.add(faults.wrong_setting(node.span, name, "the name of a file", str(value.type), example))
    if value.type.name != "string" or not value.known:
        return None
    path = str(value.constant)
    if not inside(path):
        allowed = "a file of the current folder, without `..`"
        ev.report.add(faults.out_of_range(node.span, f"`{name}`", show(path), allowed))
        return None
    if PurePosixPath(path).suffix.lower() not in suffixes:
        allowed = "a name that ends in `.nc` or `.jsonl`" if len(suffixes) == 2 else "a name that ends in `.ckpt`"
        ev.report.add(faults.out_of_range(node.span, f"`{name}`", show(path), allowed))
        return None
    return path


def _threads(ev: Evaluator, setting: syntax.Assign, scope: Scope) -> int | None:
    """The number of `threads = 4`."""
    value = ev.constant(setting.value, scope, "`threads`")
    given = value.type
    if given.name == "any":
        return None
    if not is_number(given) or given.unit:
        fault = faults.wrong_setting(setting.value.span, "threads", "a whole number", str(given), "threads = 4")
        ev.report.add(fault)
        return None
    number = ev.whole(setting.value, scope, "`threads`")
    if number is not None and not 1 <= number <= MOST_THREADS:
        allowed = f"from 1 to {MOST_THREADS:,}"
        ev.report.add(faults.out_of_range(setting.value.span, "`threads`", show(number), allowed))
        return None
    return number


READERS: Mapping[str, Read] = {"store": _store, "threads": _threads}
