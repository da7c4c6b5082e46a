"""A causal transformer as a law of the next unit: units of one token at once, spelled ones piece by piece."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..lazy import torch
from ..random import Law
from .predictor import Predictor, Reading, Written
from .recalled import Memory, Recalled
from .spellings import Spellings
from .stepper import Cached, Stepper, cacheable

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from ..causal import CausalScorer
    from ..random import Chance
    from ..texts import Texts
    from .potentials import Outlook

RARE = 1e-12  # the least rate of a unit, relative to the most frequent one: none is left without weight


class CausalPredictor(Predictor):
    """A unit of one token has the model's probability. A spelled one is drawn piece by piece.

    Its first piece is drawn for it by what the n-gram gives it, and at most by its share of the piece's probability
    among the units that begin so (by `frequencies`, log, [units]): a piece that is a word by itself rarely goes on.
    Further pieces have the model's probability, each unit behind them its share by the n-gram. What the unit really
    has, the product over its pieces, is known once all are read. `few` says that the program has few texts, whose laws
    are remembered.
    """

    def __init__(
        self, scorer: CausalScorer, frequencies: NDArray[np.float64], places: int, dtype: torch.dtype, few: bool = False
    ) -> None:
        self.scorer, self.dtype, self.power = scorer, dtype, scorer.power
        self.spellings = Spellings(scorer, frequencies)
        self.shares = self.spellings.shares.to(dtype)
        self._memory: Memory | None = None
        if few or not cacheable(scorer, places * self.spellings.longest):
            used = torch.cat([self.spellings.pieces.flatten(), torch.tensor(scorer.end, device=scorer.device).long()])
            self._memory = Memory(scorer, torch.unique(used))

    def read(self, texts: Texts) -> Reading:
        rows = [self.scorer.left + row for row in self.spellings.ids_of(texts.units, texts.length)]
        context = self.spellings.contexts_after(texts.units, texts.length)
        if self._memory is None:
            self.scorer.evaluations += len(rows)
            return _CausalReading(self, Cached(self.scorer, rows), context)
        return _CausalReading(self, Recalled(self._memory, [tuple(row) for row in rows]), context)


class _CausalReading(Reading):
    def __init__(self, predictor: CausalPredictor, stepper: Stepper, context: Tensor) -> None:
        self._predictor, self._stepper, self._context = predictor, stepper, context
        self._spellings, self._power = predictor.spellings, predictor.power
        self.questions = predictor.spellings.longest

    def law(self, rows: Tensor, outlook: Outlook) -> Tensor:
        here = self._context[rows]
        contexts = torch.unique(here).tolist()
        expected = outlook.expected(rows) if self._spellings.any_spelled else None
        if len(contexts) == 1:
            return self._within(contexts[0], rows, expected)
        found = torch.empty(len(rows), self._spellings.units, dtype=self._predictor.dtype, device=rows.device)
        for context in contexts:
            some = (here == context).nonzero()[:, 0]
            found[some] = self._within(context, rows[some], None if expected is None else expected[some])
        return found

    def _within(self, context: int, rows: Tensor, expected: Tensor | None) -> Tensor:
        """`law` of rows that are in one context, where the n-gram expects what it does. [some rows, units]"""
        found = self._stepper.laws(self._spellings.first[context], rows).to(self._predictor.dtype)
        if self._spellings.any_silent:
            found.masked_fill_(self._spellings.silent[context], 0.0)
        found = _powered(found.add_(self._predictor.shares[context]), self._power)
        if expected is None:
            return found
        bound = torch.where(self._spellings.spelled[context], expected, math.inf)
        return torch.minimum(found, bound, out=found)

    def end(self) -> Tensor:
        end = self._predictor.scorer.end
        if not end:
            return torch.zeros(len(self._context), dtype=torch.float64, device=self._context.device)
        ids = torch.full((len(self._context), 1), end[0], device=self._context.device)
        return _powered(self._stepper.log(ids)[:, 0].double(), self._power)

    def write(self, law: Law, first: Tensor, active: Tensor, outlook: Outlook, chance: Chance | None) -> Written:
        unit = torch.where(active, first, 0)
        count = torch.where(active, self._spellings.counts[self._context, unit], 0)
        ids = self._spellings.first[self._context, unit]
        base = torch.where(count > 0, self._stepper.log(ids[:, None])[:, 0].double(), 0.0)
        drawn = law.log_prob(first).double()
        self._stepper.feed(ids, count > 0)
        rows = (count > 1).nonzero()[:, 0]
        if len(rows):
            drawn = drawn.index_copy(0, rows, _summed(law, self._members(rows, unit), rows))
        unit, more, refined = self._refine(unit, rows, outlook, chance)
        base, drawn = base + more, drawn + refined
        known = self._spellings.shares[self._context, unit] > -math.inf
        self._context = torch.where(active, self._spellings.after[self._context, unit], self._context)
        return Written(unit, _powered(torch.where(known | ~active, base, -math.inf), self._power), drawn)

    def _members(self, rows: Tensor, unit: Tensor) -> Tensor:
        """The spelled units that begin as those of some rows, -1 behind the last. [some rows, most]"""
        return self._spellings.members(self._context[rows], unit[rows])

    def _refine(
        self, unit: Tensor, rows: Tensor, outlook: Outlook, chance: Chance | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """The pieces behind the first one in the rows that have some: the units, and log base and log drawn of this."""
        nothing = torch.zeros(len(unit), dtype=torch.float64, device=unit.device)
        base, drawn = nothing, nothing
        spell = None
        if len(rows):
            spell = _Spell(self._spellings, self._stepper.branch(rows), self._context[rows], unit[rows], self._power)
            spell.begin(self._members(rows, unit), outlook.ahead(rows), outlook.expected(rows))
        for depth in range(1, self._spellings.longest):
            weights = torch.zeros(len(unit), 1, dtype=torch.float64, device=unit.device)
            if spell is not None and (chance is not None or bool(spell.open.any())):
                found = spell.weights(depth)
                weights = torch.zeros(len(unit), found.shape[1], dtype=torch.float64, device=unit.device)
                weights = weights.index_copy(0, rows, found)
            chosen = None if chance is None else chance.categorical(Law(weights))
            if spell is not None:
                spell.read(depth, None if chosen is None else chosen[rows])
        if spell is not None:
            self._stepper.merge(spell.stepper, rows)
            unit, base, drawn = (
                whole.index_copy(0, rows, part)
                for whole, part in ((unit, spell.unit), (base, spell.log_base), (drawn, spell.log_drawn))
            )
        return unit, base, drawn

    def select(self, rows: Tensor) -> None:
        self._stepper.select(rows)
        self._context = self._context[rows]


class _Spell:
    """Rows in the middle of a spelled unit: which units are left, and what drawing and the base gave so far."""

    def __init__(self, spellings: Spellings, stepper: Stepper, context: Tensor, unit: Tensor, power: float) -> None:
        self._spellings, self.stepper, self._context, self.unit = spellings, stepper, context, unit
        self._power = power
        self.log_base = torch.zeros(len(unit), dtype=torch.float64, device=unit.device)
        self.log_drawn = self.log_base
        self.open = torch.ones_like(unit, dtype=torch.bool)

    def begin(self, members: Tensor, ahead: Tensor, expected: Tensor) -> None:
        """The units that begin alike [rows, most]; what lies ahead of each unit and what is expected [rows, units]."""
        self._units = members.clamp_min(0)
        self._left = members >= 0
        self._ahead = ahead.gather(1, self._units).double()
        rate = expected.gather(1, self._units).double() / (self._power if self._power > 0 else 1.0)
        self._rate = torch.exp(rate - rate.amax(1, keepdim=True)) + RARE
        self._pieces = self._spellings.pieces[self._context[:, None], self._units]  # [rows, most, longest]
        self._counts = self._spellings.counts[self._context[:, None], self._units]

    def weights(self, depth: int) -> Tensor:
        """Log weights of the units that are left, by the piece at `depth`; rows that are done have one. [rows, most]"""
        self._left = self._left & (self._counts > depth)
        piece = self._pieces[:, :, depth]
        self._piece, self._ends = piece, self._counts == depth + 1
        self._log = self.stepper.log(piece).double()
        rate = torch.where(self._left, self._rate, 0.0)
        begun = torch.zeros(len(piece), self._spellings.vocabulary, dtype=rate.dtype, device=rate.device)
        among = begun.scatter_add(1, piece, rate).gather(1, piece)
        share = torch.where(self._ends, 0.0, rate.log() - among.log())
        found = _powered(self._log + share, self._power) + self._ahead
        self._weights = torch.where(self._left, found, -math.inf)
        rest = torch.full_like(self._weights, -math.inf)
        rest[:, 0] = 0.0
        return torch.where(self.open[:, None], self._weights, rest)

    def read(self, depth: int, chosen: Tensor | None) -> None:
        """Read the piece of the unit that was chosen by its column; without a choice that of the row's own unit."""
        if not bool(self.open.any()):
            return
        if chosen is None:
            chosen = (self._units == self.unit[:, None]).int().argmax(1)
        column = chosen[:, None]
        piece, ends = self._piece.gather(1, column), self._ends.gather(1, column)
        alike = torch.where(ends, self._units == self._units.gather(1, column), (self._piece == piece) & ~self._ends)
        alike = alike & self._left
        chosen_log = torch.where(alike, self._weights, -math.inf).logsumexp(1)
        drawn = chosen_log - self._weights.logsumexp(1)
        drawn = torch.where(chosen_log > -math.inf, drawn, -math.inf)
        self.log_drawn = self.log_drawn + torch.where(self.open, drawn, 0.0)
        self.log_base = self.log_base + torch.where(self.open, self._log.gather(1, column)[:, 0], 0.0)
        self.unit = torch.where(self.open, self._units.gather(1, column)[:, 0], self.unit)
        self.stepper.feed(piece[:, 0], self.open)
        self._left = alike
        self.open = self.open & ~ends[:, 0]


def _summed(law: Law, members: Tensor, rows: Tensor) -> Tensor:
    """Log probability that a draw of some rows is any of their members. float64 [some rows]"""
    weights = law.some(rows, members.clamp_min(0)).double()
    total = torch.where(members >= 0, weights, -math.inf).logsumexp(1)
    return torch.where(law.total[rows] > 0, total - law.total[rows].log(), -math.inf)


def _powered(log: Tensor, power: float) -> Tensor:
    """A power of probabilities, impossible ones left impossible."""
    return log if power == 1.0 else torch.where(log > -math.inf, log * power, -math.inf)
