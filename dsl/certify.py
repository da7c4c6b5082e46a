"""Certificates of the kernels that a program runs, on a small instance of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..inference.certify import Certificate, certify, certify_scan
from ..inference.record import plain
from ..inference.relaxed import relaxed
from .driver import Compiled
from .plan import move_of, sampler_of
from .small import Instance, instance_of, states_of
from .spec import RecipeSpec

if TYPE_CHECKING:
    from ..inference.graph import FactorGraph
    from ..inference.table import Table
    from ..inference.texts import Texts

STAND_IN = "gibbs()"  # whose kernels are certified for a sampler that has none


@dataclass(frozen=True)
class Certified:
    """The certificates, and what is to be known about the instance.

    `instead` is empty where the kernels are those of the recipe; of a sampler without kernels it says whose they are.
    """

    certificates: tuple[Certificate, ...]
    notes: tuple[str, ...]
    instead: str = ""
    sampler: str = ""

    @property
    def header(self) -> dict[str, str]:
        """What is certified in place of the recipe's sampler, as plain data."""
        return {"kind": "certified", "sampler": self.sampler, "kernels_of": STAND_IN, "note": self.instead}

    @staticmethod
    def record(one: Certificate) -> dict[str, Any]:
        """A certificate as plain data."""
        return {
            "kernel": one.kernel,
            "states": one.states,
            "detailed_balance": plain(one.detailed_balance),
            "stationarity": plain(one.stationarity),
            "irreducible": one.irreducible,
            "passed": one.passed,
        }

    @staticmethod
    def line(one: Certificate) -> str:
        """A certificate for people."""
        reach = "irreducible here" if one.irreducible else "not irreducible here"
        reach = "changes nothing here" if one.idle else reach
        verdict = "passed" if one.passed else "FAILED"
        residuals = f"balance {one.detailed_balance:.1e}, stationarity {one.stationarity:.1e}"
        return f"{verdict}  {one.kernel}: {one.states} states, {residuals}, {reach}"


def certified(compiled: Compiled) -> Certified:
    """A certificate of each kernel of the recipe, or of the default table, and of the table as a whole."""
    if compiled.ways:
        return _of_ways(compiled)
    instance = instance_of(compiled)
    graph, states, passed = _relaxed(compiled, instance)
    graph = weighted(graph)
    table, sampler, has_kernels = kernels(compiled, graph)
    found = certify(graph, [(entry.share, entry.move) for entry in table], states)
    cycles = [entry for entry in table if entry.cycle]
    scans = [certify_scan(graph, entry.cycle, states, f"{entry.label}, place by place") for entry in cycles]
    told = ["each `expect` has weight 1 here, or -1 where it is an upper bound"] if graph.moments else []
    reach = "`irreducible` speaks of this instance; of the whole program, `bridge(whole)` does"
    notes = (*instance.notes, *passed, *told, reach)
    certificates = (*found[:-1], *scans, found[-1])
    return Certified(certificates, notes, "" if has_kernels else _instead(sampler), sampler)


def _of_ways(compiled: Compiled) -> Certified:
    """The certificates of every branch of a balanced mixture, each by its labels."""
    found = [(way.name, certified(replace(one, spec=replace(one.spec, recipe=compiled.spec.recipe))))
             for way, one in compiled.ways]  # fmt: skip
    certificates = [replace(c, kernel=f"{name}: {c.kernel}") for name, one in found for c in one.certificates]
    notes = [f"{name}: {note}" for name, one in found for note in one.notes]
    return Certified(tuple(certificates), tuple(notes), found[0][1].instead, found[0][1].sampler)


def _relaxed(compiled: Compiled, instance: Instance) -> tuple[FactorGraph, Texts, tuple[str, ...]]:
    """The instance as its chains run on it: where the recipe says `relax`, with the texts that chains pass through."""
    graph, states = instance.graph, instance.states
    price = compiled.spec.recipe.settings.get("relax") if compiled.spec.recipe is not None else None
    if price is None or graph.violation(states) is None:
        return graph, states, ()
    wide = relaxed(graph, price)
    kept, states = len(states.length), states_of(wide)
    return wide, states, (f"relax: {len(states.length):,} texts with those passed through, {kept:,} of them draws",)


def weighted(graph: FactorGraph) -> FactorGraph:
    """The graph with a term for each moment, so that kernels meet the laws that draws come from."""
    from ..inference.tilt import Tilting

    signs = [-1.0 if one.low == -math.inf else 1.0 for one in graph.moments]
    return Tilting(graph).graph(signs) if signs else graph


def _instead(sampler: str) -> str:
    """What people are told of a sampler that makes no moves."""
    own = f"`{sampler}()` makes no moves of its own, and there is no kernel of it to certify"
    runs = "this recipe runs none of it"
    if sampler == "auto":
        runs = "`auto()` runs it only where a program cannot be solved exactly"
    return f"{own}: certified here is the table of `{STAND_IN}`; {runs}"


def kernels(compiled: Compiled, graph: FactorGraph) -> tuple[Table, str, bool]:
    """The kernels of the recipe, its sampler, and whether it has any: if not, they are those of `gibbs()`."""
    from ..inference.samplers.gibbs import Gibbs
    from ..inference.within import spread

    spec = compiled.spec.recipe or RecipeSpec()
    sampler = sampler_of(spec, compiled.source)
    if spec.moves:
        moves = [(share, move_of(call, compiled.source)) for share, call in spec.moves]
        return sampler.kernels(graph, tuple(spread(graph, moves))), sampler.name, True
    pure = bool(spec.settings.get("pure", False))
    try:
        return sampler.table(graph, pure), sampler.name, True
    except NotImplementedError:
        return Gibbs().table(graph, pure), sampler.name, False
