"""Mistakes of the syntax: every one has a program that shows it, and every report has the promised form."""

import inspect
import json
import re
from pathlib import Path

import pytest
from wordfield.dsl import slips
from wordfield.dsl.diagnostics import Diagnostic, Label, ProgramError, render, report, to_json
from wordfield.dsl.parse import LONGEST, decode, parse, parse_anyway
from wordfield.dsl.source import Source, Span
from wordfield.grammar.messages import ENGLISH

BAD = Path(__file__).parents[1] / "programs" / "bad"
SYNTAX = set(re.findall(r'make\("(\w+)"', inspect.getsource(slips)))  # the codes that the parser gives
PROGRAMS = sorted(path for path in BAD.glob("*.wf") if path.name[:4] in SYNTAX)
TOO_LONG_TO_KEEP = {"T009"}


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_report(path):
    with pytest.raises(ProgramError) as caught:
        parse(decode(path.read_bytes(), path.name))
    assert str(caught.value) + "\n" == path.with_suffix(".expected").read_text("utf8")
    assert path.name[:4] in {diagnostic.code for diagnostic in caught.value.diagnostics}


def test_every_syntax_code_has_a_program():
    assert set(ENGLISH) >= SYNTAX
    assert SYNTAX - {path.name[:4] for path in PROGRAMS} == TOO_LONG_TO_KEEP
    assert parse_anyway(Source("x", " " * (LONGEST + 1))).diagnostics[0].code == "T009"


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_no_token_names(path):
    """Messages speak of words and signs, never of the parser's terminals."""
    from wordfield.dsl.cache import parser

    written = path.with_suffix(".expected").read_text("utf8")
    terminals = {terminal.name for terminal in parser().terminals if len(terminal.name) > 2}
    assert not terminals & set(written.replace("`", " ").split())


def test_catalogue_is_complete():
    for code, message in ENGLISH.items():
        assert code[0].isupper() and code[1:].isdigit() and len(code) == 4
        assert message.about.endswith(".") and message.text and message.help
        assert not message.text.endswith(".") and not message.help.endswith(".")


def test_one_slip_gives_one_error():
    model = 'model m {\n  text s : en ~ lm()\n  require s has 5 words\n  forbid s contains "sea"\n}\n'
    program = model + "infer { chains = 4 }\n"
    slips = [
        ("require", "requre"), ("{\n", "\n"), ("5 words", ""), ('"sea"', '"sea'), ("infer", "infr"), ("}\n", "\n"),
        ("has", "haz"), ("= 4", "4"), ("lm()", "lm("), ("contains", "contain"), ("5", "5-6"), ("s : en", ": en"),
    ]  # fmt: skip
    for good, bad in slips:
        diagnostics = parse_anyway(Source("x.wf", program.replace(good, bad, 1))).diagnostics
        assert len(diagnostics) == 1, (bad, [diagnostic.message for diagnostic in diagnostics])


def test_at_most_five_then_a_count():
    source = Source("x.wf", "requre a\n" * 8)
    assert report(parse_anyway(source).diagnostics, source).endswith("\n\nand 3 more mistakes")


def test_caret_counts_wide_characters_twice():
    source = Source("诗.wf", 'require 诗 has "山"\n')
    shown = render(Diagnostic("T001", "m", (Label(Span(14, 17), "here"),), "do this"), source)
    assert shown == (
        'error[T001]: m\n --> 诗.wf:1:15\n1 | require 诗 has "山"\n  |                ^^^^ here\n  = help: do this'
    )


def test_control_characters_cannot_reach_the_terminal():
    source = Source("a\x1b[31m.wf", "let a\x1b[31m\u202e = 1\tx\n")
    shown = render(Diagnostic("T001", "bad \x1b[0m", (Label(Span(4, 6)),)), source)
    assert "\x1b" not in shown and "\u202e" not in shown and "\t" not in shown


def test_long_lines_are_cut_around_the_mistake():
    source = Source("x", "a" * 5000 + "!" + "b" * 5000)
    quoted, carets = render(Diagnostic("T002", "m", (Label(Span(5000, 5001)),)), source).splitlines()[2:4]
    assert len(quoted) < 200 and quoted.startswith("1 | …") and quoted.endswith("…")
    assert quoted[carets.index("^")] == "!"


def test_json_has_the_same_fields():
    source = Source("x.wf", "let a = 1\nrequre a\n")
    (diagnostic,) = parse_anyway(source).diagnostics
    shown = json.loads(json.dumps(to_json(diagnostic, source)))
    assert shown == {
        "code": "P003", "severity": "error", "message": "unknown statement `requre`", "file": "x.wf", "line": 2,
        "col": 1, "end_line": 2, "end_col": 7, "help": "did you mean `require`?",
        "labels": [{"line": 2, "col": 1, "end_line": 2, "end_col": 7, "text": ""}],
    }  # fmt: skip


def test_a_mistake_of_another_file_shows_that_file():
    other = Source("lib/style.wf", "let x = 1\n")
    shown = render(Diagnostic("P003", "m", (Label(Span(4, 5)),), source=other), Source("main.wf", ""))
    assert " --> lib/style.wf:1:5\n1 | let x = 1" in shown
