"""Programs with values for their parameters become closed models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from wordfield.dsl.check import check_source
from wordfield.dsl.diagnostics import ProgramError
from wordfield.dsl.elaborate import UsageError, elaborate
from wordfield.dsl.program import CallSpec, HoleSpec, ModelSpec
from wordfield.dsl.source import Source
from wordfield.dsl.values import size
from wordfield.inference.formula import (
    And,
    Apply,
    Arithmetic,
    Compare,
    Constant,
    Each,
    Implies,
    Items,
    Member,
    Node,
    Not,
    Or,
    Ordinal,
    Part,
    Pattern,
    Variable,
    Within,
)

S = Part("s")


def spec(text: str, folder: Path | None = None, **asked: Any) -> ModelSpec:
    return elaborate(check_source(Source("test.wf", text), folder), **asked)


def formula(statement: str, before: str = "", text: str = "text s : en ~ ngram()", **sets: str) -> Node:
    """The formula of the one statement of a model."""
    return spec(f"{before}\nmodel m {{ {text}\n {statement} }}", sets=sets).terms[0].value


def has(low: int, high: int | None, unit: str = "words", of: Node = S) -> Apply:
    return Apply("has", (("text", of), ("low", Constant(low)), ("high", Constant(high)), ("unit", Constant(unit))))


def contains(*items: str, how: str = "all", of: Node = S) -> Apply:
    return Apply("contains", (("text", of), ("items", Constant(items)), ("how", Constant(how))))


def length(of: Node = S) -> Apply:
    return Apply("length", (("text", of),))


FORMULAS = {
    "require s has 8..14 words": has(8, 14),
    "require s has 7 words": has(7, 7),
    "require s has 20.. chars": has(20, None, "chars"),
    "require s has ..48 chars": has(0, 48, "chars"),
    'require s contains "a"': contains("a"),
    'require s contains any of ["a", "b"]': contains("a", "b", how="any"),
    "require s matches /a+/i": Apply("matches", (("text", S), ("pattern", Constant(Pattern("a+", "i"))))),
    'require s.words(1) in ["a", "b"]': Member(Ordinal(S, "words", Constant(1)), Constant(("a", "b"))),
    'require s.words(1) not in ["a"]': Not(Member(Ordinal(S, "words", Constant(1)), Constant(("a",)))),
    "require length(s) in 3..9": Within(length(), Constant(3), Constant(9)),
    "require length(s) in 3..9 words": Within(length(), Constant(3), Constant(9)),
    "require 3 <= length(s) < 9": And(
        (Compare("<=", Constant(3), length()), Compare("<", length(), Constant(9)))
    ),
    'require s contains "a" implies not s contains "b"': Implies(contains("a"), Not(contains("b"))),
    'require s.last_word == "end"': Compare("==", Ordinal(S, "words", Constant(-1)), Constant("end")),
    'require any(w == "a" for w in s.words if length(w) > 2)': Each(
        "any", Compare("==", Variable("w"), Constant("a")), "w", Items(S, "words"),
        Compare(">", length(Variable("w")), Constant(2)),
    ),
    'require all(s contains w for w in ["a", "b"])': And((contains("a"), contains("b"))),
    'require none(s contains w for w in ["a", "b"])': And((Not(contains("a")), Not(contains("b")))),
    'require any(s.words(i) == "a" for i in 1..2)': Or(
        (
            Compare("==", Ordinal(S, "words", Constant(1)), Constant("a")),
            Compare("==", Ordinal(S, "words", Constant(2)), Constant("a")),
        )
    ),
    'forbid s contains "a"': contains("a"),
    'either { require s has 5 words  forbid s contains "a" } or { require s has 7 words }': Or(
        (And((has(5, 5), Not(contains("a")))), has(7, 7))
    ),
    "prefer length(s) <= 4 + 2 * 3 weight 2": Compare("<=", length(), Constant(10)),
    "require length(s) == length(\"one two, three\")": Compare("==", length(), Constant(3)),
}  # fmt: skip


@pytest.mark.parametrize("statement", FORMULAS)
def test_formula(statement: str) -> None:
    assert formula(statement) == FORMULAS[statement]


def test_holes_are_parts() -> None:
    text = 'text s : en = "The {adj:1 word} lamp {place:2.. words}." ~ ngram()'
    found = spec(f'{text} forbid s.adj == "new"')
    adj, place = HoleSpec("adj", 1, 1, "words"), HoleSpec("place", 2, 40, "words")
    assert found.texts[0].template == ("The ", adj, " lamp ", place, ".")
    assert found.terms[0].value == Compare("==", Part("s", "adj"), Constant("new"))


def test_templates_are_filled_in() -> None:
    found = spec('param n: int = 3\nlet city = "Rome"\ntext s : en = "{n} days in {city} {{x}} {a:/[0-9]{2}/}" ~ lm()')
    hole = HoleSpec("a", 2, 2, "chars", Pattern("[0-9]{2}"))
    assert found.texts[0].template == ("3 days in Rome {x} ", hole)


def test_terms_have_names_kinds_weights_and_sources() -> None:
    found = spec(
        "text s : en ~ ngram(order=2)\nrequire s has 5 words\nforbid s has 7 words as seven\n"
        'require s.words(1) == "a"\n'
        "require s has ..40 chars\nprefer length(s) weight -0.5\nfactor brevity = -length(s)\ntrack size = length(s)"
    )
    assert [(t.name, t.kind, t.weight) for t in found.terms] == [
        ("has", "require", 1.0), ("seven", "forbid", 1.0), ("require", "require", 1.0), ("has_2", "require", 1.0),
        ("length", "prefer", -0.5), ("brevity", "factor", 1.0), ("size", "track", 1.0),
    ]  # fmt: skip
    assert found.terms[1].source == "forbid s has 7 words as seven"
    assert found.name == "test"
    assert found.texts[0].base is not None and found.texts[0].base.arguments == {"order": 2}


def test_a_name_that_is_written_is_kept_from_those_that_are_made() -> None:
    found = spec(
        'text s : en ~ ngram()\nrequire s contains "a"\nprefer s contains "b"\nexpect mean(s contains "c") <= 40%\n'
        'factor contains_2 = length(s)\nexpect mean(s contains "d") <= 40% as contains_4'
    )
    assert [term.name for term in found.terms] == ["contains", "contains_3", "contains_2"]
    assert [moment.name for moment in found.moments] == ["contains_5", "contains_4"]


PARAMS = """
param words: list[string] = ["a"]
param size: int in 4..20 = 9
param share: percent = 40%
param strict: bool = false
param place: string
model m {
  text s : en ~ ngram()
  require s has (size - 1)..(size + 1) words
  require s contains all of words
  require s contains place
  if strict { forbid s contains "b" } else { prefer s contains "b" weight share }
}
"""


def test_parameters_are_bound_from_text() -> None:
    sets = {"words": "sea, letter", "size": "6", "share": "25%", "strict": "true", "place": "old harbour"}
    found = spec(PARAMS, sets=sets)
    values = {"words": ("sea", "letter"), "size": 6, "share": 0.25, "strict": True, "place": "old harbour"}
    assert found.params == values
    expected = [has(5, 7), contains("sea", "letter"), contains("old harbour"), contains("b")]
    assert [term.value for term in found.terms] == expected
    assert found.terms[3].kind == "forbid"
    assert spec(PARAMS, sets={"place": "x"}).terms[3].weight == 0.4
    assert spec(PARAMS, sets=values) == found


USAGE = {
    "G001": ("model a { text s : en ~ lm() } model b { text s : en ~ lm() }", {}),
    "G002": ("model a { text s : en ~ lm() }", {"model": "b"}),
    "N011": ("text s : en ~ lm()  infer quick { chains = 4 }", {"recipe": "quik"}),
    "G003": (PARAMS, {"sets": {"place": "x", "sise": "5"}}),
    "G004": (PARAMS, {"sets": {"place": "x", "size": "five"}}),
    "G005": (PARAMS, {}),
    "S012": (PARAMS, {"sets": {"place": "x", "size": "30"}}),
}


@pytest.mark.parametrize("code", USAGE)
def test_what_does_not_fit(code: str) -> None:
    text, asked = USAGE[code]
    with pytest.raises(UsageError) as caught:
        spec(text, **asked)
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == [code]


def test_values_show_contradictions() -> None:
    with pytest.raises(ProgramError) as caught:
        spec(PARAMS, sets={"place": "one two three four", "size": "4", "words": "five,six,seven"})
    assert caught.value.diagnostics[0].code == "S001"


def test_the_check_uses_the_values_it_is_given() -> None:
    text = 'param n: int = 9\nmodel m { text s : en ~ lm() require s has 3 words require s.words(n) == "a" }'
    with pytest.raises(ProgramError):
        check_source(Source("test.wf", text), None)
    assert check_source(Source("test.wf", text), None, {"n": "2"}).models == ("m",)


def test_what_this_version_lacks_does_not_run() -> None:
    program = check_source(Source("test.wf", "text s : en ~ lm() prefer coherence(s)"), None)
    assert [warning.code for warning in program.warnings] == ["V001"]
    with pytest.raises(ProgramError) as caught:
        elaborate(program)
    assert caught.value.diagnostics[0].message == program.warnings[0].message


def test_fragments_and_loops_are_written_out(tmp_path: Path) -> None:
    (tmp_path / "lib.wf").write_text(
        'let bad = ["x", "y"]\nfragment plain(t: text, n: int) { require t has n words  forbid t contains any of bad }'
    )
    found = spec(
        'import "lib.wf" as lib\ntext s : en = "{a:1..5 words} and {b:1..5 words}" ~ lm()\n'
        "for h in [s.a, s.b] { apply lib.plain(h, 3) }",
        tmp_path,
    )
    a, b = Part("s", "a"), Part("s", "b")
    expected = [
        has(3, 3, of=a),
        contains("x", "y", how="any", of=a),
        has(3, 3, of=b),
        contains("x", "y", how="any", of=b),
    ]
    assert [term.value for term in found.terms] == expected
    assert [term.name for term in found.terms] == ["has", "contains", "has_2", "contains_2"]


def test_recipes_merge() -> None:
    text = """
    text s : en ~ ngram()
    infer quick { sampler = mh()  chains = 8  warmup = 100 sweeps  draws = 50  seed = 7  thin = 3 }
    infer careful from quick {
      chains = 64  thin = 10 steps  anneal = geometric(start=5, stop=0.5, over=300 sweeps)  keep = 4  pure = true
      moves { 60 replace(uniform)  20% insert  20 delete }
    }
    """
    quick, careful = spec(text).recipe, spec(text, recipe="careful").recipe
    assert quick is not None and careful is not None
    assert (quick.name, quick.chains, quick.thin, quick.seed) == ("quick", 8, (3, "sweeps"), 7)
    assert (careful.chains, careful.draws, careful.thin, careful.keep) == (64, 50, (10, "steps"), 4)
    assert careful.sampler == CallSpec("mh")
    assert careful.moves == (
        (0.6, CallSpec("replace", {"source": "uniform"})), (0.2, CallSpec("insert")), (0.2, CallSpec("delete")),
    )  # fmt: skip
    assert careful.schedule == CallSpec("geometric", {"start": 5, "stop": 0.5, "over": (300, "sweeps")})
    assert (careful.schedule_kind, careful.settings) == ("anneal", {"pure": True})
    assert spec("text s : en ~ ngram()").recipe is None


def test_chinese_counts_characters() -> None:
    found = formula("require length(t) == length(a)", 'param a: string = "春风入户"', "text t : zh ~ uniform()")
    assert found == Compare("==", length(Part("t")), Constant(4))
    found = formula("forbid any(c in a.chars for c in t.chars)", 'let a = "春风"', "text t : zh ~ uniform()")
    assert found == Each("any", Member(Variable("c"), Constant(("春", "风"))), "c", Items(Part("t"), "chars"))


def test_the_least_over_a_long_list_is_no_longer_than_the_list():
    signs = ", ".join(f'"sign {number}"' for number in range(200))
    found = formula(f"factor f = min(edits(s, x) for x in [{signs}])")
    assert size(found) < 2000 and isinstance(found, Arithmetic) and found.op == "min"
