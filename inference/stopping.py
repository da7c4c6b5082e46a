"""When a run may end before its last draw: conditions on diagnostics and time, and when they are looked at."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from torch import Tensor

    from .run import Run
    from .tally import Draws
    from .target import Target

Quantity = Literal["ess", "rhat", "elapsed", "all_hard"]
AT_LEAST: Mapping[Quantity, bool] = {"ess": True, "rhat": False, "elapsed": True, "all_hard": True}
LOOKS = 20  # at most so many times are the diagnostics of a run looked at
FEWEST = 25  # draws of a chain between two looks


@dataclass(frozen=True)
class Bound:
    """A quantity that reaches a bound: effective draws, R-hat, seconds, or chains that meet every requirement."""

    quantity: Quantity
    bound: float

    def holds(self, values: Mapping[str, float]) -> bool:
        """Whether it is reached; what is not known is not."""
        value = values.get(self.quantity, math.nan)
        return value >= self.bound if AT_LEAST[self.quantity] else value <= self.bound

    @property
    def quantities(self) -> frozenset[str]:
        """What it asks for."""
        return frozenset({self.quantity})


@dataclass(frozen=True)
class Joined:
    """Several conditions, all of which or any of which must hold."""

    every: bool
    items: tuple[Stop, ...]

    def holds(self, values: Mapping[str, float]) -> bool:
        """Whether all, or any, hold."""
        return (all if self.every else any)(item.holds(values) for item in self.items)

    @property
    def quantities(self) -> frozenset[str]:
        """What its items ask for."""
        return frozenset().union(*(item.quantities for item in self.items))


Stop = Bound | Joined


class Stopping:
    """Looks whether a run may end.

    Diagnostics are looked at after every twentieth of the draws, never fewer than 25 apart: at times that are fixed
    before the run and do not depend on it, and nothing but R-hat and effective draws is looked at, never a score or a
    text. Stopping once the effective draws suffice leaves means consistent (Glynn and Whitt 1992; Flegal and Gong
    2015); what is left out is a late part of each chain. The clock is looked at after every step.
    """

    def __init__(self, graph: Target, stop: Stop, draws: int, groups: int = 0) -> None:
        self.graph, self.stop, self.groups = graph, stop, groups
        self.every = max(-(-draws // LOOKS), FEWEST)
        self.began = time.monotonic()
        self.values: dict[str, float] = {}

    def saved(self) -> Any:
        """What was seen at the last look, and the time so far."""
        return [dict(self.values), time.monotonic() - self.began]

    def restore(self, found: Any) -> None:
        """Take what was saved."""
        self.values, seconds = found
        self.began -= seconds

    def drawn(self, kept: Draws, inside: Tensor) -> bool:
        """Whether the run may end after a draw was kept; `inside` says which chains count. [chains]"""
        if self.stop.quantities & {"ess", "rhat"} and kept.count % self.every == 0:
            result = kept.result(self.graph)
            result = replace(result, allowed=result.allowed & inside.cpu()[:, None], groups=self.groups)
            self.values |= measured(self.graph, result)
        return self.timed()

    def swept(self, allowed: Tensor) -> bool:
        """Whether a search may end after a sweep; `allowed` says which chains meet every requirement. [chains]"""
        if "all_hard" in self.stop.quantities:
            self.values["all_hard"] = float(allowed.sum())
        return self.timed()

    def timed(self) -> bool:
        """Whether the run may end now, by the clock and by what was seen at the last look."""
        self.values["elapsed"] = time.monotonic() - self.began
        return self.stop.holds(self.values)


def measured(graph: Target, run: Run) -> dict[str, float]:
    """The largest R-hat and the fewest effective draws of what a run's verdict is about."""
    from .diagnostics import diagnose
    from .statistics import extra

    found = diagnose(run, extra(graph, run))  # type: ignore[arg-type]
    if found.infeasible == run.chains:
        return {}
    moving = [one for one in found.statistics if not one.constant]
    if any(one.rhat is None or one.bulk is None for one in moving):
        return {}
    return {
        "rhat": max((one.rhat or math.inf for one in moving), default=1.0),
        "ess": min((one.bulk or 0.0 for one in moving), default=math.inf),
    }
