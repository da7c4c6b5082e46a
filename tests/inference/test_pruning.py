"""Counts with rows left out: what stays keeps its probability, one source alone, files read back."""

from __future__ import annotations

import numpy as np
import pytest
from wordfield.inference.counts import count, joined, levels
from wordfield.inference.estimate import discounts_of, estimate, learn
from wordfield.inference.packing import pack, unpack
from wordfield.inference.pruning import of_sources, without_rare

RNG = np.random.default_rng(5)
ODDS = (0.4, 0.3, 0.1, 0.1, 0.05, 0.05)
FIRST = [RNG.choice(list("abcdef"), RNG.integers(2, 9), p=ODDS).tolist() for _ in range(60)]
SECOND = [RNG.choice(list("defghi"), RNG.integers(2, 9), p=ODDS).tolist() for _ in range(60)]
WORDS = tuple("abcdefghi")
LEAST = ((0, 0), (1, 2), (2, 3))


def counted(order=3):
    code = {word: id for id, word in enumerate(WORDS)}
    return levels(joined([count(lines, order, code, len(WORDS)) for lines in (FIRST, SECOND)]), len(WORDS))


def sums(model):
    unknown = np.full(model.nodes, model.unk_log_prob)
    for node in range(model.nodes):
        at = node
        while at != 0:
            unknown[node] += model.log_backoff[at]
            at = int(model.backoff_to[at])
    rows = np.exp(np.stack([model.conditional(node) for node in range(model.nodes)])).sum(1)
    return rows + np.exp(model.log_end) + np.exp(unknown)


def test_nothing_is_left_out_below_one():
    whole, same = counted(), without_rare(counted(), ((0, 0), (1, 1), (1, 1)))
    assert [len(level.last) for level in whole] == [len(level.last) for level in same]
    one, other = estimate(WORDS, whole, (1.0, 2.0)), estimate(WORDS, same, (1.0, 2.0))
    for name in ("arc_log_prob", "log_backoff", "log_end", "arc_target"):
        assert np.array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("weights", [(1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.2, 3.0)])
def test_the_rest_is_a_distribution_at_every_context(weights):
    cut = without_rare(counted(), LEAST)
    assert len(cut[2].last) < len(counted()[2].last)
    assert len(cut[1].last) < len(counted()[1].last)
    trie, own = of_sources(cut, weights)
    assert sums(estimate(WORDS, trie, own)) == pytest.approx(1.0, abs=1e-9)


def test_what_stays_keeps_its_own_share():
    """The top order alone is cut: a trigram that stays differs only by what its context leaves to the bigram."""
    whole = counted()
    cut = without_rare(whole, ((0, 0), (1, 1), (2, 2)))
    keep = (whole[2].counts >= 2).any(axis=1)
    assert 0 < keep.sum() < len(keep)
    assert len(cut[1].last) == len(whole[1].last)
    one, other = estimate(WORDS, whole, (1.0, 1.0)), estimate(WORDS, cut, (1.0, 1.0))
    totals = np.zeros(len(whole[1].last))
    np.add.at(totals, whole[2].prefix, whole[2].counts.sum(1))
    takes = discounts_of(whole[2])
    taken = sum(takes[s][np.minimum(whole[2].counts[:, s], 3).astype(int)] for s in (0, 1))
    shares = (whole[2].counts.sum(1) - taken) / totals[whole[2].prefix]

    def own_share(model, row):
        """p(c | ab) less what was taken from p(c | b)."""
        gram = [int(whole[1].last[whole[2].prefix[row]]), int(whole[2].last[row])]
        node = int(model.step(int(whole[1].prefix[whole[2].prefix[row]]) + 1, gram[0])[1])
        if gram[1] >= len(WORDS):
            backed = model.log_backoff[node] + model.log_end[model.backoff_to[node]]
            return np.exp(model.log_end[node]) - np.exp(backed)
        backed = model.log_backoff[node] + model.step(int(model.backoff_to[node]), gram[1])[0]
        return np.exp(model.step(node, gram[1])[0]) - np.exp(backed)

    for row in np.flatnonzero(keep).tolist():
        assert own_share(one, row) == pytest.approx(shares[row], abs=1e-12)
        assert own_share(other, row) == pytest.approx(shares[row], abs=1e-12)


def test_one_source_of_two_is_what_it_is_alone():
    found, weights = of_sources(counted(), (0.0, 2.5))
    assert weights == (2.5,)
    one, alone = estimate(WORDS, found, weights), learn(SECOND, 3, WORDS)
    assert one.nodes == alone.nodes
    assert one.log_end == pytest.approx(alone.log_end, abs=1e-12)
    for name in ("arc_word", "arc_target", "backoff_to"):
        assert np.array_equal(getattr(one, name), getattr(alone, name))
    assert one.arc_log_prob == pytest.approx(alone.arc_log_prob, abs=1e-12)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_cut_counts_survive_packing(tmp_path, order):
    least = [(0, 0), *[(1, 2)] * (order - 1)]
    trie = without_rare(counted(order), least)
    pack(tmp_path / "x.bin", len(WORDS), trie, (1.0, 0.0), {"note": "x"}, {"other": (0.0, 1.0)})
    again = unpack(tmp_path / "x.bin")
    assert (again.weights, again.styles, again.about) == ((1.0, 0.0), {"other": (0.0, 1.0)}, {"note": "x"})
    for n, (one, other) in enumerate(zip(trie, again.trie, strict=True)):
        for name in ("prefix", "last", "suffix", "counts", "discounts"):
            assert np.array_equal(getattr(one, name), getattr(other, name))
        if n:
            contexts = np.unique(one.prefix)
            assert np.array_equal(one.cut[contexts], other.cut[contexts])
    assert sums(estimate(WORDS, again.trie, (1.0, 1.0))) == pytest.approx(1.0, abs=1e-9)
