"""Each example in the language equals its twin in Python, and its own printed form."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from wordfield.dsl.check import check_source
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.model import load
from wordfield.dsl.source import Source

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted([*EXAMPLES.glob("[0-9]*.wf"), *EXAMPLES.glob("classics/*.wf")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_equals_its_twin(path: Path) -> None:
    twin = runpy.run_path(str(path.with_suffix(".py")))["model"]
    assert twin.program() == load(path).program()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_printed_program_reads_back(path: Path) -> None:
    program = load(path).program()
    again = check_source(Source(path.name, program.to_source()), path.parent)
    assert again == program
    assert again.to_source() == program.to_source()


def test_every_example_is_here() -> None:
    """Each program has its twin, and each twin its program."""
    twins = {*EXAMPLES.glob("[0-9]*.py"), *EXAMPLES.glob("classics/*.py")}
    assert {path.with_suffix(".py") for path in FILES} == twins and len(FILES) > 35


GOOD = sorted((Path(__file__).parents[1] / "programs" / "good").glob("*.wf"))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_programs_check_bind_and_read_back(path: Path) -> None:
    program = load(path).program()
    assert program.warnings == ()
    for name in program.recipes or (None,):
        assert elaborate(program, recipe=name).texts
    assert check_source(Source(path.name, program.to_source()), path.parent) == program
