"""The surrogate: an n-gram model times the automaton of a program times tables of its units, solved exactly.

Backward sums over (context of the n-gram, state of the automaton) give log Z, independent draws and every conditional.
The automaton's language is finite, so its states are solved one after the other, those nearest the end first (the
back-off acceptor of Allauzen, Mohri and Roark 2003 composed with a finite automaton; backward sums as in Rabiner 1989).
"""

from __future__ import annotations

import warnings
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from .automaton import Automaton
from .backoff import Backoff
from .lazy import torch
from .random import Chance, Law
from .run import NoText
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

MOST_CELLS = 500_000_000  # contexts x states that are kept, 8 or 4 bytes each
_DOUBLE_CELLS = 60_000_000  # up to here in double precision
_BLOCK = 24_000_000  # contexts x states that are solved at once


class Surrogate:
    """An unnormalised law over texts that is solved exactly.

    `automaton` earns what a text is worth to the requirements and soft regular terms at its end (-inf: nothing);
    `table` is added for each unit, `constant` once.
    """

    def __init__(
        self, model: Backoff, automaton: Automaton, table: np.ndarray | None = None, constant: float = 0.0
    ) -> None:
        self.model = model
        self.constant = constant
        self.device = model.device
        self.automaton = automaton
        self.units = model.units
        self.live = np.flatnonzero(automaton.live)
        self.states = len(self.live)
        self.places = automaton.longest() or 0
        number = np.full(automaton.states, self.states)
        number[self.live] = np.arange(self.states)
        self._next = number[automaton.next[self.live]]  # [states, classes], `states` where nothing is left
        self._heights = _heights(self._next, self.states)
        nothing = np.full((1, automaton.classes), self.states)
        self.next = torch.as_tensor(np.vstack([self._next, nothing]), device=self.device)
        self.class_of = torch.as_tensor(automaton.class_of, device=self.device)
        self.final = torch.as_tensor(np.append(automaton.final[self.live], -np.inf), device=self.device)
        self.start = int(number[automaton.start])
        self.table = torch.zeros(self.units, dtype=torch.float64, device=self.device)
        if table is not None:
            self.table = torch.as_tensor(table, dtype=torch.float64, device=self.device)

    # ---- the law

    def log_weight(self, texts: Texts) -> Tensor:
        """Log s of each text, not normalised; -inf outside. float64 [chains]"""
        state = torch.full_like(texts.length, self.start)
        for place in range(texts.units.shape[1]):
            after = self.next[state, self.class_of[texts.units[:, place]]]
            state = torch.where(place < texts.length, after, state)
        here = torch.arange(texts.units.shape[1], device=self.device) < texts.length[:, None]
        added = torch.where(here, self.table[texts.units], 0.0).sum(1)
        return self.model.log_prob(texts).double() + added + self.final[state] + self.constant

    # ---- backward sums

    @property
    def cells(self) -> int:
        """Contexts times states: what solving keeps."""
        return self.model.nodes * max(self.states, 1)

    @property
    def fits(self) -> bool:
        """Whether solving fits into memory."""
        return self.cells <= MOST_CELLS

    @cached_property
    def solved(self) -> tuple[Tensor, Tensor]:
        """Sums over all ways to go on from (state, context), each state at its own scale; and the logs of the scales.

        [states + 1, contexts], the last row 0; [states + 1] float64.
        """
        dtype = torch.float64 if self.cells <= _DOUBLE_CELLS else torch.float32
        model = self.model
        arcs, lower = self._arcs(dtype)
        back = torch.exp(model.log_back).to(dtype)[:, None]
        end = torch.exp(model.log_end).to(dtype)[:, None]
        sums = torch.zeros(self.states + 1, model.nodes, dtype=dtype, device=self.device)
        scale = torch.full((self.states + 1,), -torch.inf, dtype=torch.float64, device=self.device)
        width = max(1, _BLOCK // model.nodes)
        for height in range(int(self._heights.max(initial=-1)) + 1):
            group = np.flatnonzero(self._heights == height)
            for block in np.array_split(group, -(-len(group) // width)):
                states = torch.as_tensor(block, device=self.device)
                reference = torch.maximum(scale[self.next[states]].amax(1), self.final[states])  # [block]
                ahead = self._ahead(states, sums, scale, reference).T.contiguous()  # a strided one is far slower
                found = arcs @ ahead - lower @ ahead  # [contexts, block]
                for first, last in self._levels[1:]:
                    found[first:last] += back[first:last] * found[model.back_to[first:last]]
                found += end * torch.exp(self.final[states] - reference).to(dtype)
                largest = found.amax(0).clamp_min(1e-300 if dtype == torch.float64 else 1e-37)
                sums[states] = (found / largest).T
                scale[states] = reference + torch.log(largest.double())
        return sums, scale

    def _ahead(self, states: Tensor, sums: Tensor, scale: Tensor, reference: Tensor) -> Tensor:
        """The sums behind one more unit, at the context that it leads to, relative to `reference`. [block, contexts]"""
        ahead = self.next[states]  # [block, classes]
        ratio = torch.exp(scale[ahead] - reference[:, None]).to(sums.dtype)
        most, *others = self._by_class
        moved = sums[ahead[:, most[0]]] * ratio[:, most[0], None]
        for column, nodes in others:
            moved[:, nodes] = sums[ahead[:, column, None], nodes] * ratio[:, column, None]
        if self._unit_weight is not None:
            moved *= self._unit_weight.to(sums.dtype)
        return moved

    @cached_property
    def _by_class(self) -> list[tuple[int, Tensor]]:
        """The contexts whose last unit is of each class, the largest class first."""
        node_class = self.class_of[self.model.last_word.clamp_min(0)]
        found = [(column, torch.nonzero(node_class == column).squeeze(1)) for column in range(self.next.shape[1])]
        return sorted(found, key=lambda pair: -len(pair[1]))

    @cached_property
    def _unit_weight(self) -> Tensor | None:
        """The weight of each context's last unit by the table; None where the table is empty. [contexts]"""
        return torch.exp(self.table[self.model.last_word.clamp_min(0)]) if bool(self.table.any()) else None

    @cached_property
    def _levels(self) -> list[tuple[int, int]]:
        """The contexts of each length: they stand in order of it."""
        level = self.model.ngram.level
        return [tuple(np.searchsorted(level, [depth, depth + 1]).tolist()) for depth in range(self.model.depth)]

    def _arcs(self, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Two sparse matrices [contexts, contexts]: explicit arcs, and what backing off would give for the same units.

        Where both lead to the same context the first holds the difference, which is nearly always.
        """
        model, ngram = self.model, self.model.ngram
        source = model._sources()
        weight = np.exp(model.arc_log.double().cpu().numpy())
        target = ngram.arc_target.astype(np.int64)
        deep = np.flatnonzero(source > 0)
        log, lower = self._lower(source[deep], ngram.arc_word[deep].astype(np.int64))
        same = lower == target[deep]
        weight[deep[same]] -= np.exp(log[same])
        counts = np.bincount(source[deep[~same]], minlength=model.nodes)
        starts = np.concatenate([[0], np.cumsum(counts)])
        return (
            self._matrix(ngram.arc_start, target, weight, dtype),
            self._matrix(starts, lower[~same], np.exp(log[~same]), dtype),
        )

    def _matrix(self, starts: np.ndarray, columns: np.ndarray, values: np.ndarray, dtype: torch.dtype) -> Tensor:
        size = (self.model.nodes, self.model.nodes)
        warnings.filterwarnings("ignore", "Sparse CSR tensor support is in beta")
        rows, at = (torch.as_tensor(np.asarray(part, np.int64)) for part in (starts, columns))
        real = torch.as_tensor(values)
        return torch.sparse_csr_tensor(rows, at, real, size, dtype=dtype, device=self.device, check_invariants=False)

    def _lower(self, source: np.ndarray, words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For arcs that are not at the empty context: log weight and target when their context backs off first."""
        model = self.model
        nodes = torch.as_tensor(source, device=self.device)
        log, target = model.look_up(model.back_to[nodes], torch.as_tensor(words, device=self.device))
        return (log + model.log_back[nodes]).double().cpu().numpy(), target.cpu().numpy()

    @cached_property
    def log_z(self) -> float:
        """The log of the sum of all weights; -inf where there is none."""
        if self.start == self.states:
            return -np.inf
        sums, scale = self.solved
        total = torch.log(sums[self.start, self.model.start].double()) + scale[self.start] + self.constant
        return float(total)

    # ---- draws

    def choices(self, nodes: Tensor, states: Tensor) -> tuple[Tensor, Tensor]:
        """Log weights of every unit, and of ending here in the last column; the contexts that the units lead to.

        [rows, units + 1], [rows, units]. They sum to the row's backward sum.
        """
        sums, scale = self.solved
        log, target = self.model.rows(nodes)
        ahead = self.next[states][:, self.class_of]  # [rows, units]
        reached = sums[ahead, target].double()
        going = log.double() + self.table + torch.log(reached) + scale[ahead]
        ending = self.model.log_end[nodes].double() + self.final[states]
        return torch.cat([going, ending[:, None]], 1), target

    def draw(self, stream: Chance, chains: int) -> Texts:
        """Independent draws, by one draw of the stream a place. Raises NoText where s allows no text."""
        if not np.isfinite(self.log_z):
            raise NoText("every text that meets the requirements has probability 0 under the base")
        nodes = torch.full((chains,), self.model.start, device=self.device)
        states = torch.full((chains,), self.start, device=self.device)
        units = torch.zeros(chains, max(self.places, 1), dtype=torch.int64, device=self.device)
        length = torch.zeros(chains, dtype=torch.int64, device=self.device)
        open_ = torch.ones(chains, dtype=torch.bool, device=self.device)
        for place in range(self.places + 1):
            weights, target = self.choices(nodes, states)
            weights = torch.where(open_[:, None], weights, self._ending)  # a finished text draws its end for sure
            chosen = stream.categorical(Law(weights))
            ended = chosen == self.units
            open_ = open_ & ~ended
            unit = torch.where(open_, chosen, 0)
            if place < self.places:
                units[:, place] = unit
            length = length + open_
            nodes = torch.where(open_, target.gather(1, unit[:, None]).squeeze(1), nodes)
            states = torch.where(open_, self.next[states, self.class_of[unit]], states)
        return Texts(units, length)

    @cached_property
    def _ending(self) -> Tensor:
        """Log weights of ending and nothing else. [1, units + 1]"""
        law = torch.full((1, self.units + 1), -torch.inf, dtype=torch.float64, device=self.device)
        law[:, -1] = 0.0
        return law

    def log_conditionals(self, texts: Texts) -> Tensor:
        """The log conditionals of a text's units and of its end, summed along the draw: log s - log Z. [chains]"""
        nodes = self.model.contexts(texts)
        total = torch.zeros(len(texts.length), dtype=torch.float64, device=self.device)
        states = torch.full_like(texts.length, self.start)
        for place in range(texts.units.shape[1] + 1):
            weights, _ = self.choices(nodes[:, place], states)
            unit = texts.units[:, min(place, texts.units.shape[1] - 1)]
            chosen = torch.where(place < texts.length, unit, self.units)
            share = torch.log_softmax(weights, 1).gather(1, chosen[:, None]).squeeze(1)
            share = torch.where(share.isnan(), -torch.inf, share)  # behind a unit that is not allowed nothing is
            total = total + torch.where(place <= texts.length, share, 0.0)
            states = torch.where(place < texts.length, self.next[states, self.class_of[unit]], states)
        return total


def _heights(table: np.ndarray, dead: int) -> np.ndarray:
    """The longest way from each state until nothing can follow. Raises ValueError where there is a way round."""
    heights = np.zeros(len(table), np.int64)
    for _ in range(len(table) + 1):
        padded = np.append(heights, -1)
        taller = 1 + padded[table].max(axis=1, initial=-1)
        if (taller == heights).all():
            return heights
        heights = taller
    raise ValueError("the automaton allows texts of any length")


__all__ = ["MOST_CELLS", "Surrogate"]
