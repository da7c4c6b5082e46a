"""Counts of a run, kept on the device: nothing is read before the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .lazy import torch
from .run import MoveCount, Run, RunError
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .kernel import Info, State
    from .table import Table
    from .target import Target

MOST_BROKEN = 1e-3  # share of evaluations that may be NaN or +inf


class Tally:
    """What became of each entry's proposals, and which terms failed."""

    def __init__(self, graph: Target, table: Table, chains: int) -> None:
        self._table, self._names = table, graph.term_names
        self.proposed = [0] * len(table)
        shape = (4, chains)
        self.counts = [torch.zeros(shape, dtype=torch.int64, device=graph.device) for _ in table]
        self.failed = torch.zeros(chains, len(graph.term_names), dtype=torch.int64, device=graph.device)
        self._chains = chains

    def add(self, entry: int, info: Info) -> None:
        """Count one step of all chains."""
        self.proposed[entry] += self._chains
        self.counts[entry] += torch.stack([info.accepted, info.changed, info.impossible, info.broken])
        self.failed += info.failed

    def saved(self) -> Any:
        """The counts."""
        return [self.proposed, self.counts, self.failed]

    def restore(self, found: Any) -> None:
        """Take the counts."""
        self.proposed, self.counts, self.failed = found

    def moves(self) -> tuple[MoveCount, ...]:
        """One count an entry."""
        found = []
        for entry, proposed, counts in zip(self._table, self.proposed, self.counts, strict=True):
            accepted, changed, impossible, broken = (int(n) for n in counts.sum(1))
            found.append(MoveCount(entry.label, proposed, changed, accepted - changed, impossible, broken))
        return tuple(found)

    def failures(self) -> dict[str, int]:
        """How many evaluations of each term were NaN or +inf. Raises RunError where that is too many to ignore."""
        counts = {name: int(n) for name, n in zip(self._names, self.failed.sum(0), strict=True)}
        proposed = sum(self.proposed)
        for name, count in counts.items():
            if count > MOST_BROKEN * proposed:
                raise RunError(f"the term `{name}` was NaN or infinite in {count:,} of {proposed:,} evaluations")
        return {name: count for name, count in counts.items() if count}


class Draws:
    """The kept draws, in room that is taken at the start."""

    def __init__(self, state: State, draws: int) -> None:
        chains, places = state.texts.units.shape
        device = state.terms.device
        self.count = 0
        self._units = torch.zeros(draws, chains, places, dtype=torch.int32, device=device)
        self._length = torch.zeros(draws, chains, dtype=torch.int32, device=device)
        self._terms = torch.zeros(draws, chains, state.terms.shape[1], dtype=state.terms.dtype, device=device)
        self._allowed = torch.zeros(draws, chains, dtype=torch.bool, device=device)

    def keep(self, state: State) -> None:
        """One draw of every chain."""
        at = self.count
        self._units[at], self._length[at] = state.texts.units, state.texts.length
        self._terms[at], self._allowed[at] = state.terms, state.allowed
        self.count += 1

    @property
    def _fields(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Units, lengths, terms and what is allowed, draw by draw; behind `count` nothing is kept yet."""
        return self._units, self._length, self._terms, self._allowed

    def saved(self) -> Any:
        """How many draws are kept, and these."""
        return [self.count, *(field[: self.count].clone() for field in self._fields)]

    def restore(self, found: Any) -> None:
        """Take the draws that were kept."""
        self.count, *fields = found
        for own, its in zip(self._fields, fields, strict=True):
            own[: self.count] = its

    def result(self, graph: Target) -> Run:
        """A run that holds the draws, on the host."""

        def chains_first(kept: Tensor) -> Tensor:
            return kept[: self.count].transpose(0, 1).contiguous().cpu()

        units, length = chains_first(self._units).long(), chains_first(self._length).long()
        terms, allowed = chains_first(self._terms), chains_first(self._allowed)
        return Run(Texts(units, length), terms, allowed, graph.term_names)
