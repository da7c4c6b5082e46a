"""A base as a law of the next unit: rows of texts that grow, whatever the base is made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from ..lazy import torch

if TYPE_CHECKING:
    from torch import Tensor

    from ..backoff import Backoff
    from ..random import Chance, Law
    from ..texts import Texts
    from .potentials import Outlook


class Written(NamedTuple):
    """What a step wrote into each row. [rows] each"""

    unit: Tensor  # 0 in rows that were not active
    log_base: Tensor  # the base's log weight of it, power included; 0 in rows that were not active
    log_drawn: Tensor  # log probability of drawing it


class Reading(ABC):
    """Rows of texts that a base has read so far."""

    questions = 1  # draws of one step

    @abstractmethod
    def law(self, rows: Tensor, outlook: Outlook) -> Tensor:
        """Log weight of each unit in some rows: what the base gives, or is expected to give. [some rows, units]"""

    @abstractmethod
    def end(self) -> Tensor:
        """Log weight of the end. float64 [rows]"""

    @abstractmethod
    def write(self, law: Law, first: Tensor, active: Tensor, outlook: Outlook, chance: Chance | None) -> Written:
        """Read a unit in the active rows.

        `first` was drawn from `law`, whose weights are those of `law()` and what is ahead by the outlook. A base may
        draw on behind it, by the rest of the step's questions; without a chance `first` is what is written.
        """

    @abstractmethod
    def select(self, rows: Tensor) -> None:
        """Go on with some of the rows, any number of times each."""


class Predictor(ABC):
    """A base that reads texts from left to right."""

    @abstractmethod
    def read(self, texts: Texts) -> Reading:
        """Rows that have read these texts, which go on behind them."""


class NGramPredictor(Predictor):
    """An n-gram model, power and temperature included."""

    def __init__(self, model: Backoff) -> None:
        self.model = model

    def read(self, texts: Texts) -> Reading:
        return _NGramReading(self.model, self.model.contexts(texts).gather(1, texts.length[:, None])[:, 0])


class _NGramReading(Reading):
    def __init__(self, model: Backoff, nodes: Tensor) -> None:
        self._model, self._nodes = model, nodes

    def law(self, rows: Tensor, outlook: Outlook) -> Tensor:
        return self._model.rows(self._nodes[rows])[0]

    def end(self) -> Tensor:
        return self._model.log_end[self._nodes].double()

    def write(self, law: Law, first: Tensor, active: Tensor, outlook: Outlook, chance: Chance | None) -> Written:
        unit = torch.where(active, first, 0)
        log, target = self._model.look_up(self._nodes, unit)
        self._nodes = torch.where(active, target, self._nodes)
        return Written(unit, torch.where(active, log.double(), 0.0), law.log_prob(first).double())

    def select(self, rows: Tensor) -> None:
        self._nodes = self._nodes[rows]
