"""Laws of kernels, stated once: each takes a target and a move and fails with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor
from toy import Toy
from wordfield.inference.certify import transitions
from wordfield.inference.kernel import State, init, step
from wordfield.inference.move import Move
from wordfield.inference.moves.bridge import Bridge
from wordfield.inference.outcomes import enumerate_outcomes
from wordfield.inference.propose import pick, propose
from wordfield.inference.random import Stream
from wordfield.inference.texts import Texts


def registered_moves(of_blocks: str = "uniform") -> list[Move]:
    """Every registered kernel in the forms that tests use, blocks from a source of their own; the two sides of a kernel
    are no kernels."""
    moves: list[Move] = []
    for move in Move.all().values():
        names = [parameter.name for parameter in move.signature()]
        if move.partner or any(p.required for p in move.signature()):
            continue
        if "source" in names:
            moves += [move(source=source) for source in ("uniform", "ngram", "conditional")]
            if "block" in names:
                moves.append(move(source=of_blocks, block=2))
        elif move is Bridge:
            moves += [Bridge(span=2), Bridge(), Bridge(whole=True)]
        else:
            moves.append(move())
    return moves


def hole_law(graph: Toy, move: Move, states: Texts) -> None:
    """hole(x, change) == hole(y, undo(change)) for every change that is possible."""
    count = states.length.shape[0]
    for row, proposal, _ in enumerate_outcomes(
        states.rows, lambda chance, texts: propose(chance, graph, move, texts), count, graph.device, 1 << 14
    ):
        kind, place, choice, _ = proposal.change
        back = pick(move.undo, kind)
        hole, _ = move.open(graph, states.rows(row), place, kind)
        again, found = move.open(graph, proposal.texts, move.back(hole, choice), back)
        pairs = [(hole.texts.units, again.texts.units), (hole.texts.length, again.texts.length)]
        pairs += [(hole.place, again.place), (hole.content, again.content)]
        for there, back_again in pairs:
            same = there == back_again
            same = same.flatten(1).all(1) if same.dim() > 1 else same
            assert bool(same[proposal.possible].all()), f"{move.label}: the hole of a change is not that of its undoing"
        if not isinstance(choice, Tensor):
            drew = proposal.possible
            assert bool((choice.same(found))[drew].all()), f"{move.label}: the undoing does not find what went in"
        else:
            drew = proposal.possible & pick(move.draws, kind)
            assert bool((found == choice)[drew].all()), f"{move.label}: the undoing does not find what went in"


Advance = Callable[..., tuple[State, object]]


def cache_law(graph: Toy, move: Move, start: Texts, steps: int = 200, advance: Advance = step) -> None:
    """Every field of the state after a step equals `init` of its text."""
    stream, state = Stream(5, "chain", start.length.shape[0], graph.device), init(graph, start)
    for number in range(steps):
        stream.step(number)
        state, _ = advance(stream, graph, move, state, 1.0)
        fresh = init(graph, state.texts)
        torch.testing.assert_close(state.terms, fresh.terms, rtol=0, atol=1e-9)
        torch.testing.assert_close(state.log_score, fresh.log_score, rtol=0, atol=1e-9)
        torch.testing.assert_close(state.log_surrogate, fresh.log_surrogate, rtol=0, atol=1e-9)
        assert bool((state.allowed == fresh.allowed).all())
        assert bool((state.texts.units[~state.texts.inside()] == 0).all()), "a place beyond the length holds a unit"


def same_law(graph: Toy, move: Move, states: Texts, chosen: Tensor, repeats: int, seed: int) -> float:
    """The smallest chi-square p value of ordinary steps against the enumerated rows, over the chosen states."""
    matrix = transitions(graph, move, states)
    worst = 1.0
    for number, row in enumerate(chosen.tolist()):
        stream = Stream(seed, "chain", repeats, graph.device, first=number * repeats)
        state = init(graph, states.rows(torch.full((repeats,), row)))
        after = graph.number(step(stream, graph, move, state)[0].texts)
        where = torch.bincount(after, minlength=graph.of_text.shape[0])[graph.number(states)]
        assert int(where.sum()) == repeats, f"{move.label} leaves the admissible texts"
        worst = min(worst, chi_square(where.double(), matrix[row, :-1] * repeats))
    return worst


def chi_square(counts: Tensor, expected: Tensor) -> float:
    """Upper tail of Pearson's statistic; cells that expect less than 5 are put together until they expect as much."""
    assert bool((counts[expected == 0] == 0).all()), "an outcome of probability 0 was seen"
    order = expected.argsort(descending=True)
    observed, wanted = counts[order].tolist(), expected[order].tolist()
    while len(wanted) > 1 and wanted[-1] < 5:
        last, seen = wanted.pop(), observed.pop()
        wanted[-1], observed[-1] = wanted[-1] + last, observed[-1] + seen
    if len(wanted) < 2:
        return 1.0
    observed, wanted = torch.tensor(observed).double(), torch.tensor(wanted).double()
    statistic = ((observed - wanted) ** 2 / wanted).sum()
    return float(torch.special.gammaincc(torch.tensor((len(wanted) - 1) / 2).double(), statistic / 2))


def total_variation(counts: Tensor, probabilities: Tensor) -> float:
    """Half the summed difference between frequencies and probabilities."""
    return float((counts.double() / counts.sum() - probabilities).abs().sum() / 2)


def noise_bound(probabilities: Tensor, draws: int, quantile: float = 0.999, simulations: int = 20_000) -> float:
    """The quantile of the total variation that so many independent draws show."""
    return _noise_bound(tuple(probabilities.tolist()), draws, quantile, simulations)


@lru_cache(maxsize=32)
def _noise_bound(probabilities: tuple[float, ...], draws: int, quantile: float, simulations: int) -> float:
    p = np.array(probabilities)
    p = p[p > 0] / p.sum()
    generator, found = np.random.default_rng(1), []
    for _ in range(10):
        counts = generator.multinomial(draws, p, size=simulations // 10)
        found.append(np.abs(counts / draws - p).sum(1) / 2)
    return float(np.quantile(np.concatenate(found), quantile))


def mean_errors(graph: Toy, number: Tensor, probabilities: Tensor) -> dict[str, float]:
    """|z| of log score, length and each term's mean, for independent texts given by their row numbers."""
    score = graph.scores.double()
    statistics = {"log_score": score.sum(1), "length": graph.everything.length.double()}
    statistics |= {name: score[:, k] for k, name in enumerate(graph.term_names)}
    found = {}
    for name, values in statistics.items():
        mean = float((probabilities * values).sum())
        deviation = float((probabilities * (values - mean) ** 2).sum()) ** 0.5
        found[name] = abs(float(values[number].mean()) - mean) / (deviation / len(number) ** 0.5)
    return found


def whole(move: Move) -> bool:
    """Whether a move redraws everything, which makes its enumeration quadratic."""
    return isinstance(move, Bridge) and move.whole
