"""The check of a program: every mistake that can be proved without drawing a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import blocks, calls, conditions, faults, literals, parts, quantifiers, syntax
from .declarations import file_scope
from .diagnostics import Diagnostic, ProgramError
from .evaluator import Evaluator
from .files import Files
from .fragments import alone, parameter_types
from .imports import Imports
from .instance import bind_model, bind_recipe
from .limits import limits
from .parse import parse
from .program import MODEL_ITEMS, Program
from .recipes import recipe
from .report import Report
from .scope import Scope
from .source import Source
from .statements import Walk

__all__ = ["blocks", "calls", "check_file", "check_source", "conditions", "literals", "parts", "quantifiers"]


def check_source(
    source: Source, folder: Path | None, sets: Mapping[str, Any] | None = None
) -> Program:  # fmt: skip
    """The checked program of a text. Raises ProgramError with every mistake found.

    `folder` is where the program's files are; None allows none. What depends on the values of parameters is checked
    with those in `sets`, else with their defaults.
    """
    root = folder / Path(source.name).name if folder is not None and source.name.endswith(".wf") else None
    return check_file(parse(source), source, folder, sets=sets, imports=Imports(root))


def check_file(
    file: syntax.File, source: Source | None, folder: Path | None, *, sets: Mapping[str, Any] | None = None,
    imports: Imports | None = None, library: bool = False, functions: Mapping[str, Callable[..., Any]] | None = None,
) -> Program:  # fmt: skip
    """The checked program of a tree. Raises ProgramError with every mistake found."""
    file = replace(file, version=file.version or syntax.Number(1), comments=())
    report = Report(source)
    files = Files(folder)
    if file.version is not None and file.version.value != 1:
        report.add(faults.other_version(file.version.span, str(file.version.value)))
    programs = (imports or Imports()).load(file, files, report)
    program = Program(file, programs, source, folder, (), functions or {})
    evaluator = Evaluator(report, files)
    evaluator.functions = program.functions
    with report.bounded():
        scope = _declared(evaluator, program)
        if not library:
            _unused(report, scope, file)
    if not report.errors:
        with report.bounded():
            _tried(report, program, sets or {})
    if report.errors:
        raise ProgramError(report.errors, source or Source("program", ""))
    return Program(file, programs, source, folder, report.warnings, program.functions)


def first_mistake(
    file: syntax.File, folder: Path | None, functions: Mapping[str, Callable[..., Any]]
) -> Diagnostic | None:  # fmt: skip
    """The first mistake of a program that is being built: what is still missing is none."""
    report = Report()
    files = Files(folder)
    ev = Evaluator(report, files)
    ev.functions = functions
    with report.bounded():
        _declared(ev, Program(file, Imports().load(file, files, report), None, folder, (), functions))
    return next((diagnostic for diagnostic in report.errors if diagnostic.code != "R001"), None)


def _declared(ev: Evaluator, program: Program) -> Scope:
    """Reads every declaration once, with parameters of unknown value."""
    file = program.file
    walk = Walk(ev, abstract=True)
    scope = file_scope(walk, file, program.imports, None)
    models = [item for item in file.items if isinstance(item, syntax.Model)]
    bare = next((item for item in file.items if isinstance(item, MODEL_ITEMS)), None)
    if bare is not None and models:
        ev.report.add(faults.bare_statements(bare.span, models[0].name.text))
    elif bare is not None and not walk.texts:
        ev.report.add(faults.no_text(bare.span, program.stem))
    texts, names = dict(ev.texts), Scope(scope, is_model=True)
    for item in file.items:
        if isinstance(item, syntax.Fragment):
            alone(Walk(ev, abstract=True), item, parameter_types(ev, item.parameters), scope)
    seen: dict[str, syntax.Model] = {}
    for model in models:
        if model.name.text in seen:
            ev.report.add(faults.declared_twice(model.name.span, model.name.text, seen[model.name.text].name.span))
        seen[model.name.text] = model
        ev.texts = dict(texts)
        inner = Scope(scope, is_model=True)
        walk = Walk(ev, abstract=True)
        with ev.report.bounded(model.name.span):
            walk.block(model.body.statements, inner)
        if not walk.texts:
            ev.report.add(faults.no_text(model.name.span, model.name.text))
        names.names.update(inner.names)
        texts.update(ev.texts)
    ev.texts = texts
    _recipes(ev, file, names)
    return scope


def _recipes(ev: Evaluator, file: syntax.File, scope: Scope) -> None:
    """Reads every recipe by itself, over the texts of all models."""
    found: dict[str, syntax.Infer] = {}
    recipes = [item for item in file.items if isinstance(item, syntax.Infer)]
    for item in recipes:
        name = item.name.text if item.name else ""
        if name in found:
            place = item.name.span if item.name else item.span
            first = found[name].name
            ev.report.add(faults.declared_twice(place, name or "infer", first.span if first else found[name].span))
        found[name] = item
    named = {name: item for name, item in found.items() if name}
    for item in recipes:
        recipe(ev, item, named, scope)


def _unused(report: Report, scope: Scope, file: syntax.File) -> None:
    """Warns of parameters and lets that nothing reads."""
    if not any(isinstance(item, (syntax.Model, *MODEL_ITEMS)) for item in file.items):
        return
    for bound in scope.names.values():
        if bound.sort in ("param", "let") and not bound.used and bound.span is not None:
            report.add(faults.unused(bound.span, bound.name))


def _tried(report: Report, program: Program, sets: Mapping[str, Any]) -> None:
    """Binds every model once, to see what only values show: lengths, positions and contradictions."""
    for name in program.models:
        bound = bind_model(program, name, sets, report)
        for item in program.recipes:
            bind_recipe(program, bound, item)
        limits(bound.spec, report)
