"""`mh`: Metropolis-Hastings with the moves of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..mixes import default_mix
from ..move import careless, delayed
from ..sampler import Recipe, Sampler
from ..signature import Flag
from ..table import Table, table_of

if TYPE_CHECKING:
    from ..chains import Watch
    from ..move import Move
    from ..run import Run
    from ..target import Target

WRONG = "`hastings = false` does not sample the model: nothing corrects for how changes are proposed"


@dataclass(frozen=True)
class Mh(Sampler, name="mh"):
    """Metropolis-Hastings: proposes a change and accepts it by how much better the program likes the new text.

        infer { sampler = mh()  chains = 16  warmup = 300 sweeps  draws = 100 }

    Without a table of moves: 50% replace(ngram), 20% insert and delete, 25% move, 5% bridge; where a causal neural
    model is the base, 35%, 15%, 20% and 30% regenerate. Metropolis et al. 1953, Hastings 1970.
    `hastings = false` leaves the Hastings ratio out, as many published text samplers do. It does not sample the model:
    it is here to be looked at, its certificate fails, and its runs say so.
    `delayed = true` accepts in two steps and keeps the law: first by the surrogate and every term that asks no model,
    then, only what passes, by the rest. It saves evaluations where such terms refuse much of what is proposed, as
    `similarity` and `uniform` or `mlm` candidates do, and loses a little acceptance. Christen and Fox 2005.
    """

    hastings: Flag = True
    delayed: Flag = False

    def table(self, graph: Target, pure: bool = False) -> Table:
        """The default mix; pure: places and lengths only."""
        return self._told(table_of(default_mix(graph, "ngram", 2 if pure else None)))

    def kernels(self, graph: Target, moves: tuple[tuple[float, Move], ...], pure: bool = False) -> Table:
        """The written moves, else the default mix."""
        return self._told(table_of(moves)) if moves else self.table(graph, pure)

    def _told(self, table: Table) -> Table:
        for wanted, change in ((not self.hastings, careless), (self.delayed, delayed)):
            if wanted:
                table = tuple(
                    replace(entry, move=change(entry.move), cycle=tuple(map(change, entry.cycle))) for entry in table
                )
        return table

    def note(self, graph: Target) -> str:
        """What is wrong with it, where something is."""
        return "" if self.hastings else f"mh: {WRONG}"

    def sample(self, graph: Target, recipe: Recipe, watch: Watch | None = None) -> Run:
        """Follow the recipe. Raises MoveError, RunError."""
        run = super().sample(graph, recipe, watch)
        return run if self.hastings else replace(run, biased=WRONG)
