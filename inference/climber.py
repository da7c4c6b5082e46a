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
    """What climbs a ladder, which a pilot run finds; `evaluations` are the pilot's."""

    graph: FactorGraph
    table: Table
    seed: int
    sweeps: int
    betas: list[float] = field(default_factory=list)
    evaluations: int = 0

    @classmethod
    def of(cls, graph: FactorGraph, recipe: Recipe, sweeps: int) -> Climber:
        """What climbs in a program, still without a ladder."""
        return cls(graph, table_for(graph, recipe), recipe.seed, sweeps)

    def pilot(self, rungs: int) -> tuple[list[float], int]:
        """The ladder: `rungs` temperatures, or as many as the pilot finds, twice over; and what it evaluated."""
        path = Path(self.graph, self.table, PILOT, self.seed)
        found = ladder(path, self.seed, path.sweep)
        return spread(found, rungs or 2 * len(found)), path.evaluations

    def climbs(self, betas: list[float], evaluations: int) -> None:
        """Take the ladder."""
        self.betas, self.evaluations = betas, evaluations

    def populations(self, number: int, shape: tuple[int, int], threshold: float) -> tuple[Population, int]:
        """Populations from a number on, [populations, particles], and what they evaluated."""
        count, particles = shape
        rows, first = count * particles, number * particles
        path = Path(self.graph, self.table, rows, self.seed, first)
        chance = Stream(self.seed, "climb", rows, self.graph.device, first)
        shared = Stream(self.seed, "climb resampling", count, self.graph.device, number)
        found, _ = climb(path, chance, shared, self.betas, shape, self.sweeps * path.sweep, threshold)
        path.failures()
        return found, path.evaluations
