"""Rhymes between holes of a template hold by construction, exactly where the meaning says so."""

from __future__ import annotations

import itertools

import pytest
from wordfield.inference.formula import Apply, Constant, Not, Part, Several
from wordfield.inference.hole import Hole
from wordfield.inference.host import Host
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.render import Renderer
from wordfield.inference.requirements import Requirement, Requirements
from wordfield.inference.shared import Shared
from wordfield.inference.template import Template

WORDS = ("sea", "key", "the", "read", "zzxq", ";")
A, B, C = (Part("s", name) for name in "abc")


def call(name, *texts, **arguments):
    constants = tuple((key, Constant(value)) for key, value in arguments.items())
    if name == "rhyme":
        return Apply(
            name, (("texts", Several(tuple(t if isinstance(t, Part) else Constant(t) for t in texts))), *constants)
        )
    return Apply(name, (("text", texts[0]), *constants))


def requirements(pieces, *formulas, style="words", units=WORDS):
    renderer = Renderer(Lexicon(units, style))
    template = Template.of("s", pieces, renderer)
    return Requirements("s", renderer, tuple(Requirement(one) for one in formulas), template, free=True)


TWO = (Hole("a", 1, 2), "; ", Hole("b", 1, 2))
OPEN = (Hole("a", 1, 2), Hole("b", 0, 1))
THREE = (Hole("a", 1, 1), "; ", Hole("b", 1, 1), " ; ", Hole("c", 1, 2))
FORMULAS = [
    (TWO, (call("rhyme", A, B),)),
    (TWO, (call("rhyme", A, B, "me"),)),
    (TWO, (call("rhyme", A, "lead"), call("rhyme", B, "lead"))),
    (TWO, (call("rhyme", A, B, "qwrt"),)),
    (TWO, (call("rhyme", A, B), call("has", A, low=2, high=2, unit="syllables"))),
    (OPEN, (call("rhyme", A, B),)),
    (OPEN, (Not(call("rhyme", A, "key")),)),
    (THREE, (call("rhyme", A, B, C),)),
    (THREE, (call("rhyme", A, C), call("rhyme", B, "said"))),
    (THREE, (call("stress", C, pattern="-"), call("rhyme", A, C))),
]


@pytest.mark.parametrize(("pieces", "formulas"), FORMULAS)
def test_the_automaton_is_the_meaning(pieces, formulas):
    pieces = [piece.strip() + " " if isinstance(piece, str) else piece for piece in pieces]
    pieces = [" " + piece if isinstance(piece, str) else piece for piece in pieces]
    found = requirements(pieces, *formulas)
    assert not found.others
    host, accepted = Host(found), 0
    texts = itertools.chain(*(itertools.product(range(len(WORDS)), repeat=size) for size in range(1, 6)))
    for units in texts:
        means = any(True for _ in found.template.fits(units, found.renderer))
        means = means and all(host.interpreter(units).holds(one) for one in formulas)
        assert all(part.accepts(units) for part in found.parts) == means, host.string(units)
        accepted += means
    assert accepted or "qwrt" in str(formulas)


def test_a_chinese_rhyme_keeps_its_tone():
    units = ("看", "寒", "汉", "山", "干", "一")
    pieces = (Hole("a", 1, 2, "chars"), Hole("b", 1, 1, "chars"))
    for tone in ("", "平", "仄"):
        formula = call("rhyme", A, B, tone=tone)
        found = requirements(pieces, formula, style="zh", units=units)
        assert isinstance(found.about_holes[0], Shared) and not found.others
        host = Host(found)
        for size in (2, 3):
            for text in itertools.product(range(len(units)), repeat=size):
                means = host.interpreter(text).holds(formula)
                assert all(part.accepts(text) for part in found.parts) == means, (tone, host.string(text))


def test_what_would_grow_too_large_is_sought_text_by_text(monkeypatch):
    monkeypatch.setattr("wordfield.inference.shared.MOST_SETS", 2)
    pieces = (Hole("a", 1, 1), " ; ", Hole("b", 1, 1))
    assert requirements(pieces, call("rhyme", A, B)).others == (0,)
    assert requirements(pieces, call("rhyme", A, B, "me")).others == ()
