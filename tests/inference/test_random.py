"""The random primitives: Philox against its published vectors, each primitive against its probabilities."""

import math

import pytest
import torch
from laws import chi_square
from wordfield.inference.outcomes import enumerate_outcomes
from wordfield.inference.random import Law, Stream, host_uniform, philox

# Random123, tests/kat_vectors, philox4x32 with 10 rounds
VECTORS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), VECTORS)
def test_philox_gives_the_published_words(counter, key, words):
    assert philox(counter, key) == words
    rows = philox(tuple(torch.tensor([word, 0]) for word in counter), key)
    assert tuple(int(row[0]) for row in rows) == words


def test_uniforms_do_not_depend_on_the_batch_or_on_the_order():
    many, one = Stream(3, "chain", 64), Stream(3, "chain", 1, first=17)
    for step in (0, 70, 5, 1000, 70):
        many.step(step)
        one.step(step)
        for _ in range(11):
            assert float(many.uniform()[17]) == float(one.uniform()[0])


def test_streams_of_other_seeds_purposes_and_sites_differ():
    first = Stream(3, "chain", 1000)
    draws = [
        Stream(seed, purpose, 1000).uniform()
        for seed, purpose in ((4, "chain"), (3, "start"), (3 + (1 << 40), "chain"))
    ]
    draws += [first.uniform() for _ in range(9)]
    first.step(1)
    draws.append(first.uniform())
    matrix = torch.corrcoef(torch.stack(draws)) - torch.eye(len(draws))
    assert float(matrix.abs().max()) < 5 / math.sqrt(1000)


def test_uniforms_are_uniform_and_below_one():
    stream, cells = Stream(1, "chain", 100_000), torch.zeros(100)
    for step in range(3):
        stream.step(step)
        draws = torch.stack([stream.uniform() for _ in range(5)])
        assert float(draws.min()) >= 0 and float(draws.max()) < 1
        cells += torch.bincount((draws.flatten() * 100).long(), minlength=100)
    assert chi_square(cells.double(), torch.full((100,), 15_000.0).double()) > 1e-6


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_categorical_follows_its_weights(dtype):
    weights = torch.tensor([0.0, 3.0, 1e-3, 0.0, 1.0, 0.5], dtype=dtype)
    law = Law(weights.log().expand(200_000, -1) + 300.0)
    counts = torch.bincount(Stream(2, "chain", 200_000).categorical(law), minlength=6).double()
    assert chi_square(counts, weights.double() / weights.double().sum() * 200_000) > 1e-6
    index = torch.zeros(200_000, dtype=torch.int64)
    assert float(law.log_prob(index + 1)[0]) == pytest.approx(math.log(3 / 4.501), abs=1e-4)
    assert float(law.log_prob(index)[0]) == -math.inf


def test_rows_where_nothing_is_possible_give_zero():
    law = Law(torch.tensor([[-math.inf, -math.inf], [-math.inf, 0.0]]))
    assert Stream(0, "chain", 2).categorical(law).tolist() == [0, 1]
    assert law.log_prob(torch.tensor([0, 1])).tolist() == [-math.inf, 0.0]


def test_places_coins_and_acceptance_follow_their_probabilities():
    stream, n = Stream(9, "chain", 100_000), 100_000
    mask = torch.tensor([True, False, True, True]).expand(n, -1)
    places = torch.bincount(stream.place(mask), minlength=4).double()
    assert chi_square(places, torch.tensor([1.0, 0.0, 1.0, 1.0]).double() * n / 3) > 1e-6
    shares = [0.2, 0.5, 0.3]
    assert chi_square(torch.bincount(stream.coin(shares)).double(), torch.tensor(shares).double() * n) > 1e-6
    accepted = float(stream.accept(torch.full((n,), math.log(0.3))).double().mean())
    assert abs(accepted - 0.3) < 5 * math.sqrt(0.21 / n)
    for ratio, always in ((0.0, True), (math.inf, True), (-math.inf, False), (math.nan, False)):
        assert bool((stream.accept(torch.full((n,), ratio)) == always).all())


def test_permutations_are_equally_likely():
    order = Stream(9, "chain", 60_000).permutation(3)
    counts = torch.bincount(order[:, 0] * 3 + order[:, 1], minlength=9).double()
    expected = torch.tensor([0, 1, 1, 1, 0, 1, 1, 1, 0]).double() * 10_000
    assert chi_square(counts, expected) > 1e-6


def test_host_numbers_are_uniform():
    cells = torch.zeros(20)
    for step in range(20_000):
        cells[int(host_uniform(4, "table", step) * 20)] += 1
    assert chi_square(cells.double(), torch.full((20,), 1000.0).double()) > 1e-6


def test_the_enumerator_walks_every_outcome_once():
    weights = torch.tensor([[1.0, 3.0], [0.0, 1.0]])

    def once(chance, start):
        first = chance.categorical(Law(start.log()))
        second = chance.accept(torch.where(first == 0, 0.0, math.log(0.25)))
        return first * 10 + second.long() + chance.coin([0.5, 0.5]) * 100

    found = {}
    for rows, results, probabilities in enumerate_outcomes(lambda r: weights[r], once, 2, torch.device("cpu"), 3):
        for row, result, probability in zip(rows.tolist(), results.tolist(), probabilities.tolist(), strict=True):
            assert (row, result) not in found
            found[row, result] = probability
    half = {(0, 1): 0.25, (0, 10): 0.75 * 0.75, (0, 11): 0.75 * 0.25, (1, 10): 0.75, (1, 11): 0.25}
    expected = {(row, result + 100 * coin): p / 2 for (row, result), p in half.items() for coin in (0, 1)}
    assert found == pytest.approx(expected, abs=1e-7)


def test_long_lists_follow_their_weights():
    """Entries in several blocks, some of them empty; in float32, rare entries as often as they should be."""
    weights = torch.rand(1000, generator=torch.Generator().manual_seed(1)) ** 8
    weights[128:400] = 0.0
    law = Law(weights.log().expand(20_000, -1))
    stream, counts = Stream(6, "chain", 20_000), torch.zeros(1000)
    for step in range(20):
        stream.step(step)
        counts += torch.bincount(stream.categorical(law), minlength=1000)
    assert chi_square(counts.double(), weights.double() / weights.double().sum() * counts.double().sum()) > 1e-6
    index = torch.full((20_000,), 500)
    assert float(law.log_prob(index)[0]) == pytest.approx(float((weights[500] / weights.sum()).log()), abs=1e-5)


def test_the_laws_of_some_rows_are_those_of_their_weights():
    weights = torch.randn(5, 300, generator=torch.Generator().manual_seed(1))
    weights[2] = -torch.inf
    index = torch.tensor([4, 4, 2, 0])
    some, wanted = Law(weights).rows(index), Law(weights[index])
    uniform = torch.tensor([0.1, 0.9, 0.5, 0.7], dtype=torch.float64)
    assert some.entry(uniform).tolist() == wanted.entry(uniform).tolist()
    assert some.log_prob(some.entry(uniform)).tolist() == wanted.log_prob(wanted.entry(uniform)).tolist()
    assert some.log_sum.tolist() == wanted.log_sum.tolist()
    assert some.log_sum[[0, 3]].tolist() == pytest.approx(weights[[4, 0]].double().logsumexp(1).tolist(), abs=1e-5)
    assert float(some.log_sum[2]) == -torch.inf
