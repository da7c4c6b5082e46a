"""A stretch of a run of parallel tempering: rounds on one ladder, and what they say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .lazy import torch
from .swaps import Floats, Trips, rejections

if TYPE_CHECKING:
    from torch import Tensor

    from .path import Path


class Stretch:
    """Some rounds of a sweep and an exchange on one ladder, and what they have given so far."""

    def __init__(self, path: Path, rungs: int, chains: int, device: torch.device) -> None:
        self.path, self.rounds = path, 0
        self.trips = Trips(rungs, chains, device)
        self._refused = torch.zeros(rungs - 1, dtype=torch.float64, device=device)
        self._gaps: list[Tensor] = []

    def add(self, apart: Tensor, betas: Tensor, source: Tensor) -> None:
        """One more round: log pi - log s before the exchange [rungs, chains], and who exchanged."""
        self._refused += rejections(apart, betas)
        self._gaps.append(apart)
        self.trips.follow(source)
        self.rounds += 1

    @property
    def refused(self) -> Floats:
        """How often an exchange between neighbours is refused. [rungs - 1]"""
        return np.asarray((self._refused / max(self.rounds, 1)).cpu().numpy())

    @property
    def gaps(self) -> Floats:
        """log pi - log s of every round. [rounds, rungs, chains]"""
        return np.asarray(torch.stack(self._gaps).cpu().numpy())

    def saved(self) -> Any:
        """What the rounds have given."""
        return [self.rounds, self.trips.saved(), self._refused, self._gaps, self.path.saved()]

    def restore(self, found: Any) -> None:
        """Take what was saved."""
        self.rounds, trips, self._refused, self._gaps, path = found
        self.trips.restore(trips)
        self.path.restore(path)
