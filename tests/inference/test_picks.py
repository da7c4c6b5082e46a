"""Which draws of a run are shown: weighted ones as often as their weights say."""

from __future__ import annotations

from collections import Counter

import pytest
import torch
from wordfield.inference.picks import resampled
from wordfield.inference.run import Run
from wordfield.inference.texts import Texts


def run(weights, allowed=None):
    """A run of weighted draws [chains, draws]."""
    logs = torch.tensor(weights, dtype=torch.float64).log()
    good = torch.ones_like(logs, dtype=torch.bool) if allowed is None else torch.tensor(allowed)
    units = torch.zeros(*logs.shape, 1, dtype=torch.int64)
    return Run(Texts(units, units[..., 0]), logs[..., None], good, ("base",), log_weights=logs)


@pytest.mark.parametrize("n", [1, 3, 10, 50])
def test_each_draw_comes_up_as_often_as_its_weight_to_less_than_one(n):
    weights = [[4.0, 1.0, 0.0], [2.5, 2.0, 0.5]]
    for seed in range(50):
        counts = Counter(resampled(run(weights), n, seed))
        assert sum(counts.values()) == n and (0, 2) not in counts
        for chain, row in enumerate(weights):
            for draw, weight in enumerate(row):
                assert abs(counts[chain, draw] - n * weight / 10) < 1


def test_picks_have_the_law_of_the_weights_at_every_turn():
    weights = [[1.0, 2.0], [3.0, 4.0]]
    turns = [resampled(run(weights), 3, seed) for seed in range(4_000)]
    for turn in range(3):
        counts = Counter(picks[turn] for picks in turns)
        for chain, row in enumerate(weights):
            for draw, weight in enumerate(row):
                assert abs(counts[chain, draw] / 4_000 - weight / 10) < 0.03


def test_draws_outside_the_requirements_are_not_picked():
    picked = resampled(run([[1.0, 1.0], [1.0, 1.0]], [[True, False], [False, True]]), None, 3)
    assert set(picked) == {(0, 0), (1, 1)} and len(picked) == 4
    assert resampled(run([[1.0]], [[False]]), 5, 1) == []
