"""`wordfield sample`: texts of a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import options as o
from .guard import INFEASIBLE, INTERRUPTED, NOT_CONVERGED, guarded
from .progress import watching
from .streams import record, tell, texts

if TYPE_CHECKING:
    from ..dsl.driver import Compiled
    from ..dsl.plan import Plan
    from ..inference.result import Result

DEFAULT = 10


@guarded
def sample(
    file: o.File,
    n: Annotated[str | None, typer.Option("-n", metavar="N", help="How many texts; `all` for every draw. [10]")] = None,
    chains: o.Chains = None,
    draws: o.Draws = None,
    seed: o.Seed = None,
    recipe: o.Recipe = None,
    model: o.Model = None,
    sets: o.Sets = None,
    device: o.Device = None,
    threads: o.Threads = None,
    json: o.Json = False,
    best: Annotated[bool, typer.Option("--best", help="Distinct texts, best log score first.")] = False,
    resume: o.Resume = False,
    strict: o.Strict = False,
    allow_python: o.AllowPython = False,
    download: o.Download = False,
    lang: o.Lang = None,
) -> None:
    """Print texts of a program."""
    from ..dsl import driver
    from ..dsl.plan import Asked
    from ..dsl.storing import store, stored_at
    from .prepare import prepared

    wanted = o.number_of(n) if n is not None else DEFAULT
    compiled = prepared(file, model, recipe, sets, device, threads, download, allow_python)
    place = stored_at(compiled.spec.recipe)
    plan = driver.planned(compiled, Asked(chains, draws, seed, n=wanted, resume=resume))
    announce(compiled, plan)
    with watching() as watch:
        result = driver.run(compiled, plan, watch)
    try:
        if json:
            _records(result, wanted, best)
        else:
            texts(result.best(wanted) if best else result.show(wanted))
            tell(str(result.summary()))
    finally:
        if place is not None:
            store(result, place)
            tell(f"{place}: stored")
    code = code_of_run(result, strict)
    if code:
        raise typer.Exit(code)


def announce(compiled: Compiled, plan: Plan) -> None:
    """The line before a run: what is sampled, from which seed, and from where it goes on."""
    tell(f"{compiled.spec.name}: seed {plan.recipe.seed}, {compiled.device}")
    checkpoint = plan.recipe.checkpoint
    if checkpoint is not None and checkpoint.resume:
        tell(f"going on from {checkpoint.path}")


def _records(result: Result, n: int | None, best: bool) -> None:
    """Header, draws, summary."""
    if not best:
        for one in result.records(n):
            record(one)
        return
    first, *_, last = result.records(1)
    for one in (first, *result.best_records(n), last):
        record(one)


def code_of_run(result: Result, strict: bool, done: str = "printed") -> int:
    """The exit code of a run that ended, with a word on why."""
    summary = result.summary()
    if result.run.interrupted:
        tell(f"interrupted; what there was until then is {done}")
        return INTERRUPTED
    if result.empty:
        tell("error: no draw met the requirements; run longer, or loosen one of them")
        return INFEASIBLE
    if strict and not summary["converged"]:
        tell(f"error: not converged: {summary['verdict']}")
        return NOT_CONVERGED
    return 0
