"""Plain text files to sentences of units: content filter, tokens, true case, duplicates, held-out lines."""

from __future__ import annotations

import hashlib
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wordfield.inference.training.tokens import TITLES

MARKS = frozenset(",.?!;:")
FINAL = frozenset(".?!")
HELD_OUT_EVERY = 200
LONGEST = 40
_UNIT = re.compile(rf"{TITLES}|[A-Za-z]+(?:['-][A-Za-z]+)*|[,.?!;:]")
_WHOLE_QUOTE = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Source:
    """One file of the corpus: its name, the group that shares a weight, and the credit that it asks for."""

    file: str
    group: str
    licence: str
    credit: str
    share: float | None = None
    """At most this share of the units of its group so far and its own; None: all."""


@dataclass
class Tally:
    """What became of the lines of one file."""

    sha256: str = ""
    lines: int = 0
    filtered: int = 0
    symbols: int = 0
    unfinished: int = 0
    twins: int = 0
    sentences: int = 0
    held_out: int = 0


def read_lines(path: Path) -> tuple[str, list[str]]:
    """The file's SHA-256 and its lines."""
    packed = path.read_bytes()
    return hashlib.sha256(packed).hexdigest(), lzma.decompress(packed).decode().splitlines()


def content_filter(path: Path) -> re.Pattern[str]:
    """One pattern that finds a word of the English list."""
    rows = (row.split("\t") for row in read_lines(path)[1][1:])
    return re.compile(r"\b(?:" + "|".join(row[2] for row in rows if row[0] == "en") + r")\b", re.IGNORECASE)


def units_of(line: str) -> list[str] | None:
    """Words and marks of a line as written, or None if it holds anything else (digits, brackets, inner quotes).

    A pair of quotation marks around the whole line is taken off.
    """
    if whole := _WHOLE_QUOTE.fullmatch(line.strip()):
        line = whole[1]
    if _UNIT.sub("", line).strip():
        return None
    tight = re.search(r"[,?!;:][,.?!;:]|\.\.|\s[,.?!;:]|[,?!;:][A-Za-z]", line)
    return None if tight else _UNIT.findall(line)


def sentences_of(units: list[str]) -> Iterator[list[str]]:
    """The finished sentences of a line: cut behind . ? !, at least one word, no more than LONGEST units."""
    first = 0
    for at, unit in enumerate(units, 1):
        if unit in FINAL:
            sentence = units[first:at]
            if 2 <= len(sentence) <= LONGEST and sentence[0] not in MARKS:
                yield sentence
            first = at


def is_held_out(sentence: Iterable[str]) -> bool:
    """One sentence in HELD_OUT_EVERY, by a hash of its lower-case units, so that twins fall on the same side."""
    digest = hashlib.sha256(" ".join(sentence).lower().encode()).digest()
    return int.from_bytes(digest[:8], "big") % HELD_OUT_EVERY == 0


class TrueCase:
    """How each word is spelled away from the start of a sentence, learned from such places.

    A spelling keeps its own form if at least one in twenty of the word's inner occurrences has it (`may` and `May`);
    the others, and words at a start, take the commonest form, in lower case where that is kept too: that is the reading
    that the renderer's capital allows.
    """

    def __init__(self, sentences: Iterable[list[str]]) -> None:
        inner = Counter(unit for sentence in sentences for unit in sentence[1:] if unit not in MARKS)
        forms: dict[str, list[tuple[int, str]]] = {}
        for unit, count in inner.items():
            forms.setdefault(unit.lower(), []).append((count, unit))
        self.kept: dict[str, set[str]] = {}
        self.commonest: dict[str, str] = {}
        for lower, found in forms.items():
            total = sum(count for count, _ in found)
            best = max(found)[1]
            self.commonest[lower] = best
            self.kept[lower] = {form for count, form in found if form == best or count >= max(5, total / 20)}

    def apply(self, sentence: list[str]) -> list[str]:
        """The sentence with its words in true case."""
        lower = sentence[0].lower()
        first = lower if lower in self.kept.get(lower, {lower}) else self.commonest[lower]
        return [first, *(self._inner(unit) for unit in sentence[1:])]

    def _inner(self, unit: str) -> str:
        lower = unit.lower()
        return unit if unit in self.kept.get(lower, {unit}) else self.commonest[lower]


def read_sentences(
    folder: Path, source: Source, unwanted: re.Pattern[str], seen: set[str]
) -> tuple[Tally, list[list[str]]]:
    """The new sentences of one file, spelled as they stand, and the account of its lines."""
    tally = Tally()
    tally.sha256, lines = read_lines(folder / source.file)
    tally.lines, found = len(lines), []
    for line in lines:
        if unwanted.search(line):
            tally.filtered += 1
            continue
        units = units_of(line)
        if units is None:
            tally.symbols += 1
            continue
        sentences = list(sentences_of(units))
        tally.unfinished += not sentences
        for sentence in sentences:
            key = " ".join(sentence).lower()
            tally.twins += key in seen
            if key not in seen:
                seen.add(key)
                found.append(sentence)
    tally.sentences = len(found)
    return tally, found
