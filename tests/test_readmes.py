"""The READMEs and pages of examples: each names the other, their programs check, their files are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from house import ROOT
from wordfield.dsl.check import check_source
from wordfield.dsl.source import Source
from wordfield.grammar.catalogue import messages

CHINESE = [ROOT / "README.zh.md", ROOT / "docs" / "zh" / "examples.md"]
PAGES = [ROOT / "README.md", *CHINESE]


def blocks(path: Path, kind: str) -> list[str]:
    """The fenced blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", path.read_text("utf8"), re.M | re.S)


def test_each_readme_names_the_other():
    assert "](README.zh.md)" in PAGES[0].read_text("utf8") and "](README.md)" in CHINESE[0].read_text("utf8")


@pytest.mark.parametrize("path", CHINESE, ids=lambda path: path.name)
def test_every_program_checks_and_is_one_of_the_examples(path):
    found = blocks(path, "wf")
    kept = {one.read_text("utf8") for one in (ROOT / "examples").rglob("*.wf")}
    assert found
    for program in found:
        check_source(Source(path.name, program), ROOT / "examples")
        assert program in kept, program[:200]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_and_files_of_commands_are_there(path):
    text = path.read_text("utf8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (path.parent / target).exists(), target
    for command in re.findall(r"^\$ wordfield (.*)$", text, re.M):
        for word in shlex.split(command):
            assert not word.endswith(".wf") or (ROOT / word).exists(), command


def test_the_chinese_commands_say_the_two():
    for command in ("make demo", "make test"):
        assert re.search(rf"^    {command}\b", CHINESE[0].read_text("utf8"), re.M)


def test_codes_that_are_shown_exist():
    for code in re.findall(r"\[([A-Z]\d{3})\]", CHINESE[0].read_text("utf8")):
        assert code in messages("zh")
