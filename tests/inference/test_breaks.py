"""Line breaks: what models of sentences read in their place, and where templates have them."""

import pytest
from wordfield.inference.training.tokens import characters, word_first

import wordfield as wf

POEMS = [
    (r"{a:2..9 words}\n{b:2..9 words}.", "I went to the sea\nand read a letter."),
    (r"{a:2 words},\n{b:2 words},\n{c:2 words}.", "The sea,\nmy friend,\nis cold."),
]


@pytest.mark.parametrize("poem", ["the sea\nis cold", "the sea,\nis it\ncold?"])
def test_a_break_is_the_space_between_words(poem):
    tokenizer = word_first(["the sea is cold", "the sea, is it cold?"])
    assert tokenizer(poem).input_ids == tokenizer(poem.replace("\n", " ")).input_ids
    assert tokenizer("\n", add_special_tokens=False).input_ids == []


def test_a_break_is_nothing_in_chinese():
    tokenizer = characters(["春山", "夜月"])
    assert tokenizer("春山\n夜月").input_ids == tokenizer("春山夜月").input_ids


@pytest.mark.parametrize(("template", "poem"), POEMS)
def test_the_embedded_model_scores_a_poem_as_one_sentence(template, poem):
    lines = wf.Model.from_source(f'text s : en = "{template}" ~ lm()\n').score(poem)
    whole = wf.Model.from_source("text s : en ~ lm()\nrequire s has 2..60 chars\n")
    flat = whole.score(poem.replace("\n", " "))
    assert lines["hard_ok"] and flat["hard_ok"]
    assert lines["terms"]["base"] == pytest.approx(flat["terms"]["base"], abs=1e-4)


def test_a_sized_hole_stands_on_one_line():
    m = wf.Model.from_source(r'text s : en = "{a:2..3 words}\n{b:2..3 words}" ~ uniform(["sea", "cold"])')
    assert m.exact().count == (2**2 + 2**3) ** 2
    assert "template" not in m.score("Sea cold\nsea sea")["failed"]  # only the list has no break
    assert "template" in m.score("Sea\ncold\nsea sea")["failed"]
