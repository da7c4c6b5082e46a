"""How a mistake becomes a diagnostic: the wording is in `grammar/messages.py`, filled in by `make`.

To add a mistake: an entry in the catalogue, a function that fills it in (`slips.py` has those of the syntax), and a bad
program under `tests/programs/bad`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from string import Template

from ..grammar.messages import ENGLISH
from .diagnostics import Diagnostic, Label, Severity
from .source import Span


def make(
    code: str, span: Span | None, *, choose: str = "", second: Span | None = None, severity: Severity = "error",
    **values: object,
) -> Diagnostic:  # fmt: skip
    """The diagnostic of a code, with `$names` filled in; `choose` picks one of its other help texts."""
    message = ENGLISH[code]

    def fill(text: str) -> str:
        return Template(text).substitute({name: str(value) for name, value in values.items()}) if text else ""

    labels = [Label(span, fill(message.label))] if span is not None else []
    if second is not None:
        labels.append(Label(second, fill(message.second)))
    text = message.other[choose] if choose else message.help
    return Diagnostic(code, fill(message.text), tuple(labels), fill(text), severity)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who wrote `word` most probably meant."""
    plain = unicodedata.normalize("NFKC", word).lower()
    near = get_close_matches(plain, tuple(known), n=1, cutoff=0.66)
    return near[0] if near else None
