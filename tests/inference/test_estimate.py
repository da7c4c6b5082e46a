"""Kneser-Ney estimation against a slow one by the definitions, and the laws of a proper model."""

from __future__ import annotations

import math
import random
from collections import Counter

import numpy as np
import pytest
from wordfield.inference.counts import count, joined, levels
from wordfield.inference.estimate import discounts, estimate, learn
from wordfield.inference.ngram import NGram

TINY = ("the cat sat .", "the dog sat .", "a cat ran away .")


def corpus(lines: int, seed: int) -> list[list[str]]:
    """Sentences of Zipf-like words, so that all counts of counts are there."""
    chance = random.Random(seed)
    found = []
    for _ in range(lines):
        units = [f"w{int(chance.paretovariate(0.8)) % 997}"]
        while chance.random() < 0.85:
            units.append(f"w{int(chance.paretovariate(0.8)) % 997}")
        found.append(units)
    return found


class Slow:
    """Interpolated modified Kneser-Ney by the definitions of Chen & Goodman 1999, one probability at a time."""

    def __init__(self, sentences: list[list[str]], order: int) -> None:
        self.words = sorted({unit for units in sentences for unit in units})
        texts = [("<s>", *units, "</s>") for units in sentences]
        grams = {
            n: Counter(text[at : at + n] for text in texts for at in range(len(text) - n + 1))
            for n in range(1, order + 1)
        }
        self.counts = {order: dict(grams[order])}
        for n in range(1, order):
            self.counts[n] = {
                gram: seen if gram[0] == "<s>" else len({longer[0] for longer in grams[n + 1] if longer[1:] == gram})
                for gram, seen in grams[n].items()
            }
        self.counts[1].pop(("<s>",), None)
        self.discount = {n: self._discount(list(self.counts[n].values())) for n in self.counts}

    @staticmethod
    def _discount(counts: list[int]) -> list[float]:
        n1, n2, n3, n4 = (counts.count(k) for k in (1, 2, 3, 4))
        y = n1 / (n1 + 2 * n2)
        return [0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3]

    def prob(self, context: tuple[str, ...], word: str) -> float:
        n = len(context) + 1
        followers = {gram[-1]: c for gram, c in self.counts[n].items() if gram[:-1] == context}
        shorter = self.prob(context[1:], word) if context else 1 / (len(self.words) + 2)
        if not followers:
            return shorter
        total, take = sum(followers.values()), self.discount[n]
        own = followers.get(word, 0)
        left = sum(take[min(c, 3)] for c in followers.values())
        return (own - take[min(own, 3)]) / total + left / total * shorter


def assert_proper(model: NGram, tolerance: float = 1e-9, nodes=None) -> None:
    """At every node the words, the end and what is backed off to <unk> sum to one."""
    for node in range(model.nodes) if nodes is None else nodes:
        unknown, at = model.unk_log_prob, node
        while at != 0:
            unknown, at = unknown + model.log_backoff[at], int(model.backoff_to[at])
        total = np.exp(model.conditional(node)).sum() + math.exp(model.log_end[node]) + math.exp(unknown)
        assert total == pytest.approx(1.0, abs=tolerance)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_against_the_definitions(order):
    sentences = corpus(400, seed=1)
    model, slow = learn(sentences, order), Slow(sentences, order)
    assert all(min(take[1:]) > 0 for take in slow.discount.values()), "the corpus must not need the fallback"
    for units in corpus(8, seed=99):
        units = [unit for unit in units if unit in model.ids]
        text = ("<s>", *units, "</s>")
        wanted = sum(math.log(slow.prob(text[max(0, at - order + 1) : at], text[at])) for at in range(1, len(text)))
        assert model.log_prob(units) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("lines", [(), ("a",), ("", ""), TINY, ("a a a a a", "a"), TINY * 20])
def test_small_data_make_a_proper_model(order, lines):
    model = learn([line.split() for line in lines], order)
    assert_proper(model)
    assert np.all(np.isfinite(model.arc_log_prob))
    assert np.all(np.isfinite(model.log_end))
    assert np.all(np.isfinite(model.log_backoff))
    for line in lines:
        assert math.isfinite(model.log_prob(line.split()))


def test_a_vocabulary_is_kept_in_its_order_and_others_are_unknown():
    model = learn([line.split() for line in TINY], 3, vocabulary=["zebra", ".", "sat", "the", "cat"])
    assert model.words == ("zebra", ".", "sat", "the", "cat")
    assert_proper(model)
    unseen = model.step(0, 0)[0]
    assert unseen == pytest.approx(model.unk_log_prob)
    assert unseen < model.step(0, model.ids["sat"])[0]


def test_seen_order_matters():
    model = learn([line.split() for line in TINY], 3)
    assert model.log_prob(["the", "cat", "sat", "."]) > model.log_prob(["sat", "the", ".", "cat"]) + 3


def test_new_words_keep_the_model_proper():
    model = learn([line.split() for line in TINY], 2).with_words(["x", "y"])
    for node in range(model.nodes):
        assert np.exp(model.conditional(node)).sum() + math.exp(model.log_end[node]) == pytest.approx(1.0, abs=1e-9)


def test_order_below_one_is_refused():
    with pytest.raises(ValueError, match="order: got 0"):
        learn([], 0)


def test_discounts_fall_back():
    assert discounts(np.array([0, 1, 1, 1, 2, 5], dtype=np.float32)) == pytest.approx([0, 0.6, 0.6, 0.6])
    assert discounts(np.array([7, 7], dtype=np.float32)) == pytest.approx([0, 0.5, 0.5, 0.5])
    assert discounts(np.zeros(0, dtype=np.float32)) == pytest.approx([0, 0.5, 0.5, 0.5])


def test_a_source_of_weight_nought_has_no_say():
    first, second = corpus(200, seed=1), corpus(200, seed=2)
    words = sorted({unit for units in first + second for unit in units})
    code = {word: id for id, word in enumerate(words)}
    parts = [count(units, 3, code, len(words)) for units in (first, second)]
    both = estimate(words, levels(joined(parts), len(words)), (1.0, 0.0))
    alone = estimate(words, levels(parts[0], len(words)), (1.0,))
    mixed = estimate(words, levels(joined(parts), len(words)), (2.0, 1.0))
    assert_proper(mixed, nodes=range(0, mixed.nodes, 7))
    for units in first[:20] + second[:20]:
        assert both.log_prob(units) == pytest.approx(alone.log_prob(units), abs=1e-9)
        assert mixed.log_prob(units) != pytest.approx(alone.log_prob(units), abs=1e-9)
