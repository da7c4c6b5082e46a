"""Parts of speech of Chinese words: the table, the automata against the meaning, programs against counting."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from wordfield.inference.embedded import load_lexicon
from wordfield.inference.formula import Apply, Compare, Constant, Part
from wordfield.inference.hole import Hole
from wordfield.inference.interpret import Interpreter
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.lexicons.chinese_words import OWN, table, tags
from wordfield.inference.lexicons.stored import DATA
from wordfield.inference.lower import regular
from wordfield.inference.render import Renderer
from wordfield.inference.requirements import Requirement, Requirements
from wordfield.inference.runs_of_words import of_runs
from wordfield.inference.scope import Scope
from wordfield.inference.tagging import UNIVERSAL
from wordfield.inference.template import Template
from wordfield.inference.views import reader, view

import wordfield as wf

S = Part("s")
UNITS = ("春", "天", "学", "习", "山", "研", "究", "高", "兴", "，", "。")
PIECES = ("春天", "学习", "研究", "高兴", "山", "春", "，", "。")
CHAINS = (itertools.product(PIECES, repeat=size) for size in range(5))
TEXTS = sorted({"".join(pieces) for chain in CHAINS for pieces in chain}, key=lambda text: (len(text), text))[:1500]
WORDS = {
    "春天": "NOUN", "漂亮": "ADJ", "高兴": "ADJ", "快乐": "ADJ", "学习": "VERB", "走": "VERB", "北京": "PROPN",
    "三": "NUM", "慢慢": "ADV", "很": "ADV", "因为": "SCONJ", "但是": "CCONJ", "从": "ADP", "的": "PART",
    "吗": "PART", "她": "PRON", "可以": "AUX", "每": "DET", "哈哈": "INTJ", "图书馆": "NOUN", "红色": "NOUN",
    "美丽": "ADJ", "太阳": "NOUN", "朋友": "NOUN",
}  # fmt: skip


def test_the_table():
    lexicon = set(load_lexicon("chinese"))
    assert len(table()) >= 18_000 and (DATA / "chinese_tags.txt.gz").stat().st_size < 400_000
    for word, (coarse, own) in table().items():
        assert 1 <= len(word) <= 4 and lexicon.issuperset(word), word
        assert set(UNIVERSAL) >= coarse.keys() and set(OWN) >= own.keys(), word
        assert math.isclose(sum(coarse.values()), 1) and math.isclose(sum(own.values()), 1), word
    assert {word: next(iter(tags(word))) for word in WORDS} == WORDS
    assert list(tags("研究")) == ["VERB", "NOUN"] and list(tags("研究", fine=True)) == ["v", "n"]
    assert not tags("毛泽东") and not tags("我们学习") and not tags("")


def agrees(formula, longest=8):
    renderer = Renderer(Lexicon(UNITS, "zh"))
    found = regular(formula, Scope(renderer, longest=longest))
    assert found is not None
    accepted = 0
    for text in TEXTS:
        units = tuple(map(UNITS.index, text))
        if len(units) <= longest:
            holds = Interpreter({S: view(units, renderer)}, reader(renderer)).holds(formula)
            assert found.accepts(units) == holds, units
            accepted += holds
    assert accepted


@pytest.mark.parametrize("given", ["NOUN", "ADJ NOUN", "VERB VERB", ""])
def test_what_stands_between_marks_is_met_by_construction(given):
    agrees(Compare("==", Apply("pos", (("text", S),)), Constant(given)))


@pytest.mark.parametrize(
    ("pattern", "fine"), [("NOUN", False), ("(ADJ|VERB) NOUN*", False), (".{2}", False), ("", False), ("v|n", True)]
)
def test_patterns_between_marks_are_met_by_construction(pattern, fine):
    agrees(Apply("pos_pattern", (("text", S), ("pattern", Constant(pattern)), ("fine", Constant(fine)))))


def test_words_longer_than_the_text_are_left_out():
    agrees(Compare("==", Apply("pos", (("text", S),)), Constant("NOUN")), longest=1)


def test_what_is_too_large_is_checked_text_by_text():
    scope = Scope(Renderer(Lexicon(tuple(load_lexicon("chinese")), "zh")))
    assert of_runs(0, lambda at: dict.fromkeys(table(), min(at + 1, 2)), bool, scope) is None
    assert of_runs(0, lambda at: {"春天": 1} if at == 0 else {}, bool, scope) is not None
    mixed = Scope(Renderer(Lexicon(("春", "ab"), "zh")))
    assert of_runs(0, lambda at: {"春": 1}, bool, mixed) is None


def test_the_opposite_of_unknown_is_not_met():
    """`!=` is false of what no table has, as `==` is."""
    renderer = Renderer(Lexicon(UNITS, "zh"))
    for formula in (Compare("==", Apply("pos", (("text", S),)), Constant("NOUN")),
                    Compare("!=", Apply("pos", (("text", S),)), Constant("NOUN"))):  # fmt: skip
        assert not Interpreter({S: view((0, 1, 2), renderer)}, reader(renderer)).holds(formula)


def test_a_template_with_two_holes_counts_right():
    """Each text has weight (1/V)^n: log Z tells how many there are, by listing all fillings."""
    characters = "春天学习山研究高兴快乐的"
    source = (
        f'text s : zh = "{{how:2 chars}}的{{what:1..2 chars}}" ~ uniform([{", ".join(f"{c!r}" for c in characters)}])\n'
        'require pos(s.how) == "ADJ"\nrequire pos_pattern(s.what, "NOUN")\n'
    ).replace("'", '"')
    pairs = ["".join(pair) for pair in itertools.product(characters, repeat=2)]
    first = [one for one in pairs if next(iter(tags(one)), "") == "ADJ"]
    last = [one for one in [*characters, *pairs] if "NOUN" in tags(one)]
    assert len(first) >= 2 and len(last) >= 4
    wanted = math.log(sum(len(characters) ** -(3 + len(what)) for _ in first for what in last))
    assert wf.Model.from_source(source).exact().log_z == pytest.approx(wanted, abs=1e-9)


def test_a_hole_of_one_word_of_thousands():
    """The automaton of a template holds a wide list in as many states as it has beginnings, and no more."""
    words = [word for word, (coarse, _) in table().items() if len(word) == 2 and "NOUN" in coarse]
    units = tuple(load_lexicon("chinese"))[:1500]
    words = [word for word in words if set(units).issuperset(word)]
    renderer = Renderer(Lexicon(units, "zh"))
    template = Template.of("s", ["看", Hole("what", 2, 2, "chars"), "。"], renderer)
    formula = Compare("==", Apply("pos", (("text", Part("s", "what")),)), Constant("NOUN"))
    found = Requirements("s", renderer, (Requirement(formula),), template).filled()
    leading = [word for word in words if next(iter(table()[word][0])) == "NOUN"]
    assert (
        len(leading) > 1_000 and found is not None and found.automaton.states <= len({word[0] for word in leading}) + 6
    )
    assert np.isfinite(found.automaton.value(renderer.segment(f"看{leading[7]}。")))
    assert not found.automaton.accepts(renderer.segment("看漂亮。"))
