"""Cases by hand of the features of words and form, a third of them traps; their automata over richer lexicons."""

from __future__ import annotations

import itertools
import random

import pytest
from lark import Lark
from lark.exceptions import LarkError
from wordfield.inference.formula import Apply, Compare, Constant, Part, Pattern
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


# a word and its forms in any order; traps: no rule, several bases, endings that are none, words alone
FORMS = """
write: writes writing wrote written
wrote: write writes writing written
go: goes going went gone
be: am is are being was were been
stop: stops stopping stopped
visit: visits visiting visited
travel: travels travelling traveling travelled traveled
study: studies studying studied
play: plays playing played
die: dies dying died dice
dance: dances dancing danced
see: sees seeing saw seen
put: puts putting
child: children
potato: potatoes
box: boxes
bus: buses
happy: happier happiest
big: bigger biggest
fast: faster fastest
saw: see sees seeing seen
left: leave leaves leaving
leaves: leaf leave leaving left
star: stars
stare: stares staring stared
hop: hops hopping hopped
hope: hopes hoping hoped
number: numbers
thing: things
king: kings
morning: mornings
news:
his:
bed: beds
red:
beautiful:
春:
"""


@pytest.mark.parametrize("line", FORMS.strip().splitlines(), ids=lambda line: line.split(":")[0])
def test_forms(line):
    word, _, others = line.partition(":")
    assert set(inflections(word)) == {word, *others.split()}
    assert inflections(word)[0] == word


ACROSTICS = [  # text, letters, unit, how many openings are wrong
    ("Some old men.", "som", "word", 0), ("Some old men.", "SOM", "word", 0), ("Some old men.", "s o m!", "word", 0),
    ("Some old men", "so", "word", 1), ("Some old men", "some", "word", 1), ("Some old men", "xom", "word", 1),
    ("Some old men", "abc", "word", 3), ("", "a", "word", 1), ("Some, old: men?", "som", "word", 0),
    ("'Tis only me.", "tom", "word", 0), ("Élan only", "eo", "word", 0), ("élan only", "éo", "word", 0),
    ("Don't Over-do it", "doi", "word", 0), ("2 old men", "2om", "word", 0), ("one\ntwo\nthree", "ott", "line", 0),
    ("one way\ntwo ways\nthree", "ott", "line", 0), ("one way\ntwo ways", "ow", "line", 1),
    ("one way\n\ntwo", "ot", "line", 0), ("one, two", "ot", "line", 1), ("one, two", "ot", "clause", 0),
    ("one way, two ways; three.", "ott", "clause", 0), ("one way - two ways", "ot", "clause", 1),
    ("one way\ntwo ways, three", "ott", "clause", 0), ("one (two) three", "o", "clause", 0),
    ("清风起，茶烟散。待月来，客自还。", "清茶待客", "clause", 0), ("清风起，茶烟散。", "清风", "clause", 1),
    ("清风起，茶烟散。", "清", "line", 0), ("清风", "清风", "word", 0), ("清风", "清", "word", 1),
    ("清。茶", "茶清", "clause", 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "letters", "unit", "wrong"), ACROSTICS)
def test_acrostic(text, letters, unit, wrong):
    style = "zh" if any(c >= "\u4e00" for c in text) else "en"
    given = (("text", Constant(text)), ("letters", Constant(letters)), ("unit", Constant(unit)))
    meaning = Interpreter({}, reader(Renderer(Lexicon((), style))))
    assert meaning.distance(Apply("acrostic", given)) == wrong


ALPHABETICAL = [  # text, strict, words that are out of order
    ("A big cat", True, 0), ("A big cat", False, 0), ("A apple big", True, 1), ("A apple big", False, 0), ("", True, 0),
    ("zoo", True, 0), ("B a", False, 1), ("c b a", False, 2), ("a c b", False, 1), ("a z b c", False, 1),
    ("Élan far", True, 0), ("far élan", True, 1), ("'tis upon", True, 0), ("a, b; c.", True, 0), ("a 2 b", False, 1),
    ("2", False, 1), ("a Apple A", False, 0), ("b c a b c", False, 2), ("b c a b c", True, 2), ("x x x", True, 2),
    ("x x x", False, 0), ("Zebra apple", False, 1), ("old Man", False, 1), ("man Old", False, 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "strict", "wrong"), ALPHABETICAL)
def test_alphabetical(text, strict, wrong):
    given = (("text", Constant(text)), ("strict", Constant(strict)))
    assert Interpreter({}, reader(Renderer(Lexicon((), "en")))).distance(Apply("alphabetical", given)) == wrong


RECURS = [  # text, items, every, items that would have to be put in
    ("sea a sea a", ("sea",), 2, 0), ("a a sea", ("sea",), 2, 1), ("a a a a", ("sea",), 2, 2), ("a", ("sea",), 2, 0),
    ("", ("sea",), 1, 0), ("a", ("sea",), 1, 1), ("Sea, a. Sea!", ("sea",), 2, 0), ("a, , a", ("sea",), 2, 1),
    ("a b c d", ("b", "d"), 2, 0), ("a a sea a a", ("sea",), 3, 0), ("a a a sea a a a", ("sea",), 3, 2),
    ("seas seas", ("sea",), 2, 1), ("a b", (), 2, 1), ("sea sea sea", ("sea",), 1, 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "items", "every", "missing"), RECURS)
def test_recurs(text, items, every, missing):
    given = (("text", Constant(text)), ("items", Constant(items)), ("every", Constant(every)))
    assert Interpreter({}, reader(Renderer(Lexicon(("sea",), "en")))).distance(Apply("recurs", given)) == missing


EDITS = [
    ("the old sea", "the old sea", "word", 0), ("the old sea.", "The old sea", "word", 1),
    ("the sea", "the old sea", "word", 1),
    ("sea old", "old sea", "word", 2), ("", "a b", "word", 2), ("a b", "", "word", 2), ("a, b", "a b", "word", 0),
    ("a b c", "x y z", "word", 3), ("a b c d", "b c d e", "word", 2), ("cats", "cat", "word", 1),
    ("cats", "cat", "char", 1), ("Cat", "cat", "char", 1), ("cat.", "cat", "char", 1), ("kitten", "sitting", "char", 3),
    ("a b", "ab", "char", 1), ("", "", "char", 0), ("abc", "", "char", 3), ("flaw", "lawn", "char", 2),
    ("colour", "color", "char", 1), ("don't", "dont", "word", 1),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "unit", "number"), EDITS)
def test_edits(one, other, unit, number):
    assert measured("edits", one, other=other, unit=unit) == number
    assert measured("edits", other, other=one, unit=unit) == number


POS = [
    ("old", "ADJ"), ("sea", "NOUN"), ("The old sea.", "DET ADJ NOUN"), ("light", "NOUN"), ("don't", "AUX+PART"),
    ("I'm", "PRON+AUX"), ("May", "AUX"), ("zzyzx", None), ("the zzyzx", None), ("春", None), ("", ""), (", .", ""),
    ("quickly", "ADV"), ("and", "CCONJ"), ("in", "ADP"), ("wrote", "VERB"), ("Sea", "PROPN"), ("she", "PRON"),
    ("two", "NUM"), ("if", "SCONJ"), ("London", "PROPN"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tags"), POS)
def test_pos(text, tags):
    assert measured("pos", text) == tags


PATTERNS = [
    ("the old sea", "DET ADJ NOUN", True), ("the sea", "DET ADJ? NOUN", True),
    ("the old old sea", "DET ADJ* NOUN", True),
    ("the old sea", "DET NOUN", False), ("the light sea", "DET ADJ NOUN", True), ("the light", "DET NOUN", True),
    ("the light", "DET VERB", False), ("I'm old", "PRON AUX ADJ", True), ("I'm old", "PRON ADJ", False),
    ("the, old; sea.", "DET ADJ NOUN", True), ("", "", True), ("", "ADJ*", True), ("", "ADJ", False),
    ("zzyzx", ".", False), ("sea", ".", True), ("sea sea", ".", False), ("sea sea", ".{2}", True),
    ("old", "(NOUN|ADJ)", True), ("the run", "DET NOUN", True), ("run", "VERB", True), ("春", ".*", False),
    ("the old", "DET", False), ("the", "DET ADJ", False), ("don't run", "AUX PART VERB", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pattern", "true"), PATTERNS)
def test_pos_pattern(text, pattern, true):
    assert measured("pos_pattern", text, pattern=pattern) is true


EASE = [  # words, sentences, syllables
    ("The cat sat.", 3, 1, 3), ("The cat sat", 3, 1, 3), ("Sit. Sit.", 2, 2, 2), ("Go!", 1, 1, 1), ("Go?! Go", 2, 2, 2),
    ("A beautiful day.", 3, 1, 5), ("The fire, the sea.", 4, 1, 5), ("I read a book. It was good!", 7, 2, 7),
    ("Don't go.", 2, 1, 2), ("banana", 1, 1, 3), ("Every evening", 2, 1, 5),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "sentences", "syllables"), EASE)
def test_reading_ease(text, words, sentences, syllables):
    assert measured("reading_ease", text) == 206.835 - 1.015 * words / sentences - 84.6 * syllables / words


@pytest.mark.parametrize("text", ["", "zzyzx", "the zzyzx", ". !", "春"])
def test_reading_ease_is_missing(text):
    assert measured("reading_ease", text) is None


@pytest.mark.parametrize("pair", ["the>sea", "sea>harbour", "harbour>serendipity", "的>春", "春>鬯", "May>zzyzx"])
def test_common_words_have_the_larger_frequency(pair):
    common, rare = pair.split(">")
    assert zipf(common) > zipf(rare) > 0.5


def test_frequencies_of_texts():
    assert 7 < zipf("the") < 8 and zipf("zzyzx") < 2
    assert measured("frequency", "The sea.") == (zipf("the") + zipf("sea")) / 2
    assert measured("frequency", "the sea", total=True) == zipf("the") + zipf("sea")
    assert measured("frequency", ".") is None and measured("frequency", ".", total=True) == 0
    assert measured("frequency", "春天，", "zh") == (zipf("春") + zipf("天")) / 2
    assert zipf("The") == zipf("the")


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
