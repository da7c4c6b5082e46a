"""How a mistake becomes a diagnostic: the wording is in `grammar/messages.py`, filled in by `make`. Its texts keep what
they were made from (`wording.py`), so that a report can say them in another language.

To add a mistake: an entry in the catalogue, a function that fills it in (`slips.py` has those of the syntax), and a bad
program under `tests/programs/bad`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from .diagnostics import Diagnostic, Label, Severity
from .source import Span
from .wording import Worded, part_of


def make(
    code: str, span: Span | None, *, choose: str = "", second: Span | None = None, severity: Severity = "error",
    **values: object,
) -> Diagnostic:  # fmt: skip
    """The diagnostic of a code, with `$names` filled in; `choose` picks one of its other help texts."""

    def fill(part: str) -> str:
        template = part_of(code, part)
        return Worded(template, values, (code, part)) if template else ""

    labels = [Label(span, fill("label"))] if span is not None else []
    if second is not None:
        labels.append(Label(second, fill("second")))
    return Diagnostic(code, fill("text"), tuple(labels), fill(f"other.{choose}" if choose else "help"), severity)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who wrote `word` most probably meant."""
    plain = unicodedata.normalize("NFKC", word).lower()
    near = get_close_matches(plain, tuple(known), n=1, cutoff=0.66)
    return near[0] if near else None
