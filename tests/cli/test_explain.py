"""`wordfield explain`: the proposals of a program, pages, and the list of pages."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import pytest
from commands import call, write
from wordfield.dsl.check import check_source
from wordfield.dsl.examine import examine
from wordfield.dsl.source import Source
from wordfield.dsl.word_pages import KINDS, NAMES, PAGES
from wordfield.grammar.words import RESERVED, VERBS
from wordfield.inference.feature import Feature

ROOT = Path(__file__).parents[2]
EXAMPLES = [
    pytest.param(name, example, id=f"{name}-{number}")
    for name, one in PAGES.items()
    for number, example in enumerate(one.examples)
]

SMALL = 'text s : words ~ ngram(learn=["a b", "b a", "a a b"], order=2)\nrequire s has 1..3 words\n'
MH = SMALL + 'prefer s contains "b" weight 2 as liked\ninfer { sampler = mh()  chains = 3  seed = 5 }\n'


def test_steps_for_people(tmp_path, capsys):
    ended = call(capsys, "explain", write(tmp_path, MH), "-n", "40")
    assert ended.code == 0
    for words in ("step 1  chain 0", "step 40  chain 0", "liked", "the way back", "accepted with probability", "coin"):
        assert words in ended.out


def test_steps_as_records(tmp_path, capsys):
    path = write(tmp_path, MH)
    whole = call(capsys, "explain", path, "-n", "30", "--json").records
    assert [one["step"] for one in whole] == list(range(1, 31))
    assert {one["outcome"] for one in whole} >= {"accepted", "rejected"}
    later = call(capsys, "explain", path, "-n", "5", "--step", "21", "--json").records
    assert later == whole[20:25]
    other = call(capsys, "explain", path, "-n", "30", "--chain", "2", "--json").records
    assert {one["chain"] for one in other} == {2} and [o["text"] for o in other] != [o["text"] for o in whole]
    for before, after in itertools.pairwise(whole):
        assert after["text"] == (before["tried"] if before["outcome"] == "accepted" else before["text"])


def test_the_default_recipe_and_a_sampler_without_kernels(tmp_path, capsys):
    ended = call(capsys, "explain", write(tmp_path, SMALL + "infer { sampler = exact() }"), "--seed", "1")
    assert ended.code == 0 and "those of `gibbs()`" in ended.err


@pytest.mark.parametrize("flags", [("--chain", "3"), ("--step", "0"), ("-n", "0"), ("--lang", "xx")])
def test_what_is_asked_for_must_be_there(tmp_path, capsys, flags):
    ended = call(capsys, "explain", write(tmp_path, MH), *flags)
    assert ended.code == 2 and ended.err.strip()


def test_a_broken_program_is_reported_as_everywhere(tmp_path, capsys):
    ended = call(capsys, "explain", write(tmp_path, SMALL + "require t has 2 words\n"))
    assert ended.code == 3 and "error[" in ended.err


def test_alone_it_lists_every_page(capsys):
    from wordfield.inference.feature import Feature
    from wordfield.inference.move import Move
    from wordfield.inference.sampler import Sampler

    listed = call(capsys, "explain").out
    for kind in (Feature, Move, Sampler):
        for name in kind.all():
            assert f"  {name} " in listed
            assert call(capsys, "explain", name).code == 0


@pytest.mark.parametrize(
    ("name", "heading", "gives"),
    [
        ("edits", 'feature edits(text: text, other: text, unit: string = "word") -> int', "A number is compared"),
        ("tones_opposed", "at: list = [], book", "A truth value"),
        ("alphabetical", "(text: text, strict: bool = false) -> bool", "A truth value"),
        ("forms", "feature forms(words: list of strings) -> strings", "A list stands"),
        ("pos", "pos(text: text, fine: bool = false) -> string", "A string is compared"),
        ("logprob", "base: model = none", "A number is compared"),
        ("gibbs", 'sampler gibbs(block: int = 1, scan: string = "random")', ""),
    ],
)
def test_a_page_has_its_signature_and_what_it_gives(capsys, name, heading, gives):
    page = call(capsys, "explain", name).out
    assert heading in page.splitlines()[0] and gives in page


def test_every_word_of_the_language_has_a_page(capsys):
    """Reserved words, and `balanced`, which is none; `has`, `contains` and `matches` are features too."""
    assert set(VERBS) == KINDS["statements"].keys()
    listed = call(capsys, "explain").out
    for word in sorted({*RESERVED, *NAMES, "balanced"}):
        page = call(capsys, "explain", word)
        assert page.code == 0 and (word in NAMES or word in Feature.all())
        assert re.search(rf"\b{word}\b", page.out), "the page does not say the word"
    assert all(re.search(rf"^  ({word}|.*, {word}|{word}, .*)  ", listed, re.M) for word in PAGES)
    assert "did you mean `mixture`" in call(capsys, "explain", "mixtur").err


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_the_programs_of_pages_check(name, example):
    program = check_source(Source(f"{name}.wf", example + "\n"), ROOT / "examples", {})
    assert program.warnings == ()
    assert re.search(rf"\b{name}\b", example) or any(re.search(rf"\b{one}\b", example) for one in PAGES[name].also)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_the_programs_of_pages_can_be_met(name, example, tmp_path):
    for there in ("lib/style.wf", "lists/nouns.txt", "banned.txt"):
        (tmp_path / there).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "examples" / there, tmp_path / there)
    assert examine(str(write(tmp_path, example + "\n"))).diagnostics == ()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_pages_of_words_lead_to_pages_that_are_there(name):
    page = PAGES[name]
    assert len(page.examples) == len(set(page.examples)) >= 1 and len(page.text) >= 100
    for path in re.findall(r"[\w/]+\.(?:md|wf)", page.read):
        assert (ROOT / path).exists()
    headings = "".join((ROOT / one).read_text("utf8") for one in re.findall(r"[\w/]+\.md", page.read))
    for section in re.findall(r"sections? ([^;]+)", page.read):
        assert all(f"## {one}\n" in headings for one in section.split(", "))
