"""Sounds of English words against facts checked by hand (an American dictionary), and what has no sound."""

from __future__ import annotations

import pytest
from wordfield.inference.embedded import load_lexicon
from wordfield.inference.lexicons.sounds import pronunciations, rhyme_class, stress, syllables

SYLLABLES = {
    "though": {1},
    "cough": {1},
    "through": {1},
    "poem": {2},
    "fire": {1, 2},
    "hour": {1, 2},
    "every": {2, 3},
    "family": {2, 3},
    "rhythm": {2},
    "island": {2},
    "queue": {1},
    "colonel": {2},
    "Wednesday": {2},
    "banana": {3},
    "hopped": {1},
    "wanted": {2},
    "o'clock": {2},
    "don't": {1},
    "couldn't": {2},
    "university": {5},
}
STRESS = {
    "banana": {"010"},
    "tomorrow": {"012"},
    "record": {"10", "01"},
    "guitar": {"01"},
    "window": {"10"},
    "happy": {"10"},
    "because": {"01", "00"},
    "minute": {"10", "01"},
}
RHYMING = (
    ("though", "go"),
    ("cough", "off"),
    ("through", "blue"),
    ("rough", "stuff"),
    ("bough", "now"),
    ("read", "red"),
    ("read", "reed"),
    ("wind", "find"),
    ("wind", "sinned"),
    ("tear", "bear"),
    ("tear", "fear"),
    ("choir", "fire"),
    ("queue", "new"),
    ("tomorrow", "sorrow"),
    ("butterfly", "sky"),
    ("nation", "station"),
    ("blood", "mud"),
    ("one", "sun"),
    ("moon", "June"),
    ("quite", "night"),
)
APART = (
    ("though", "cough"),
    ("through", "though"),
    ("rough", "bough"),
    ("love", "move"),
    ("one", "gone"),
    ("blood", "food"),
    ("heart", "beard"),
    ("quiet", "quite"),
    ("window", "go"),
    ("happy", "bee"),
    ("poem", "home"),
)


@pytest.mark.parametrize("word", SYLLABLES)
def test_syllables(word):
    assert syllables(word) == SYLLABLES[word]


@pytest.mark.parametrize("word", STRESS)
def test_stress(word):
    assert stress(word) == STRESS[word]


@pytest.mark.parametrize("pair", RHYMING)
def test_words_that_rhyme(pair):
    assert rhyme_class(pair[0]) & rhyme_class(pair[1])


@pytest.mark.parametrize("pair", APART)
def test_words_that_look_alike_and_do_not_rhyme(pair):
    assert not rhyme_class(pair[0]) & rhyme_class(pair[1])


@pytest.mark.parametrize("word", ["brillig", "xqzt", "hmm", "shh", "", "-", "42", "well-brillig", "brillig's", "猫"])
def test_an_unknown_word_has_no_sound(word):
    assert pronunciations(word) == ()
    assert not syllables(word) | stress(word) | rhyme_class(word)


def test_case_and_the_shape_of_the_apostrophe_do_not_count():
    assert pronunciations("DON’T") == pronunciations("don't") != ()


@pytest.mark.parametrize(
    ("word", "end"), [("woodcutter's", ()), ("tree's", ("Z",)), ("joke's", ("S",)), ("cabbage's", ("IH0", "Z"))]
)
def test_a_possessive_takes_its_sound_from_the_last_phone(word, end):
    stem = pronunciations(word.removesuffix("'s"))
    assert [way.phones for way in pronunciations(word)] == [way.phones + end for way in stem]
    assert bool(stem) == bool(end)


def test_the_plural_possessive_sounds_like_the_plural():
    assert pronunciations("sailors'") == pronunciations("sailors") != ()


def test_a_hyphenated_word_sounds_like_its_parts_in_a_row():
    assert syllables("half-eaten") == {3}
    assert rhyme_class("twenty-seven") == rhyme_class("seven")
    assert [way.phones for way in pronunciations("half-eaten")] == [
        one.phones + other.phones for one in pronunciations("half") for other in pronunciations("eaten")
    ]


def test_onset():
    assert pronunciations("street")[0].onset == ("S", "T", "R")
    assert pronunciations("hour")[0].onset == ()
    assert pronunciations("knight")[0].onset == ("N",)


def test_every_sound_has_a_syllable_and_a_rhyme():
    for word in load_lexicon():
        for way in pronunciations(word):
            assert way.syllables >= 1
            assert way.rhyme in way.rhymes
            assert set(way.stress) <= set("012")


def test_nearly_all_words_of_the_lexicon_have_a_sound():
    words = [unit for unit in load_lexicon() if unit[0].isalpha()]
    assert sum(bool(pronunciations(word)) for word in words) >= 0.96 * len(words)
