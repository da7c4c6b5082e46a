"""What goes wrong in a command, and the exit code that says so."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

from ..dsl.diagnostics import Diagnostic, ProgramError
from ..grammar.catalogue import LANGUAGES
from .streams import mistakes, speaking, tell

FINE, CRASHED, USAGE, MISTAKES, IMPOSSIBLE, INFEASIBLE, NOT_CONVERGED, NOT_CERTIFIED = range(8)
INTERRUPTED = 130
LATER = "not available in this version"

P = ParamSpec("P")


class Misused(Exception):
    """The command was called with something that does not fit; the message says what does."""


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """A command that ends in one clear line and the right exit code, never in a traceback.

    What it says is in the language that its option `lang` names.
    """

    import typer

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with speaking(_spoken(kwargs.get("lang"))):
            try:
                _known(kwargs.get("lang"))
                command(*args, **kwargs)
            except typer.Exit:
                raise
            except KeyboardInterrupt:
                tell("interrupted")
                raise typer.Exit(INTERRUPTED) from None
            except Exception as error:
                raise typer.Exit(explained(error)) from None

    return run


def _spoken(lang: object) -> str:
    """The language of the messages: the one asked for, where there is a catalogue of it, else English."""
    return lang if isinstance(lang, str) and lang in LANGUAGES else LANGUAGES[0]


def _known(lang: object) -> None:
    """Raises Misused for a language that there is no catalogue of."""
    if lang is not None and lang not in LANGUAGES:
        raise Misused(f"--lang {lang}: write {' or '.join(f'`{one}`' for one in LANGUAGES)}")


def explained(error: Exception) -> int:
    """Says what went wrong; the exit code."""
    from ..dsl.elaborate import UsageError
    from ..dsl.plan import Misuse

    if os.environ.get("WORDFIELD_TRACEBACK") == "1":
        traceback.print_exception(error)
    if isinstance(error, ProgramError):
        mistakes(error.diagnostics, error.source)
        return USAGE if isinstance(error, UsageError) else code_of(error.diagnostics)
    if isinstance(error, BrokenPipeError):
        _close_stdout()
        return FINE
    if isinstance(error, OSError):
        name = error.filename if error.filename is not None else "input or output"
        tell(f"error: {name}: {error.strerror or error}")
        return CRASHED
    if isinstance(error, Misused | Misuse):
        tell(f"error: {error}")
        return USAGE
    return _engine(error)


def _engine(error: Exception) -> int:
    """Errors of a run; their classes are known only once the engine is loaded."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "NoText" in kinds:
        tell(f"error: no text can satisfy the program: {error}")
        return IMPOSSIBLE
    if "NoLaw" in kinds:
        tell(f"error: {error}")
        return IMPOSSIBLE
    if kinds & {"RunError", "LanguageError", "MoveError"}:
        tell(f"error: {error}")
        return CRASHED if "RunError" in kinds else MISTAKES
    if "TooManyTexts" in kinds:
        tell(f"error: the program cannot be solved exactly: {error}; `wordfield sample` draws from it")
        return USAGE
    if isinstance(error, MemoryError) or "OutOfMemoryError" in kinds:
        tell("error: out of memory; ask for fewer chains or shorter texts")
        return CRASHED
    tell(f"internal error: {type(error).__name__}: {error} (please report it; WORDFIELD_TRACEBACK=1 shows where)")
    return CRASHED


def code_of(diagnostics: Iterable[Diagnostic]) -> int:
    """The exit code of mistakes: proofs that no text is possible have their own."""
    from ..dsl.prove import PROOFS

    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity == "error"]
    if not errors:
        return FINE
    return IMPOSSIBLE if all(diagnostic.code in PROOFS for diagnostic in errors) else MISTAKES


def _close_stdout() -> None:
    """So that Python does not complain about the closed pipe on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
