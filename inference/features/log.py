"""The natural logarithm of a number: `log(similarity(s, source))`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..feature import Feature
from ..signature import Anything


@dataclass(frozen=True)
class Log(Feature, name="log", result="real"):
    """`log(x)` is the natural logarithm of a number, for objectives that are products: exponents become weights.

    Of 0 or less it is -inf, which as a factor gives the text no weight. Range: any number. Missing where the number is.
    Examples: `factor near = 8 * log(similarity(s, "the sea was cold"))`,
    `require log(frequency(poem.a)) <= 1.5`, `track size = log(length(s))`.
    """

    value: Anything

    def measure(self) -> float | None:
        if self.value is None:
            return None
        if not isinstance(self.value, int | float):
            raise ValueError(f"`log` needs a number; this is {self.value!r}")
        return math.log(self.value) if self.value > 0 else -math.inf
