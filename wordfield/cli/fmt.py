"""`wordfield fmt`: programs in their canonical form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import options as o
from .guard import MISTAKES, Misused, guarded
from .streams import tell

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Programs; `-` reads standard input.")]


@guarded
def fmt(
    files: Files,
    write: Annotated[bool, typer.Option("--write", "-w", help="Rewrite the files instead of printing.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only say which files would change: exit code 3.")] = False,
    lang: o.Lang = None,
) -> None:
    """Print programs in their canonical form; comments are kept."""
    from ..dsl import driver
    from ..dsl.format import format_file
    from ..dsl.parse import parse

    if write and "-" in files:
        raise Misused("--write: standard input cannot be rewritten")
    changed = 0
    for file in files:
        source, _ = driver.read(file)
        formatted = format_file(parse(source), source)
        if check:
            changed += formatted != source.text
            if formatted != source.text:
                tell(f"{source.name}: would change")
        elif not write:
            print(formatted, end="", flush=True)
        elif formatted != source.text:
            Path(file).write_text(formatted, encoding="utf-8", newline="\n")
            tell(f"{source.name}: rewritten")
    if changed:
        raise typer.Exit(MISTAKES)
