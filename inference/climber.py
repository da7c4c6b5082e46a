"""Populations that climb a ladder of temperatures found by a pilot run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .climb import PILOT, climb, ladder, spread
from .path import Path, table_for
from .random import Stream

if TYPE_CHECKING:
    from .graph import FactorGraph
    from .guide.population import Population
    from .sampler import Recipe
    from .table import Table


@dataclass
class Climber:
    """A ladder with what climbs it; `evaluations` counts the pilot's too."""

    graph: FactorGraph
    table: Table
    seed: int
    betas: list[float]
    sweeps: int
    evaluations: int = field(default=0)

    @classmethod
    def of(cls, graph: FactorGraph, recipe: Recipe, rungs: int, sweeps: int) -> Climber:
        """The ladder of a program: `rungs` temperatures, or as many as the pilot finds, twice over."""
        table = table_for(graph, recipe)
        pilot = Path(graph, table, PILOT, recipe.seed)
        found = ladder(pilot, recipe.seed, pilot.sweep)
        return cls(graph, table, recipe.seed, spread(found, rungs or 2 * len(found)), sweeps, pilot.evaluations)

    def populations(self, number: int, shape: tuple[int, int], threshold: float) -> Population:
        """Populations from a number on, [populations, particles]."""
        count, particles = shape
        rows, first = count * particles, number * particles
        path = Path(self.graph, self.table, rows, self.seed, first)
        chance = Stream(self.seed, "climb", rows, self.graph.device, first)
        shared = Stream(self.seed, "climb resampling", count, self.graph.device, number)
        found, _ = climb(path, chance, shared, self.betas, shape, self.sweeps * path.sweep, threshold)
        path.failures()
        self.evaluations += path.evaluations
        return found
