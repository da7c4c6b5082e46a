"""Requirements that are checked text by text, relaxed: broken at a price on the way, and kept by every draw."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .chains import Loop, Watch
from .checkpoint import Checkpoint, saving
from .lazy import torch
from .run import Run, RunError
from .schedule import Schedule, constant
from .tally import Draws

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .kernel import State
    from .table import Table
    from .texts import Texts

LEAST = 0.01  # the distance of a text that breaks a requirement, where its formula gives none
LONGEST = 20  # a chain is given up after so many times the steps that its draws would take
EVERY = 8  # draws between two looks at whether all chains have theirs
NAME = "relaxed"  # of the term


class Relaxing:
    """What is different in a relaxed graph: other texts of the regular requirements have weight, at a price.

    log pi(x) = the sum of the terms - relax · distance(x), the distance being 0 where every requirement holds. There it
    is the program's own law, so that the states of a chain that meet all requirements have exactly that law: watched
    at those times only, a chain that keeps a law keeps its restriction (Kemeny and Snell 1960, section 6.1).
    """

    relax: float

    def evaluate(self: Any, texts: Texts) -> tuple[Tensor, Tensor]:
        """Each term and, last, what the distance takes away [chains, terms + 1]; the regular requirements [chains]."""
        regular = self.regular(texts)
        inside = self.allowed(texts)
        terms = self.terms_where(texts, regular)
        usable = inside[:, None] | (terms < math.inf)  # a term may make no sense where a requirement is broken
        terms = torch.where(usable, terms, 0.0)
        distance = super().violation(texts)  # type: ignore[misc]
        price = torch.where(inside, 0.0, -self.relax * distance.clamp(min=LEAST))
        return torch.cat([terms, price[:, None]], 1), regular

    def violation(self, texts: Texts) -> Tensor | None:
        """None: a chain that stands outside has a weight there, and is in no hurry."""
        return None


def relaxed(graph: FactorGraph, relax: float) -> FactorGraph:
    """The graph with its requirements that are checked text by text relaxed, at `relax` nats a unit of distance."""
    kind: Any = type("Relaxed", (Relaxing, type(graph)), {})
    found = kind.__new__(kind)
    found.__dict__.update(graph.__dict__)
    found.relax, found.term_names = relax, (*graph.term_names, NAME)
    return found  # type: ignore[no-any-return]


def inside(state: State) -> Tensor:
    """Which chains meet every requirement. Bool [chains]"""
    return state.allowed & (state.terms[:, -1] == 0.0)


class Visits(Draws):
    """Draws that each chain keeps when it meets every requirement, at its own times, after `skipped` such times.

    The chain watched at these times is what has to warm up: the first of them after a fixed time is where it comes in,
    and texts near the border are met there too often.
    """

    def __init__(self, state: State, draws: int, skipped: int) -> None:
        super().__init__(state, draws + 1)  # the last place takes what is not kept
        self.most = draws
        self.seen = torch.zeros_like(state.texts.length[0])  # states that met every requirement
        self.counts = torch.zeros_like(state.texts.length) - skipped  # of each chain's draws
        self._units[:], self._length[:] = state.texts.units, state.texts.length
        self._terms[:] = state.terms

    def keep(self, state: State) -> None:
        """A draw of every chain that meets all requirements and wants more draws."""
        here = inside(state)
        self.seen += here.sum()
        self.count += 1
        wanted = here & (self.counts >= 0) & (self.counts < self.most)
        at, chains = torch.where(wanted, self.counts, self.most), torch.arange(len(here), device=here.device)
        self._units[at, chains], self._length[at, chains] = state.texts.units.int(), state.texts.length.int()
        self._terms[at, chains], self._allowed[at, chains] = state.terms, wanted
        self.counts = self.counts + (here & (self.counts < self.most))

    def saved(self) -> Any:
        """The draws of each chain, and what was looked at."""
        return [self.count, self.seen, self.counts, *(field.clone() for field in self._fields)]

    def restore(self, found: Any) -> None:
        """Take what was saved."""
        self.count, self.seen, self.counts, *fields = found
        for own, its in zip(self._fields, fields, strict=True):
            own[:] = its

    @property
    def full(self) -> bool:
        """Whether every chain has its draws."""
        return bool((self.counts >= self.most).all())

    @property
    def share(self) -> float:
        """How many of the states that were looked at met every requirement."""
        looked = self.count * len(self.counts)
        return float(self.seen) / looked if looked else math.nan

    def visits(self, graph: FactorGraph) -> Run:
        """The draws: as many of each chain as every chain with a draw has. Chains without one are not allowed."""
        some = self.counts[self.counts > 0]
        self.count = int(some.min()) if len(some) else 1
        self._terms = self._terms[..., :-1]
        return self.result(graph)


def run_relaxed(
    graph: FactorGraph,
    table: Table,
    *,
    relax: float,
    chains: int,
    warmup: int,
    draws: int,
    thin: int,
    seed: int,
    schedule: Schedule | None = None,
    start: Texts | None = None,
    watch: Watch | None = None,
    checkpoint: Checkpoint | None = None,
) -> Run:
    """Sample the relaxed program, and keep states of each chain that meet every requirement.

    States are looked at every `thin` steps. Of those that meet every requirement, a chain passes over as many as the
    warm-up has room for, and keeps the next `draws`. A run ends when all chains have their draws, or after 20 times as
    many steps as that would take without a requirement; then each chain gives as many draws as the slowest that has
    any. A schedule comes before all that. Raises RunError.
    """
    hot = schedule.over if schedule is not None else 0
    schedule = schedule or constant()
    if schedule.temperature(hot) != 1.0:
        raise RunError(f"the temperature is {schedule.temperature(hot):g} after the warm-up; draws need 1")
    loop = Loop(relaxed(graph, relax), table, chains, seed, schedule, 0, watch)
    loop.begin(start, chains)
    skipped = -(-warmup // thin)
    kept = Visits(loop.state, draws, skipped)

    def after(number: int) -> bool:
        if number < hot or (number + 1 - hot) % thin:
            return False
        kept.keep(loop.state)
        return kept.count >= skipped + draws and kept.count % EVERY == 0 and kept.full

    keeping = saving(checkpoint, graph.device, loop=loop, draws=kept)
    interrupted = loop.go(hot + LONGEST * (skipped + draws) * thin, after, keeping)
    note = f"relax: {kept.share:.0%} of the states met every requirement, and draws are taken from these"
    note = "\n".join(filter(None, (note, loop.kept(keeping, interrupted))))
    result = loop.finish(kept.visits(graph), interrupted, chains)
    failures = {name: count for name, count in result.failures.items() if name in graph.term_names}
    return replace(result, failures=failures, note=note)
