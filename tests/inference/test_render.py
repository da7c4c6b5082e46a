"""Rendering: a text that is admissible reads back as itself, and the automaton of such texts is exact."""

from __future__ import annotations

import itertools
import random

import pytest
from wordfield.inference.lexicon import Kind, Lexicon, kind_of
from wordfield.inference.render import MIDDLE, START, Context, Renderer
from wordfield.inference.scope import Scope
from wordfield.inference.shape import admissible, sentence
from wordfield.inference.views import cut, phrase, pieces, reader, view

LEXICONS = {
    "plain": (("the", "sea", ".", ","), "en"),
    "quotes": (("the", "old", '"', ".", ","), "en"),
    "brackets": (("sea", "(", ")", "[", "]", "."), "en"),
    "Mr": (("Mr", "Mr.", "mr", ".", "go"), "en"),
    "twins": (("May", "may", "Will", "go", '"'), "en"),
    "long marks": ((".", "...", "go", "!", "?!", "?"), "en"),
    "abbreviations": (("e.g", "e.g.", ".", "e", "g"), "en"),
    "possessives": (("dog", "dog's", "'", "s", "'s"), "en"),
    "signs": (("-", "sea", "sea-side", "side", "&"), "en"),
    "lines": (("old", "\n", "May", "may", "."), "en"),
    "numbers": (("3", "3.5", "5", ".", "a"), "en"),
    "twin of a shorter": (("Mr.", "mr", "Mr", ".", "may"), "en"),
    "other quotes": (("“", "”", "sea", ".", "‘"), "en"),
    "letters": (("a", "b", "ab", "ba", "aba"), "letters"),
    "digraphs": (("c", "h", "ch", "k", "ck"), "letters"),
    "zh": (("春", "风", "，", "。", "春风"), "zh"),
    "words": (("sea", "Sea", ".", "old-time", "a"), "words"),
    "tokens": ((" the", "the", " sea", "s", "ea"), "tokens"),
}
CONTEXTS = [START, MIDDLE, Context(True, False, True), Context(False, True, True)]


@pytest.fixture(params=LEXICONS)
def renderer(request: pytest.FixtureRequest) -> Renderer:
    return Renderer(Lexicon(*LEXICONS[request.param]))


def texts(renderer: Renderer, longest: int = 5) -> list[tuple[int, ...]]:
    size = len(renderer.lexicon)
    return [text for length in range(longest + 1) for text in itertools.product(range(size), repeat=length)]


def test_admissible_texts_are_written_differently_and_read_back(renderer):
    seen: dict[str, tuple[int, ...]] = {}
    for units in texts(renderer):
        if renderer.admissible(units):
            string = renderer.render(units)
            assert renderer.segment(string) == units
            assert seen.setdefault(string, units) == units
            assert reader(renderer)(string).units == view(units, renderer).units


@pytest.mark.parametrize("context", CONTEXTS, ids=str)
def test_the_automaton_of_admissible_texts_is_exact(renderer, context):
    automaton = admissible(Scope(renderer, context))
    for units in texts(renderer, 5 if context is START else 4):
        assert automaton.accepts(units) == renderer.admissible(units, context), renderer.render(units, context)


def test_what_is_segmented_is_written_as_it_was(renderer):
    rng, alphabet = random.Random(5), sorted({c for unit in renderer.lexicon.units for c in unit} | {" ", "M", "T"})
    units = texts(renderer, 4)
    strings = ["".join(rng.choices(alphabet, k=rng.randint(0, 6))) for _ in range(2000)]
    strings += [renderer.render(rng.choice(units)) for _ in range(500)]
    found = 0
    for string, context in itertools.product(strings, CONTEXTS):
        segmented = renderer.segment(string, context)
        if segmented is not None:
            found += 1
            assert renderer.render(segmented, context) == string
            assert renderer.admissible(segmented, context)
    assert found > 200


def test_forms_and_lengths_add_up(renderer):
    rng = random.Random(2)
    for units in rng.sample(texts(renderer), 200):
        context, string, size = START, "", 0
        for unit in units:
            forms, afters = renderer.forms(context)
            string, size = string + forms[unit], size + int(renderer.lengths(context)[unit])
            context = afters[unit]
            assert context in renderer.contexts()
        assert string == renderer.render(units) and size == len(string) and context == renderer.context_after(units)


def test_what_follows_depends_on_the_context_alone(renderer):
    rng, all_ = random.Random(4), texts(renderer, 3)
    for _ in range(300):
        left, right = rng.choice(all_), rng.choice(all_)
        both = renderer.render(left) + renderer.render(right, renderer.context_after(left))
        assert renderer.render(left + right) == both


def test_sentences_by_their_rule():
    """word (mark? word)* mark? on each line, checked by taking pairs off."""
    for name in ("plain", "quotes", "brackets", "signs", "lines", "other quotes"):
        renderer = Renderer(Lexicon(*LEXICONS[name]))
        automaton = sentence(Scope(renderer))
        for units in texts(renderer):
            assert automaton.accepts(units) == is_sentence([renderer.lexicon.units[unit] for unit in units]), units


def is_sentence(units: list[str]) -> bool:
    """The rule by recursion on what stands first: begin, after a word, after a mark, behind an opening one."""
    pairs = {"(": ")", "[": "]", "“": "”", "‘": "’"}

    def follows(at: int, last: str, open_: tuple[str, ...]) -> bool:
        if at == len(units):
            return last not in ("open", "line") and not open_
        unit, kind = units[at], kind_of(units[at])
        if kind is Kind.WORD:
            return follows(at + 1, "word", open_)
        if kind in (Kind.MARK, Kind.SIGN):
            return last in ("word", "closed") and follows(at + 1, "mark", open_)
        if kind is Kind.BREAK:
            return last not in ("begin", "open", "line") and follows(at + 1, "line", open_)
        closes = unit in open_ if kind is Kind.QUOTE else kind is Kind.CLOSE
        if not closes:
            mate = pairs.get(unit, unit)
            return last != "open" and len(open_) < 2 and follows(at + 1, "open", (*open_, mate))
        good = bool(open_) and open_[-1] == unit and last in ("word", "mark")
        return good and follows(at + 1, "closed" if last == "word" else "closed mark", open_[:-1])

    return follows(0, "begin", ())


def test_english_as_it_is_written():
    renderer = Renderer(Lexicon(("the", "sea", "said", '"', ",", ".", "(", ")", "\n", "May", "3"), "en"))

    def written(*units: str) -> str:
        return renderer.render([renderer.lexicon.index[unit] for unit in units])

    assert written("the", "sea", ".") == "The sea."
    assert written('"', "the", "sea", ",", '"', "said", "May", ".") == '"The sea," said May.'
    assert written("(", "the", "sea", ")", ".") == "(The sea)."
    assert written("the", "\n", "sea") == "The\nsea"
    assert written("3", "sea") == "3 sea"
    assert written("said", '"', "sea", '"', '"', "the", '"') == 'Said "sea" "the"'


def test_phrases_and_strings_are_cut_as_the_lexicon_spells_them():
    renderer = Renderer(Lexicon(("the", "sea", "may", "May", "Mr.", "."), "en"))
    assert phrase("The sea", renderer) == ("the", "sea")
    assert phrase("May", renderer) == ("May",) and phrase(" the Sea. ", renderer) == ("the", "sea", ".")
    assert pieces("May", renderer) == ("may",) and pieces("May", renderer, MIDDLE) == ("May",)
    assert cut("Mr. Sea, zebra-fish", renderer) == ("Mr.", "sea", ",", "zebra-fish")
    assert phrase("a b", Renderer(Lexicon(("a",), "words"))) == ("a", "b")
    assert phrase("春风", Renderer(Lexicon(("春",), "zh"))) == ("春", "风")


def test_a_lexicon_names_itself():
    one = Lexicon(("a", "b"), "words")
    assert one.extended(["b", "a"]) is one and one.extended(["c", "c"]).units == ("a", "b", "c")
    assert one.digest != Lexicon(("b", "a"), "words").digest != Lexicon(("b", "a"), "en").digest
    assert len(one.digest) == 12
    for units, style in ((("a", "a"), "en"), (("a",), "latin")):
        with pytest.raises(ValueError):
            Lexicon(units, style)
