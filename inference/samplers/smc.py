"""`smc`: populations of texts that grow word by word under the guide."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from ..chains import Loop, Progress
from ..climber import Climber
from ..guide.population import Population, populate
from ..independent import mean_weight
from ..kernel import State
from ..lazy import torch
from ..mixes import default_mix
from ..pieces import Pieces
from ..random import Stream
from ..run import MoveCount, NoText, Run, refuse_broken, summed
from ..sampler import Recipe, Sampler
from ..schedule import constant
from ..signature import Number, String, Whole
from ..table import table_of
from ..texts import Texts

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph

Grown: TypeAlias = "tuple[Population, State, tuple[MoveCount, ...], int]"  # the last: evaluations on the path

LEAST = 16  # populations: a few draws come from different ones, and log Z has a standard error
ROWS = 256  # particles of populations that grow side by side
WHOLE = 2048  # particles of populations that are whole texts
MOVES = 2  # steps of the moves that a recipe names


@dataclass(frozen=True)
class Smc(Sampler, name="smc"):
    """Sequential Monte Carlo: many texts grow word by word as the base goes on, looking ahead to the requirements.

        infer { sampler = smc(particles=64)  draws = 100 }

    Texts that the program likes less are dropped on the way and others doubled, whenever fewer than `threshold` of the
    particles are effective. Populations of `particles` texts run apart from one another, as many as give chains x draws
    texts and at least 16; each is a chain of the result. Draws are weighted; log Z comes with its standard error over
    populations. At the end every text takes `moves` steps of the recipe's moves, or of the default ones, which do not
    change its weight: by default 2 where the recipe names moves, else none. The report says how many draws the weights
    are worth and how many first particles the last ones descend from.

    With `over = "path"` the texts are whole from the start: draws of the surrogate that come nearer to the program in
    `rungs` temperatures, `sweeps` sweeps of the moves at each. A pilot run spreads the temperatures, and finds how many
    there must be where that is 0. For programs whose terms are not known before a text is whole.
    Gordon, Salmond and Smith 1993; Del Moral, Doucet and Jasra 2006.
    """

    follows: ClassVar[frozenset[str]] = frozenset({"moves", "checkpoint"})

    particles: Whole = 64
    threshold: Number = 0.5
    moves: Whole | None = None
    over: String = "prefixes"
    rungs: Whole = 0
    sweeps: Whole = 1

    def __post_init__(self) -> None:
        if self.over not in ("prefixes", "path"):
            raise ValueError(f'over is "{self.over}"; it is "prefixes" or "path"')
        for name, low in (("particles", 2), ("moves", 0), ("rungs", 0), ("sweeps", 1)):
            if (getattr(self, name) or 0) < low:
                raise ValueError(f"{name} is {getattr(self, name)}; it is {low} or more")
        if not 0.0 <= self.threshold <= 1.0:
            raise ValueError(f"threshold is {self.threshold:g}; it is between 0 and 1")

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """Weighted draws [populations, particles]. Raises NoText where nothing is possible, RunError."""
        if not math.isfinite(graph.surrogate.log_z):
            raise NoText("every text that meets the requirements has probability 0 under the base")
        began, count = time.monotonic(), max(LEAST, -(-recipe.chains * recipe.draws // self.particles))
        kept = recipe.checkpoint is not None  # of which whole batches are held
        together = max(1, (ROWS if kept or self.over == "prefixes" else WHOLE) // self.particles)
        pieces, interrupted = Pieces(recipe.checkpoint, graph.device), False
        climber: Climber | None = None
        grown: list[Grown] = []
        try:
            with pieces.watched():
                if self.over == "path":
                    climber = Climber.of(graph, recipe, self.sweeps)
                    climber.climbs(*pieces.next(partial(climber.pilot, self.rungs)))
                sizes = {number: min(together, count - number) for number in range(0, count, together)}
                makes = [partial(self._grown, graph, recipe, climber, number, size) for number, size in sizes.items()]
                for found, (number, size) in zip(pieces.each(graph, makes), sizes.items(), strict=True):
                    grown.append(found)
                    if watch:
                        watch(Progress(number + size, count, time.monotonic() - began))
        except KeyboardInterrupt:
            interrupted = True
        run = self._run(graph, grown, self._steps(recipe))
        if climber is not None:
            note = f"{run.note}; over the path, {len(climber.betas)} rungs"
            run = replace(run, note=note, evaluations=run.evaluations + climber.evaluations)
        note = "\n".join(filter(None, (run.note, pieces.end(interrupted))))
        return replace(run, note=note, seconds=time.monotonic() - began, interrupted=interrupted)

    def _grown(self, graph: FactorGraph, recipe: Recipe, climber: Climber | None, number: int, size: int) -> Grown:
        """Populations from a number on: as they grew, after their moves, and what both cost."""
        if climber is None:
            found, evaluations = self.population(graph, recipe.seed, number, size), 0
        else:
            found, evaluations = climber.populations(number, (size, self.particles), self.threshold)
        return (found._replace(known=None), *self._moved(graph, recipe, found, number), evaluations)

    def population(self, graph: FactorGraph, seed: int, number: int, count: int = 1) -> Population:
        """Populations from a number on. Each depends on the seed and its number alone."""
        chance = Stream(seed, "smc", count * self.particles, graph.device, number * self.particles)
        shared = Stream(seed, "smc resampling", count, graph.device, number)
        return populate(graph, chance, shared, count, self.particles, self.threshold)

    def _steps(self, recipe: Recipe) -> int:
        """How many moves each text takes at the end."""
        return self.moves if self.moves is not None else MOVES if recipe.moves else 0

    def _moved(
        self, graph: FactorGraph, recipe: Recipe, found: Population, number: int
    ) -> tuple[State, tuple[MoveCount, ...]]:
        """The texts after some steps of moves, each of which keeps the program's law."""
        steps = self._steps(recipe)
        if not steps:
            terms, allowed = graph.evaluate(found.texts) if found.known is None else found.known
            refuse_broken(graph.term_names, terms, allowed, "for $count particles")
            return State(found.texts, terms, allowed, torch.where(allowed, terms.sum(1), -math.inf), None), ()
        table = table_of(recipe.moves or default_mix(graph, "ngram"))
        rows = len(found.texts.length)
        loop = Loop(graph, table, rows, recipe.seed, constant(), number * self.particles, None)
        loop.begin(found.texts, rows, found.known)
        loop.go(steps, lambda step: False)
        return loop.state, loop.tally.moves()

    def _run(self, graph: FactorGraph, made: list[Grown], steps: int) -> Run:
        """Everything together, on the host."""
        grown, states = [one for one, *_ in made], [state for _, state, *_ in made]
        log_z = torch.cat([one.log_z for one in grown]) if grown else torch.zeros(0)
        none = torch.zeros(0, graph.places, dtype=torch.int64)
        units = torch.cat([none, *(state.texts.units.cpu() for state in states)])
        length = torch.cat([none[:, 0], *(state.texts.length.cpu() for state in states)])
        terms = torch.cat([none[:, :0].float(), *(state.terms.cpu() for state in states)][bool(states) :])
        allowed = torch.cat([none[:, 0].bool(), *(state.allowed.cpu() for state in states)])
        populations = len(length) // self.particles
        weights = torch.cat([none[:, 0].double(), *(one.log_weights.flatten().cpu() for one in grown)])
        shape = (populations, self.particles)
        weights = weights.view(shape)
        mean, error = mean_weight(log_z)
        return Run(
            texts=Texts(units.view(*shape, graph.places), length.view(shape)),
            terms=terms.view(*shape, -1),
            allowed=allowed.view(shape) & (weights > -math.inf),
            term_names=graph.term_names,
            moves=summed([counts for _, _, counts, _ in made]),
            steps=steps,
            evaluations=len(length) * (steps + 1) + sum(cost for *_, cost in made),
            note=self._note(grown),
            log_weights=weights,
            log_z=mean,
            log_z_error=error,
            independent=True,  # judged by weights and lineages, not by how chains mix
            lineages=int(sum(int(one.lineages.sum()) for one in grown)),
        )

    def _note(self, grown: list[Population]) -> str:
        """What the report says: how many effective particles and lineages were left."""
        if not grown:
            return "smc: nothing was finished"
        ess = torch.cat([one.ess for one in grown]).sort().values.tolist()
        lineages = torch.cat([one.lineages for one in grown]).sort().values.tolist()
        return (
            f"smc: {len(ess)} populations of {self.particles} particles; effective at the end {ess[0]:.0f} to "
            f"{ess[-1]:.0f}, from {lineages[0]} to {lineages[-1]} first particles"
        )
