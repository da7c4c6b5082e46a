"""The gallery is what the programs give: three of its programs are run again, and every section is of an example."""

from __future__ import annotations

import sys

import pytest
from house import ROOT

sys.path.insert(0, str(ROOT / "benchmarks" / "gallery"))
from gallery import ENTRIES, PAGE, TEXTS, drawn, known, section, shown


@pytest.mark.parametrize("name", ["13_cangtou", "34_names", "42_quiz"])
def test_a_section_is_what_its_program_gives(name):
    entry = next(one for one in ENTRIES if one.name == name)
    kept, found = known(PAGE.read_text("utf8"))[name], drawn(entry)
    assert len(found["texts"]) == TEXTS
    for number, text in enumerate(found["texts"], 1):
        assert f"\n{number}. {shown(text)}\n" in kept
    for text in found["best"]:
        assert f"\n- {shown(text)}\n" in kept


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_section_shows_its_program_as_it_is(entry):
    kept = known(PAGE.read_text("utf8"))[entry.name]
    wanted = section(entry, {"texts": [], "best": [], "seconds": 0, "verdict": ""})
    program = wanted.partition(f"`{entry.command}`")[0]
    assert kept.startswith(program) and f"`{entry.command}`" in kept
    assert [line.partition(".")[0] for line in kept.splitlines() if line[:1].isdigit()] == [
        str(number) for number in range(1, TEXTS + 1)
    ]
