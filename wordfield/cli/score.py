"""`wordfield score`: what a program thinks of a text."""

from __future__ import annotations

from typing import Annotated

import typer

from . import options as o
from .guard import Misused, guarded
from .streams import out, record, tell


@guarded
def score(
    file: o.File,
    text: Annotated[list[str], typer.Option("--text", help="The text; of several, one each in the program's order.")],
    model: o.Model = None,
    sets: o.Sets = None,
    device: o.Device = None,
    threads: o.Threads = None,
    json: o.Json = False,
    allow_python: o.AllowPython = False,
    download: o.Download = False,
    lang: o.Lang = None,
) -> None:
    """The log score of a text and the terms it is the sum of, or the requirements that it fails."""
    from ..dsl.score import score as scored
    from .prepare import prepared

    compiled = prepared(file, model, None, sets, device, threads, download, allow_python, follow=False)
    names = compiled.graph.names
    if len(text) != len(names):
        raise Misused(f"--text: got {len(text)}; write it once for each text of the program: {', '.join(names)}")
    if compiled.graph.moments:
        tell("scored without `expect`: its weights are found by `sample` or `exact`, and one text has no mean")
    found = scored(compiled.graph, dict(zip(names, text, strict=True)))
    if json:
        record(found)
        return
    if not found["hard_ok"]:
        tell(f"impossible: {found['why']}")
        out("log_score\t-inf")
        return
    out(f"log_score\t{found['log_score']:.6f}")
    for name, value in found["terms"].items():
        out(f"{name}\t{value:.6f}")
    for name, value in found["track"].items():
        out(f"track {name}\t{value}")
