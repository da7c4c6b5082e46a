"""Recipes: the settings of `infer` blocks, merged with those they build on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from . import faults, planned, syntax
from .arguments import closed
from .conditions import condition
from .evaluator import Evaluator, show
from .externs import is_function
from .moments import names, tilt
from .scope import Scope
from .settings import READERS
from .source import Span
from .spec import CallSpec, RecipeSpec
from .types import TIME_UNITS, is_number
from .values import Value

EXAMPLES = {
    "sampler": "sampler = gibbs()",
    "count": "chains = 16",
    "steps": "warmup = 100 sweeps",
    "seed": "seed = 7",
    "string": 'device = "auto"',
    "flag": "pure = true",
    "schedule": "anneal = linear(start=5.0, stop=0.2, over=500 sweeps)",
    "tilt": "moments = tilt(iterations=20)",
    "names": "report = [divergence, weights]",
    "moves": "moves { 80% replace(ngram)  20% swap }",
}
WANTED = {
    "moves": "a table of moves",
    "count": "a whole number",
    "seed": "a whole number",
    "steps": "a number of steps or sweeps",
    "string": "a string",
    "flag": "true or false",
}


def recipe(ev: Evaluator, node: syntax.Infer, others: Mapping[str, syntax.Infer], scope: Scope) -> RecipeSpec:
    """The recipe with everything it takes over; mistakes are reported."""
    chain = _chain(ev, node, others)
    spec = RecipeSpec(node.name.text if node.name else None, span=node.span)
    for one in reversed(chain):
        spec = _settings(ev, one, spec, scope)
    return spec


def _chain(ev: Evaluator, node: syntax.Infer, others: Mapping[str, syntax.Infer]) -> list[syntax.Infer]:
    """A recipe, the one it builds on, and so on."""
    found = [node]
    while node.base is not None:
        name = node.base.text
        after = others.get(name)
        if after is None:
            ev.report.add(faults.unknown_recipe(node.base.span, name, others))
            break
        if any(after is seen for seen in found):
            ev.report.add(faults.recipe_cycle(node.base.span, name))
            break
        found.append(after)
        node = after
    return found


def _settings(ev: Evaluator, node: syntax.Infer, spec: RecipeSpec, scope: Scope) -> RecipeSpec:
    """One block's settings over those it builds on."""
    seen: dict[str, Span | None] = {}
    for setting in _chosen(ev, node.settings, scope):
        name = setting.name.text
        if name in seen:
            ev.report.add(faults.set_twice(setting.name.span, name, seen[name]))
        other = {"temper": "anneal", "anneal": "temper"}.get(name)
        if other in seen:
            ev.report.add(faults.two_schedules(setting.name.span, seen[other]))
        seen[name] = setting.name.span
        spec = _set(ev, setting, spec, scope)
    return spec


def _chosen(ev: Evaluator, settings: Iterable[syntax.Setting], scope: Scope) -> list[syntax.Assign | syntax.MoveTable]:
    """The settings that hold: those under a condition that is true."""
    found: list[syntax.Assign | syntax.MoveTable] = []
    for setting in settings:
        if isinstance(setting, syntax.When):
            value = condition(ev, setting.condition, scope)
            inner = _chosen(ev, setting.settings, scope)
            if not value.known and not value.unknown:
                ev.report.add(faults.not_constant(setting.condition.span, "the condition of `if`"))
            if value.known and value.constant:
                found += inner
        else:
            found.append(setting)
    return found


def _set(ev: Evaluator, setting: syntax.Assign | syntax.MoveTable, spec: RecipeSpec, scope: Scope) -> RecipeSpec:
    name = setting.name.text
    kind = planned.SETTINGS.get(name)
    if kind is None:
        ev.report.add(faults.unknown_setting(setting.name.span, name, planned.SETTINGS))
        return spec
    if isinstance(setting, syntax.MoveTable):
        if kind != "moves":
            _wrong(ev, setting.name, name, kind, "a table")
            return spec
        return replace(spec, moves=_moves(ev, setting, scope))
    if kind == "moves":
        _wrong(ev, setting.value, name, kind, "no table")
        return spec
    if kind == "sampler":
        sampler = closed(ev, ev.known.samplers, setting.value, scope, "sampler")
        if sampler is not None and sampler.arguments.get("hastings") is False:
            ev.report.add(faults.no_hastings(setting.value.span))
        return replace(spec, sampler=sampler)
    if kind == "tilt":
        return replace(spec, settings={**spec.settings, name: tilt(ev, setting, scope)})
    if kind == "names":
        return replace(spec, settings={**spec.settings, name: names(ev, setting)})
    if kind == "schedule":
        schedule = _schedule(ev, setting, scope)
        return replace(spec, schedule=schedule, schedule_kind="temper" if name == "temper" else "anneal")
    value = READERS[name](ev, setting, scope) if kind == "own" else _plain(ev, setting, kind, scope)
    if value is None:
        return spec
    if kind in ("flag", "own"):
        return replace(spec, settings={**spec.settings, name: value})
    return replace(spec, **{name: value})


def _wrong(ev: Evaluator, node: syntax.Node, name: str, kind: str, given: str) -> None:
    wanted = WANTED.get(kind, f"a {kind}")
    ev.report.add(faults.wrong_setting(node.span, name, wanted, given, EXAMPLES[kind]))


def _plain(ev: Evaluator, setting: syntax.Assign, kind: str, scope: Scope) -> Any:
    """The value of a setting that is a number, a time or a string; None after a mistake."""
    value = ev.constant(setting.value, scope, f"`{setting.name.text}`")
    if value.type.name == "any":
        return None
    name, node = setting.name.text, setting.value
    if kind == "string":
        if value.type.name != "string":
            _wrong(ev, node, name, kind, str(value.type))
        return value.constant if value.known and value.type.name == "string" else None
    if kind == "flag":
        if value.type.name != "bool":
            _wrong(ev, node, name, kind, str(value.type))
        return value.constant if value.known and value.type.name == "bool" else None
    units = TIME_UNITS if kind == "steps" else ()
    if not is_number(value.type) or (value.type.unit and value.type.unit not in units):
        _wrong(ev, node, name, kind, str(value.type))
        return None
    if not value.known:
        return None
    return _count(ev, node, name, kind, value)


def _count(ev: Evaluator, node: syntax.Expr, name: str, kind: str, value: Value) -> Any:
    number = value.constant
    if not float(number).is_integer():
        ev.report.add(faults.not_whole(node.span, f"`{name}`", show(number)))
        return None
    least = 0 if kind == "seed" or name == "warmup" else 1
    most = 2**63 - 1 if kind == "seed" else 1_000_000_000
    if not least <= number <= most:
        ev.report.add(faults.out_of_range(node.span, f"`{name}`", show(number), f"from {least} to {most:,}"))
        return None
    return (int(number), value.type.unit or "sweeps") if kind == "steps" else int(number)


def _schedule(ev: Evaluator, setting: syntax.Assign, scope: Scope) -> CallSpec | None:
    found = closed(ev, ev.known.schedules, setting.value, scope, "schedule")
    if found is None:
        return None
    for key in ("start", "stop"):
        value = found.arguments.get(key)
        if isinstance(value, int | float) and value <= 0:
            ev.report.add(faults.out_of_range(setting.value.span, f"`{key}`", show(value), "more than 0"))
    stop = found.arguments.get("stop")
    if setting.name.text == "temper" and isinstance(stop, int | float) and stop != 1:
        ev.report.add(faults.temper_end(setting.value.span, show(stop)))
    return found


def _moves(ev: Evaluator, table: syntax.MoveTable, scope: Scope) -> tuple[tuple[float, CallSpec], ...]:
    """The moves of a table with their shares, which are made to sum to 1."""
    found: list[tuple[float, CallSpec]] = []
    for entry in table.entries:
        if entry.share.value <= 0:
            ev.report.add(faults.bad_share(entry.share.span))
        call = closed(ev, ev.known.moves, entry.move, scope, "move")
        if call is not None and call.name == "python":
            call = _in_python(ev, call, entry.move.span)
        if call is not None:
            found.append((float(entry.share.value), call))
    names = {call.name: call for _, call in found}
    for one, other in (("insert", "delete"), ("delete", "insert")):
        if one in names and other not in names and "resize" not in names:
            ev.report.add(faults.one_sided(names[one].span, one, other))
    total = sum(share for share, _ in found) or 1.0
    return tuple((share / total, call) for share, call in found)


def _in_python(ev: Evaluator, call: CallSpec, span: Span | None) -> CallSpec | None:
    """A move in Python: the function of a program built there, or the name of one; None after a mistake."""
    name = call.arguments.get("function")
    if not isinstance(name, str):
        return call
    if name in ev.functions:
        return replace(call, arguments={"function": ev.functions[name]})
    if not is_function(name):
        ev.report.add(faults.out_of_range(span, "`python`", f'"{name}"', '"module:function"'))
        return None
    return call
