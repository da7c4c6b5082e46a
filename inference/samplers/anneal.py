"""`anneal`: a search that cools, once or several times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from ..chains import search
from ..checkpoint import Earlier
from ..lazy import torch
from ..mixes import default_mix
from ..run import Run, summed
from ..sampler import Recipe, Sampler
from ..schedule import Schedule
from ..signature import Number, String, Whole
from ..table import Table, table_of
from ..texts import Texts

if TYPE_CHECKING:
    from ..chains import Watch
    from ..target import Target

KEEP = 10


@dataclass(frozen=True)
class Anneal(Sampler, name="anneal"):
    """Simulated annealing: chains that cool, and the best distinct texts that they met. It samples nothing.

        infer { sampler = anneal(start=4.0, stop=0.1, sweeps=200, restarts=3)  chains = 32  keep = 5 }

    The temperature falls from `start` to `stop` in `sweeps` sweeps, by equal ratios (`shape = "geometric"`), equal
    differences ("linear") or as slowly as 1 / log t ("logarithmic"). Above 1 it leads through the surrogate. Each of
    `restarts` begins with fresh texts; `keep` of the recipe says how many texts are kept of all. What comes out is the
    best that was found: no draws, and nothing says how likely it is. `anneal = geometric(…)` beside another sampler
    cools that sampler's moves once. Kirkpatrick, Gelatt and Vecchi 1983; Geman and Geman 1984.
    """

    follows: ClassVar[frozenset[str]] = frozenset({"moves", "start", "checkpoint"})
    searches: ClassVar[bool] = True

    shape: String = "geometric"
    start: Number = 3.0
    stop: Number = 0.1
    sweeps: Whole = 300
    restarts: Whole = 1

    def __post_init__(self) -> None:
        Schedule(self.shape, self.start, self.stop, self.sweeps)  # type: ignore[arg-type]
        if self.restarts < 1:
            raise ValueError(f"restarts is {self.restarts}; it is 1 or more")

    def table(self, graph: Target, pure: bool = False) -> Table:
        """The moves of `mh`."""
        return table_of(default_mix(graph, "ngram", 2 if pure else None))

    def sample(self, graph: Target, recipe: Recipe, watch: Watch | None = None) -> Run:
        """The best texts of all restarts. Raises MoveError, RunError."""
        table, steps = self.kernels(graph, recipe.moves, recipe.pure), self.sweeps * max(1, getattr(graph, "sweep", 1))
        schedule = Schedule(self.shape, self.start, self.stop, steps)  # type: ignore[arg-type]
        keep, earlier = recipe.keep or KEEP, Earlier(recipe.checkpoint)
        for number in range(len(earlier.runs), self.restarts):
            run = search(
                graph, table, chains=recipe.chains, steps=steps, keep=keep, seed=recipe.seed, schedule=schedule,
                start=recipe.start, first=number * recipe.chains, watch=watch,
                checkpoint=earlier.next(last=number == self.restarts - 1),
            )  # fmt: skip
            earlier.add(run)
            if run.interrupted:
                break
        runs = earlier.runs
        note = f"anneal: {self.shape} from temperature {self.start:g} to {self.stop:g}, {len(runs)} of {self.restarts}"
        told = "\n".join(filter(None, (f"{note} restarts of {self.sweeps:,} sweeps", runs[-1].note)))
        return replace(best(runs, keep), note=told)


def best(runs: list[Run], keep: int) -> Run:
    """The best distinct texts of several searches, with all their counts."""
    parts = [(one.found, one.found_terms) for one in runs if one.found is not None and one.found_terms is not None]
    units, length = torch.cat([t.units for t, _ in parts]), torch.cat([t.length for t, _ in parts])
    terms = torch.cat([terms for _, terms in parts])
    chosen: dict[tuple[int, ...], int] = {}
    for row in torch.argsort(-terms.double().sum(1), stable=True).tolist():
        chosen.setdefault((int(length[row]), *units[row].tolist()), row)
    rows = torch.tensor(list(chosen.values())[:keep], dtype=torch.int64)
    return replace(
        runs[-1],
        found=Texts(units[rows], length[rows]),
        found_terms=terms[rows],
        moves=summed([one.moves for one in runs]),
        failures={name: sum(one.failures.get(name, 0) for one in runs) for one in runs for name in one.failures},
        steps=sum(one.steps for one in runs),
        evaluations=sum(one.evaluations for one in runs),
        seconds=sum(one.seconds for one in runs),
        interrupted=any(one.interrupted for one in runs),
    )
