"""`wordfield certify`: proofs that kernels keep the law of a program."""

from __future__ import annotations

import typer

from . import options as o
from .guard import NOT_CERTIFIED, guarded
from .streams import in_language, out, record, tell


@guarded
def certify(
    file: o.File,
    recipe: o.Recipe = None,
    model: o.Model = None,
    sets: o.Sets = None,
    device: o.Device = None,
    threads: o.Threads = None,
    json: o.Json = False,
    allow_python: o.AllowPython = False,
    download: o.Download = False,
    lang: o.Lang = None,
) -> None:
    """Run every kernel over all outcomes of its choices on a small instance, and compare with the program's law."""
    from ..dsl.certify import STAND_IN, certified
    from .prepare import prepared

    compiled = prepared(file, model, recipe, sets, device or "cpu", threads, download, allow_python)
    found = certified(compiled)
    for line in (*found.notes, *([found.instead] if found.instead else [])):
        tell(line)
    if found.instead and json:
        record(found.header)
    elif found.instead:
        out(in_language(f"certified: the table of {STAND_IN}, not {found.sampler}()"))
    for one in found.certificates:
        if json:
            record(found.record(one))
        else:
            out(in_language(found.line(one)))
    if not all(one.passed for one in found.certificates):
        raise typer.Exit(NOT_CERTIFIED)
