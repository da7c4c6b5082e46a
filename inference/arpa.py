"""Reading and writing back-off n-gram models in ARPA format."""

from __future__ import annotations

import gzip
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .contexts import Table, build
from .ngram import RESERVED, Floats, NGram

LOG_TEN = math.log(10.0)
LOG_ZERO = -99.0
"""Log10 values at or below this mean probability 0, as other tools write it."""
SLACK = 1e-6


class ArpaError(Exception):
    """A mistake in an ARPA file: its path, line (from 1; 0 for the file as a whole) and a one-line message."""

    def __init__(self, path: str | Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path, self.line, self.message = Path(path), line, message


@dataclass(frozen=True)
class Section:
    """The n-grams of one order as they stand in the file: a list of fields and a line number for each."""

    path: Path
    order: int
    rows: list[list[bytes]]
    lines: list[int]

    def error(self, row: int, message: str) -> ArpaError:
        """A mistake in one of the rows."""
        return ArpaError(self.path, self.lines[row], message)


def read_arpa(path: str | Path) -> NGram:
    """The model of an ARPA file, `.arpa` or gzipped, of any order, log10 turned into nats.

    `<s>`, `</s>` and `<unk>` may be in capitals. Raises ArpaError naming the line; OSError if the file cannot be read.
    """
    path = Path(path)
    sections = _sections(path, _content(path).split(b"\n"))
    words, code = _words(sections[0])
    tables = []
    for section in sections:
        tables.append(_table(section, code, len(sections)))
    if not np.any(tables[0].codes[:, 0] == len(words) + 1):
        raise ArpaError(path, 0, "no </s> among the 1-grams: no sentence could end")
    return build(words, tables)


def _content(path: Path) -> bytes:
    """The file's bytes, unpacked where they are gzipped."""
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise ArpaError(path, 0, "the gzip file is cut off or damaged") from error
    if not content.strip():
        raise ArpaError(path, 0, "the file is empty")
    if b"\0" in content:
        raise ArpaError(path, 0, "not an ARPA file: it holds binary data")
    return content


def _sections(path: Path, lines: list[bytes]) -> list[Section]:
    """The file cut into its sections, and the number of rows in each compared with the header."""
    at = next((at for at, line in enumerate(lines) if line.strip() == b"\\data\\"), None)
    if at is None:
        raise ArpaError(path, 1, "not an ARPA file: no line says \\data\\")
    counts: dict[int, tuple[int, int]] = {}
    sections: list[Section] = []
    heading, bodies, ended = at, list[tuple[int, int]](), False
    marks = [at for at in range(at + 1, len(lines)) if lines[at].lstrip().startswith(b"\\")]
    for mark, after in zip(marks, [*marks[1:], len(lines)], strict=True):
        if not bodies:
            counts = _counts(path, lines, heading + 1, mark)
        if lines[mark].strip() == b"\\end\\":
            ended = True
            break
        if lines[mark].strip() != b"\\%d-grams:" % (len(bodies) + 1):
            raise ArpaError(path, mark + 1, f"expected \\{len(bodies) + 1}-grams: or \\end\\, found {_shown(lines[mark])}")
        bodies.append((mark, after))
    if not ended:
        raise ArpaError(path, len(lines), "the file is cut off: no \\end\\")
    for order, (mark, after) in enumerate(bodies, 1):
        rows = [line.split() for line in lines[mark + 1 : after]]
        numbers = [number for number, row in enumerate(rows, mark + 2) if row]
        sections.append(Section(path, order, [row for row in rows if row], numbers))
    return sections
