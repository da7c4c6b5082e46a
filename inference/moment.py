"""Moments: what the means of values over all draws must be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .formula import Node

SHARE = "%"  # the unit of truth values: their mean is the share of draws where they hold


@dataclass(frozen=True)
class Moment:
    """The mean of `value` lies between `low` and `high` (either may be infinite), as fresh draws must show `within`.

    `unit` is `%` for a truth value, else the unit of the number or nothing. `within` None: a tenth of the value's own
    standard deviation over the draws.
    """

    name: str
    value: Node
    low: float
    high: float
    within: float | None = None
    unit: str = ""

    @property
    def is_share(self) -> bool:
        """Whether the value is true or false."""
        return self.unit == SHARE

    def beyond(self, mean: float) -> float:
        """How far a mean is outside of the interval; 0 inside."""
        return max(self.low - mean, mean - self.high, 0.0)

    def shown(self, value: float) -> str:
        """A mean, or an error of one, as people write it."""
        if self.is_share:
            return f"{100 * value:.3g}%"
        return f"{value:.3g} {self.unit}" if self.unit else f"{value:.3g}"

    @property
    def wanted(self) -> str:
        """The target for people: `40%`, `at most 11 words`, `between 30% and 50%`."""
        if self.low == self.high:
            return self.shown(self.low)
        if math.isinf(self.low):
            return f"at most {self.shown(self.high)}"
        if math.isinf(self.high):
            return f"at least {self.shown(self.low)}"
        return f"between {self.shown(self.low)} and {self.shown(self.high)}"


__all__ = ["SHARE", "Moment"]
