"""Features of words and form over richer lexicons: their tables, their automata, and grammars."""

from __future__ import annotations

import itertools
import random

import pytest
from lark import Lark
from lark.exceptions import LarkError
from wordfield.inference.formula import Apply, Arithmetic, Compare, Constant, Not, Part, Pattern
from wordfield.inference.grammars import GrammarError, grammar
from wordfield.inference.interpret import Interpreter
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.lexicons.inflection import inflections
from wordfield.inference.lexicons.zipf import zipf
from wordfield.inference.lower import regular
from wordfield.inference.patterns import compile_pattern
from wordfield.inference.render import Renderer
from wordfield.inference.scope import Scope
from wordfield.inference.views import reader, view

S = Part("s")
UNITS = (
    "light",
    "old",
    "the",
    "a",
    "run",
    "sea",
    "I'm",
    "don't",
    "May",
    "may",
    "zzyzx",
    "Élan",
    "'tis",
    "\n",
    ",",
    ".",
)


def measured(feature, text, style="en", **arguments):
    """The value of a feature on a string."""
    given = (("text", Constant(text)), *((name, Constant(value)) for name, value in arguments.items()))
    return Interpreter({}, reader(Renderer(Lexicon((), style)))).value(Apply(feature, given))


@pytest.mark.parametrize("word", ["write", "go", "be", "leaves", "red", "beautiful", "春"])
def test_the_word_itself_comes_first(word):
    assert inflections(word)[0] == word


def test_frequencies_are_those_of_the_table():
    assert 7 < zipf("the") < 8 and zipf("zzyzx") < 2 and zipf("The") == zipf("the")
    assert measured("frequency", "The sea.") == (zipf("the") + zipf("sea")) / 2
    assert measured("frequency", "the sea", total=True) == zipf("the") + zipf("sea")
    assert measured("frequency", "春天，", "zh") == (zipf("春") + zipf("天")) / 2


# ---- automata


def drawn(renderer, longest=5, count=250):
    rng = random.Random(7)
    size = len(renderer.lexicon)
    yield ()
    yield from ((unit,) for unit in range(size))
    for _ in range(count):
        yield tuple(rng.randrange(size) for _ in range(rng.randint(2, longest)))


def agrees(formula, renderer):
    """The automaton accepts what the formula holds of."""
    found = regular(formula, Scope(renderer, longest=8))
    assert found is not None
    for units in drawn(renderer):
        assert found.accepts(units) == Interpreter({S: view(units, renderer)}, reader(renderer)).holds(formula), units


@pytest.mark.parametrize("op", ["==", "!="])
@pytest.mark.parametrize("tags", ["ADJ", "DET NOUN", "PRON+AUX", "", "NOUN ADJ NOUN", "nonsense"])
def test_parts_of_speech_are_met_by_construction(op, tags):
    agrees(Compare(op, Apply("pos", (("text", S),)), Constant(tags)), Renderer(Lexicon(UNITS, "en")))


@pytest.mark.parametrize("pattern", ["DET? ADJ* NOUN", "PRON AUX (ADJ|NOUN)", ".{2}", "(AUX PART)+", ""])
def test_tag_patterns_are_met_by_construction(pattern):
    call = Apply("pos_pattern", (("text", S), ("pattern", Constant(pattern))))
    agrees(call, Renderer(Lexicon(UNITS, "en")))


@pytest.mark.parametrize("unit", ["word", "line", "clause"])
@pytest.mark.parametrize("letters", ["e", "lo", "tel"])
def test_acrostics_are_met_by_construction(unit, letters):
    call = Apply("acrostic", (("text", S), ("letters", Constant(letters)), ("unit", Constant(unit))))
    agrees(call, Renderer(Lexicon(UNITS, "en")))


EDITED = {"en": "the old sea, a run", "letters": "banana", "zh": "春风，水"}
EDITED_UNITS = {"en": UNITS[:6] + UNITS[-3:], "letters": tuple("banx"), "zh": tuple("春风山水，")}


@pytest.mark.parametrize("op", ["<=", ">=", "==", "!=", "<", ">"])
@pytest.mark.parametrize("unit", ["word", "char"])
@pytest.mark.parametrize("style", EDITED)
def test_edit_distances_are_met_by_construction(style, unit, op):
    renderer = Renderer(Lexicon(EDITED_UNITS[style], style))
    for number in (0, 1, 2.5) if unit == "word" else (1,):
        call = Apply("edits", (("text", S), ("other", Constant(EDITED[style])), ("unit", Constant(unit))))
        agrees(Compare(op, call, Constant(number)), renderer)


@pytest.mark.parametrize("op", ["<=", ">=", "==", "<", ">"])
@pytest.mark.parametrize("kind", ["min", "max"])
def test_the_nearest_and_the_furthest_of_several_texts_are_met_by_construction(kind, op):
    renderer = Renderer(Lexicon(EDITED_UNITS["en"], "en"))
    one, other, third = (
        Apply("edits", (("text", S), ("other", Constant(text)))) for text in ("the old sea", "run", "a light")
    )
    found = Compare(op, Arithmetic(kind, Arithmetic(kind, one, other), third), Constant(1))
    if op == "==":
        assert regular(found, Scope(renderer, longest=8)) is None
        return
    agrees(found, renderer)
    agrees(Not(found), renderer)


def test_a_list_of_texts_is_met_by_construction():
    from wordfield.inference.formula import Member

    renderer = Renderer(Lexicon(("sea", "old", "a", ","), "en"))
    agrees(Member(S, Constant(("Old sea", "a", "a, old", "zebra"))), renderer)
    agrees(Member(S, Constant(())), renderer)


# ---- grammars

GRAMMARS = {
    "words": 'start: verb " the " ("red" | "blue")? thing\nverb: "a" | "b"\nthing: "c"+\n',
    "left": 'start: item | start "," item\nitem: "x" | "y" "!"*\n',
    "right": 'start: "a" start | "b" end\nend: "c" | "d" end\n',
    "both": 'start: start "+" start | "1" | "2"\n',
    "terminals": 'start: A ("-" B)~1..2\nA: /[ab]+/i\nB: "0".."2"\n',
    "ignored": 'start: "a" "b"+\n%ignore " "\n',
}


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_regular_grammar_is_what_lark_reads(name):
    source = GRAMMARS[name]
    found, parser = grammar(source), Lark(source)
    assert not found.cut
    alphabet = sorted({c for c in "abABxyz!,+12-0cd thered"})
    machine = compile_pattern(found.pattern, alphabet)
    rng = random.Random(3)
    letters = {"words": "abc", "left": "xy!,", "right": "abcd", "both": "12+", "terminals": "aB-02", "ignored": "ab "}
    strings = ["".join(s) for size in range(5) for s in itertools.product(letters[name], repeat=size)]
    strings += ["a the redc", "b the cc", "b the greenc", "a-0-2", "AB-1", "1+2+1+1+2", "a b b  b"]
    for string in rng.sample(strings, min(len(strings), 300)) + strings[-7:]:
        try:
            parser.parse(string)
            reads = True
        except LarkError:
            reads = False
        assert machine.matches(string) == reads, string


def test_brackets_in_brackets_have_a_deepest_level():
    found = grammar('start: "(" start* ")"\n')
    machine = compile_pattern(found.pattern, "()")
    assert found.cut == ("start",)
    assert machine.matches("(()(()))") and machine.matches("()") and not machine.matches("(()")
    assert not machine.matches("(((())))")  # one level more than is written


WRONG = (
    'begin: "a"', "start: thing", 'start: "a" start', "start: (", "%import .other\nstart: A", "%declare A\nstart: A",
)  # fmt: skip


@pytest.mark.parametrize("source", WRONG)
def test_what_is_no_grammar_is_refused(source):
    with pytest.raises(GrammarError):
        grammar(source)


def test_a_grammar_without_files():
    assert isinstance(grammar("%import common.INT\nstart: INT").pattern, Pattern)
