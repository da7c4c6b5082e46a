"""The keyword program of the benchmark, checked apart from the product: lengths, keywords, the final mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpora import Cutter

FINAL = frozenset(".!?")
PROGRAM = """text s : en ~ {base}
require s has {low}..{high} words
require s contains all of [{quoted}]
require s.chars(-1) in [".", "!", "?"]
"""


@dataclass(frozen=True)
class Task:
    """All keywords, `low` to `high` words, a final mark."""

    keywords: tuple[str, ...] = ("sea", "letter", "winter")
    low: int = 8
    high: int = 14

    def source(self, base: str = "lm()") -> str:
        """The program in the language."""
        quoted = ", ".join(f'"{word}"' for word in self.keywords)
        return PROGRAM.format(base=base, low=self.low, high=self.high, quoted=quoted)

    def satisfied(self, units: Sequence[str]) -> bool:
        """Whether a text meets every requirement."""
        fits = self.low <= Cutter.words(list(units)) <= self.high
        return fits and set(self.keywords) <= set(units) and units[-1] in FINAL

    def coverage(self, units: Sequence[str]) -> float:
        """The share of the keywords that the text has (Lin et al. 2020, CommonGen)."""
        return sum(word in units for word in self.keywords) / len(self.keywords)
