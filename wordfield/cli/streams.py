"""Where things are written: texts and records to standard output, everything else to standard error."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..dsl.diagnostics import Diagnostic
    from ..dsl.source import Source

_LANGUAGE: ContextVar[str] = ContextVar("language of the messages", default="en")


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Messages in a language, for as long as one command runs."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def language() -> str:
    """The language that messages are in."""
    return _LANGUAGE.get()


def in_language(message: str) -> str:
    """A line in the language of the messages; English where nobody translated it."""
    if language() == "en":
        return message
    from ..dsl.wording import said

    return said(message, language())


def out(line: str) -> None:
    """A line of standard output."""
    print(line, flush=True)


def record(value: dict[str, Any] | list[Any]) -> None:
    """A line of JSON; what JSON cannot hold is a mistake of ours."""
    out(json.dumps(value, ensure_ascii=False, allow_nan=False))


def tell(message: str) -> None:
    """A line for people, or several, in the language of the messages."""
    _print("\n".join(in_language(line) for line in message.split("\n")))


def mistakes(diagnostics: Iterable[Diagnostic], source: Source) -> None:
    """Mistakes of a program, with their places."""
    from ..dsl.diagnostics import report

    _print(report(diagnostics, source, language=language()))


def _print(text: str) -> None:
    with contextlib.suppress(BrokenPipeError):
        print(text, file=sys.stderr, flush=True)


def texts(found: list[str]) -> None:
    """Texts one a line; where one has several lines, a blank line between them."""
    apart = any("\n" in text for text in found)
    for number, text in enumerate(found):
        if apart and number:
            out("")
        out(text)
