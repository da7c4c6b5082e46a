"""A run of a program with moments: multipliers first, then the recipe with them, and the check of its draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .checkpoint import Earlier
from .fit import Fit, Staged, Tilt, fit
from .fit_exact import fit_exactly, fit_quickly
from .held import Outcome, checked, stated
from .samplers.auto import Auto
from .samplers.exact import ExactSampler
from .tilt import Tilting

if TYPE_CHECKING:
    from .chains import Watch
    from .graph import FactorGraph
    from .run import Run
    from .sampler import Recipe, Sampler


def sample(
    graph: FactorGraph, sampler: Sampler, recipe: Recipe, tilt: Tilt | None = None,
    report: Sequence[str] | None = None, watch: Watch | None = None,
) -> tuple[FactorGraph, Run, Outcome]:  # fmt: skip
    """The tilted graph, its draws and what they say of the moments. Raises what the sampler raises, NoLaw.

    Where the sampler is exact (chosen by `auto` or written) and the program small enough, multipliers are found without
    sampling. The draws have seeds of their own; chains go on from where the fit left them.
    """
    tilting = Tilting(graph)
    chosen = sampler.chosen(tilting.graph([1.0] * len(graph.moments))) if isinstance(sampler, Auto) else sampler
    exact = fit_quickly(tilting) if isinstance(chosen, ExactSampler) else None
    if exact is not None:
        return _drawn(tilting, exact, sampler, recipe, report, watch)
    earlier = Earlier(recipe.checkpoint)
    work = fit(tilting, sampler, recipe, tilt or Tilt(), watch, earlier)
    if work.run is not None and (work.run.interrupted or not work.pool.stages):
        return tilting.graph(work.at), work.run, checked(work.fit, work.run, tilting, report)
    recipe = replace(_warm(work, chosen, recipe), checkpoint=earlier.next(last=True))
    return _drawn(tilting, work.fit, sampler, recipe, report, watch)


def solved(graph: FactorGraph) -> tuple[FactorGraph, Outcome | None]:
    """The graph under its exact multipliers, and these; the graph itself where it has no moments.

    Raises TooManyTexts, NoText, NoLaw.
    """
    if not graph.moments:
        return graph, None
    tilting = Tilting(graph)
    found = fit_exactly(tilting)
    return tilting.graph(found.multipliers), stated(found)


def _warm(work: Staged, chosen: Sampler, recipe: Recipe) -> Recipe:
    """The recipe from the last texts of the fit on, where the sampler takes a start."""
    return replace(recipe, start=work.last) if work.last is not None and "start" in chosen.follows else recipe


def _drawn(
    tilting: Tilting, found: Fit, sampler: Sampler, recipe: Recipe, report: Sequence[str] | None, watch: Watch | None
) -> tuple[FactorGraph, Run, Outcome]:
    graph = tilting.graph(found.multipliers)
    run = sampler.sample(graph, recipe, watch)
    return graph, run, checked(found, run, tilting, report)


__all__ = ["sample", "solved"]
