"""The whole check of a file: its mistakes, and proofs about its models where their parameters have values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import driver
from .diagnostics import Diagnostic, ProgramError
from .elaborate import UsageError, elaborate
from .inside import outside
from .program import Program
from .protecting import kept, protected
from .prove import prove
from .source import Source
from .spec import ModelSpec


@dataclass(frozen=True)
class Examined:
    """What was found in a file: mistakes and warnings, and remarks about models without any."""

    source: Source
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[str, ...] = ()


def examine(path: str, sets: Mapping[str, Any] | None = None) -> Examined:
    """Every mistake of a file that can be found without torch. Raises OSError, UsageError for a value of `sets`."""
    try:
        program = driver.check(path, sets)
    except UsageError:
        raise
    except ProgramError as error:
        return Examined(error.source, error.diagnostics)
    diagnostics, notes = list(program.warnings), []
    for model in program.models:
        mistake, note = _model(program, model, sets)
        if mistake is not None and mistake not in diagnostics:
            diagnostics.append(mistake)
        if note:
            notes.append(f"{model}: {note}")
    return Examined(driver.source_of(program), tuple(diagnostics), tuple(notes))


def _model(program: Program, name: str, sets: Mapping[str, Any] | None) -> tuple[Diagnostic | None, str]:
    """The proof about one model. Those that wait for a value, or for a later version, are left alone."""
    try:
        spec = elaborate(program, model=name, sets=sets)
    except UsageError as error:
        if any(diagnostic.code != "G005" for diagnostic in error.diagnostics):
            raise
        return None, ""
    except ProgramError:
        return None, ""
    mistake = outside(spec, program.folder)
    if mistake is not None:
        return mistake, ""
    found = prove(spec, driver.folder_of(program))
    for strict in _protected(program, name, sets) if found.mistake is None else ():
        mistake = prove(strict, driver.folder_of(program)).mistake
        if mistake is not None:
            return mistake, ""
    if found.mistake is not None:
        late = found.mistake.code == "V001"
        return (None, found.mistake.message) if late else (found.mistake, "")
    if found.witness is None:
        return None, "its requirements are too large together to be proved"
    return None, f'{found.statements} requirement(s); for example "{found.witness}"'


def _protected(program: Program, name: str, sets: Mapping[str, Any] | None) -> Iterator[ModelSpec]:
    """The model under each recipe that protects words; other recipes, and those with mistakes, are left alone."""
    for recipe in program.recipes:
        try:
            spec = elaborate(program, model=name, recipe=recipe, sets=sets)
        except ProgramError:
            continue
        if kept(spec.recipe):
            yield protected(spec)
