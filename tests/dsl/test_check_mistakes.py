"""Mistakes of the meaning: every code has a program that shows it, and its report is kept."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from wordfield.dsl import faults
from wordfield.dsl.check import check_source
from wordfield.dsl.diagnostics import ProgramError, report
from wordfield.dsl.source import Source
from wordfield.grammar.semantics import SEMANTIC

BAD = Path(__file__).parents[1] / "programs" / "bad"
PROGRAMS = sorted(path for path in BAD.glob("*.wf") if path.name[:4] in SEMANTIC)
ASKED_FOR = {"G001", "G002", "G003", "G004", "G005"}  # mistakes of a command, which no file can show


def checked(path: Path) -> tuple[str, set[str]]:
    """The report of a check, and its codes."""
    source = Source(path.name, path.read_text("utf8"))
    try:
        found = check_source(source, BAD).warnings
    except ProgramError as error:
        found = error.diagnostics
    return report(found, source), {diagnostic.code for diagnostic in found}


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_report(path: Path) -> None:
    written, codes = checked(path)
    assert written + "\n" == path.with_suffix(".expected").read_text("utf8")
    assert path.name[:4] in codes


def test_every_code_has_a_program() -> None:
    assert set(SEMANTIC) - {path.name[:4] for path in PROGRAMS} == ASKED_FOR


def test_every_code_has_a_function() -> None:
    used = re.findall(r'(?:make|_named|_member)\(\s*"(\w+)"', inspect.getsource(faults))
    assert set(used) == set(SEMANTIC)
