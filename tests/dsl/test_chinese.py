"""Messages in Chinese: every code has one of the same shape, every bad program a report, every phrase its Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from wordfield.dsl.check import check_source
from wordfield.dsl.diagnostics import Diagnostic, ProgramError, report
from wordfield.dsl.examine import examine
from wordfield.dsl.parse import decode, parse
from wordfield.dsl.source import Source
from wordfield.dsl.types import _PHRASES, _PLURALS
from wordfield.dsl.wording import Worded, said
from wordfield.grammar.catalogue import messages, phrases
from wordfield.grammar.proofs import PROOFS
from wordfield.grammar.semantics import SEMANTIC

ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "programs" / "bad"
PROGRAMS = sorted(BAD.glob("*.wf"))
ENGLISH, CHINESE = messages("en"), messages("zh")
PARTS = ("about", "text", "label", "second", "help")
NAMES = {"Python", "Lark", "Wordfield", "ARPA", "JSON", "UTF", "Pareto", "hat", "log", "R", "k", "Z", "n", "U", "e"}
HAN = re.compile("[\u4e00-\u9fff]")


def names(template: str) -> set[str]:
    """The `$names` of a template."""
    return set(re.findall(r"\$([A-Za-z_]+)", template))


def english(text: str) -> set[str]:
    """The English words of a Chinese text, outside of code between backquotes."""
    plain = re.sub(r"\$[a-z_]+|\[[A-Z]\d+\]|U\+[0-9A-F]{4}|\d+e\d+", "", re.sub(r"`[^`]*`", "", text))
    return set(re.findall("[A-Za-z]+", plain)) - NAMES


def diagnosed(path: Path) -> tuple[tuple[Diagnostic, ...], Source]:
    """What is found in a bad program, by the phase that finds it."""
    if path.name[:4] in PROOFS:
        examined = examine(str(path))
        return examined.diagnostics, Source(path.name, examined.source.text)
    try:
        source = decode(path.read_bytes(), path.name)
        if path.name[:4] in SEMANTIC:
            return check_source(source, BAD).warnings, source
        parse(source)
        raise AssertionError(f"{path.name} is not bad")
    except ProgramError as error:
        return error.diagnostics, error.source


# ---- the catalogue


@pytest.mark.parametrize("code", sorted(ENGLISH))
def test_every_code_has_a_message_of_the_same_shape(code):
    ours, theirs = ENGLISH[code], CHINESE[code]
    for part in PARTS:
        assert bool(getattr(ours, part)) == bool(getattr(theirs, part)), part
        assert names(getattr(ours, part)) == names(getattr(theirs, part)), part
        assert not english(getattr(theirs, part)), part
    assert HAN.search(theirs.text) or theirs.text in ("$why", "$what")
    assert theirs.about.endswith("。") and not theirs.text.endswith("。") and not theirs.help.endswith("。")
    assert ours.other.keys() == theirs.other.keys()
    for name, help in ours.other.items():
        assert names(help) == names(theirs.other[name]) and not english(theirs.other[name]), name


def test_there_is_no_message_without_a_code():
    assert not CHINESE.keys() - ENGLISH.keys()


@pytest.mark.parametrize("phrase", phrases("zh"))
def test_a_phrase_says_what_the_english_one_says(phrase):
    assert names(phrases("zh")[phrase]) <= names(phrase)
    assert not english(phrases("zh")[phrase]), phrase


# ---- reports


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_report(path):
    diagnostics, source = diagnosed(path)
    written = report(diagnostics, source, language="zh")
    assert written + "\n" == path.with_suffix(".zh.txt").read_text("utf8")
    plain = report(diagnostics, source)
    assert re.findall(r"\[(\w+)\]", written) == re.findall(r"\[(\w+)\]", plain)
    assert re.findall(r"^ *\| *\^+", written, re.M) == re.findall(r"^ *\| *\^+", plain, re.M)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_no_english_words_but_code(path):
    for line in path.with_suffix(".zh.txt").read_text("utf8").splitlines():
        if re.match(r"\d* +(-->|\|)|\d+ \|", line) is None:
            assert not english(line), line
        elif label := re.match(r" *\| *\^+ (.*)", line):
            assert not english(label[1]), line


def test_every_report_belongs_to_a_program():
    assert {path.name.removesuffix(".zh.txt") for path in BAD.glob("*.zh.txt")} == {path.stem for path in PROGRAMS}


# ---- phrases that the code composes


def shown(node: ast.AST) -> list[str]:
    """The strings that an expression may give, with 7 for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return shown(node.body) + shown(node.orelse)
    if isinstance(node, ast.JoinedStr):
        found = [""]
        for piece in node.values:
            options = shown(piece) if isinstance(piece, ast.Constant) else ["7"]
            found = [start + option for start in found for option in options]
        return found
    return []


def composed() -> Iterator[tuple[str, str]]:
    """Where the compiler words an argument of a message, and the words: sentences and kinds, no names and examples."""
    for path in sorted((ROOT / "dsl").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if not re.match(r"(faults|slips)\.|make$|FileMistake$|TooLarge$|.*\.(unavailable|constant|whole)$", called):
                continue
            for argument in [*node.args, *(one.value for one in node.keywords if one.arg != "example")]:
                for text in shown(argument):
                    if re.search("[a-z]{2,} [a-z`]", text) and not re.search(r'[="(]', text):
                        yield f"{path.name}:{node.lineno}", text


@pytest.mark.parametrize(("place", "phrase"), sorted(set(composed())))
def test_composed_phrases_have_chinese(place, phrase):
    assert HAN.search(said(phrase, "zh")), place
    assert not english(said(phrase, "zh")), place


@pytest.mark.parametrize("kind", [*_PHRASES.values(), *(f"a list of {many}" for many in _PLURALS.values())])
def test_kinds_of_values_have_chinese(kind):
    assert HAN.search(said(kind, "zh")) and not english(said(kind, "zh"))


def test_a_value_in_code_is_left_alone():
    """A name that happens to be an English phrase is no phrase."""
    template = Worded("`$name` is $what, not a value", {"name": "a text", "what": "a text"}, ("N015", "text"))
    assert template.said("zh") == "`a text` 是文本，不是值"
    assert str(template) == "`a text` is a text, not a value" and said(template, "en") == template


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("`a`, `b` and `c`", "`a`、`b` 和 `c`"),
        ("`a` or `b`", "`a` 或 `b`"),
        ("`a`, `b` and 12 more", "`a`、`b` 和另外 12 个"),
        ("do not trust: the run was interrupted", "不可信：运行被中断了"),
        ("nobody translated this line", "nobody translated this line"),
    ],
)
def test_lists_and_sentences(text, chinese):
    assert said(text, "zh") == chinese


def test_a_mistake_of_another_file_is_said_whole():
    inner = Worded("this divides by zero", {}, ("E127", "text"))
    assert said(Worded("in `$name`: $message", {"name": "lib.wf", "message": inner}), "zh") == (
        "在 `lib.wf` 里：这里除以了零"
    )
