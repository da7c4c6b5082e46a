"""The baselines of the quality benchmark keep what they claim: edits their target, the walk its requirements."""

import random
import sys
from collections import Counter

import numpy as np
from house import ROOT

sys.path.insert(0, str(ROOT / "benchmarks" / "quality"))

from cgmh import Edits
from constrained_walk import MARKS, Walk
from corpora import Cutter
from keywords import Task
from wordfield.inference.backoff import Backoff
from wordfield.inference.estimate import learn

TASK = Task(("sea",), 1, 2)
UNITS = ("sea", "a", "b", ".")


class Scores:
    """Made-up log p of texts of at most four units."""

    def log_probs(self, texts):
        return [-0.9 * len(text) + 0.8 * text.lower().count("a") - 0.3 * text.startswith("B") for text in texts]


def outcomes():
    """Every text, with the place of the keyword that was there from the start: `sea` among free units, then a mark."""
    found, todo = [], [(("sea", "."), 0)]
    while todo:
        units, place = todo.pop()
        if (units, place) in found or Cutter.words(list(units)) > TASK.high or len(units) > 2 * TASK.high:
            continue
        found.append((units, place))
        for at in range(len(units)):
            todo += [((*units[:at], unit, *units[at:]), place + (at <= place)) for unit in UNITS]
    return found


def largest_z(edits, chains=2_000, steps=40):
    """The largest |z| of the outcomes' frequencies in independent chains."""
    states = Counter((tuple(one.units), one.free.index(False)) for one in edits.walked(chains, steps))
    law = outcomes()
    weights = np.exp(Scores().log_probs([edits.cutter.render(list(units)) for units, _ in law]))
    expected = chains * weights / weights.sum()
    seen = np.array([states[one] for one in law])
    assert seen.sum() == chains
    return float(np.abs((seen - expected) / np.sqrt(expected * (1 - expected / chains))).max())


def made(seed):
    cutter = Cutter("en", frozenset(UNITS))
    lists = Backoff(learn([["a", "sea", "."], ["b", ".", "sea"], ["sea", "a", "b", "."]], 3, UNITS))
    return Edits(Scores(), lists, cutter, TASK, seed, size=len(UNITS))


def test_edits_keep_their_target():
    """With lists of the whole lexicon nothing is cut off. Of 30 normal values the largest is below 4.5 but for 2e-4."""
    assert largest_z(made(seed=5)) < 4.5


def test_a_wrong_ratio_is_seen():
    """A factor of 1.5 on every acceptance of an insertion or deletion."""
    wrong = made(seed=5)
    accepts = wrong._accepts
    wrong._accepts = lambda log_ratio: accepts(log_ratio + 0.4)
    assert largest_z(wrong) > 4.5


class Tokens:
    """A tokenizer of whole words: a word and its capitalised form are two tokens."""

    end = 0

    def __init__(self, words):
        forms = [form for word in words for form in (word, word[0].upper() + word[1:])]
        self.tokenizer = ["<end>", *MARKS, *dict.fromkeys(forms)]

    def ids(self, texts):
        return [[self.tokenizer.index(piece) for piece in text.split()] for text in texts]


def test_a_masked_walk_meets_its_requirements():
    """Any choices that the mask allows end in a text that meets the task, and none is stuck."""
    words = ["sea", "letter", "a", "of", "Anna"]
    task, model = Task(("sea", "letter"), 3, 5), Tokens(words)
    walk = Walk(model, Cutter("en", frozenset([*words, *MARKS])), task)
    rng, lengths = random.Random(1), set()
    for _ in range(300):
        row = []
        while not row or row[-1] != model.end:
            row.append(rng.choice(np.flatnonzero(walk.allowed(walk.units(row))).tolist()))
        units = walk.units(row[:-1])
        assert task.satisfied(units)
        lengths.add(Cutter.words(units))
    assert lengths == {3, 4, 5}
