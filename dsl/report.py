"""What is collected while a program is checked: mistakes, warnings, and what this version lacks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from . import faults
from .diagnostics import Diagnostic, Label
from .source import Source, Span
from .wording import Worded

BUDGET = 400_000  # expressions that are evaluated in one check, so that loops in loops end in a mistake


class TooMuch(Exception):
    """The program unrolls to more than a check may read."""


class Report:
    """Diagnostics in order, each once. `strict` makes what this version lacks an error (when a program is to run)."""

    def __init__(self, source: Source | None = None, strict: bool = False) -> None:
        self.source = source
        self.strict = strict
        self.found: dict[tuple[str, Span | None], Diagnostic] = {}
        self.budget = BUDGET
        self.mistakes = 0  # how often a mistake was reported, repeats counted
        self._elsewhere: list[tuple[Span | None, str]] = []

    def add(self, diagnostic: Diagnostic) -> None:
        """Takes a diagnostic, unless one of its code at its place is there."""
        self.mistakes += diagnostic.severity == "error"
        if self._elsewhere:
            span, name = self._elsewhere[-1]
            labels = (Label(span),) if span else ()
            message = Worded("in `$name`: $message", {"name": name, "message": diagnostic.message})
            diagnostic = replace(diagnostic, message=message, labels=labels)
        place = diagnostic.labels[0].span if diagnostic.labels else None
        key = (diagnostic.code, place) if place else (diagnostic.code + diagnostic.message, place)
        self.found.setdefault(key, diagnostic)

    def spend(self, steps: int = 1) -> None:
        """Counts work. Raises TooMuch when there was too much of it."""
        self.budget -= steps
        if self.budget < 0:
            raise TooMuch

    @contextmanager
    def bounded(self, span: Span | None = None) -> Iterator[None]:
        """Reports a program that is too much, once, and goes on behind it."""
        try:
            yield
        except (TooMuch, RecursionError):
            if not any(code.startswith("S015") for code, _ in self.found):
                self.add(faults.too_much(span))

    def unavailable(self, span: Span | None, what: str) -> None:
        """Something of the language that this version lacks."""
        self.add(faults.unavailable(span, what, strict=self.strict))

    @contextmanager
    def elsewhere(self, span: Span | None, name: str) -> Iterator[None]:
        """While another file's statements are looked at: their mistakes are reported where they are used."""
        self._elsewhere.append((span, name) if not self._elsewhere else self._elsewhere[0])
        try:
            yield
        finally:
            self._elsewhere.pop()

    @property
    def is_elsewhere(self) -> bool:
        """Whether another file's statements are being looked at."""
        return bool(self._elsewhere)

    def here(self, span: Span | None) -> Span | None:
        """The place in this source that stands for a span."""
        return self._elsewhere[0][0] if self._elsewhere else span

    def text(self, span: Span | None) -> str:
        """What is written at a place of this source."""
        if span is None or self.source is None or self._elsewhere:
            return ""
        return self.source.text[span.start : span.stop]

    def inside_pattern(self, span: Span | None, pattern: str, at: int) -> Span | None:
        """The place of a character of a pattern; slashes in it were written with a backslash."""
        if span is None or self.source is None or self._elsewhere:
            return span
        written = self.source.text[span.start + 1 : span.stop]
        offset = seen = 0
        while seen < at and offset < len(written):
            if written[offset] == "\\" and written[offset + 1 : offset + 2] in ("/", '"'):
                offset += 1
            offset += 1
            seen += 1
        start = min(span.start + 1 + offset, span.stop - 1)
        return Span(start, start + 1)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The mistakes, by place."""
        return self._of("error")

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The warnings and notes, by place."""
        return self._of("warning", "note")

    def _of(self, *severities: str) -> tuple[Diagnostic, ...]:
        found = [diagnostic for diagnostic in self.found.values() if diagnostic.severity in severities]
        return tuple(sorted(found, key=lambda diagnostic: diagnostic.start))
