"""Several texts in one model: rows, certificates of moves within and together, pairing of populations, parts."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest
import torch
from laws import hole_law
from wordfield.dsl.small import states_of
from wordfield.inference.bundle import Bundle
from wordfield.inference.certify import certify, certify_move
from wordfield.inference.exact import solve
from wordfield.inference.guide.population import populate
from wordfield.inference.mixes import default_mix
from wordfield.inference.moves.replace import Replace
from wordfield.inference.moves.resize import Resize
from wordfield.inference.random import Stream
from wordfield.inference.texts import Texts
from wordfield.inference.within import Together, Within

import wordfield as wf

sys.path.insert(0, str(Path(__file__).parents[1] / "toys"))
from brute_force import solved
from twelve import compiled, toy

PAIR = """
text a : words ~ ngram(learn=["red go", "go red", "red red go"], order=2)
text b : words ~ ngram(learn=["go", "red go red"], order=2)
require a has 1..2 words
require b has 1..2 words
require a.words(-1) != b.words(1)
prefer a.words(1) == b.words(-1) weight 0.8 as echo
"""
APART = """
text a : words ~ ngram(learn=["red go", "go red"], order=2)
text b : letters ~ uniform(["n", "a"])
require a has 1..3 words and b has 2..3 chars
prefer b contains "na" weight 0.5
"""


def test_rows_hold_every_text():
    bundle = Bundle((2, 0, 3), 9)
    first = Texts(torch.tensor([[0, 0], [5, 0], [1, 0]]), torch.tensor([0, 2, 1]))
    second = Texts(torch.zeros(3, 0, dtype=torch.int64), torch.zeros(3, dtype=torch.int64))
    third = Texts(torch.tensor([[0, 0, 0], [0, 0, 7], [8, 0, 0]]), torch.tensor([0, 3, 2]))
    row = bundle.join((first, second, third))
    assert row.units.tolist() == [[9, 9, 0, 0, 0, 0, 0], [5, 0, 9, 9, 0, 0, 7], [1, 9, 9, 8, 0, 0, 0]]
    assert row.length.tolist() == [2, 7, 5]
    for given, found in zip((first, second, third), bundle.split(row), strict=True):
        assert torch.equal(given.units, found.units) and torch.equal(given.length, found.length)


def test_every_kernel_of_the_default_table_is_certified():
    graph = compiled(PAIR)
    found = certify(graph, default_mix(graph, "ngram"), states_of(graph))
    assert {"a: replace(ngram) and b: replace(ngram)", "b: resize(ngram)"} <= {one.kernel for one in found}
    assert all(one.passed for one in found), found
    assert found[-1].irreducible


def test_a_hole_of_one_text_is_that_of_its_undoing():
    graph = compiled(PAIR)
    for move in (Replace(), Resize()):
        hole_law(graph, Within(1, "b", move), states_of(graph))


def test_counting_one_of_two_lists_is_seen(monkeypatch):
    graph = compiled(PAIR)
    move = Together(*(Within(at, name, Replace()) for at, name in enumerate("ab")))

    def first_alone(self, graph, hole, choice):
        own = self._holes(graph, hole)[0]
        return torch.log_softmax(self.first.list(graph, own), 1).gather(1, choice[0][:, None])[:, 0]

    assert certify_move(graph, move, states_of(graph)).passed
    monkeypatch.setattr(Together, "weigh", first_alone)
    assert certify_move(graph, move, states_of(graph)).detailed_balance >= 1e-3


def test_paired_populations_estimate_z_without_bias():
    graph, count = toy("13_couplet"), 1_000
    found = populate(graph, Stream(3, "smc", 3 * count), Stream(3, "resampling", count), count, 3)
    ratio = (found.log_z - solved("13_couplet")[0]).exp()
    assert abs(float(ratio.mean()) - 1.0) <= 4.5 * float(ratio.std()) / count**0.5
    alive = (found.log_weights.flatten() > -math.inf).nonzero()[:, 0]
    ends = set(graph.strings(found.texts.rows(alive)))
    assert ends <= solved("13_couplet")[1].keys()


def test_texts_that_nothing_couples_are_solved_apart():
    graph = compiled(APART)
    found = solve(graph)
    assert found.method == "automaton" and not graph.linked
    assert found.log_z == pytest.approx(sum(solve(one).log_z for one in graph.parts), abs=1e-12)
    assert float(found.log_probs.exp().sum()) == pytest.approx(1.0, abs=1e-9)
    assert torch.allclose(graph.log_prob(found.texts) - found.log_z, found.log_probs)


def test_words_join_the_lexicon_of_the_texts_that_they_are_said_of():
    graph = compiled(PAIR + 'require a contains "blue" or b contains "green"')
    assert "blue" in graph.parts[0].lexicon and "green" not in graph.parts[0].lexicon
    assert "green" in graph.parts[1].lexicon and "blue" not in graph.parts[1].lexicon


def test_python_scores_and_samples_several_texts():
    m = wf.Model("pair")
    base = wf.ngram(learn=["red go", "go red", "red red go"], order=2)
    a, b = m.text("a", "words", base), m.text("b", "words", base)
    m.require(a.has(words=(1, 2)) & b.has(words=(1, 2)))
    m.require(a.words(-1) != b.words(1))
    m.prefer(a.words(1) == b.words(-1), weight=0.8, name="echo")
    record = m.score({"b": "go red", "a": "red"})
    assert list(record["text"]) == ["a", "b"] and record["terms"]["echo"] == 0.0
    assert record["log_score"] == pytest.approx(m.log_prob({"a": "red", "b": "go red"}))
    assert len(m.score({"a": "red", "b": "red"})["failed"]) == 1
    assert m.log_prob([{"a": "red", "b": "red"}, {"a": "red", "b": "no"}]) == [-math.inf, -math.inf]
    with pytest.raises(ValueError, match="the program's texts are a, b"):
        m.log_prob({"a": "red"})
    run = m.sample(chains=4, draws=5, seed=1)
    assert run.texts("a").shape == (4, 5) and run.texts()[0, 0] == f"{run.texts('a')[0, 0]}\n{run.texts('b')[0, 0]}"
    first = run.draw_records(1)[0]
    assert set(first["text"]) == {"a", "b"} and set(first["terms"]) == {"base.a", "base.b", "echo"}
    with pytest.raises(ValueError, match="there are a, b"):
        run.texts("c")


@pytest.mark.filterwarnings("ignore:trying to observe a value outside of inference")
def test_pyro_has_a_site_a_text():
    import pyro

    graph = compiled(PAIR)
    model = graph.as_pyro()
    for seed in range(5):
        pyro.set_rng_seed(seed)
        trace = pyro.poutine.trace(model).get_trace()
        sites = {name for name, node in trace.nodes.items() if node["type"] == "sample"}
        assert sites == {"a", "b", "base.a", "base.b", "echo"}
        value = model.encode({name: [text] for name, text in trace.nodes["_RETURN"]["value"].items()})
        own = [Texts(rows[:, :-1], rows[:, -1]) for rows in value.values()]
        assert float(trace.log_prob_sum()) == pytest.approx(float(graph.log_prob(graph.join(own))), abs=1e-4)
