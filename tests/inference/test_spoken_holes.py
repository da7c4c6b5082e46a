"""Holes that are sized by their sound: `{x:5 syllables}` is a hole of words that has so many syllables."""

from __future__ import annotations

import pytest
from wordfield.inference.exact import solve
from wordfield.inference.sound import syllables

import wordfield as wf

BASE = 'ngram(learn=["the fire was a quiet harbour", "the old harbour was quiet, quiet", "a lamp", "a zzyx was old"])'


def graph(text: str, style: str = "en"):
    return wf.Model.from_source(f"text s : {style} = {text}").graph()


def texts(found) -> dict[str, float]:
    """Every text with its log probability."""
    solved = solve(found, few=100_000)
    return dict(zip(found.strings(solved.texts), solved.log_probs.tolist(), strict=True))


@pytest.mark.parametrize(
    "size, words, required",
    [
        ("2 syllables", "1..2 words", "2 syllables"),
        ("2..3 syllables", "1..3 words", "2..3 syllables"),
        ("..2 syllables", "0..2 words", "0..2 syllables"),
        ("(1 + 1) syllables", "1..2 words", "2 syllables"),
    ],
)
def test_it_is_a_hole_of_words_with_a_requirement(size, words, required):
    one = graph(f'"The {{x:{size}}} was {{y:1 word}}" ~ {BASE}')
    other = graph(f'"The {{x:{words}}} was {{y:1 word}}" ~ {BASE}\nrequire s.x has {required}')
    found = texts(one)
    assert found == pytest.approx(texts(other), abs=1e-9) and len(found) > 10
    assert solve(one).log_z == pytest.approx(solve(other).log_z, abs=1e-9)


def test_what_stands_there_has_so_many():
    found = texts(graph(f'"The {{x:3 syllables}} was {{y:1 word}}" ~ {BASE}'))
    held = {" ".join(text.split()[1:-2]) for text in found}
    assert {"quiet lamp", "lamp, quiet", "old, old, old", "fire harbour"} <= held  # of either reading of fire
    assert not any("zzyx" in one for one in held)  # whose sound is unknown
    for one in held - {one for one in held if "fire" in one}:
        assert sum(syllables(word)[0] for word in one.replace(",", "").split()) == 3, one


def test_characters_have_one_each():
    base = 'ngram(learn=["春风，花开", "花落"])'
    found = texts(graph(f'"春{{x:2..3 syllables}}。" ~ {base}', "zh"))
    assert {"春花落。", "春风，花。", "春花，花，花。"} <= set(found)
    assert all(2 <= sum(c not in "，。" for c in text[1:]) <= 3 for text in found)


def test_letters_have_no_syllables():
    with pytest.raises(wf.ProgramError, match="a text of style `letters` has no words"):
        graph('"ab{x:3 syllables}" ~ uniform(["a", "b"])', "letters")


def test_the_size_may_come_from_a_parameter():
    source = f'param n: int = 2\ntext s : en = "The {{x:n syllables}} was old" ~ {BASE}'
    model = wf.Model.from_source(source)
    assert model.program().warnings == ()
    assert "The quiet was old" in texts(model.graph())
    assert "The quiet quiet was old" in texts(model.graph(sets={"n": 4}))
