"""Settings of a recipe that have a file, a condition or a number of their own: how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf
from pathlib import PurePosixPath
from typing import Any

from ..inference.formula import Apply, Constant, Part
from ..inference.stopping import AT_LEAST, Bound, Joined, Quantity, Stop
from . import faults, syntax
from .evaluator import Evaluator, show
from .scope import Scope
from .spec import KeptSpec
from .storing import inside
from .types import ANY, CLOCK_UNITS, is_number

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


_STOPS = "conditions such as `ess >= 400`, joined by `and` and `or`"
_EXAMPLE = "stop = ess >= 400 and rhat <= 1.01 or elapsed >= 10 min"
_TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


def _stop(ev: Evaluator, setting: syntax.Assign, scope: Scope) -> Stop | None:
    """The condition of `stop = ess >= 400 or elapsed >= 10 min`."""
    return _condition(ev, setting.value, scope)


def _condition(ev: Evaluator, node: syntax.Expr, scope: Scope) -> Stop | None:
    if isinstance(node, syntax.And | syntax.Or):
        items = [_condition(ev, item, scope) for item in node.items]
        known = tuple(item for item in items if item is not None)
        return Joined(isinstance(node, syntax.And), known) if len(known) == len(items) else None
    if isinstance(node, syntax.Call) and node.function.text == "all_hard" and len(node.arguments) == 1:
        argument = node.arguments[0]
        value = argument.value if isinstance(argument, syntax.Named) and argument.name.text == "chains" else argument
        return _bound(ev, "all_hard", value, scope)
    if isinstance(node, syntax.Compare) and len(node.operands) == 2:
        left, right = node.operands
        turned = not isinstance(left, syntax.Path) or left.text not in AT_LEAST
        quantity, value = (right, left) if turned else (left, right)
        if isinstance(quantity, syntax.Path) and quantity.text in ("ess", "rhat", "elapsed"):
            operator = _TURNED.get(node.operators[0], "") if turned else node.operators[0]
            name: Quantity = quantity.text  # type: ignore[assignment]
            if operator[:1] == (">" if AT_LEAST[name] else "<"):
                return _bound(ev, name, value, scope)
            what = "`ess` and `elapsed` from below, `rhat` from above"
            ev.report.add(faults.wrong_setting(node.span, "stop", what, "another comparison", _EXAMPLE))
            return None
    ev.report.add(faults.wrong_setting(node.span, "stop", _STOPS, "something else", _EXAMPLE))
    return None


def _bound(ev: Evaluator, name: Quantity, node: Any, scope: Scope) -> Stop | None:
    """A bound with its number: seconds for `elapsed`, whole for chains."""
    value = ev.constant(node, scope, f"the bound of `{name}`")
    if value.type.name == "any":
        return None
    clock = CLOCK_UNITS.get(value.type.unit or "") if name == "elapsed" else None if value.type.unit else 1.0
    if not is_number(value.type) or clock is None:
        wanted = "a time such as `10 min`" if name == "elapsed" else "a number"
        ev.report.add(faults.wrong_setting(node.span, name, wanted, str(value.type), _EXAMPLE))
        return None
    if not value.known:
        return None
    number = float(value.constant) * clock
    least = 1.0 if name in ("rhat", "all_hard") else 0.0
    if not (number > least or (name == "all_hard" and number == 1.0)) or number == inf:
        allowed = "at least 1" if name == "all_hard" else f"more than {least:.0f}"
        ev.report.add(faults.out_of_range(node.span, f"`{name}`", show(value.constant), allowed))
        return None
    return Bound(name, number)


def _relax(ev: Evaluator, setting: syntax.Assign, scope: Scope) -> float | None:
    """The price of `relax = 2`: nats a unit of distance."""
    value = ev.constant(setting.value, scope, "`relax`")
    if value.type.name == "any":
        return None
    if not is_number(value.type) or value.type.unit:
        ev.report.add(faults.wrong_setting(setting.value.span, "relax", "a number", str(value.type), "relax = 2"))
        return None
    if value.known and not 0 < value.constant < inf:
        ev.report.add(faults.out_of_range(setting.value.span, "`relax`", show(value.constant), "more than 0"))
        return None
    return float(value.constant) if value.known else None


_EVERY = 'checkpoint = every(60 sec, path="run.ckpt")'


def _checkpoint(ev: Evaluator, setting: syntax.Assign, scope: Scope) -> tuple[float, str] | None:
    """The seconds and the file of `checkpoint = every(60 sec, path="run.ckpt")`."""
    node = setting.value
    named: dict[str, Any] = {}
    if isinstance(node, syntax.Call) and node.function.text == "every":
        for name, argument in zip(("time", "path"), node.arguments, strict=False):
            is_named = isinstance(argument, syntax.Named)
            named[argument.name.text if is_named else name] = argument.value if is_named else argument  # type: ignore[union-attr]
    if set(named) != {"time", "path"} or len(node.arguments) != 2:  # type: ignore[union-attr]
        ev.report.add(faults.wrong_setting(node.span, "checkpoint", "a time and a file", "something else", _EVERY))
        return None
    path = _file(ev, named["path"], "checkpoint", (".ckpt",), _EVERY, scope)
    time = ev.constant(named["time"], scope, "the time of `checkpoint`")
    clock = CLOCK_UNITS.get(time.type.unit or "")
    if clock is None and time.type.name != "any":
        wanted = "a time such as `10 min`"
        ev.report.add(faults.wrong_setting(named["time"].span, "checkpoint", wanted, str(time.type), _EVERY))
    if clock is None or not time.known or path is None:
        return None
    if time.constant < 0:
        ev.report.add(faults.out_of_range(named["time"].span, "`checkpoint`", show(time.constant), "at least 0"))
        return None
    return float(time.constant) * clock, path


_KEPT = 'protect = ["lamp", "cold sea"]'


def _protect(ev: Evaluator, setting: syntax.Assign, scope: Scope) -> tuple[KeptSpec, ...] | None:
    """The words of `protect = ["lamp", "cold sea"]`, or those of each text: `protect = in_order(q, ["lamp"])`."""
    node = setting.value
    items = node.items if isinstance(node, syntax.List) else (node,)
    if items and all(isinstance(item, syntax.Call) and item.function.text == "in_order" for item in items):
        found = [_kept_in(ev, item, scope) for item in items]
        return tuple(one for one in found if one is not None) if None not in found else None
    value = ev.constant(node, scope, "`protect`")
    entry = value.type.of or ANY if value.type.name == "list" else value.type
    if entry.name not in ("string", "any"):
        ev.report.add(faults.wrong_setting(node.span, "protect", "a list of words", str(value.type), _KEPT))
    if entry.name not in ("string", "any") or not value.known:
        return None
    words = (value.constant,) if isinstance(value.constant, str) else tuple(value.constant)
    return (KeptSpec(words, None, ev.report.here(node.span)),) if _are_words(ev, node, words) else None


def _kept_in(ev: Evaluator, node: syntax.Expr, scope: Scope) -> KeptSpec | None:
    """The words of `in_order(q, ["lamp"])`; None after a mistake, or where they are not known yet."""
    found = ev.value(node, scope).node
    part = found.argument("text") if isinstance(found, Apply) else None
    words = found.argument("items") if isinstance(found, Apply) else None
    if not isinstance(part, Part) or not isinstance(words, Constant) or not isinstance(words.value, tuple):
        return None
    return KeptSpec(words.value, part, ev.report.here(node.span)) if _are_words(ev, node, words.value) else None


def _are_words(ev: Evaluator, node: syntax.Expr, words: tuple[str, ...]) -> bool:
    """Whether there are words, and none is empty."""
    good = bool(words) and all(word.strip() for word in words)
    if not good:
        ev.report.add(faults.out_of_range(node.span, "`protect`", show(words), "one word or more, none empty"))
    return good


READERS: Mapping[str, Read] = {
    "checkpoint": _checkpoint, "protect": _protect, "relax": _relax, "stop": _stop, "store": _store,
    "threads": _threads,
}  # fmt: skip
