"""The Python front end: what it builds, and what it says of mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wordfield.dsl.check import check_source
from wordfield.dsl.source import Source
from wordfield.inference.formula import Apply, Constant, Part
from wordfield.inference.run import RunError

import wordfield as wf

TWINS: dict[str, Callable[[Any], Any]] = {
    "s has 8..14 words": lambda s: s.has(words=(8, 14)),
    "s has 20.. chars": lambda s: s.has(chars=(20, None)),
    's contains none of ["a", "b"]': lambda s: s.contains_none("a", "b"),
    r"s matches /a\/b+/i": lambda s: s.matches(re.compile("a/b+", re.IGNORECASE)),
    r"s matches /(?a)\w+/x": lambda s: s.matches(re.compile(r"\w+", re.ASCII | re.VERBOSE)),
    's.words(1) not in ["a"]': lambda s: s.words(1).not_in(["a"]),
    "length(s) in 3..9 words": lambda s: wf.length(s).between(3, 9, "words"),
    "3 <= length(s) < 9": lambda s: wf.chain(3, "<=", wf.length(s), "<", 9),
    's contains "a" and s contains "b" and s contains "c"': lambda s: (
        s.contains("a") & s.contains("b") & s.contains("c")
    ),
    's contains "a" or s contains "b" implies not s contains "c"': lambda s: wf.implies(
        s.contains("a") | s.contains("b"), ~s.contains("c")
    ),
    "1 - length(s) / -2 * 3 >= 0.5": lambda s: 1 - wf.length(s) / -2 * 3 >= 0.5,
    'all(w != "a" for w in s.words if length(w) > 2)': lambda s: wf.all_(
        lambda w: w != "a", s.words, where=lambda w: wf.length(w) > 2
    ),
    "share(length(w) > 2 for w in s.words) < 40%": lambda s: (
        wf.share(lambda w: wf.length(w) > 2, s.words) < wf.percent(40)
    ),
    's.words(1).chars(-1) == "a"': lambda s: s.words(1).chars(-1) == "a",
    'length(s, unit="char") == 5 chars': lambda s: wf.length(s, unit="char") == wf.chars(5),
}  # fmt: skip


@pytest.mark.parametrize("text", TWINS)
def test_expressions(text: str) -> None:
    m = wf.Model("m")
    m.require(TWINS[text](m.text("s", "en", wf.lm())))
    assert m.program() == check_source(Source("m.wf", f"model m {{ text s : en ~ lm() require {text} }}"), None)


def test_fragments_and_grammars() -> None:
    m = wf.Model("m")
    with m.fragment("plain", t="text", n="int") as (t, n):
        m.require(t.has(words=n))
        with m.either():
            m.forbid(t.contains("a"))
        with m.or_():
            m.forbid(t.contains("b"))
    s = m.text("s", "words", wf.uniform(["a", "b", "c"]))
    m.apply(wf.name("plain")(s, 3))
    text = """
    fragment plain(t: text, n: int) {
      require t has n words
      either { forbid t contains "a" } or { forbid t contains "b" }
    }
    model m { text s : words ~ uniform(["a", "b", "c"]) apply plain(s, 3) }
    """
    assert m.program() == check_source(Source("m.wf", text), None)
    assert [term.name for term in m.spec().terms] == ["has", "either"]


def test_recipes_with_conditions() -> None:
    m = wf.Model("m")
    fast = m.param("fast", bool, default=True)
    m.text("s", "en", wf.lm())
    m.infer("quick", None, wf.when(fast, chains=2), draws=5)
    text = "param fast: bool = true model m { text s : en ~ lm() } infer quick { draws = 5 if fast { chains = 2 } }"
    assert m.program() == check_source(Source("m.wf", text), None)
    recipe = m.spec(fast=True).recipe
    assert recipe is not None and (recipe.chains, recipe.draws) == (2, 5)


def test_python_factors_stay_in_the_program() -> None:
    def score(texts: list[str]) -> list[float]:
        return [float(len(text)) for text in texts]

    m = wf.Model("m")
    m.text("s", "en", wf.lm())
    m.factor("catchy", score)
    (term,) = m.spec().terms
    assert term.value == Apply("python", (("text", Part("s")), ("function", Constant(score))))
    assert (term.name, term.kind) == ("catchy", "factor")
    with pytest.raises(ValueError, match=r"catchy.*a \.wf file cannot hold one"):
        m.to_source()


def listed(factor: Any) -> wf.Model:
    """A model of six texts with a factor."""
    m = wf.Model("listed")
    m.require(m.text("s", "words", wf.uniform(["a", "b"])).has(words=(1, 2)))
    m.factor("f", factor)
    return m


def test_a_factor_may_give_a_tensor() -> None:
    import torch

    weights = torch.tensor([0.5, 1.0], requires_grad=True)
    m = listed(lambda texts: torch.stack([weights[text.count("a") % 2] for text in texts]).bfloat16())
    assert m.score("a b")["terms"]["f"] == 1.0 and m.score("b")["terms"]["f"] == 0.5


@pytest.mark.parametrize(
    "wrong", [lambda t: (0.0 for _ in t), lambda t: None, lambda t: ["x"] * len(t), lambda t: 1.0, lambda t: [0.0] * 9]
)
def test_a_factor_that_gives_no_list_of_numbers_is_named(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"^f: gave"):
        listed(wrong).sample(chains=1, draws=1, seed=1)


@pytest.mark.parametrize("sampler", [wf.exact(), wf.importance(), wf.rejection(), wf.smc(), wf.ais(), wf.mh()])
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_factor_that_is_no_number_is_named_by_every_sampler(sampler: Any, value: float) -> None:
    m = listed(lambda texts: [value if "a" in text else 0.0 for text in texts])
    m.infer(sampler=sampler)
    with pytest.raises(RunError, match="`f` is NaN or infinite"):
        m.sample(chains=20, draws=1, seed=1)


@pytest.mark.parametrize("wrong", [{"chains": "4"}, {"draws": 0}, {"seed": -1}, {"n": 1.5}])
def test_what_is_asked_of_a_run_is_a_whole_number(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=rf"^{next(iter(wrong))}: got .* whole number"):
        listed(lambda texts: [0.0] * len(texts)).sample(**wrong)


def test_from_source_and_load(tmp_path: Path) -> None:
    text = "param n: int\nmodel m { text s : en ~ lm() require s has n words }"
    loaded = wf.Model.from_source(text)
    (tmp_path / "m.wf").write_text(text)
    assert wf.load(tmp_path / "m.wf").program() == loaded.program()
    assert loaded.spec(n=5).params == {"n": 5}
    assert wf.Model.from_source(loaded.to_source()).program() == loaded.program()


def build() -> tuple[wf.Model, Any]:
    m = wf.Model("m")
    return m, m.text("s", "en", wf.lm())


WRONG: dict[str, tuple[type[Exception], Callable[[wf.Model, Any], object], str]] = {
    "and": (TypeError, lambda m, s: s.contains("a") and s.contains("b"), "`&`"),
    "not": (TypeError, lambda m, s: not s.contains("a"), "`~`"),
    "chain": (TypeError, lambda m, s: 3 < wf.length(s) < 5, "wf.chain"),
    "len": (TypeError, lambda m, s: len(s), "wf.length"),
    "in": (TypeError, lambda m, s: "a" in s, "contains"),
    "for": (TypeError, lambda m, s: [w for w in s.words], "wf.any_"),
    "brackets": (TypeError, lambda m, s: s.words[0], "count from 1"),
    "type": (TypeError, lambda m, s: m.require(wf.length(s)), "require: true or false is needed.*E101"),
    "object": (TypeError, lambda m, s: m.require(object()), "condition: got object"),
    "unit": (ValueError, lambda m, s: s.has(wrods=5), "unit: got 'wrods'"),
    "range": (ValueError, lambda m, s: m.require(s.has(words=(9, 3))), "backwards.*S004"),
    "position": (ValueError, lambda m, s: m.require(s.words(0) == "a"), "counted from 1"),
    "hole": (ValueError, lambda m, s: m.require(s.adj == "a"), "nothing called `adj`"),
    "pattern": (ValueError, lambda m, s: m.require(s.matches(r"a\b")), "E119"),
    "name": (ValueError, lambda m, s: m.let("require", 5), "name: got 'require'"),
    "twice": (ValueError, lambda m, s: m.text("s", "en", wf.lm()), "declared twice"),
    "style": (ValueError, lambda m, s: wf.Model("n").text("t", "eng", wf.lm()), "N008"),
    "base": (TypeError, lambda m, s: wf.Model("n").text("t", "en", "lm"), "base: a language model"),
    "template": (ValueError, lambda m, s: wf.Model("n").text("t", "en", wf.lm(), template="{a:"), "template: "),
    "setting": (ValueError, lambda m, s: m.infer(chain=4), "no setting is called `chain`"),
    "moves": (ValueError, lambda m, s: m.infer(moves=[(50, wf.insert())]), "needs `delete`"),
    "feature": (AttributeError, lambda m, s: wf.lenght(s), "did you mean 'length'"),
    "size": (TypeError, lambda m, s: s.has(), "one size is needed"),
    "body": (TypeError, lambda m, s: wf.any_(s, s.words), "body: a function"),
    "else": (ValueError, lambda m, s: m.else_().__enter__(), "directly after if_"),
}


@pytest.mark.parametrize("name", WRONG)
def test_mistakes_say_what_to_write(name: str) -> None:
    m, s = build()
    kind, wrong, message = WRONG[name]
    with pytest.raises(kind, match=message):
        wrong(m, s)


def test_a_wrong_statement_is_not_kept() -> None:
    m, s = build()
    with pytest.raises(TypeError):
        m.require(wf.length(s))
    m.require(s.has(words=5))
    assert m.to_source().count("require") == 1


def test_every_name_of_the_registries_is_there() -> None:
    for name in wf.names():
        assert callable(getattr(wf, name))
        assert name in dir(wf)


@pytest.mark.parametrize(
    "template",
    [r"{a:/\w{5}/}, {b:/x\/y|\d/}.", 'She said "{a:1 word}".', '{{a}} \\ {b:2 words}\n{c:/a"b/}', "a\tb }}{{"],
)
def test_a_template_is_read_as_it_stands(template: str) -> None:
    """In Python nothing is escaped; the pieces are those of the same characters between three quotation marks."""
    given = wf.Model("n")
    given.text("t", "en", wf.lm(), template=template)
    (text,) = wf.Model.from_source(f'model n {{ text t : en = """{template}""" ~ lm() }}').program().file.items
    (own,) = given.program().file.items
    found, wanted = own.body.statements[0].template, text.body.statements[0].template
    assert found.pieces == wanted.pieces
