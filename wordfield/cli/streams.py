"""Where things are written: texts and records to standard output, everything else to standard error."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any


def out(line: str) -> None:
    """A line of standard output."""
    print(line, flush=True)


def record(value: dict[str, Any] | list[Any]) -> None:
    """A line of JSON; what JSON cannot hold is a mistake of ours."""
    out(json.dumps(value, ensure_ascii=False, allow_nan=False))


def tell(message: str) -> None:
    """A line for people."""
    with contextlib.suppress(BrokenPipeError):
        print(message, file=sys.stderr, flush=True)


def texts(found: list[str]) -> None:
    """Texts one a line; where one has several lines, a blank line between them."""
    apart = any("\n" in text for text in found)
    for number, text in enumerate(found):
        if apart and number:
            out("")
        out(text)
