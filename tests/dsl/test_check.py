"""What the checker accepts, warns of and never does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from wordfield.dsl.check import check_source
from wordfield.dsl.diagnostics import Diagnostic, ProgramError
from wordfield.dsl.files import MOST_LINES
from wordfield.dsl.model import load
from wordfield.dsl.patterns import refused
from wordfield.dsl.source import Source

EXAMPLES = Path(__file__).parents[2] / "examples"


def found(text: str, folder: Path | None = None) -> list[Diagnostic]:
    """The mistakes and warnings of a program."""
    try:
        return list(check_source(Source("test.wf", text), folder).warnings)
    except ProgramError as error:
        return list(error.diagnostics)


def codes(body: str, before: str = "", text: str = "text s : en ~ ngram()") -> list[str]:
    return [diagnostic.code for diagnostic in found(f"{before}\nmodel m {{ {text}\n{body} }}")]


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.wf")), ids=lambda path: path.stem)
def test_the_examples_check(path: Path) -> None:
    careless = {"R020"} if path.stem in ("metropolis", "masked_gibbs") else set()  # without the ratio, to be looked at
    assert {warning.code for warning in load(path).program().warnings} <= {"R010", "V001", "L002"} | careless


GOOD = (
    "require s has 5 words  require length(s) == 5 words",
    'require length(s, unit="char") <= 40 chars',
    'require s.words(1) == s.words(-1) or "a" == s.words.at(2)',
    'require s.words(1).chars(1) == "a"',
    "prefer share(length(w) > 3 for w in s.words) weight 2 nats",
    "factor f = sum(length(w) for w in s.words) / 10 - max(length(w) for w in s.words)",
    "factor second = 0.5 * logprob(s, ngram(order=2))",
    'require count(w == "a" for w in s.words) in 1..2',
    "require s has 3..5 words  require s has 4..9 words",
    'either { either { require s has 5 words } or { require s has 6 words } } or { forbid s contains "a" }',
    'for w in ["a", "b"] { if true { forbid s contains w as banned } }',
    "if true { let n = 5 require s has n words } else { let n = 6 require s has n words }",
    r"require s matches /[\w ]+(a|b){2,3}?\/\d*[^^$][$]/",
)


@pytest.mark.parametrize("body", GOOD)
def test_nothing_to_say(body: str) -> None:
    assert [code for code in codes(body) if code != "V001"] == []


BAD = {
    "require s has 5 chars implies length(s) == 5 chars": "U001",
    "require s": "E101",
    'require s.adj == "a"': "N003",
    'require s contains all of ["a", "b", "c d"]  require length(s) <= 3': "S001",
    'require s has ..10 chars  require s contains all of ["harbour", "winter"]': "S001",
    'require s contains "old harbour"  forbid s contains any of ["harbour"]': "S002",
    "require length(s) >= 5  require s has ..4 words": "S003",
    "require s matches /.{30,}/  require s has ..20 chars": "S003",
    'for i in 1..50 { forbid s.words(i) == "a" }': "S008",
    'forbid s contains "a" as x  forbid s contains "b" as x': "N010",
    "let f = plain": "N001",
    "infer": "P",
}


@pytest.mark.parametrize("body", BAD)
def test_mistakes(body: str) -> None:
    assert codes(body)[0].startswith(BAD[body])


def test_bounds_are_sound() -> None:
    """Sizes that can be met together, and keywords that share words, are not mistakes."""
    text = 'text s = "un{a:1 word} {b:1 word}" ~ ngram()'
    assert codes("require s has 2 words", text=text) == []
    assert codes('require s has 2 words  require s contains all of ["Old harbour", "harbour", "old"]') == []
    assert codes('require s has 3.. words  require s contains any of ["a b c d", "e"]  require s has ..3 words') == []


def test_texts_without_spaces() -> None:
    text = "text s : zh ~ uniform()"
    assert codes("require s has 5 words", text=text) == ["U004"]
    assert codes('require s.words(1) == "a"', text="text s : letters ~ uniform()") == ["U004"]
    assert codes('require s has 2 chars  require s contains all of ["春风", "风雨"]', text=text) == ["S001"]
    assert codes('require s has 3 chars  require s contains all of ["春风", "风雨"]', text=text) == []


def test_templates_bound_their_text() -> None:
    text = 'text s : en = "The {a:1..2 words} lamp" ~ ngram()'
    assert codes("require s has 5 words", text=text) == ["S003"]
    assert codes("require s has 4 words  require s.a has 2 words", text=text) == []
    assert codes("require s.a has 3 words", text=text) == ["S003"]
    assert codes("", text='text s : en = "{a:1..900 words} {b:1..200 words}" ~ ngram()') == ["S007"]


PATTERNS = {
    r"a\b": 1, "(?=a)": 0, "x(?<!a)": 1, r"(a)\1": 3, "^a": 0, "a$": 1, "(?P<n>a)(?P=n)": 8, "a++": 1, "(?>a)": 0,
    "a(b": 1, "[z-a]": 1, "a{2}+": 3, "*": 0,
}  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_are_refused_at_their_place(pattern: str) -> None:
    place = refused(pattern)
    assert place is not None and place[0] == PATTERNS[pattern]


@pytest.mark.parametrize("pattern", [r"[\b^$]", r"\\b", r"[]^]", "(?:a|b)+", "(?i:a)", r"\^\$", "a{,3}", "(?P<n>a)"])
def test_patterns_that_are_fine(pattern: str) -> None:
    assert refused(pattern) is None


def test_lists_are_read_in_the_folder_only(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside.txt").write_text("a")
    (inside / "link.txt").symlink_to(tmp_path / "outside.txt")
    (inside / "long.txt").write_text("".join(f"w{n}\n" for n in range(MOST_LINES + 1)))
    (inside / "large.txt").write_text("a" * 1_000_001)
    (inside / "good.txt").write_text("\ufeffa\n\nb\na\n")

    def read(name: str) -> list[str]:
        text = f'text s : en ~ lm() forbid s contains any of lines("{name}")'
        return [diagnostic.code for diagnostic in found(text, inside)]

    assert read("good.txt") == []
    bad = ("../outside.txt", str(tmp_path / "outside.txt"), "link.txt", "long.txt", "large.txt", "inside", "", "a\\0b")
    assert [read(name) for name in bad] == [["I001"]] * (len(bad) - 1) + [read("a\\0b")]
    assert [d.code for d in found('let a = lines("good.txt") text s : en ~ lm() forbid s contains any of a')] == [
        "I001"
    ]


def test_the_check_imports_no_torch() -> None:
    program = (
        "import sys; from wordfield.dsl.model import load; import wordfield as wf; "
        f"load({str(EXAMPLES / '12_full.wf')!r}); m = wf.Model('a'); s = m.text('s', 'en', wf.lm()); "
        "m.require(s.has(words=5)); m.program().to_source(); "
        "print([name for name in ('torch', 'pyro', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
