"""The path from the surrogate to the program: kernels by their executed transitions, log Z by every outcome and over
many runs, exchanges by the joint matrix of two rungs."""

import inspect
import math
import textwrap
from itertools import product

import pytest
import torch
from toy import Toy
from wordfield.inference import climb as climbing
from wordfield.inference import path as paths
from wordfield.inference import swaps
from wordfield.inference.certify import connected, measure, transitions
from wordfield.inference.climb import climb, descend, spread
from wordfield.inference.moves.replace import Replace, ReplaceAt
from wordfield.inference.moves.resize import Resize
from wordfield.inference.outcomes import enumerate_outcomes
from wordfield.inference.path import Path, gap, heat, joined, knows_conditionals, rows_of
from wordfield.inference.random import Chance, Law, Stream
from wordfield.inference.table import table_of
from wordfield.inference.texts import Texts


class Warm(Toy):
    """A toy that knows its conditionals all along the path."""

    def __init__(self, **settings) -> None:
        super().__init__(**settings)
        self.surrogate.log_z = float(self.surrogate.log_s.double().logsumexp(0))

    def along(self, texts, place):
        number = self._each(texts, place)
        plain = self.surrogate.log_s[number]
        score = torch.where(self.allowed[number], self.scores[number].sum(-1), -math.inf)
        return plain, torch.where(plain > -math.inf, score - plain, 0.0)

    @property
    def log_z(self) -> float:
        return float(torch.where(self.allowed, self.scores.double().sum(1), -math.inf).logsumexp(0))


def program(**settings) -> Warm:
    return Warm(**{"units": 3, "places": 2, "seed": 4, "spread": 1.2, **settings})


def table(*moves):
    return table_of([(1.0, move) for move in moves] or [(2.0, Replace("ngram")), (1.0, Resize())])


def log_density(graph, states, beta):
    score = torch.where(graph.allowed, graph.scores.double().sum(1), -math.inf)[graph.number(states)]
    return (1 - beta) * graph.surrogate.log_weight(states).double() + beta * score


def states_of(graph) -> Texts:
    return graph.everything.rows((graph.log_target() > -math.inf).nonzero()[:, 0])


# ---- kernels at every temperature


def heat_step(chance, graph, move, state, beta):
    """`heat` in the form that certificates take."""
    log_s = graph.surrogate.log_weight(state.texts)
    return heat(chance, graph, move, paths.Point(state.texts, state.log_score, log_s), beta), None


@pytest.mark.parametrize("beta", [0.2, 0.7, 1.0])
@pytest.mark.parametrize(
    "move", [Replace("conditional"), ReplaceAt("conditional", number=1)], ids=["any place", "one place"]
)
def test_a_unit_drawn_on_the_path_keeps_its_law(move, beta):
    graph = program(places=3)
    states = states_of(graph)
    found = transitions(graph, move, states, beta, heat_step)
    balance, stationarity = measure(found, log_density(graph, states, beta))
    assert balance <= 1e-8 and stationarity <= 1e-8


def changed(function, old, new):
    """A function with one line of its source changed."""
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {function.__name__}"
    space = dict(vars(inspect.getmodule(function)))
    exec("from __future__ import annotations\n" + source.replace(old, new), space)
    return space[function.__name__]


@pytest.mark.parametrize(
    "new",
    ["weights = plain + more", "weights = plain", "weights = beta * (plain + more)"],
    ids=["the program's law on every rung", "the surrogate's", "both ends tempered"],
)
def test_a_wrong_temperature_is_seen(new, monkeypatch):
    line = "weights = plain + (beta[:, None] if isinstance(beta, torch.Tensor) else beta) * more"
    monkeypatch.setitem(globals(), "heat", changed(heat, line, new))
    graph = program(places=3)
    states = states_of(graph)
    found = transitions(graph, Replace("conditional"), states, 0.4, heat_step)
    assert max(measure(found, log_density(graph, states, 0.4))) > 1e-3


@pytest.mark.parametrize("heated", [True, False])
def test_scores_follow_the_texts(heated):
    graph = program(places=3, loose=0.2)
    path = Path(graph, table(Replace("conditional")) if heated else table(), 40, 1)
    assert path.heated == heated and knows_conditionals(graph)
    chance, betas = Stream(2, "walk", 40), torch.linspace(0.1, 1.0, 40, dtype=torch.float64)
    state = path.begin(states_of(graph).rows(torch.arange(40) % 9))
    for number in range(60):
        chance.step(number)
        state = path.step(chance, state, number, betas)
        fresh = path.begin(state.texts)
        torch.testing.assert_close(gap(state), gap(fresh))
        torch.testing.assert_close(state.log_score, fresh.log_score)


# ---- log Z


class Several(Chance):
    """The chance of several particles a run: the enumerator is asked for one after another."""

    def __init__(self, chance: Chance, particles: int) -> None:
        self._chance, self._particles = chance, particles
        self.chains, self.device = chance.chains * particles, chance.device

    def _each(self, values):
        return values.view(self._chance.chains, self._particles, *values.shape[1:]).unbind(1)

    def categorical(self, law):
        return torch.stack([self._chance.categorical(Law(one)) for one in self._each(law.log_weights)], 1).flatten()

    def coin(self, shares):
        return torch.stack([self._chance.coin(shares) for _ in range(self._particles)], 1).flatten()

    def accept(self, log_ratio):
        return torch.stack([self._chance.accept(one) for one in self._each(log_ratio)], 1).flatten()


def expected(graph, path, betas, particles, threshold, rise=None):
    """E[Z-hat] and E[Z-hat · mean length] over every outcome."""

    def once(chance, rows):
        found, _ = (rise or climb)(
            path, Several(chance, particles), chance, betas, (len(rows), particles), 1, threshold
        )
        return found.log_weights.exp(), found.texts

    total = torch.zeros(2, dtype=torch.float64)
    for _, (weight, texts), probability in enumerate_outcomes(lambda rows: rows, once, 1, graph.device, 1 << 14):
        length = texts.length.view(weight.shape).double()
        total += (probability[:, None] * torch.stack([weight.mean(1), (weight * length).mean(1)], 1)).sum(0)
    return total


def truth(graph):
    weight = torch.where(graph.allowed, graph.scores.double().sum(1), -math.inf).exp()
    return torch.stack([weight.sum(), (weight * graph.everything.length).sum()])


CLIMBS = {
    "annealed importance sampling, exact conditionals": (1, 0.0, (Replace("conditional"),), 0.0, 2),
    "annealed importance sampling, proposals": (1, 0.0, (Replace("ngram"),), 0.3, 1),
    "populations, resampled every time": (2, 1.1, (Replace("conditional"),), 0.3, 1),
    "populations, resampled when needed": (2, 0.8, (Replace("conditional"),), 0.0, 1),
}


def path_of(name):
    particles, threshold, moves, loose, places = CLIMBS[name]
    graph = program(places=places, loose=loose)
    return graph, Path(graph, table(*moves), particles, 3), particles, threshold


@pytest.mark.parametrize("name", CLIMBS)
def test_estimates_are_unbiased_over_every_outcome(name):
    graph, path, particles, threshold = path_of(name)
    if not path.heated:
        path._tally.add = lambda entry, info: None  # rows are outcomes here, and no chains
    found = expected(graph, path, [0.4, 1.0], particles, threshold)
    torch.testing.assert_close(found, truth(graph), rtol=1e-9, atol=0)


BUGS = {
    "weights by the temperature after the next": ("log_w = log_w + ((beta - below) *", "log_w = log_w + (beta *"),
    "resampling without resetting the weights": ("log_w = torch.where(needed[:, None], 0.0, log_w)", "pass"),
    "the mean weight forgotten when resampling": (
        "log_z = torch.where(needed, log_z + log_mean(log_w), log_z)",
        "pass",
    ),
    "weights after the move instead of before": (
        "below = beta\n",
        "below = beta; state = path.step(chance, state, 9, 1.0)\n",
    ),
    "log Z of the surrogate forgotten": ("float(graph.surrogate.log_z)", "0.0"),
}


@pytest.mark.parametrize("name", BUGS)
def test_an_injected_bug_of_the_climb_is_seen(name):
    graph, path, particles, threshold = path_of("populations, resampled every time")
    rise = changed(climb, *BUGS[name])
    if name.startswith("weights after"):
        graph, path, particles, threshold = path_of("annealed importance sampling, exact conditionals")
        rise = late_weights
    found = expected(graph, path, [0.4, 1.0], particles, threshold, rise)
    assert float((found / truth(graph) - 1).abs().max()) > 1e-3


def late_weights(path, chance, shared, betas, shape, steps, threshold):
    """A climb that moves at a temperature before it counts the weight of reaching it."""
    state = path.begin(path.graph.surrogate.draw(chance, math.prod(shape)))
    log_w, below = torch.zeros(shape, dtype=torch.float64), 0.0
    for number, beta in enumerate(betas):
        state = path.step(chance, state, number, beta)
        log_w = log_w + ((beta - below) * gap(state)).view(shape)
        below = beta
    log_w = log_w + path.graph.surrogate.log_z
    return climbing.Population(state.texts, log_w, log_w[:, 0], log_w[:, 0], log_w[:, 0]), state


def far(graph, runs, seed, wrong=1.0):
    """|z| of the mean of Z-hat and Z-hat · length over independent climbs by proposals."""
    path, chance = Path(graph, table(), runs, seed), Stream(seed, "climb", runs)
    found, _ = climb(path, chance, chance, [wrong * beta for beta in (0.2, 0.5, 0.8)] + [1.0], (runs, 1))
    weight = found.log_weights[:, 0].exp() * (wrong if wrong != 1.0 else 1.0)
    values = torch.stack([weight, weight * found.texts.length], 1)
    return float(((values.mean(0) - truth(graph)) / (values.std(0) / runs**0.5)).abs().max())


def test_estimates_are_unbiased_over_many_runs():
    assert far(program(places=3, loose=0.1), 100_000, 5) <= 4.5


def test_many_runs_see_a_weight_wrong_by_five_percent():
    assert far(program(places=3, loose=0.1), 100_000, 5, wrong=1.05) > 4.5


def test_the_way_back_is_unbiased_from_exact_draws():
    graph, runs = program(places=3), 100_000
    chance = Stream(8, "back", runs)
    start = graph.everything.rows(chance.categorical(Law(graph.log_target().expand(runs, -1))))
    log_w = descend(Path(graph, table(), runs, 8), chance, start, [0.2, 0.5, 0.8, 1.0])
    weight = (log_w + graph.log_z - graph.surrogate.log_z).exp()
    # Z(s) / Z, less what the program forbids: here every text of the surrogate has a positive weight
    share = graph.surrogate.log_s.exp()[graph.log_target() > -math.inf].sum() / graph.surrogate.log_s.exp().sum()
    assert abs(float(weight.mean()) - float(share)) / (float(weight.std()) / runs**0.5) <= 4.5


def test_a_ladder_keeps_its_ends():
    assert spread([0.3, 1.0], 4) == pytest.approx([0.15, 0.3, 0.65, 1.0])
    assert spread([1.0], 1) == [1.0]


# ---- exchanges


def joint(graph, states, betas, parity, swap=swaps.exchange):
    """The matrix of one exchange over pairs of texts, and the log density of pairs."""
    count = len(states.length)
    pairs = torch.tensor(list(product(range(count), repeat=2)))

    def begin(rows):
        return rows

    def once(chance, rows):
        texts = states.rows(pairs[rows].T.flatten())  # rung by rung
        path = Path(graph, table(), len(texts.length), 0)
        gaps = gap(path.begin(texts)).view(2, -1)
        found = texts.rows(swap(ByRung(chance), gaps, torch.tensor(betas, dtype=torch.float64), parity))
        return torch.stack([number(graph, states, found)[: len(rows)], number(graph, states, found)[len(rows) :]], 1)

    matrix = torch.zeros(len(pairs), len(pairs) + 1, dtype=torch.float64)
    for row, after, probability in enumerate_outcomes(begin, once, len(pairs), graph.device, 1 << 16):
        matrix.view(-1).index_add_(0, row * (len(pairs) + 1) + after[:, 0] * count + after[:, 1], probability)
    density = log_density(graph, states, betas[0])[:, None] + log_density(graph, states, betas[1])[None]
    return matrix, density.flatten()


def number(graph, states, texts):
    order = graph.number(states)
    return (graph.number(texts)[:, None] == order[None]).long().argmax(1)


class ByRung(Chance):
    """The chance of two rungs: one question for the chains of each."""

    def __init__(self, chance) -> None:
        self._chance = chance

    def accept(self, log_ratio):
        return torch.cat([self._chance.accept(one) for one in log_ratio.view(2, -1)])


@pytest.mark.parametrize("parity", [0, 1])
def test_an_exchange_keeps_the_law_of_both_rungs(parity):
    graph = program()
    states = states_of(graph)
    matrix, density = joint(graph, states, [0.3, 1.0], parity)
    balance, stationarity = measure(matrix, density)
    assert balance <= 1e-8 and stationarity <= 1e-8
    assert bool((matrix.diagonal() < 0.999).any()) == (parity == 0) and not connected(matrix)


SWAP_BUGS = {
    "the sign of the temperatures": ("betas.diff()[:, None] *", "-betas.diff()[:, None] *"),
    "the gap of one side": ("(gaps[:-1] - gaps[1:])", "(0.0 - gaps[1:])"),
    "the ratio wrong by 5 %": ("(gaps[:-1] - gaps[1:])", "(gaps[:-1] - gaps[1:]) + math.log(1.05)"),
    "always exchanged": ("betas.diff()[:, None] *", "0.0 *"),
}


@pytest.mark.parametrize("name", SWAP_BUGS)
def test_an_injected_bug_of_the_exchange_is_seen(name, monkeypatch):
    monkeypatch.setattr(swaps, "log_ratios", changed(swaps.log_ratios, *SWAP_BUGS[name]))
    graph = program()
    states = states_of(graph)
    assert max(measure(*joint(graph, states, [0.3, 1.0], 0))) > 1e-3


def test_rows_follow_their_index():
    graph = program()
    path = Path(graph, table(), 6, 0)
    state = path.begin(states_of(graph).rows(torch.arange(6)))
    turned = rows_of(state, torch.tensor([5, 4, 3, 2, 1, 0]))
    assert torch.equal(turned.texts.units, state.texts.units.flip(0)) and turned.violation is None
    assert torch.equal(joined(state, turned).log_score, torch.cat([state.log_score, state.log_score.flip(0)]))


def test_a_tuned_ladder_refuses_equally_often():
    import numpy as np

    betas = np.linspace(0, 1, 6)
    found = swaps.tuned(betas, np.array([0.5, 0.1, 0.1, 0.1, 0.2]), 5)
    assert found[0] == 0 and found[-1] == 1 and found[1] == pytest.approx(0.1) and found[2] == pytest.approx(0.2)


def test_bennett_finds_a_known_ratio():
    """Gaussians: gap g under b has mean m + b v and variance v, so that log Z(1) - log Z(0) = m + v / 2."""
    import numpy as np

    generator = np.random.default_rng(1)
    betas = np.array([0.0, 0.4, 1.0])
    gaps = np.stack([generator.normal(-3 + beta * 2.0, 2.0**0.5, (400, 20)) for beta in betas], 1)
    found, error = swaps.stepping(gaps, betas)
    assert error is not None and abs(found - (-3 + 1)) <= 4 * error and error < 0.05
