"""The loop that runs many chains side by side: no host synchronisation in a step."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .checkpoint import Cell, Checkpoint, Saving, between_steps, saving
from .found import Found
from .kernel import State, init, step
from .lazy import torch
from .random import Stream
from .run import Run, RunError, refuse_broken
from .schedule import Schedule, constant
from .stopping import Stop, Stopping
from .table import choose
from .tally import Draws, Tally
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .table import Table
    from .target import Target

REPORT_EVERY = 0.5  # seconds between calls of a progress function


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    step: int
    steps: int
    seconds: float


Watch = Callable[[Progress], None]


def run(
    graph: Target,
    table: Table,
    *,
    chains: int,
    warmup: int,
    draws: int,
    thin: int,
    seed: int,
    schedule: Schedule | None = None,
    start: Texts | None = None,
    groups: int | None = None,
    first: int = 0,
    watch: Watch | None = None,
    stop: Stop | None = None,
    checkpoint: Checkpoint | None = None,
) -> Run:
    """Sample: `warmup` steps, then `draws` draws of each chain, one every `thin` steps, fewer where `stop` says so.

    Chains start at `start` [chains], else at independent draws of the surrogate, else (`groups` below chains) so that
    chains share starts in groups, for nested R-hat. `first` is the global number of the first chain. The schedule must
    have reached temperature 1 when the warm-up ends. Raises RunError.
    """
    schedule = schedule or constant()
    if draws and schedule.temperature(warmup) != 1.0:
        raise RunError(f"the temperature is {schedule.temperature(warmup):g} after the warm-up; draws need 1")
    loop = Loop(graph, table, chains, seed, schedule, first, watch)
    loop.begin(start, groups or chains)
    kept = Draws(loop.state, draws)
    steps = warmup + draws * thin
    inside = Cell(loop.state.allowed)
    stopping = Stopping(graph, stop, draws, groups or chains) if stop is not None else None

    def after(number: int) -> bool:
        if number == warmup - 1:  # one fixed step: a chain that is not in by now is not looked at again
            inside.value = loop.state.allowed
        if number < warmup or (number + 1 - warmup) % thin:
            return stopping is not None and stopping.timed()
        kept.keep(loop.state)
        return stopping is not None and stopping.drawn(kept, inside.value)

    keeping = saving(checkpoint, graph.device, loop=loop, draws=kept, inside=inside, stopping=stopping)
    interrupted = loop.go(steps, after, keeping)
    note = ended(kept.count, draws) if stopping is not None and not interrupted else ""
    note = loop.kept(keeping, interrupted) or note
    result = kept.result(graph)
    result = replace(result, allowed=result.allowed & inside.value.cpu()[:, None], note=note)
    return loop.finish(result, interrupted, _starts_of(start) or groups or chains)


def ended(kept: int, draws: int) -> str:
    """What the report says of a run that `stop` has ended, nothing where it went to its end."""
    return "" if kept == draws else f"`stop` ended the run after {kept:,} of {draws:,} draws"


def _starts_of(start: Texts | None) -> int:
    """1 where all chains were put at one text, else 0."""
    return int(start is not None and bool(start.same(start.rows(torch.zeros_like(start.length))).all()))


def search(
    graph: Target,
    table: Table,
    *,
    chains: int,
    steps: int,
    keep: int,
    seed: int,
    schedule: Schedule,
    start: Texts | None = None,
    first: int = 0,
    watch: Watch | None = None,
    stop: Stop | None = None,
    checkpoint: Checkpoint | None = None,
) -> Run:
    """Look for texts of high log score: the `keep` best distinct ones of all that the chains visit. Raises RunError."""
    loop = Loop(graph, table, chains, seed, schedule, first, watch)
    loop.begin(start, chains)
    found = Found(loop.state, keep)

    stopping = Stopping(graph, stop, 0) if stop is not None else None

    def after(number: int) -> bool:
        found.follow(loop.state)
        if (number + 1) % graph.places:
            return False
        found.read(loop.state)
        return stopping is not None and stopping.swept(loop.state.allowed)

    keeping = saving(checkpoint, graph.device, loop=loop, found=found, stopping=stopping)
    interrupted = loop.go(steps, after, keeping)
    kept = loop.kept(keeping, interrupted)
    found.read(loop.state)
    texts, terms = found.result(graph)
    result = loop.finish(Draws(loop.state, 0).result(graph), interrupted, chains)
    told = f"`stop` ended the search after {loop.steps:,} of {steps:,} steps"
    early = loop.steps < steps and not interrupted
    return replace(result, found=texts, found_terms=terms, note=kept or (told if early else ""))


class Loop:
    """Chains under way: their state, the stream they draw from and the counts."""

    state: State

    def __init__(
        self, graph: Target, table: Table, chains: int, seed: int, schedule: Schedule, first: int, watch: Watch | None
    ) -> None:
        self.graph, self.table, self.chains, self.seed = graph, table, chains, seed
        self.schedule, self.first, self.watch = schedule, first, watch
        self.tally = Tally(graph, table, chains)
        self.steps, self.began, self.midway = 0, time.monotonic(), False

    def begin(self, start: Texts | None, groups: int, known: tuple[Tensor, Tensor] | None = None) -> None:
        """Put every chain at its start, whose terms may be `known`. Raises RunError where one is NaN or infinite."""
        if start is None:
            start = self._starts(groups)
        self.state = init(self.graph, start, self.schedule.hot, known)
        refuse_broken(self.graph.term_names, self.state.terms, self.state.allowed, "at the start of $count chains")

    def _starts(self, groups: int) -> Texts:
        """Draws of the surrogate; chain c takes the draw of group c mod groups."""
        if groups == self.chains:
            return self.graph.surrogate.draw(
                Stream(self.seed, "start", self.chains, self.graph.device, self.first), self.chains
            )
        drawn = self.graph.surrogate.draw(Stream(self.seed, "start", groups, self.graph.device), groups)
        return drawn.rows((torch.arange(self.chains, device=self.graph.device) + self.first) % groups)

    def go(self, steps: int, after: Callable[[int], bool], keeping: Saving | None = None) -> bool:
        """Run the steps, or as many until `after`, called behind each, is true. True where the user interrupted it.

        What is kept is interrupted between two steps.
        """
        if keeping is None:
            return self._go(steps, after)
        with between_steps() as asked:
            return self._go(steps, lambda number: self._saved(after(number), keeping) or asked()) or asked()

    def _saved(self, ended: bool, keeping: Saving) -> bool:
        if not ended:
            keeping.due(self.steps)
        return ended

    def kept(self, keeping: Saving | None, interrupted: bool) -> str:
        """The checkpoint of a run that has ended is written or taken away; what the report has to say of it."""
        return "" if keeping is None else keeping.end(interrupted, self.steps, self.midway)

    def saved(self) -> Any:
        """Where the chains stand, and the counts."""
        return [self.steps, time.monotonic() - self.began, self.state, self.tally.saved()]

    def restore(self, found: Any) -> None:
        """Stand where it was saved."""
        self.steps, seconds, self.state, tally = found
        self.began -= seconds
        self.tally.restore(tally)

    def _go(self, steps: int, after: Callable[[int], bool]) -> bool:
        stream = Stream(self.seed, "chain", self.chains, self.graph.device, self.first)
        told = time.monotonic()
        try:
            for number in range(self.steps, steps):
                stream.step(number)
                entry = choose(self.table, self.seed, number)
                beta = self.schedule.beta(number)
                self.state, info = step(stream, self.graph, self.table[entry].at(number), self.state, beta)
                self.midway = True
                self.tally.add(entry, info)
                self.steps = number + 1
                ended, self.midway = after(number), False
                if ended:
                    break
                if self.watch and time.monotonic() - told >= REPORT_EVERY:
                    told = time.monotonic()
                    self.watch(Progress(number + 1, steps, told - self.began))
        except KeyboardInterrupt:
            return True
        return False

    def finish(self, result: Run, interrupted: bool, groups: int) -> Run:
        """The result with the counts. Raises RunError where too many evaluations failed."""
        return replace(
            result,
            moves=self.tally.moves(),
            failures=self.tally.failures(),
            steps=self.steps,
            evaluations=self.chains * (self.steps + 1),
            seconds=time.monotonic() - self.began,
            groups=groups,
            interrupted=interrupted,
        )
