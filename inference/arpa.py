"""Reading and writing back-off n-gram models in ARPA format."""

from __future__ import annotations

import gzip
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .contexts import Table, build
from .ngram import RESERVED, Floats, NGram

LOG_TEN = math.log(10.0)
LOG_ZERO = -99.0
"""Log10 values at or below this mean probability 0, as other tools write it."""
_SPECIAL = {name.encode() for name in RESERVED}


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
    sections = _sections(path, _content(path).rstrip().split(b"\n"))
    words, code = _words(sections[0])
    tables = [_table(section, code) for section in sections]
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
    """The file cut at the lines that begin with a backslash, and each section's rows counted against the header."""
    start = next((at for at, line in enumerate(lines) if line.strip() == b"\\data\\"), None)
    if start is None:
        raise ArpaError(path, 1, "not an ARPA file: no line says \\data\\")
    marks = [at for at in range(start, len(lines)) if lines[at].lstrip().startswith(b"\\")] + [len(lines)]
    counts = _counts(path, lines, start + 1, marks[1])
    sections: list[Section] = []
    for mark, after in pairwise(marks[1:]):
        order, heading = len(sections) + 1, lines[mark].strip()
        if heading == b"\\end\\":
            break
        if order > len(counts) or heading != b"\\%d-grams:" % order:
            expected = f"\\{order}-grams:" if order <= len(counts) else "\\end\\"
            raise ArpaError(path, mark + 1, f"expected {expected}, found {_shown(heading)}")
        section = _section(path, order, lines, mark + 1, after)
        declared, line = counts[order - 1]
        if after < len(lines) and declared != len(section.rows):
            raise ArpaError(path, line, f"the header says {declared} {order}-grams, the file has {len(section.rows)}")
        sections.append(section)
    else:
        raise ArpaError(path, len(lines), "the file is cut off: no \\end\\")
    if len(sections) < len(counts):
        raise ArpaError(path, counts[len(sections)][1], f"there is no section \\{len(sections) + 1}-grams:")
    return sections


def _section(path: Path, order: int, lines: list[bytes], first: int, stop: int) -> Section:
    """The lines of one section that are not blank, cut into fields."""
    rows = [line.split() for line in lines[first:stop]]
    return Section(path, order, [row for row in rows if row], [at for at, row in enumerate(rows, first + 1) if row])


def _counts(path: Path, lines: list[bytes], first: int, stop: int) -> list[tuple[int, int]]:
    """The header's number of n-grams of each order, with the line that states it."""
    counts: list[tuple[int, int]] = []
    for at in range(first, stop):
        if not lines[at].strip():
            continue
        name, _, number = lines[at].partition(b"=")
        if name.split() != [b"ngram", b"%d" % (len(counts) + 1)] or not number.strip().isdigit():
            raise ArpaError(
                path, at + 1, f"expected `ngram {len(counts) + 1}=` and a number, found {_shown(lines[at])}"
            )
        counts.append((int(number), at + 1))
    if not counts:
        raise ArpaError(path, first, "the header gives no numbers of n-grams")
    return counts


def _words(unigrams: Section) -> tuple[tuple[str, ...], dict[bytes, int]]:
    """The file's words in order, and the code of every spelling."""
    spellings: list[bytes] = []
    special: dict[bytes, str] = {}
    for number, row in enumerate(unigrams.rows):
        if len(row) not in (2, 3):
            raise unigrams.error(number, _fields(1, len(row)))
        lower = row[1].lower()
        if lower in _SPECIAL:
            special[row[1]] = lower.decode()
        else:
            spellings.append(row[1])
    try:
        words = tuple(spelling.decode() for spelling in spellings)
    except UnicodeDecodeError as error:
        at = next(at for at, row in enumerate(unigrams.rows) if row[1] == error.object)
        raise unigrams.error(at, "the word is not UTF-8 text") from error
    if not words:
        raise ArpaError(unigrams.path, 0, "the file lists no words")
    code = {spelling: id for id, spelling in enumerate(spellings)}
    for spelling, name in special.items():
        code[spelling] = len(words) + RESERVED.index(name)
    return words, code


def _table(section: Section, code: dict[bytes, int]) -> Table:
    """The section as arrays, checked."""
    n = section.order
    for number, row in enumerate(section.rows):
        if len(row) not in (n + 1, n + 2):
            raise section.error(number, _fields(n, len(row)))
    log_prob = _numbers(section, [row[0] for row in section.rows], "log probability")
    log_backoff = _numbers(
        section, [row[n + 1] if len(row) == n + 2 else b"0" for row in section.rows], "back-off weight"
    )
    if len(above := np.flatnonzero(log_prob > 1e-6)):
        value = section.rows[above[0]][0].decode(errors="replace")
        raise section.error(int(above[0]), f"the log probability {value} is above 0")
    if len(endless := np.flatnonzero(log_backoff == np.inf)):
        raise section.error(int(endless[0]), "the back-off weight is infinite")
    codes = np.empty((len(section.rows), n), dtype=np.int64)
    for place in range(n):
        codes[:, place] = [code.get(row[place + 1], -1) for row in section.rows]
    if len(strange := np.argwhere(codes < 0)):
        at, place = (int(index) for index in strange[0])
        raise section.error(at, f"{_shown(section.rows[at][place + 1])} is not among the 1-grams")
    _no_twins(section, codes)
    return Table(codes, np.minimum(log_prob, 0.0) * LOG_TEN, log_backoff * LOG_TEN)


def _numbers(section: Section, fields: list[bytes], what: str) -> Floats:
    """The fields as numbers, minus infinity for log zero. [rows]"""
    try:
        values = np.array(list(map(float, fields)), dtype=np.float64)
    except ValueError:
        values = np.array([_number(field) for field in fields], dtype=np.float64)
    if len(wrong := np.flatnonzero(np.isnan(values))):
        raise section.error(int(wrong[0]), f"{_shown(fields[wrong[0]])} is not a number (the {what})")
    return np.where(values <= LOG_ZERO, -np.inf, values)


def _number(field: bytes) -> float:
    try:
        return float(field)
    except ValueError:
        return math.nan


def _no_twins(section: Section, codes: NDArray[np.int64]) -> None:
    """Raise for an n-gram that stands in the section twice, at its second line."""
    rank, base = codes[:, 0], int(codes.max(initial=0)) + 1
    for column in codes.T[1:]:
        rank = np.unique(rank * base + column, return_inverse=True)[1]
    by_rank = np.argsort(rank, kind="stable")
    if len(twins := by_rank[1:][rank[by_rank][1:] == rank[by_rank][:-1]]):
        row = int(twins.min())
        raise section.error(row, f"{_shown(b' '.join(section.rows[row][1 : section.order + 1]))} stands here twice")


def _fields(order: int, found: int) -> str:
    return f"a {order}-gram has {order + 1} or {order + 2} fields, this line has {found}"


def _shown(text: bytes) -> str:
    """The text in quotes, shortened, without control characters."""
    shown = text.strip()[:40].decode(errors="replace")
    return "`" + "".join(letter if letter.isprintable() else "\ufffd" for letter in shown) + "`"


def write_arpa(model: NGram, path: str | Path) -> None:
    """The model as an ARPA file (gzipped if the name ends in .gz), with 17 digits: reading it gives the same model."""
    sections = list(_written(model))
    lines = ["\\data\\", *(f"ngram {order}={len(rows)}" for order, rows in enumerate(sections, 1))]
    for order, rows in enumerate(sections, 1):
        lines += ["", f"\\{order}-grams:", *rows]
    text = "\n".join([*lines, "", "\\end\\", ""]).encode()
    Path(path).write_bytes(gzip.compress(text, mtime=0) if str(path).endswith(".gz") else text)


def _written(model: NGram) -> Iterator[list[str]]:
    """The lines of each section, order 1 first."""
    ends = ~np.isclose(model.log_end, model.log_backoff + model.log_end[model.backoff_to], rtol=0, atol=1e-12)
    ends[0] = True
    for order in range(1, model.order + 1):
        rows = []
        if order == 1:
            rows.append(_row(-math.inf, ["<s>"], float(model.log_backoff[model.start]) if model.order > 1 else None))
            if model.unk_log_prob is not None:
                rows.append(_row(model.unk_log_prob, ["<unk>"], None))
        for node in np.flatnonzero(model.level == order - 1).tolist():
            words = model.context(node)
            for arc in range(int(model.arc_start[node]), int(model.arc_start[node + 1])):
                target = int(model.arc_target[arc])
                inside = model.level[target] == order < model.order
                weight = float(model.log_backoff[target]) if inside else None
                rows.append(_row(float(model.arc_log_prob[arc]), [*words, model.words[model.arc_word[arc]]], weight))
            if ends[node]:
                rows.append(_row(float(model.log_end[node]), [*words, "</s>"], None))
        yield rows


def _row(log_prob: float, words: list[str], log_backoff: float | None) -> str:
    """One line of the file, in log10."""
    numbers = ["-99" if value == -math.inf else f"{value / LOG_TEN:.17g}" for value in (log_prob, log_backoff or 0.0)]
    return "\t".join([numbers[0], " ".join(words), *(numbers[1:] if log_backoff is not None else [])])
