"""The checking of files as `wordfield check` does it, apart from its options, whose parser is slow to load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .guard import CRASHED, FINE, IMPOSSIBLE, MISTAKES
from .streams import language, mistakes, record, tell


def checked(files: Sequence[str], values: Mapping[str, str], as_json: bool = False, verbose: bool = False) -> int:
    """Check each file and say what is wrong; the exit code of the worst."""
    found: list[dict[str, Any]] = []
    codes = [_one(file, dict(values), found if as_json else None, verbose) for file in files]
    if as_json:
        record(found)
    return next((code for code in (CRASHED, MISTAKES, IMPOSSIBLE) if code in codes), FINE)


def plain(arguments: Sequence[str]) -> bool:
    """Whether a command line is `check FILE...` and nothing else."""
    return len(arguments) > 1 and arguments[0] == "check" and not any(a[:1] == "-" and a != "-" for a in arguments)


def plainly(files: Sequence[str]) -> int:
    """`wordfield check FILE...` without options: what `guarded` does for a command, without loading its parser."""
    from .guard import explained

    try:
        return checked(files, {})
    except Exception as error:
        return explained(error)


def _one(file: str, values: dict[str, str], found: list[dict[str, Any]] | None, verbose: bool) -> int:
    """The exit code of one file; what is wrong is told, or left in `found`."""
    from ..dsl.diagnostics import to_json
    from ..dsl.examine import examine
    from .guard import code_of, explained

    try:
        examined = examine(file, values)
    except OSError as error:
        return explained(error)
    if found is not None:
        found += [to_json(diagnostic, examined.source, language()) for diagnostic in examined.diagnostics]
    elif examined.diagnostics:
        mistakes(examined.diagnostics, examined.source)
    code = code_of(examined.diagnostics)
    if found is None and not code:
        tell(f"{examined.source.name}: ok")
        for line in examined.notes if verbose else ():
            tell(f"  {line}")
    return code
