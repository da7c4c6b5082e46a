"""`wordfield check`: the mistakes of programs, without loading anything heavy."""

from __future__ import annotations

from typing import Annotated

import typer

from . import options as o
from .checking import checked
from .guard import Misused, guarded

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Programs; `-` reads standard input.")]
Format = Annotated[str, typer.Option("--format", help="text or json.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show a text that meets the requirements.")]


@guarded
def check(
    files: Files, format: Format = "text", sets: o.Sets = None, verbose: Verbose = False, lang: o.Lang = None
) -> None:
    """Find mistakes, and prove that some text meets the requirements."""
    if format not in ("text", "json"):
        raise Misused(f"--format {format}: write text or json")
    worst = checked(files, o.sets_of(sets), format == "json", verbose)
    if worst:
        raise typer.Exit(worst)
