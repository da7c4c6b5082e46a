"""The graph of contexts against the textbook's back-off recursion."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from wordfield.inference.contexts import from_dictionaries
from wordfield.inference.ngram import NGram

LOG = math.log
WORDS = ("a", "b", "c")
# Not a tidy model: ("c", "a") is a context without being a bigram, and (a, b, c) a context without being a trigram.
LOG_PROBS = {
    ("a",): LOG(0.4),
    ("b",): LOG(0.3),
    ("c",): LOG(0.1),
    ("</s>",): LOG(0.15),
    ("<unk>",): LOG(0.05),
    ("<s>", "a"): LOG(0.5),
    ("a", "b"): LOG(0.6),
    ("b", "</s>"): LOG(0.7),
    ("a", "<unk>"): LOG(0.1),
    ("<s>", "a", "b"): LOG(0.9),
    ("c", "a", "b"): LOG(0.2),
    ("a", "b", "</s>"): LOG(0.25),
    ("a", "b", "c", "a"): LOG(0.35),
}
LOG_BACKOFFS = {
    ("a",): LOG(0.5),
    ("b",): LOG(0.2),
    ("<s>",): LOG(0.7),
    ("<s>", "a"): LOG(0.1),
    ("c", "a"): LOG(0.3),
    ("a", "b", "c"): LOG(1.2),
    ("b", "a", "a"): LOG(0.8),
}


def reference(context: tuple[str, ...], word: str) -> float:
    """Katz's recursion, straight from the tables."""
    if (*context, word) in LOG_PROBS:
        return LOG_PROBS[(*context, word)]
    if not context:
        return -math.inf
    return LOG_BACKOFFS.get(context, 0.0) + reference(context[1:], word)


def sentence_reference(words: tuple[str, ...], order: int) -> float:
    text = ("<s>", *words, "</s>")
    return sum(reference(text[max(0, at - order + 1) : at], text[at]) for at in range(1, len(text)))


@pytest.fixture
def toy() -> NGram:
    return from_dictionaries(4, WORDS, LOG_PROBS, LOG_BACKOFFS)


def sentences(words: tuple[str, ...], longest: int) -> list[tuple[str, ...]]:
    return [text for length in range(longest + 1) for text in itertools.product(words, repeat=length)]


def test_every_short_sentence_has_the_recursion_s_probability(toy):
    for text in sentences(WORDS, 6):
        assert toy.log_prob(text) == pytest.approx(sentence_reference(text, 4), abs=1e-12)


def test_layout(toy):
    assert toy.start == 4
    assert toy.level[:5].tolist() == [0, 1, 1, 1, 1]
    assert toy.last_word[:5].tolist() == [-1, 0, 1, 2, -1]
    assert np.all(np.diff(toy.level) >= 0)
    assert toy.arc_word[: toy.arc_start[1]].tolist() == [0, 1, 2]
    assert np.all(toy.level[toy.backoff_to[1:]] < toy.level[1:])
    assert len(toy.arc_word) == toy.arc_start[-1]


def test_conditional_is_step(toy):
    for node in range(toy.nodes):
        row = toy.conditional(node)
        assert row == pytest.approx([toy.step(node, word)[0] for word in range(3)], abs=1e-12)


def test_ids_and_words_score_alike_and_end_is_optional(toy):
    assert toy.log_prob([0, 1]) == toy.log_prob(["a", "b"])
    assert toy.log_prob(["a", "b"], end=False) == pytest.approx(LOG(0.5) + LOG(0.9))


def test_a_word_outside_the_list_is_an_error(toy):
    with pytest.raises(ValueError, match="with_words"):
        toy.log_prob(["a", "zebra"])
    with pytest.raises(ValueError, match="0 to 2"):
        toy.step(0, 3)


def test_new_words_share_unk_and_forget_the_context(toy):
    more = toy.with_words(["x", "a", "y", "x"])
    assert more.words == ("a", "b", "c", "x", "y")
    assert more.unk_log_prob is None
    backed_off = LOG(0.7) + LOG(0.05 / 2)
    assert more.log_prob(["x"]) == pytest.approx(backed_off + LOG(0.15))
    assert more.log_prob(["x", "a"], end=False) == pytest.approx(backed_off + LOG(0.4))
    assert more.log_prob(["a", "x"], end=False) == pytest.approx(LOG(0.5) + LOG(0.1) + LOG(0.5) + LOG(0.05 / 2))
    for text in sentences(WORDS, 4):
        assert more.log_prob(text) == pytest.approx(toy.log_prob(text), abs=1e-12)


def test_without_unk_new_words_are_impossible():
    known = {gram: value for gram, value in LOG_PROBS.items() if "<unk>" not in gram}
    more = from_dictionaries(4, WORDS, known, LOG_BACKOFFS).with_words(["x"])
    assert more.log_prob(["x"]) == -math.inf


def test_no_new_word_is_the_same_model(toy):
    assert toy.with_words(["a"]) is toy
    with pytest.raises(ValueError, match="</s>"):
        toy.with_words(["</s>"])


def test_unigrams(toy):
    model = from_dictionaries(1, WORDS, {gram: p for gram, p in LOG_PROBS.items() if len(gram) == 1}, {})
    assert model.nodes == 5
    assert model.log_prob(["b", "c"]) == pytest.approx(LOG(0.3) + LOG(0.1) + LOG(0.15))
