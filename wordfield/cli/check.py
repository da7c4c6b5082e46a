"""`wordfield check`: the mistakes of programs, without loading anything heavy."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from . import options as o
from .guard import CRASHED, FINE, IMPOSSIBLE, MISTAKES, Misused, guarded
from .streams import record, tell

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Programs; `-` reads standard input.")]
Format = Annotated[str, typer.Option("--format", help="text or json.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show a text that meets the requirements.")]


@guarded
def check(
    files: Files, format: Format = "text", sets: o.Sets = None, verbose: Verbose = False, lang: o.Lang = None
) -> None:
    """Find mistakes, and prove that some text meets the requirements."""
    o.refuse(lang)
    if format not in ("text", "json"):
        raise Misused(f"--format {format}: write text or json")
    values = o.sets_of(sets)
    found: list[dict[str, Any]] = []
    codes = [_one(file, values, found if format == "json" else None, verbose) for file in files]
    if format == "json":
        record(found)
    worst = next((code for code in (CRASHED, MISTAKES, IMPOSSIBLE) if code in codes), FINE)
    if worst:
        raise typer.Exit(worst)


def _one(file: str, values: dict[str, str], found: list[dict[str, Any]] | None, verbose: bool) -> int:
    """The exit code of one file; what is wrong is told, or left in `found`."""
    from ..dsl.diagnostics import report, to_json
    from ..dsl.examine import examine
    from .guard import code_of, explained

    try:
        examined = examine(file, values)
    except OSError as error:
        return explained(error)
    if found is not None:
        found += [to_json(diagnostic, examined.source) for diagnostic in examined.diagnostics]
    elif examined.diagnostics:
        tell(report(examined.diagnostics, examined.source))
    code = code_of(examined.diagnostics)
    if found is None and not code:
        tell(f"{examined.source.name}: ok")
        for line in examined.notes if verbose else ():
            tell(f"  {line}")
    return code
