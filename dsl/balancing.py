"""Runs of balanced mixtures: every branch by chains of its own, and their law as one graph where it can be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .driver import Compiled
from .plan import Plan
from .protecting import noted
from .ways import allotted, normalised

if TYPE_CHECKING:
    from ..inference.balanced import Balanced
    from ..inference.chains import Watch
    from ..inference.graph import FactorGraph

SEEDS_APART = 1_000_003  # between the seeds of neighbouring branches


def run_ways(compiled: Compiled, plan: Plan, header: Mapping[str, Any], watch: Watch | None = None) -> Balanced:
    """Follow a plan in every branch, with chains in proportion to the shares; interrupted, it has the branches begun.

    Raises RunError, NoText.
    """
    from ..inference.balanced import Balanced
    from ..inference.checkpoint import Earlier
    from ..inference.result import Result

    shares = [way.share for way, _ in compiled.ways]
    earlier, runs = Earlier(plan.recipe.checkpoint), []
    for number, ((_, one), chains) in enumerate(zip(compiled.ways, allotted(plan.recipe.chains, shares), strict=True)):
        seed = (plan.recipe.seed + number * SEEDS_APART) % 2**63
        start = plan.recipe.start.rows(slice(0, chains)) if plan.recipe.start is not None else None  # type: ignore[arg-type]
        if number == len(earlier.runs):
            checkpoint = earlier.next(last=number == len(shares) - 1)
            recipe = replace(plan.recipe, seed=seed, chains=chains, start=start, checkpoint=checkpoint)
            earlier.add(plan.sampler.sample(one.graph, recipe, watch))
        runs.append((one.graph, earlier.runs[number], seed))
        if runs[-1][1].interrupted:
            break
    if len({run.draws for _, run, _ in runs}) > 1 and not any(run.interrupted for _, run, _ in runs):
        least = min(run.draws for _, run, _ in runs)  # `stop` and `relax` may end branches at different draws
        runs = [(graph, run.shortened(least), seed) for graph, run, seed in runs]
    results = [Result(graph, noted(compiled.spec, run), header, seed) for graph, run, seed in runs]
    ways = [dict(way.labels) for way, _ in compiled.ways[: len(runs)]]
    return Balanced(results, ways, shares[: len(runs)], header, plan.recipe.seed)


def as_one(compiled: Compiled) -> FactorGraph:
    """The law of a balanced mixture as one graph, where every branch can be solved. Raises TooManyTexts, NoText."""
    from ..inference.exact import TooManyTexts, solve
    from .compile import compile_model

    log_zs = []
    for way, one in compiled.ways:
        try:
            log_zs.append(solve(one.graph, few=0).log_z)
        except TooManyTexts as error:
            why = f"a balanced mixture as one law needs the constant of each branch, and of `{way.name}`: {error}"
            raise TooManyTexts(why) from None
    return compile_model(normalised(compiled.spec, log_zs), compiled.folder, compiled.device, compiled.allow_download)
