"""Sentences for training and those held out.

Whole runs of neighbouring lines are held out, so that a page of a book or story is not on both sides.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

RUN = 100  # neighbouring lines of a file that stay together
HELD_OUT = 50  # one run in so many


def is_held_out(file: str, line: int) -> bool:
    """Whether the run of this line is held out, by a hash of the file's name and the run's number."""
    digest = hashlib.sha256(f"{file} {line // RUN}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % HELD_OUT == 0


@dataclass
class Part:
    """The sentences of one file. An epoch sees one sentence in `every`, another share each time."""

    file: str
    every: int
    trained: list[str] = field(default_factory=list)
    held_out: list[str] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        (self.held_out if is_held_out(self.file, line) else self.trained).append(sentence)


@dataclass
class Split:
    """All parts of a language's corpus, with what is to be recorded of the files."""

    parts: list[Part]
    facts: dict[str, dict[str, object]]

    def epoch(self, number: int) -> list[str]:
        """The sentences of one epoch in an order of its own."""
        found = [one for part in self.parts for one in part.trained[number % part.every :: part.every]]
        random.Random(number).shuffle(found)
        return found

    def held_out(self) -> Iterator[tuple[str, str]]:
        """File and sentence, in the shares that an epoch has."""
        return ((part.file, one) for part in self.parts for one in part.held_out[:: part.every])

    def seen(self) -> list[str]:
        """Every sentence of any epoch."""
        return [one for part in self.parts for one in part.trained]
