"""What the surrogate knows of how a text can go on: its backward sums, as a look-ahead for other laws."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..lazy import torch

if TYPE_CHECKING:
    from torch import Tensor

    from ..surrogate import Surrogate
    from ..texts import Texts

MOST_KEPT = 100_000_000  # states x units of a look-ahead that is kept
_BLOCK = 4_000_000


class Outlook(NamedTuple):
    """The potentials at the rows of a walk, looked up for some rows at a time: for all they would be large."""

    potentials: Potentials
    nodes: Tensor
    states: Tensor

    def expected(self, rows: Tensor) -> Tensor:
        """What the n-gram gives to each unit in some rows. [some rows, units]"""
        return self.potentials.expected(self.nodes[rows])

    def ahead(self, rows: Tensor) -> Tensor:
        """The sum behind each unit in some rows, the table's value for the unit included. [some rows, units]"""
        return self.potentials.ahead(self.nodes[rows], self.states[rows])


class Potentials:
    """Log sums over all ways to go on from a row, which stands at a context of the n-gram and a state of the automaton.

    float64, but for [rows, units], which have `dtype`.
    """

    def __init__(self, surrogate: Surrogate, dtype: torch.dtype) -> None:
        self.surrogate, self.dtype = surrogate, dtype
        self.model = surrogate.model
        self._logs = self.model.cast(dtype)
        self._short = self.model.order <= 2  # the context behind a unit depends on the unit alone
        cells = (surrogate.states + 1) * surrogate.units
        self._kept = self._all() if self._short and cells <= MOST_KEPT else None

    def places(self, texts: Texts) -> tuple[Tensor, Tensor]:
        """Context and state behind each text. [rows] each"""
        state = torch.full_like(texts.length, self.surrogate.start)
        for place in range(texts.places):
            state = torch.where(place < texts.length, self._moved(state, texts.units[:, place]), state)
        return self.model.contexts(texts).gather(1, texts.length[:, None])[:, 0], state

    def _moved(self, states: Tensor, unit: Tensor) -> Tensor:
        return self.surrogate.next[states, self.surrogate.class_of[unit]]

    def step(self, nodes: Tensor, states: Tensor, unit: Tensor) -> tuple[Tensor, Tensor]:
        """Context and state behind one more unit. [rows] each"""
        return self.model.look_up(nodes, unit)[1], self._moved(states, unit)

    def here(self, nodes: Tensor, states: Tensor) -> Tensor:
        """The sum of a row. [rows]"""
        sums, scale = self.surrogate.solved
        return torch.log(sums[states, nodes].double()) + scale[states]

    def ending(self, states: Tensor) -> Tensor:
        """What the requirements and soft regular terms give for ending. [rows]"""
        return self.surrogate.final[states]

    def outlook(self, nodes: Tensor, states: Tensor) -> Outlook:
        """What is known of the unit that comes next in each row."""
        return Outlook(self, nodes, states)

    def expected(self, nodes: Tensor) -> Tensor:
        """What the n-gram gives to each unit. [rows, units]"""
        return self._logs.logs(nodes)

    def ahead(self, nodes: Tensor, states: Tensor) -> Tensor:
        """The sum behind each unit, the table's value for the unit included. [rows, units]"""
        if self._kept is not None:
            return self._kept[states]
        target = None if self._short else self.model.rows(nodes)[1]
        return self._ahead(states, target)

    def _ahead(self, states: Tensor, target: Tensor | None) -> Tensor:
        sums, scale = self.surrogate.solved
        after = self.surrogate.next[states][:, self.surrogate.class_of]  # [rows, units]
        if target is None:
            single = torch.arange(self.surrogate.units, device=states.device)
            target = (self.model.look_up(torch.zeros_like(single), single)[1])[None].expand_as(after)
        found = torch.log(sums[after, target].double()) + scale[after] + self.surrogate.table
        return found.to(self.dtype)

    def _all(self) -> Tensor:
        """`ahead` of every state. [states + 1, units]"""
        count = self.surrogate.states + 1
        kept = torch.empty(count, self.surrogate.units, dtype=self.dtype, device=self.surrogate.device)
        width = max(1, _BLOCK // self.surrogate.units)
        for first in range(0, count, width):
            states = torch.arange(first, min(first + width, count), device=kept.device)
            kept[states] = self._ahead(states, None)
        return kept
