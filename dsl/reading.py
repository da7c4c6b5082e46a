"""The page of a word of the language: what it means, its form, programs that use it, and where to read on."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill, indent

WIDTH = 110


@dataclass(frozen=True)
class Page:
    """One page. `examples` are whole programs, which the tests check; the form may leave out with `…`."""

    kind: str
    form: str
    text: str
    examples: tuple[str, ...]
    read: str = "docs/language.md"
    also: tuple[str, ...] = ()
    """Other words that lead here."""

    def shown(self, name: str) -> str:
        """The page under its heading."""
        parts = [
            f"{self.kind} {name}",
            indent(self.form.strip(), "    "),
            fill(self.text, WIDTH, break_on_hyphens=False),
        ]
        parts += [f"{'Example' if not number else 'Another'}:\n\n{indent(one.strip(), '    ')}"
                  for number, one in enumerate(self.examples)]  # fmt: skip
        return "\n\n".join((*parts, f"Read on: {self.read}"))
