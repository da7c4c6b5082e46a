"""Each example in the language equals its twin in Python, and its own printed form."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from wordfield.dsl.check import check_source
from wordfield.dsl.model import load
from wordfield.dsl.source import Source

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted(EXAMPLES.glob("[0-9]*.wf"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_equals_its_twin(path: Path) -> None:
    twin = runpy.run_path(str(path.with_suffix(".py")))["model"]
    assert twin.program() == load(path).program()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_printed_program_reads_back(path: Path) -> None:
    program = load(path).program()
    again = check_source(Source(path.name, program.to_source()), EXAMPLES)
    assert again == program
    assert again.to_source() == program.to_source()


def test_every_example_is_here() -> None:
    assert len(FILES) == 12
