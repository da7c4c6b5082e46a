"""What is still to come, and says so."""

from __future__ import annotations

from typing import Annotated

import typer

from .guard import LATER, Misused, guarded


@guarded
def run(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    output: Annotated[str | None, typer.Option("-o", metavar="OUT")] = None,
) -> None:
    """Run a program and store its draws (not available in this version)."""
    raise Misused(f"run: {LATER}; `wordfield sample {file} -n all --json` prints every draw")
