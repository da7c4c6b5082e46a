"""Grids of spins as programs, against transfer matrices: log Z within its error at twenty fixed seeds by each sampler.

The slow tests print their figures: `python -m pytest -m slow -s tests/inference/test_grids.py`.
"""

import math
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from wordfield.dsl import driver
from wordfield.dsl.plan import Asked
from wordfield.inference.colours import colours_of
from wordfield.inference.path import Path as Climb
from wordfield.inference.path import gap, table_for
from wordfield.inference.random import Stream
from wordfield.inference.sampler import Recipe

CLASSICS = Path(__file__).parents[2] / "examples" / "classics"
GRIDS = {"potts": (4, 4, 3, math.log(1 + math.sqrt(3)), 0.01), "ising": (10, 10, 2, 0.8814, 0.1)}
RECIPES = ("climbs", "populations", "exchange")
MOST_EVALUATIONS = 10_000_000
MOST_ERRORS = 3.5
SEEDS = range(1, 21)


def transfer(rows: int, columns: int, states: int, coupling: float) -> float:
    """log Z of a grid with free edges, row by row: the transfer matrix of whole rows."""
    row = np.array(list(product(range(states), repeat=columns)))
    inside = np.exp(coupling * (row[:, 1:] == row[:, :-1]).sum(1))
    between = np.exp(coupling * (row[:, None] == row[None]).sum(2))
    vector, log = inside, 0.0
    for _ in range(rows - 1):
        vector = inside * (between @ vector)
        log += math.log(vector.max())
        vector = vector / vector.max()
    return log + math.log(vector.sum())


@cache
def compiled(name: str, recipe: str):
    program = driver.check(str(CLASSICS / f"{name}.wf"))
    return driver.compile(program, driver.bind(program, recipe=recipe), "cpu")


def run(name: str, recipe: str, seed: int):
    """The run of a recipe of the program, as the command follows it."""
    found = compiled(name, recipe)
    planned = driver.planned(found, Asked(seed=seed))
    return planned.sampler.sample(found.graph, planned.recipe)


def test_transfer_matrices_know_small_grids():
    coupling, total = 0.7, 0.0
    for a, b, c, d in product(range(3), repeat=4):
        total += math.exp(coupling * ((a == b) + (c == d) + (a == c) + (b == d)))
    assert transfer(2, 2, 3, coupling) == pytest.approx(math.log(total))
    assert transfer(4, 4, 3, math.log(1 + math.sqrt(3))) == pytest.approx(28.9161, abs=1e-4)


@pytest.mark.parametrize("name", GRIDS)
def test_a_grid_is_two_colours_of_places(name):
    graph = compiled(name, "climbs").graph
    colours = colours_of(graph)
    assert [len(group) for group in colours.groups] == [graph.places // 2] * 2


@pytest.mark.parametrize("name", GRIDS)
def test_scores_follow_places_that_are_drawn_at_once(name):
    graph = compiled(name, "climbs").graph
    path = Climb(graph, table_for(graph, Recipe()), 8, 1)
    state = path.begin(graph.surrogate.draw(Stream(3, "start", 8), 8))
    before = gap(state)
    for number in range(6):
        state = path.step(Stream(1, "unused", 8), state, number, torch.linspace(0.2, 1.0, 8, dtype=torch.float64))
    fresh = path.begin(state.texts)
    torch.testing.assert_close(gap(state), gap(fresh))
    torch.testing.assert_close(state.log_score, fresh.log_score)
    assert float((gap(state) - before).mean()) > 1


@pytest.mark.parametrize("recipe", RECIPES)
def test_log_z_of_a_small_grid_is_covered(recipe):
    found = run("potts", recipe, 1)
    rows, columns, states, coupling, _ = GRIDS["potts"]
    assert abs(found.log_z - transfer(rows, columns, states, coupling)) <= 4.5 * found.log_z_error


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("name", GRIDS)
def test_log_z_is_covered_at_twenty_seeds(name, recipe):
    *grid, most = GRIDS[name]
    truth = transfer(*grid)
    covered, widest, evaluations = 0, 0.0, 0
    for seed in SEEDS:
        found = run(name, recipe, seed)
        covered += abs(found.log_z - truth) <= MOST_ERRORS * found.log_z_error and found.log_z_error <= most
        widest, evaluations = max(widest, found.log_z_error), max(evaluations, found.evaluations)
        print(f"{name} {recipe} {seed}: {found.log_z:.4f} ± {found.log_z_error:.4f}, truth {truth:.4f}", flush=True)
    print(
        f"{name} {recipe}: {covered} of {len(SEEDS)}, error {widest:.4f} at most, {evaluations:,} evaluations at most"
    )
    assert covered >= 19 and evaluations <= MOST_EVALUATIONS
