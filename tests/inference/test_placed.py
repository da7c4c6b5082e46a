"""Terms that couple places, against the interpreter; automata that see nothing but lengths, against a walk."""

import sys
from itertools import product
from pathlib import Path

import pytest
import torch
from wordfield.inference.automaton import Automaton
from wordfield.inference.certify import certify_move
from wordfield.inference.exact import enumerated
from wordfield.inference.moves.replace import Replace
from wordfield.inference.term import Hosted, Placed
from wordfield.inference.texts import Texts
from wordfield.inference.walker import Walker

sys.path.insert(0, str(Path(__file__).parents[1] / "toys"))
from twelve import compiled

LETTERS = 'text s : letters ~ uniform(["a", "b", "n"])  require s has {size} chars  factor f = {term}'
WORDS = 'text s : words ~ uniform(["red", "green", "blue"])  require s has 1..4 words  factor f = {term}'
TERMS = (
    "0.7 * count(s.chars(i) == s.chars(i + 1) for i in 1..3)",
    "1.5 - sum(count(s.chars(row + i) != s.chars(row + i + 1) for i in 1..2) for row in [0, 1]) / 3",
    '0.4 * count(s.chars(i) == "a" and s.chars(i + 2) == "n" for i in 1..2 if not i == 2)',
    '2 * count(s.chars(i) == "a" for i in [1, 3, 3]) - count(s.chars(2) != s.chars(4) for i in 1..2)',
    "count(s.chars(2) == s.chars(2) for i in 1..3) * 0.3",
)


def both(program: str):
    """The graph, its coupled term and the same term found text by text."""
    graph = compiled(program)
    (term,) = graph.terms
    assert isinstance(term, Placed)
    return graph, term


@pytest.mark.parametrize("size", ["4", "0..5"])
@pytest.mark.parametrize("term", TERMS)
def test_a_coupled_term_is_what_the_interpreter_says(term, size):
    graph, _ = both(LETTERS.format(term=term, size=size))
    node = compiled(LETTERS.format(term="0", size=size) + f"  track t = {term}").tracks[0][1]
    texts, _ = enumerated(graph)
    wanted = graph.host.each(texts, lambda found: float(found.value(node)))
    torch.testing.assert_close(graph.evaluate(texts)[0][:, 1], wanted)


@pytest.mark.parametrize(
    "term", ["count(s.words(i) == s.words(i + 1) for i in 1..3)", 'count(s.words(2) == "red" for i in 1..1)']
)
def test_words_couple_too(term):
    graph, _ = both(WORDS.format(term=term))
    node = compiled(WORDS.format(term="0") + f"  track t = {term}").tracks[0][1]
    texts, _ = enumerated(graph)
    wanted = graph.host.each(texts, lambda found: float(found.value(node)))
    torch.testing.assert_close(graph.evaluate(texts)[0][:, 1], wanted)


@pytest.mark.parametrize("term", TERMS)
def test_the_conditional_is_the_score_of_every_unit_up_to_a_constant(term):
    graph, _ = both(LETTERS.format(term=term, size="2..4"))
    texts, _ = enumerated(graph)
    for place in range(4):
        rows = texts.rows((texts.length > place).nonzero()[:, 0])
        at = torch.full_like(rows.length, place)
        found = graph.conditional(rows.open(at), at)
        wanted = torch.stack([graph.log_prob(rows.put(at, torch.full_like(at, unit))) for unit in range(3)], 1)
        torch.testing.assert_close(found.log_softmax(1), wanted.log_softmax(1))


def test_gibbs_is_exact_with_coupled_terms():
    graph, _ = both(LETTERS.format(term=TERMS[0], size="4"))
    found = certify_move(graph, Replace("conditional"), enumerated(graph)[0])
    assert found.passed and found.irreducible


def test_what_reads_three_places_or_places_from_the_end_is_found_text_by_text():
    for term in (
        "count(s.chars(1) == s.chars(2) and s.chars(3) == s.chars(2) for i in 1..2)",
        "count(s.chars(-1) == s.chars(1) for i in 1..2)",
    ):
        (found,) = compiled(LETTERS.format(term=term, size="4")).terms
        assert isinstance(found, Hosted)


@pytest.mark.parametrize("table", [[[1], [2], [3], [3]], [[1], [2], [0]]], ids=["a dead end", "a way round"])
def test_an_automaton_of_lengths_is_not_walked(table):
    import numpy as np

    final = np.array([0.5, -np.inf, 1.5, -np.inf][: len(table)])
    alike = Automaton(np.array(table), np.zeros(2, np.int64), final)
    split = Automaton(np.array(table).repeat(2, 1), np.arange(2), final)
    quick, slow = Walker(alike), Walker(split)
    rows = [row for size in range(6) for row in product(range(2), repeat=size)]
    texts = Texts(
        torch.tensor([[*row, *[0] * (5 - len(row))] for row in rows]), torch.tensor([len(row) for row in rows])
    )
    torch.testing.assert_close(quick.states(texts), slow.states(texts))
    torch.testing.assert_close(quick.value(texts), slow.value(texts))
    unit = torch.zeros_like(texts.length)
    torch.testing.assert_close(quick.fill_gap(texts, unit), slow.fill_gap(texts, unit))
    for place in range(5):
        at = torch.full_like(texts.length, place)
        torch.testing.assert_close(quick.fill(texts, at).expand(-1, 2), slow.fill(texts, at))
