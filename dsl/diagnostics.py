"""Mistakes as data: `Diagnostic`, its rendering for people and for programs, and the error that carries several.

A diagnostic made by the parser or the checker knows spans only. The source joins it when it is shown, so one function
makes text and another JSON from the same value.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .source import Source, Span
from .wording import Worded, said

Severity: TypeAlias = Literal["error", "warning", "note"]

SHOWN = 5  # mistakes shown of one file, before the rest is only counted
WIDEST = 160  # columns of a source line that are shown around a mistake


@dataclass(frozen=True)
class Label:
    """A place in the source, and what to say under it."""

    span: Span
    text: str = ""


@dataclass(frozen=True)
class Diagnostic:
    """One mistake. The first label is the place it is reported at; a mistake of a whole file has none.

    `source` is set only where a mistake lies in another file than the one that is read, such as an import.
    """

    code: str
    message: str
    labels: tuple[Label, ...] = ()
    help: str = ""
    severity: Severity = "error"
    source: Source | None = field(default=None, compare=False, repr=False)

    @property
    def start(self) -> int:
        """Where it is reported, for sorting."""
        return self.labels[0].span.start if self.labels else -1


class ProgramError(Exception):
    """A program with mistakes. `str()` of it is the report that people read."""

    def __init__(self, diagnostics: Iterable[Diagnostic], source: Source) -> None:
        self.diagnostics = tuple(diagnostics)
        self.source = source
        super().__init__(self.diagnostics, source)

    def __str__(self) -> str:
        return report(self.diagnostics, self.source)


def report(diagnostics: Iterable[Diagnostic], source: Source, shown: int = SHOWN, language: str = "en") -> str:
    """The first mistakes rendered one below the other, in the order of the source, and how many more there are."""
    ordered = sorted(diagnostics, key=lambda diagnostic: diagnostic.start)
    parts = [render(diagnostic, source, language) for diagnostic in ordered[:shown]]
    more = len(ordered) - shown
    if more > 0:
        parts.append(said(Worded(f"and $more more {'mistake' if more == 1 else 'mistakes'}", {"more": more}), language))
    return "\n\n".join(parts)


def render(diagnostic: Diagnostic, source: Source, language: str = "en") -> str:
    """One mistake as text: what is wrong, where, the line with a caret under the exact span, and what to do."""
    source = diagnostic.source or source
    head = {"severity": diagnostic.severity, "code": diagnostic.code, "message": diagnostic.message}
    lines = [_visible(said(Worded("$severity[$code]: $message", head), language))]
    if diagnostic.labels:
        positions = [source.position(label.span.start) for label in diagnostic.labels]
        gutter = len(str(max(position.line for position in positions)))
        first = positions[0]
        lines.append(f"{' ' * gutter}--> {_visible(source.name)}:{first.line}:{first.column}")
        last = ""
        for label in sorted(diagnostic.labels, key=lambda label: label.span):
            number = source.position(label.span.start).line
            shown, carets = _marked(label, source)
            quoted = f"{number:>{gutter}} | {shown}".rstrip()
            if quoted != last:
                lines.append(quoted)
            lines.append(f"{'':>{gutter}} | {carets} {_visible(said(label.text, language))}".rstrip())
            last = quoted
    else:
        lines.append(f" --> {_visible(source.name)}")
    if diagnostic.help:
        lines.append("  = " + _visible(said(Worded("help: $help", {"help": diagnostic.help}), language)))
    return "\n".join(lines)


def to_json(diagnostic: Diagnostic, source: Source, language: str = "en") -> dict[str, Any]:
    """One mistake as plain data with the same fields; lines and columns count from 1, the end is excluded."""
    source = diagnostic.source or source
    place = diagnostic.labels[0].span if diagnostic.labels else Span(0, 0)
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": said(diagnostic.message, language),
        "file": source.name,
        **_place(place, source),
        "help": said(diagnostic.help, language),
        "labels": [{**_place(label.span, source), "text": said(label.text, language)} for label in diagnostic.labels],
    }


def width(text: str) -> int:
    """Columns a terminal gives to a text: two for a wide character, none for a combining one."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _visible(text: str) -> str:
    """Text that cannot steer a terminal: tabs as two spaces, other control characters as a replacement mark."""
    return "".join(
        "  " if c == "\t" else "\ufffd" if unicodedata.category(c) in ("Cc", "Cs") or c in _BIDIRECTIONAL else c
        for c in text
    )


_BIDIRECTIONAL = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"


def _marked(label: Label, source: Source) -> tuple[str, str]:
    """The source line of a label, cut to a readable width, and the carets under its part of the line."""
    position = source.position(label.span.start)
    line = source.line(position.line)
    start = min(position.column - 1, len(line))
    stop = max(min(start + label.span.stop - label.span.start, len(line)), start)
    cut = 0 if start < WIDEST // 2 and len(line) <= WIDEST else max(0, start - WIDEST // 4)
    stop = min(stop, cut + WIDEST)
    before = ("…" if cut else "") + _visible(line[cut:start])
    under = _visible(line[start:stop])
    after = _visible(line[stop : cut + WIDEST]) + ("…" if len(line) > cut + WIDEST else "")
    return before + under + after, " " * width(before) + "^" * max(width(under), 1)


def _place(span: Span, source: Source) -> dict[str, int]:
    start, stop = source.position(span.start), source.position(span.stop)
    return {"line": start.line, "col": start.column, "end_line": stop.line, "end_col": stop.column}
