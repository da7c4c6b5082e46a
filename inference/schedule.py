"""Schedules: the temperature of each step, as people write it; the samplers take beta = 1 / temperature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Literal

Shape = Literal["constant", "linear", "geometric", "logarithmic"]


@dataclass(frozen=True)
class Schedule:
    """Temperatures from `start` to `stop` in `over` steps, then `stop` for ever.

    linear: equal differences. geometric: equal ratios. logarithmic: 1 / T grows by the logarithm of the step, the
    slow cooling of Geman and Geman 1984. Raises ValueError for a temperature or a length that is not positive.
    """

    shape: Shape
    start: float
    stop: float
    over: int

    shapes: ClassVar[tuple[Shape, ...]] = ("constant", "linear", "geometric", "logarithmic")

    def __post_init__(self) -> None:
        if self.shape not in self.shapes:
            raise ValueError(f"shape is {self.shape!r}; it is one of {', '.join(self.shapes)}")
        for name in ("start", "stop", "over"):
            if not getattr(self, name) > 0 or getattr(self, name) == math.inf:
                raise ValueError(f"{name} is {getattr(self, name)!r}; it must be a number above 0")

    def temperature(self, step: int) -> float:
        """The temperature of a step, counted from 0."""
        way = min(step / max(self.over - 1, 1), 1.0)
        if self.shape == "constant" or way == 1.0:
            return self.stop
        if self.shape == "linear":
            return self.start + way * (self.stop - self.start)
        if self.shape == "geometric":
            return float(self.start * (self.stop / self.start) ** way)
        grown = math.log1p(step) / math.log1p(max(self.over - 1, 1))
        return 1.0 / (1.0 / self.start + grown * (1.0 / self.stop - 1.0 / self.start))

    def beta(self, step: int) -> float:
        """1 / temperature."""
        return 1.0 / self.temperature(step)

    @property
    def hot(self) -> bool:
        """Whether any temperature is above 1, where the path leads through the surrogate."""
        return max(self.start, self.stop) > 1.0


def constant(temperature: float = 1.0) -> Schedule:
    """The same temperature always."""
    return Schedule("constant", temperature, temperature, 1)
