"""Whether means are held: the check on fresh draws, with the multipliers frozen, and what a run says of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .batches import drawn
from .fit import Fit, bands, values_of
from .moment import Moment
from .record import plain
from .tilt import Tilting

if TYPE_CHECKING:
    from .run import Run

Floats = NDArray[np.float64]

SIGMAS = 2.0  # standard errors that are added before a mean is held
SHOWN = ("divergence", "weights")  # what the report shows besides the means, unless a recipe says


@dataclass(frozen=True)
class Held:
    """A moment on fresh draws: its mean with the standard error, what was allowed, and its multiplier."""

    moment: Moment
    mean: float
    error: float
    within: float
    multiplier: float
    multiplier_error: float

    @property
    def beyond(self) -> float:
        """How far the mean is outside of its interval, 0 inside."""
        return self.moment.beyond(self.mean)

    @property
    def met(self) -> bool:
        """Whether the mean is as wanted, two standard errors on top."""
        return self.beyond + SIGMAS * self.error <= self.within

    @property
    def why(self) -> str:
        """What is missing and what to do, where it is not met."""
        one = self.moment
        if not math.isfinite(self.mean):
            return f"the mean of `{one.name}` is not known, since no draw counts"
        found = f"the mean of `{one.name}` is {one.shown(self.mean)} ± {one.shown(SIGMAS * self.error)}"
        found += f", wanted {one.wanted} within {one.shown(self.within)}"
        if self.beyond > self.within + SIGMAS * self.error:
            return f"{found}; more iterations, or another target"
        times = (SIGMAS * self.error / (self.within / 2)) ** 2
        return f"{found}; {max(2, math.ceil(times))} times as many draws"

    def line(self, weights: bool = True) -> str:
        """The moment for people."""
        one = self.moment
        if not math.isfinite(self.mean):
            return f"`{one.name}`: no draws, wanted {one.wanted}"
        found = f"`{one.name}`: mean {one.shown(self.mean)} ± {one.shown(SIGMAS * self.error)}"
        found += f", wanted {one.wanted} within {one.shown(self.within)}: {'met' if self.met else 'not met'}"
        return f"{found}; weight {self.multiplier:.4g} ± {self.multiplier_error:.2g}" if weights else found

    def record(self) -> dict[str, Any]:
        """The same as plain data; an open end of the interval is null."""
        return {
            "name": self.moment.name, "low": plain(self.moment.low), "high": plain(self.moment.high),
            "within": plain(self.within), "mean": plain(self.mean), "error": plain(self.error), "met": self.met,
            "multiplier": plain(self.multiplier), "multiplier_error": plain(self.multiplier_error),
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Outcome:
    """A fit and its check. `report` is what the plain summary shows besides the means.

    `values` are those of the moments in each draw, by name, [chains, draws].
    """

    fit: Fit
    held: tuple[Held, ...]
    report: tuple[str, ...] = SHOWN
    values: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether every mean is as wanted."""
        return all(one.met for one in self.held)

    @property
    def why(self) -> str:
        """The first mean that is not, and what to do."""
        return next((one.why for one in self.held if not one.met), "")

    @property
    def multipliers(self) -> dict[str, float]:
        """The multiplier of each moment, by its name."""
        return {one.moment.name: one.multiplier for one in self.held}

    def lines(self) -> list[str]:
        """The report for people."""
        found = [one.line("weights" in self.report) for one in self.held]
        if "divergence" in self.report:
            found.append(f"divergence from the law without `expect`: {self.fit.divergence:.4g} nats; {self._how()}")
        return found

    def _how(self) -> str:
        if self.fit.stages == 0:
            return f"weights without error, by {self.fit.method}"
        return f"weights after {self.fit.stages} stages" + ("" if self.fit.settled else ", still moving")

    def record(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "moments": [one.record() for one in self.held],
            "divergence": plain(self.fit.divergence),
            "fit": {"method": self.fit.method, "stages": self.fit.stages, "settled": self.fit.settled},
        }


def checked(fit: Fit, run: Run, tilting: Tilting, report: Sequence[str] | None = None) -> Outcome:
    """The check of a fit on draws that it has not seen."""
    shown = SHOWN if report is None else tuple(report)
    values = values_of(tilting, run)
    fresh = drawn(run, values)
    mean = error = deviation = np.full(len(fit.moments), np.nan)
    if len(fresh.values):
        mean = fresh.mean()
        error = np.sqrt(np.maximum(np.diag(fresh.covariance()), 0.0))
        deviation = np.sqrt(fresh.weights @ (fresh.values - mean) ** 2)
    named = {one.name: values[:, :, k] for k, one in enumerate(fit.moments)}
    return Outcome(fit, _held(fit, mean, error, bands(fit.moments, deviation)), shown, named)


def stated(fit: Fit) -> Outcome:
    """The outcome of a fit that needs no check: the means of the law itself, without error."""
    nothing = np.zeros(len(fit.moments))
    return Outcome(fit, _held(fit, fit.means, nothing, bands(fit.moments, fit.deviations)))


def _held(fit: Fit, mean: Floats, error: Floats, within: Floats) -> tuple[Held, ...]:
    columns = zip(*(a.tolist() for a in (mean, error, within, fit.multipliers, fit.errors)), strict=True)
    return tuple(Held(one, *row) for one, row in zip(fit.moments, columns, strict=True))


__all__ = ["Held", "Outcome", "checked", "stated"]
