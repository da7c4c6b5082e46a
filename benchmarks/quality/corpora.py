"""The corpora of the embedded models as the benchmarks need them: sentences, their units, training parts."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models"))

from fingerprint import fingerprint  # noqa: E402

if TYPE_CHECKING:
    from split import Split

EMBEDDED = ROOT / "inference" / "languages" / "data"
NAMES = {"en": "english", "zh": "chinese"}
VERSE = "<verse>"
_ENGLISH = re.compile(r"(?:Mr|Mrs|Ms|Dr|St|Mt|Jr|Sr)\.|[ap]\.m\.|[A-Za-z]+(?:['-][A-Za-z]+)*|[,.?!;:]")
_MARKS = frozenset(",.?!;:，。？！；：、")


@dataclass(frozen=True)
class Cutter:
    """Sentences to units and back, for one list of units.

    English: words and marks; the first word in lower case where the list has it so, as the renderer reads it.
    Chinese: characters.
    """

    language: str
    lexicon: frozenset[str]

    def units(self, text: str) -> list[str]:
        """The units of a rendered sentence; they may lie outside the lexicon."""
        if self.language == "zh":
            return list(text)
        found = _ENGLISH.findall(text)
        if found and found[0][0].isupper():
            lower = found[0][0].lower() + found[0][1:]
            found[0] = lower if lower in self.lexicon else found[0]
        return found

    def render(self, units: list[str]) -> str:
        """The sentence as it is written."""
        if self.language == "zh":
            return "".join(units)
        text = "".join(unit if unit in _MARKS else f" {unit}" for unit in units).lstrip()
        return text[:1].upper() + text[1:]

    def admissible(self, text: str) -> list[str] | None:
        """The units of a text of the product: all in the lexicon, `word (mark? word)* mark?`; None for any other.

        Chinese texts have no such shape: characters and marks in any order.
        """
        units = self.units(text)
        if not units or not self.lexicon.issuperset(units) or self.render(units) != text:
            return None
        marks = [unit in _MARKS for unit in units]
        if self.language == "en" and (marks[0] or any(a and b for a, b in pairwise(marks))):
            return None
        return units

    @staticmethod
    def words(units: list[str]) -> int:
        """How many units are no marks."""
        return sum(unit not in _MARKS for unit in units)


class Corpus:
    """One language's split: what the models were trained on, and what was held out."""

    def __init__(self, data: Path, language: str) -> None:
        self.language = language
        self.split: Split = self._read(data)
        self.cutter = Cutter(language, frozenset(self.lexicon))

    def _read(self, data: Path) -> Split:
        import chinese
        import english

        if self.language == "zh":
            return chinese.read(data)
        return english.read(data, set((EMBEDDED / "english_lexicon.txt").read_text(encoding="utf-8").split()))

    @cached_property
    def lexicon(self) -> list[str]:
        """The units, English ones in the order of the embedded list."""
        if self.language == "en":
            return (EMBEDDED / "english_lexicon.txt").read_text(encoding="utf-8").split()
        return sorted({one for part in self.split.parts for text in part.trained for one in text.removeprefix(VERSE)})

    def held_out(self, verse: bool | None = None) -> Iterator[tuple[str, str]]:
        """File and sentence, in the shares of an epoch; of Chinese only verse, or only what is none, if asked.

        Sentences with a unit outside the lexicon are left out.
        """
        for file, text in self.split.held_out():
            known = self.cutter.lexicon.issuperset(self.cutter.units(text.removeprefix(VERSE)))
            if known and (verse is None or text.startswith(VERSE) == verse):
                yield file, text

    def trained(self) -> Iterator[str]:
        """Every sentence that was trained on, without the sign of verse."""
        return (text.removeprefix(VERSE) for part in self.split.parts for text in part.trained)

    def plain_files(self) -> set[str]:
        """The sources of modern sentences: neither books nor verse."""
        import chinese
        import english

        sources: Any = english.SOURCES if self.language == "en" else chinese.SOURCES
        return {source.file for source in sources if source.group in ("plain", "modern")}


__all__ = ["EMBEDDED", "NAMES", "ROOT", "VERSE", "Corpus", "Cutter", "fingerprint"]
