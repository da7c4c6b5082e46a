"""`wordfield run`: a recipe followed to its end, and everything that came of it in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options as o
from .guard import Misused, guarded
from .progress import watching
from .sample import announce, code_of_run
from .streams import record, tell

if TYPE_CHECKING:
    from ..inference.result import Result

_OUTPUT = "Where to store it: `.nc` for ArviZ, `.jsonl` for JSON Lines, `-` for JSON Lines on standard output."
Output = Annotated[str | None, typer.Option("-o", "--output", metavar="OUT", help=_OUTPUT)]


@guarded
def run(
    file: o.File,
    output: Output = None,
    chains: o.Chains = None,
    draws: o.Draws = None,
    seed: o.Seed = None,
    recipe: o.Recipe = None,
    model: o.Model = None,
    sets: o.Sets = None,
    device: o.Device = None,
    threads: o.Threads = None,
    resume: o.Resume = False,
    strict: o.Strict = False,
    allow_python: o.AllowPython = False,
    download: o.Download = False,
    lang: o.Lang = None,
) -> None:
    """Follow the recipe of a program and store every draw.

    A file holds each draw with its text, terms, tracked values, log score and weight, the header with seed and
    versions, and the summary. `.nc` is netCDF in ArviZ's layout, read by `arviz.from_netcdf` and `wf.load_run`; it
    needs `pip install 'wordfield[arviz]'`. Without `-o` the recipe's `store` says where. Only a file that holds a run
    is replaced. Ctrl-C ends the run and stores what there is.
    """
    from ..dsl import driver, storing
    from ..dsl.plan import Asked
    from .prepare import prepared

    path = None if output in (None, "-") else storing.ready(Path(str(output)))
    compiled = prepared(file, model, recipe, sets, device, threads, download, allow_python)
    if output is None:
        path = storing.stored_at(compiled.spec.recipe)
        if path is None:
            raise Misused("run: say where to store it with `-o out.nc`, or in the recipe with `store`")
    plan = driver.planned(compiled, Asked(chains, draws, seed, resume=resume))
    announce(compiled, plan)
    with watching() as watch:
        result = driver.run(compiled, plan, watch)
    tell(str(result.summary()))
    if path is None:
        _print(result)
    else:
        kept(result, path)
    code = code_of_run(result, strict, "stored" if path else "printed")
    if code:
        raise typer.Exit(code)


def kept(result: Result, path: Path) -> None:
    """Store a run; where the file cannot be written, its records go to standard output. Raises OSError, Misuse."""
    from ..dsl.plan import Misuse
    from ..dsl.storing import store

    try:
        count = store(result, path)
    except (OSError, Misuse):
        tell(f"{path} could not be written; every draw follows on standard output instead")
        _print(result)
        raise
    tell(f"{path}: {count:,} texts stored")


def _print(result: Result) -> None:
    for one in result.records():
        record(one)
