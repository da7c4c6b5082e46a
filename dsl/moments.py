"""What `expect` says: the mean, its interval, and what can be known about it without drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..inference.formula import And, Apply, Compare, Constant, Node, Not, Within
from . import faults, planned, syntax
from .arguments import closed
from .evaluator import Evaluator, show
from .report import Report
from .scope import Scope
from .spec import CallSpec, MomentSpec, RecipeSpec
from .types import ANY
from .values import UNKNOWN, Value

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
Interval = tuple[float, float]


def moment(report: Report, node: syntax.Expect, value: Value, within: Value | None) -> MomentSpec | None:
    """The moment of a statement; None after a mistake, and while a number of it is not known yet."""
    if value.type == ANY or value.unknown:
        return None
    sides = list(_sides(value.node))
    mean = sides[0][0] if sides else None
    if mean is None or any(one != mean for one, _ in sides):
        report.add(faults.not_a_moment(node.condition.span))
        return None
    bounds = [_interval(op, bound) for _, (op, bound) in sides if isinstance(bound, Constant)]
    if len(bounds) < len(sides):
        report.add(faults.not_constant(node.condition.span, "what a mean is compared with"))
        return None
    tolerance = _tolerance(report, node, within)
    known = [one for one in bounds if one is not None]
    if len(known) < len(bounds) or (tolerance is None and within is not None):
        return None
    low, high = max(low for low, _ in known), min(high for _, high in known)
    of, written = mean.argument("value"), mean.argument("unit")
    assert of is not None and isinstance(written, Constant)
    spoken = within.type.unit if within is not None else None
    if written.value and spoken and written.value != spoken and node.within is not None:
        report.add(faults.different_units(node.within.span, str(written.value), spoken))
        return None
    unit = str(written.value or spoken or "")
    source = " ".join(report.text(node.span).split())
    found = MomentSpec("mean", of, low, high, tolerance, unit, report.here(node.span), source)
    return found if _possible(report, node, found) else None


def _sides(node: Node) -> Iterator[tuple[Apply | None, tuple[str, Node | None]]]:
    """Each comparison that a condition joins by `and`: the mean, the operator and what stands on its other side."""
    match node:
        case And(items):
            for item in items:
                yield from _sides(item)
        case Compare(op, Apply("mean") as mean, other) if op in FLIPPED:
            yield mean, (op, other)
        case Compare(op, other, Apply("mean") as mean) if op in FLIPPED:
            yield mean, (FLIPPED[op], other)
        case Within(Apply("mean") as mean, low, high):
            yield from ((mean, (op, end)) for op, end in ((">=", low), ("<=", high)) if end is not None)
        case _:
            yield None, ("", None)


def _interval(op: str, bound: Constant) -> Interval | None:
    """What a comparison with a number leaves; None while the number is unknown."""
    if bound.value is UNKNOWN or bound.value is None:
        return None
    number = float(bound.value)
    return (number if op in ("==", ">", ">=") else -math.inf, number if op in ("==", "<", "<=") else math.inf)


def _tolerance(report: Report, node: syntax.Expect, within: Value | None) -> float | None:
    """The number behind `within`; None where there is none, and after a mistake."""
    if within is None or within.unknown or node.within is None:
        return None
    if not within.known:
        report.add(faults.not_constant(node.within.span, "a tolerance"))
        return None
    if not float(within.constant) > 0:
        report.add(faults.out_of_range(node.within.span, "`within`", show(within.constant), "more than 0"))
        return None
    return float(within.constant)


def _possible(report: Report, node: syntax.Expect, found: MomentSpec) -> bool:
    """Whether some law can have the mean, as far as the numbers tell; else a mistake."""
    if found.low > found.high:
        report.add(faults.no_such_mean(node.condition.span, found.shown(found.low), found.shown(found.high)))
    elif found.is_share and (found.low > 1 or found.high < 0):
        report.add(faults.beyond_share(node.condition.span, found.wanted))
    elif found.is_share and (found.low == 1 or found.high == 0):
        word = "require" if found.low == 1 else "forbid"
        report.add(faults.whole_share(node.condition.span, "100%" if found.low == 1 else "0%", word))
    else:
        return True
    return False


def contradictions(moments: Sequence[MomentSpec], report: Report) -> None:
    """Reports two moments of one value that no law meets together."""
    seen: dict[Node, MomentSpec] = {}
    for one in map(_plain, moments):
        first = seen.setdefault(one.value, one)
        if one.low > first.high or one.high < first.low:
            report.add(faults.two_means(one.span, one.wanted, first.wanted, first.span))
        else:
            seen[one.value] = replace(first, low=max(one.low, first.low), high=min(one.high, first.high))


def _plain(one: MomentSpec) -> MomentSpec:
    """The same moment; that of the negation of something, as one of the thing itself."""
    while one.is_share and isinstance(one.value, Not):
        one = replace(one, value=one.value.of, low=1.0 - one.high, high=1.0 - one.low)
    return one


def searching(moments: Sequence[MomentSpec], recipe: RecipeSpec | None, report: Report) -> None:
    """Reports a recipe that searches for a model with moments: the best texts have no mean that could be held."""
    if not moments or recipe is None:
        return
    from ..inference.sampler import Sampler  # imports the engine, which a check without means does not need

    sampler = Sampler.all().get(recipe.sampler.name) if recipe.sampler is not None else None
    if recipe.schedule_kind == "anneal" or (sampler is not None and sampler.searches):
        report.add(faults.mean_of_search(recipe.span))


def tilt(ev: Evaluator, setting: syntax.Assign, scope: Scope) -> CallSpec | None:
    """`moments = tilt(iterations=20, rate=0.5)`: how multipliers are looked for; None after a mistake."""
    found = closed(ev, ev.known.tilts, setting.value, scope, "way to tilt")
    if found is None:
        return None
    for name in ("iterations", "draws"):
        count = found.arguments.get(name, 1)
        if isinstance(count, int | float) and count < 1:
            ev.report.add(faults.out_of_range(setting.value.span, f"`{name}`", show(count), "1 or more"))
    rate = found.arguments.get("rate", 1.0)
    if isinstance(rate, int | float) and not 0 < rate <= 1:
        ev.report.add(faults.out_of_range(setting.value.span, "`rate`", show(rate), "more than 0, at most 1"))
    return found


def names(ev: Evaluator, setting: syntax.Assign) -> tuple[str, ...] | None:
    """`report = [divergence, weights]`: what a summary shows of moments; None after a mistake."""
    items = setting.value.items if isinstance(setting.value, syntax.List) else (setting.value,)
    found = []
    for item in items:
        name = item.text if isinstance(item, syntax.Path) else item.value if isinstance(item, syntax.String) else ""
        if name not in planned.REPORTS:
            ev.report.add(faults.unknown_report(item.span, name or "this", planned.REPORTS))
        found.append(name)
    return tuple(found)


__all__ = ["contradictions", "moment", "names", "searching", "tilt"]
