"""A model of a program with the values of its parameters: one reading of the chosen statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import syntax
from .copying import copying
from .declarations import file_scope
from .evaluator import Evaluator
from .files import Files
from .moments import searching
from .program import MODEL_ITEMS, Program
from .protecting import protecting
from .recipes import recipe
from .report import BUDGET, Report
from .scope import Scope
from .spec import ModelSpec, RecipeSpec
from .statements import Walk
from .term_names import named
from .ways import balanced


@dataclass(frozen=True)
class Bound:
    """A bound model, and the scope in which its recipe is read."""

    spec: ModelSpec
    scope: Scope
    ev: Evaluator


def bind_model(program: Program, name: str, values: Mapping[str, Any], report: Report) -> Bound:
    """The model of that name; parameters without a value stay unknown. Mistakes go to the report."""
    ev = Evaluator(report, Files(program.folder))
    ev.functions = program.functions
    walk = Walk(ev, abstract=False)
    report.budget = BUDGET
    scope = file_scope(walk, program.file, program.imports, values)
    if not any(isinstance(item, MODEL_ITEMS) for item in program.file.items):
        body = next(
            item.body for item in program.file.items if isinstance(item, syntax.Model) and item.name.text == name
        )
        scope = Scope(scope, is_model=True)
        for statement in body.statements:
            with report.bounded(statement.span):
                walk.block((statement,), scope)
    params = {
        item.name.text: scope.find(item.name.text).value.constant  # type: ignore[union-attr]
        for item in program.file.items
        if isinstance(item, syntax.Param)
    }
    terms = named(walk.terms, [one for one in walk.moments if one.labelled])
    moments = named(walk.moments, terms)
    spec = ModelSpec(name, tuple(walk.texts), terms, None, params, moments=moments)
    if moments and balanced(spec):
        report.unavailable(moments[0].span, "`expect` beside a balanced mixture")
    return Bound(spec, scope, ev)


def bind_recipe(program: Program, bound: Bound, name: str | None) -> RecipeSpec | None:
    """The recipe of that name for a bound model; None if there is none."""
    items = [item for item in program.file.items if isinstance(item, syntax.Infer)]
    others = {item.name.text: item for item in items if item.name}
    chosen = next((item for item in items if (item.name.text if item.name else None) == name), None)
    found = recipe(bound.ev, chosen, others, bound.scope) if chosen is not None else None
    searching(bound.spec.moments, found, bound.ev.report)
    copying(bound.spec, found, bound.ev.report)
    protecting(bound.spec, found, bound.ev.report)
    return found
