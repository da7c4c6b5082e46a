"""The guide: left-to-right draws by the base's own law, looking ahead to how the text can end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..lazy import torch
from ..random import Law, tiles
from ..texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from ..random import Chance
    from .potentials import Potentials
    from .predictor import Predictor, Reading


@dataclass
class Walk:
    """Rows of texts that are being written. All [rows] but for the units; what is summed is float64, in nats."""

    reading: Reading
    nodes: Tensor  # contexts of the surrogate's n-gram
    states: Tensor  # of its automaton
    log_ahead: Tensor  # log sum over all ways to go on; 0 in finished rows
    texts: Texts
    open: Tensor  # bool, which texts are not finished
    log_path: Tensor  # what the base, tables and automaton gave for the units since the walk began
    log_drawn: Tensor  # log probability of drawing them

    def select(self, rows: Tensor) -> None:
        """Go on with some of the rows, any number of times each."""
        self.reading.select(rows)
        self.texts = self.texts.rows(rows)
        for name in ("nodes", "states", "log_ahead", "open", "log_path", "log_drawn"):
            setattr(self, name, getattr(self, name)[rows])


class Coming(NamedTuple):
    """What may come next in each row of a walk, before any of it is drawn."""

    law: Law  # over the units and the end
    gain: Tensor  # what the law's sum is beyond the look-ahead that the row was at, in nats; 0 in finished rows [rows]

    def rows(self, index: Tensor) -> Coming:
        """Those of some rows, any number of times each."""
        return Coming(self.law.rows(index), self.gain[index])


class Guide:
    """The law of the next unit u behind a prefix x: base(u | x) · table(u) · β(x u) / normaliser, or the end.

    β is what the surrogate gives to all ways to go on. The base's weight of a unit may be an estimate; `write` counts
    what it really is. Auxiliary look-ahead as in twisted sequential Monte Carlo (Whiteley and Lee 2014, "Twisted
    particle filters"; Zhao et al. 2024, "Probabilistic inference in language models via twisted SMC").
    """

    def __init__(self, predictor: Predictor, potentials: Potentials) -> None:
        self.predictor, self.potentials = predictor, potentials
        self.surrogate = potentials.surrogate
        self.device = self.surrogate.device

    @property
    def steps(self) -> int:
        """Draws that finish every text: one a place, and the end."""
        return self.surrogate.places + 1

    def begin(self, texts: Texts) -> Walk:
        """Rows that go on behind these texts."""
        nodes, states = self.potentials.places(texts)
        none = torch.zeros(len(texts.length), dtype=torch.float64, device=self.device)
        ahead = self.potentials.here(nodes, states)
        everyone = torch.ones_like(texts.length, dtype=torch.bool)
        return Walk(self.predictor.read(texts), nodes, states, ahead, texts, everyone, none, none)

    def law(self, walk: Walk) -> Law:
        """What comes next in each row: a unit, or the end, whose number is the count of units; finished rows end."""
        rows, units = len(walk.open), self.surrogate.units
        outlook = self.potentials.outlook(walk.nodes, walk.states)
        weights = torch.empty(rows, units + 1, dtype=self.potentials.dtype, device=self.device)
        everyone = torch.arange(rows, device=self.device)
        for tile in tiles(rows, self.device):
            some = everyone[tile]
            torch.add(walk.reading.law(some, outlook), outlook.ahead(some), out=weights[tile, :-1])
        weights[:, -1] = walk.reading.end() + self.potentials.ending(walk.states)
        weights[~walk.open] = -math.inf
        weights[:, -1] = torch.where(walk.open, weights[:, -1], 0.0)
        return Law(weights)

    def look(self, walk: Walk) -> Coming | None:
        """What may come next in each row; None where every text is finished."""
        if not bool(walk.open.any()):
            return None
        law = self.law(walk)
        return Coming(law, torch.where(walk.open, law.log_sum - walk.log_ahead, 0.0))

    def write(self, walk: Walk, coming: Coming | None, chance: Chance | None, given: Tensor | None = None) -> Tensor:
        """Write one more unit, or the end, into each row: drawn, or `given` [rows]; what rows gain beyond `coming`.

        That is 0 but for rounding, and for a unit whose weight was an estimate. Finished rows gain 0. float64 [rows]
        """
        if coming is None:
            self._ask(walk, chance)
            return torch.zeros_like(walk.log_ahead)
        assert (chance is None) != (given is None)
        first = chance.categorical(coming.law) if chance is not None else given
        assert first is not None
        goes = walk.open & (first != self.surrogate.units)
        end = walk.reading.end() + self.potentials.ending(walk.states)
        outlook = self.potentials.outlook(walk.nodes, walk.states)
        unit, base, drawn = walk.reading.write(coming.law, first, goes, outlook, chance)
        nodes, states = self.potentials.step(walk.nodes, walk.states, unit)
        value = torch.where(goes, base + self.surrogate.table[unit], end)
        after = torch.where(goes, self.potentials.here(nodes, states), 0.0)
        gain = torch.where(drawn > -math.inf, value + after - coming.law.log_sum - drawn, -math.inf)  # -inf: a dead end
        gain = torch.where(walk.open, gain, 0.0)
        walk.log_path = walk.log_path + torch.where(walk.open, value, 0.0)
        walk.log_drawn = walk.log_drawn + torch.where(walk.open, drawn, 0.0)
        walk.log_ahead = torch.where(walk.open, after, walk.log_ahead)
        walk.nodes, walk.states = torch.where(goes, nodes, walk.nodes), torch.where(goes, states, walk.states)
        walk.texts = _longer(walk.texts, unit, goes)
        walk.open = goes
        return gain

    def step(self, walk: Walk, chance: Chance | None, given: Tensor | None = None) -> Tensor:
        """Look and write; the log weight that rows gain by both.

        The gains of a text and the log of the surrogate's sum add up to log base · tables · automaton - log drawn.
        float64 [rows]
        """
        coming = self.look(walk)
        return self.write(walk, coming, chance, given) + (0.0 if coming is None else coming.gain)

    def _ask(self, walk: Walk, chance: Chance | None) -> None:
        """The questions of a step that writes nothing: chains must not see how long others are."""
        if chance is not None:
            for _ in range(walk.reading.questions):
                chance.categorical(Law(torch.zeros(len(walk.open), 1, dtype=torch.float64, device=self.device)))

    def draw(self, chance: Chance, texts: Texts) -> tuple[Texts, Tensor]:
        """Each text gone on with to an end, and the log probability of what was drawn. float64 [rows]"""
        walk = self.begin(texts)
        for _ in range(self.steps):
            self.step(walk, chance)
        return walk.texts, walk.log_drawn

    def weigh(self, texts: Texts, first: Tensor) -> Tensor:
        """The log probability of drawing each text behind its first units [rows]. float64 [rows]"""
        walk = self.begin(Texts(torch.where(texts.steps() < first[:, None], texts.units, 0), first))
        for _ in range(self.steps):
            if not bool(walk.open.any()):
                break
            at = walk.texts.length
            unit = texts.at(at.clamp(max=texts.places - 1))
            self.step(walk, None, torch.where(walk.open & (at < texts.length), unit, self.surrogate.units))
        return torch.where(walk.open, -math.inf, walk.log_drawn)

    def following(self, texts: Texts, place: Tensor) -> Tensor:
        """The base's log weight of each unit at a place, given what stands before it alone. [rows, units]"""
        before = Texts(torch.where(texts.steps() < place[:, None], texts.units, 0), place)
        nodes, states = self.potentials.places(before)
        everyone = torch.arange(len(place), device=self.device)
        return self.predictor.read(before).law(everyone, self.potentials.outlook(nodes, states))


def _longer(texts: Texts, unit: Tensor, here: Tensor) -> Texts:
    """With one more unit in the rows where `here` holds."""
    at = texts.length.clamp(max=texts.places - 1)
    units = texts.units.scatter(1, at[:, None], torch.where(here, unit, texts.at(at))[:, None])
    return Texts(units, texts.length + here)
