"""The surrogate and the full conditionals of its n-gram, against sums over every text."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from laws import noise_bound, total_variation
from wordfield.inference.automaton import Automaton, product
from wordfield.inference.backoff import Backoff, shortened
from wordfield.inference.contexts import from_dictionaries
from wordfield.inference.estimate import learn
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.neighbours import Neighbours
from wordfield.inference.ngram import NGram
from wordfield.inference.random import Stream
from wordfield.inference.render import Renderer
from wordfield.inference.scope import Scope
from wordfield.inference.shape import at_most
from wordfield.inference.surrogate import Surrogate
from wordfield.inference.texts import Texts

UNITS = ("a", "b", "c")
LINES = [list(line) for line in ("abca", "cab", "bbac", "aab", "c", "cabca", "bacab")]
PLACES = 5
# contexts that are no n-grams of their own, weights above 1, a unit without probability of its own
UNTIDY = {
    ("a",): -1.2, ("b",): -np.inf, ("c",): -1.9, ("</s>",): -1.5, ("<s>", "a"): -0.4, ("a", "b"): -0.7,
    ("b", "</s>"): -0.3, ("c", "a", "b"): -0.2, ("a", "b", "c"): -0.9, ("<s>", "b"): -2.0, ("b", "b"): -0.8,
}  # fmt: skip
BACKOFFS = {("a",): -0.5, ("b",): 0.3, ("<s>",): -0.2, ("c", "a"): 0.4, ("a", "b"): -0.6, ("b", "b"): -0.1}


def ngram(order: int) -> NGram:
    return learn(LINES, order, UNITS) if order else from_dictionaries(3, UNITS, UNTIDY, BACKOFFS)


def model(order: int, power: float = 1.0, temperature: float = 1.0) -> Backoff:
    return Backoff(ngram(order), power, temperature, dtype=torch.float64)


def everything(places: int = PLACES) -> Texts:
    rows = [text for size in range(places + 1) for text in itertools.product(range(3), repeat=size)]
    units = torch.tensor([[*row, *[0] * (places - len(row))] for row in rows])
    return Texts(units, torch.tensor([len(row) for row in rows]))


def soft(seed: int) -> Automaton:
    """Random earnings over texts of bounded length, some of them nothing."""
    rng = np.random.default_rng(seed)
    final = rng.choice([-np.inf, 0.0, -1.3, 0.8], 4)
    final[0] = 0.0
    walk = Automaton(rng.integers(0, 4, (4, 2)), rng.integers(0, 2, 3), final)
    return product([walk, at_most(Scope(Renderer(Lexicon(UNITS, "words"))), PLACES)]).minimal()


CASES = [
    (order, power, temperature, tabled, seed)
    for seed, (order, (power, temperature), tabled) in enumerate(
        itertools.product((0, 1, 2, 3, 4), ((1.0, 1.0), (1.7, 1.0), (1.0, 0.6), (0.5, 2.0)), (False, True))
    )
]


def surrogate(order: int, power: float, temperature: float, tabled: bool, seed: int) -> Surrogate:
    table = np.array([0.3, -1.1, 0.7]) if tabled else None
    return Surrogate(model(order, power, temperature), soft(seed), table, 0.25 if tabled else 0.0)


def log_weight(found: Surrogate, text: tuple[int, ...], order: int, power: float, temperature: float) -> float:
    """The weight of a text from the n-gram's own steps."""
    own, node, total = ngram(order), ngram(order).start, 0.0
    for unit in (*text, None):
        row, end = own.conditional(node) / temperature, own.log_end[node] / temperature
        share = np.logaddexp.reduce([*row, end]) if temperature != 1.0 else 0.0
        total += (end if unit is None else row[unit]) - share
        if unit is not None:
            node = own.step(node, unit)[1]
    added = sum(float(found.table[unit]) for unit in text) + found.constant
    return power * total + added + found.automaton.value(text)


@pytest.mark.parametrize(("order", "power", "temperature", "tabled", "seed"), CASES)
def test_weights_sums_and_conditionals(order, power, temperature, tabled, seed):
    found = surrogate(order, power, temperature, tabled, seed)
    texts = everything()
    weights = found.log_weight(texts)
    for row in range(0, len(weights), 7):
        text = tuple(texts.units[row, : texts.length[row]].tolist())
        assert float(weights[row]) == pytest.approx(log_weight(found, text, order, power, temperature), abs=1e-9)
    assert found.log_z == pytest.approx(float(torch.logsumexp(weights, 0)), abs=1e-9)
    good = torch.isfinite(weights)
    conditionals = found.log_conditionals(texts)
    torch.testing.assert_close(conditionals[good], weights[good] - found.log_z, rtol=0, atol=1e-9)
    assert bool((conditionals[~good] == -torch.inf).all())


@pytest.mark.parametrize(("order", "tabled"), [(0, True), (2, False), (3, True), (4, False)])
def test_draws_have_the_law(order, tabled):
    found, texts = surrogate(order, 1.0, 1.0, tabled, 3), everything()
    truth = (found.log_weight(texts) - found.log_z).exp()
    draws = found.draw(Stream(4, "start", 50_000), 50_000)
    powers = torch.tensor([4**k for k in range(PLACES)])

    def code(some: Texts) -> torch.Tensor:
        return ((some.units[:, :PLACES] + 1) * some.inside()[:, :PLACES] * powers[: some.units.shape[1]]).sum(1)

    codes, order_ = code(texts).sort()
    number = order_[torch.searchsorted(codes, code(Texts(draws.units, draws.length)))]
    counts = torch.bincount(number, minlength=len(truth))
    assert total_variation(counts, truth) <= noise_bound(truth, 50_000)
    assert bool((found.log_weight(draws) > -torch.inf).all()) and int(draws.units[~draws.inside()].sum()) == 0


def test_a_surrogate_without_texts_says_so():
    nothing = product([soft(0), Scope(Renderer(Lexicon(UNITS, "words"))).everything(False)])
    found = Surrogate(model(2), nothing)
    assert found.log_z == -np.inf
    with pytest.raises(Exception, match=r"text"):
        found.draw(Stream(1, "start", 2), 2)


def test_an_automaton_of_endless_texts_is_refused():
    with pytest.raises(ValueError, match="any length"):
        Surrogate(model(2), Scope(Renderer(Lexicon(UNITS, "words"))).everything())


@pytest.mark.parametrize("order", [0, 2, 3, 4])
def test_a_shortened_model_forgets_what_is_further_away(order):
    full, short = ngram(order), shortened(ngram(order), 2)
    assert short.order == min(2, full.order)
    for text in itertools.product(range(3), repeat=3):
        node, wanted = short.start, full.start
        for unit in text:
            # the same step from the context of the last unit alone
            assert short.step(node, unit)[0] == pytest.approx(full.step(wanted, unit)[0], abs=1e-12)
            node, wanted = short.step(node, unit)[1], 1 + unit


@pytest.mark.parametrize("temperature", [0.5, 3.0])
@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_steps_sum_to_one_at_every_temperature(order, temperature):
    found = model(order, temperature=temperature)
    nodes = torch.arange(found.nodes)
    rows, _ = found.rows(nodes)
    total = torch.logaddexp(torch.logsumexp(rows, 1), found.log_end)
    torch.testing.assert_close(total, torch.zeros_like(total), rtol=0, atol=1e-9)


@pytest.mark.parametrize(("power", "temperature"), [(1.0, 1.0), (1.4, 1.0), (1.0, 0.7)])
@pytest.mark.parametrize("order", [0, 1, 2, 3, 4])
def test_full_conditionals_are_those_of_brute_force(order, power, temperature):
    found = model(order, power, temperature)
    texts = everything()
    texts = texts.rows(texts.length > 0)
    for place in range(PLACES):
        some = texts.rows(texts.length > place)
        at = torch.full_like(some.length, place)
        ours = Neighbours(found)(some, at)
        brute = torch.stack([found.log_prob(some.put(at, torch.full_like(at, unit))) for unit in range(3)], 1)
        good = torch.isfinite(brute).any(1)  # elsewhere the text is impossible whatever stands there
        assert bool((torch.isfinite(ours) == torch.isfinite(brute))[good].all())
        torch.testing.assert_close(ours[good].softmax(1), brute[good].softmax(1), rtol=0, atol=1e-9)


@pytest.mark.parametrize("order", [0, 1, 2, 3, 4])
def test_scores_contexts_and_rows_are_those_of_the_plain_model(order):
    own, found, texts = ngram(order), model(order), everything()
    scores, nodes = found.log_prob(texts), found.contexts(texts)
    for row in range(0, len(scores), 5):
        text = texts.units[row, : texts.length[row]].tolist()
        assert float(scores[row]) == pytest.approx(own.log_prob(text), abs=1e-12)
        node = own.start
        for at, unit in enumerate(text):
            assert int(nodes[row, at]) == node or order == 1
            node = own.step(node, unit)[1]
        assert int(nodes[row, len(text)]) == node or order == 1
    rows, targets = found.rows(torch.arange(own.nodes))
    for node in range(own.nodes):
        assert rows[node].tolist() == pytest.approx(own.conditional(node).tolist(), abs=1e-12)
        assert targets[node].tolist() == [own.step(node, unit)[1] for unit in range(3)]
