"""`exact`: independent draws of a program that is solved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..independent import drawn
from ..random import Stream
from ..run import NoText
from ..sampler import Recipe, Sampler

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph
    from ..run import Run


@dataclass(frozen=True)
class ExactSampler(Sampler, name="exact"):
    """Independent draws, log Z without error. For programs that are small, or an n-gram under regular requirements.

    infer { sampler = exact()  draws = 100 }
    """

    follows: ClassVar[frozenset[str]] = frozenset()

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """Raises TooManyTexts where no exact method solves the program, NoText where nothing is possible."""
        from ..exact import solve

        solved = solve(graph, few=0)
        if solved.log_z == -math.inf:
            raise NoText("every text that meets the requirements has probability 0")

        def draw(stream: Stream, count: int):  # type: ignore[no-untyped-def]
            return solved.draw(graph, stream, count), None

        note = f"exact: solved by {solved.method} of {solved.states:,} states; draws are independent"
        return drawn(graph, recipe, draw, note, log_z=solved.log_z, log_z_error=0.0, watch=watch)
