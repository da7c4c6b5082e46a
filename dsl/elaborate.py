"""A program and values for its parameters to a closed model that can be compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import faults, syntax
from .diagnostics import Diagnostic, ProgramError
from .instance import bind_model, bind_recipe
from .limits import limits
from .params import EXAMPLES
from .program import Program
from .report import Report
from .source import Source
from .spec import ModelSpec


class UsageError(ProgramError):
    """What was asked for does not fit the program: a model, a recipe or a value of a parameter."""


def elaborate(
    program: Program, *, model: str | None = None, recipe: str | None = None, sets: Mapping[str, Any] | None = None
) -> ModelSpec:  # fmt: skip
    """The model with its recipe, closed: parameters bound, fragments put in, loops unrolled, constants computed.

    `sets` gives values to parameters, as text (`"sea,letter"`) or as Python values. Without `recipe` the unnamed one is
    taken, else the first. Raises UsageError for a model, recipe or value that does not fit, and ProgramError for
    mistakes that only values show, and for what this version lacks.
    """
    sets = dict(sets or {})
    source = program.source or Source("program", "")
    name = _model(program, model, source)
    chosen = _recipe(program, recipe, source)
    _check_sets(program, sets, source)
    report = Report(source, strict=True)
    with report.bounded():
        bound = bind_model(program, name, sets, report)
        found = bind_recipe(program, bound, chosen)
        limits(bound.spec, report)
    if any(diagnostic.code in ("G004", "S012") for diagnostic in report.errors):
        raise UsageError(report.errors, source)
    if report.errors:
        raise ProgramError(report.errors, source)
    return replace(bound.spec, recipe=found)


def _model(program: Program, name: str | None, source: Source) -> str:
    """The model that is meant."""
    models = program.models
    if not models:
        raise ProgramError((faults.no_text(None, program.stem),), source)
    if name is None:
        if len(models) > 1:
            raise UsageError((faults.several_models(models),), source)
        return models[0]
    if name not in models:
        raise UsageError((faults.unknown_model(name, models),), source)
    return name


def _recipe(program: Program, name: str | None, source: Source) -> str | None:
    """The recipe that is meant: the one asked for, the unnamed one, or the first."""
    recipes = program.recipes
    if name is not None and name not in recipes:
        known = [recipe for recipe in recipes if recipe]
        raise UsageError((faults.unknown_recipe(None, name, known),), source)
    if name is not None or None in recipes or not recipes:
        return name
    return recipes[0]


def _check_sets(program: Program, sets: Mapping[str, Any], source: Source) -> None:
    """Every value belongs to a parameter, and every parameter has a value."""
    params = [item for item in program.file.items if isinstance(item, syntax.Param)]
    known = [item.name.text for item in params]
    found: list[Diagnostic] = [faults.unknown_param(name, known) for name in sets if name not in known]
    for item in params:
        if item.default is None and item.name.text not in sets:
            example = EXAMPLES.get(item.type.name.text, "…")
            found.append(faults.missing_value(item.name.span, item.name.text, example))
    if found:
        raise UsageError(found, source)
