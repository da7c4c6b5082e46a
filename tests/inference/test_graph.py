"""What the graph tells moves, against scores of whole texts; and that it is blind to padding and to order."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

sys.path.insert(0, str(Path(__file__).parents[1] / "toys"))
from brute_force import TOYS
from twelve import compiled, toy
from wordfield.inference.exact import TooManyTexts, count_texts, enumerated, listed_texts, solve
from wordfield.inference.graph import FactorGraph
from wordfield.inference.random import Stream
from wordfield.inference.term import Graded, Hosted, Tabled
from wordfield.inference.texts import Texts


@pytest.fixture(params=[name for name in TOYS if not toy(name).parts[1:]])  # one text each
def graph(request: pytest.FixtureRequest) -> FactorGraph:
    return toy(request.param)


def some(graph: FactorGraph, most: int = 200) -> Texts:
    """Texts that the program allows, and others that it does not."""
    texts, _ = enumerated(graph)
    stride = max(1, len(texts.length) // most)
    chosen = texts.rows(torch.arange(0, len(texts.length), stride))
    place = (chosen.length - 1).clamp(min=0) // 2
    changed = chosen.put(place, (chosen.at(place) + 1) % graph.units)
    return Texts(torch.cat([chosen.units, changed.units]), torch.cat([chosen.length, changed.length]))


def regular_weight(graph: FactorGraph, texts: Texts) -> torch.Tensor:
    """What the automata earn, those of soft terms included, walked one unit after the other."""
    automata = [*graph.hard, *graph.graded]
    return torch.tensor([sum(a.value(row) for a in automata) for row in graph.host.rows(texts)], dtype=torch.float64)


def test_a_filled_place_earns_what_the_whole_text_earns(graph):
    texts = some(graph, 40)
    for place in range(graph.places):
        here = texts.rows(texts.length > place)
        at = torch.full_like(here.length, place)
        filled = graph.fill(here, at)
        for unit in range(graph.units):
            whole = regular_weight(graph, here.put(at, torch.full_like(at, unit)))
            torch.testing.assert_close(filled[:, unit].double(), whole, rtol=0, atol=1e-9)


def test_gaps_earn_and_score_what_the_whole_text_does(graph):
    texts = some(graph, 30)
    texts = texts.rows(texts.length < graph.places)
    for unit in range(graph.units):
        units = torch.full_like(texts.length, unit)
        earned, scored = graph.fill_gap(texts, units), graph.gap_scores(texts, units)
        for gap in range(graph.places + 1):
            there = gap <= texts.length
            longer = texts.insert(torch.full_like(texts.length, gap).clamp(max=graph.places - 1), units)
            whole = torch.where(there, regular_weight(graph, longer), -torch.inf)
            torch.testing.assert_close(earned[:, gap].double(), whole, rtol=0, atol=1e-9)
            score = graph.proposals.log_prob(longer)
            torch.testing.assert_close(scored[there, gap], score[there], rtol=0, atol=1e-9)


def test_nothing_fits_into_a_full_text(graph):
    texts = some(graph)
    full = texts.rows(texts.length == graph.places)
    assert bool((graph.fill_gap(full, torch.zeros_like(full.length)) == -torch.inf).all())


def test_the_conditional_is_that_of_brute_force(graph):
    texts = some(graph, 60)
    texts = texts.rows(graph.allowed(texts))
    for place in range(graph.places):
        here = texts.rows(texts.length > place)
        at = torch.full_like(here.length, place)
        if not len(at):
            continue
        found = graph.conditional(here, at)
        if found is None:
            assert graph.reductions
            continue
        each = [graph.log_prob(here.put(at, torch.full_like(at, unit))) for unit in range(graph.units)]
        truth = torch.stack(each, 1).log_softmax(1)
        good = torch.isfinite(truth).any(1)
        torch.testing.assert_close(found[good].double().softmax(1), truth[good].exp(), rtol=0, atol=1e-9)


def test_the_surrogate_is_the_target_where_it_says_so(graph):
    texts = some(graph)
    score, own = graph.log_prob(texts), graph.surrogate.log_weight(texts)
    if graph.exact:
        torch.testing.assert_close(own, score, rtol=0, atol=1e-9)
    else:
        assert bool((own[torch.isfinite(score)] > -torch.inf).all()), "a text that no start can be"


def test_terms_are_blind_to_padding_and_to_the_order_of_chains(graph):
    texts = some(graph)
    terms, good = graph.evaluate(texts)
    shuffled = torch.randperm(len(good), generator=torch.Generator().manual_seed(1))
    again, also = graph.evaluate(texts.rows(shuffled))
    assert torch.equal(again, terms[shuffled]) and torch.equal(also, good[shuffled])
    wide = Texts(torch.nn.functional.pad(texts.units, (0, 3)), texts.length)
    again, also = graph.evaluate(wide)
    torch.testing.assert_close(again, terms, rtol=0, atol=1e-12)
    assert torch.equal(also, good)


def test_terms_and_requirements_are_those_of_the_interpreter(graph):
    """Each fast form against the meaning of its statement."""
    texts = some(graph, 60)
    good = graph.allowed(texts)
    for row, allowed in zip(graph.host.rows(texts), good.tolist(), strict=True):
        meaning = graph.host.interpreter(row)
        stated = all(meaning.holds(one.formula) for one in graph.requirements.statements)
        framed = all(part.accepts(row) for part in graph.requirements.frame)
        if graph.requirements.template is None:
            assert allowed == (stated and framed)
        else:
            assert not allowed or (stated and framed)


def test_free_places_are_those_where_something_else_fits(graph):
    """A place is fixed only where no other unit keeps the requirements; gaps of fixed text take nothing."""
    texts, _ = enumerated(graph)
    texts = texts.rows(torch.arange(0, len(texts.length), max(1, len(texts.length) // 50)))
    free, gaps = graph.free(texts), graph.free_gaps(texts)
    assert not bool((free & ~texts.inside()).any())
    for place in range(graph.places):
        here = texts.rows(texts.length > place)
        at = torch.full_like(here.length, place)
        others = (graph.fill(here, at) > -torch.inf).sum(1) > 1
        assert bool((free[texts.length > place, place] | ~others).all())
    units = range(graph.units)
    fits = torch.stack([graph.fill_gap(texts, torch.full_like(texts.length, u)) > -torch.inf for u in units])
    assert bool((gaps | (fits.sum(0) <= 1)).all())


def test_a_term_takes_its_fastest_form():
    graph = compiled(
        'text s : en ~ ngram("tide.arpa")\nrequire s has 1..3 words\nfactor a = length(s)\n'
        'prefer s contains "sea" as b\n'
        'prefer not s contains "sea" as c\nprefer none(length(w) > 3 for w in s.words) as d\n'
        "factor e = type_token_ratio(s)\nprefer s matches /The .*/ as f\nprefer length(s) >= 2 as g\n"
        'factor h = 0.5 * count(s, "the") + 1'
    )
    assert graph.term_names == ("base", *"abcdefgh")
    forms = (Tabled, Graded, Tabled, Tabled, Hosted, Graded, Graded, Tabled)
    assert tuple(type(term) for term in graph.terms) == forms
    texts = some(graph, 100)
    texts = texts.rows(graph.allowed(texts))
    terms, _ = graph.evaluate(texts)
    strings = graph.host.strings(texts)
    for string, values in zip(strings, terms.tolist(), strict=True):
        said = [word.strip(".,").lower() for word in string.split()]
        expected = {
            1: len(said), 2: -("sea" not in said), 3: -said.count("sea"), 4: -sum(len(word) > 3 for word in said),
            5: len(set(said)) / len(said), 7: -max(0, 2 - len(said)), 8: 0.5 * said.count("the") + 1,
        }  # fmt: skip
        for term, value in expected.items():
            assert values[term] == pytest.approx(value), (string, graph.term_names[term])


def test_a_missing_number_makes_a_text_impossible():
    graph = compiled('text s : words ~ uniform(["a", "b"])\nrequire s has 0..2 words\nfactor v = type_token_ratio(s)')
    terms, _ = graph.evaluate(graph.texts([(), (0,)]))
    assert terms[:, 1].tolist() == [float("-inf"), 1.0]


def test_holes_are_measured_by_the_way_that_counts():
    graph = compiled(
        'text s : words = "{x:1..3 words} {y:1..3 words}" ~ uniform(["a", "b"])\n'
        "require s.x == s.y\nfactor longer = length(s.x)"
    )
    texts, _ = enumerated(graph)
    found = dict(zip(graph.host.strings(texts), graph.evaluate(texts)[0][:, 1].tolist(), strict=True))
    assert len(found) == 2 + 4 + 8 and found["a b a b"] == 2.0 and found["b b"] == 1.0


def test_counts_of_texts(graph):
    automaton = graph.hard_automaton
    assert automaton is not None and count_texts(automaton) == sum(1 for _ in listed_texts(automaton))


def test_exact_draws_have_the_law():
    for name in ("09_uniform", "12_listed"):
        graph = toy(name)
        found = solve(graph)
        texts, scores = enumerated(graph)
        truth = dict(zip(graph.host.strings(texts), (scores - found.log_z).exp().tolist(), strict=True))
        draws = graph.host.strings(found.draw(graph, Stream(2, "exact", 50_000), 50_000))
        for text, share in sorted(truth.items(), key=lambda item: -item[1])[:20]:
            assert abs(draws.count(text) / 50_000 - share) < 5 * (share / 50_000) ** 0.5


def test_programs_that_no_exact_method_solves_say_why():
    graph = compiled(
        'text s : words ~ uniform(["a", "b", "c", "d"])\nrequire s has 1..30 words\nforbid repeats(s, unit="char")'
    )
    with pytest.raises(TooManyTexts, match="text by text"):
        solve(graph)


def test_a_program_without_texts_has_log_z_of_minus_infinity():
    text = 'text s : words ~ uniform(["a", "b"])\nrequire s has 1..2 words'
    assert solve(compiled(f"{text}\nrequire palindrome(s)\nforbid palindrome(s)")).log_z == -torch.inf
