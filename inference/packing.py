"""Counts of n-grams in a few bytes each: the packed form of the embedded models."""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .counts import Level, Links, Occurrences, counted
from .estimate import discounts_of
from .ngram import Floats

EXACT = 64
"""Counts below this are kept as they are; the larger ones go to the nearest step of a geometric codebook of 8 bits."""
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 3, "lp": 0, "pb": 0}]


@dataclass(frozen=True, eq=False)
class Packed:
    """What a packed file holds: the levels, ready for `estimate`, and what was written beside them."""

    trie: list[Level]
    weights: tuple[float, ...]
    about: dict[str, object]
    styles: dict[str, tuple[float, ...]]
    """Other weights of the same counts, by name."""


def pack(
    path: Path,
    size: int,
    trie: Sequence[Level],
    weights: Sequence[float],
    about: dict[str, object],
    styles: Mapping[str, Sequence[float]] | None = None,
) -> None:
    """Write the levels of V = `size` words, as `counts.levels` or `pruning.without_rare` makes them.

    A row is written as its place among the rows that follow its suffix's context (for order 2: its last code), in
    steps from the row before it in the same context; contexts as their numbers of rows. Counts are written for the
    highest order and for rows that begin with `<s>`; the others follow from these. Where rows were left out, they do
    not: then all counts are written, and for each context what it lost.
    """
    whole = any(level.discounts is not None for level in trie)
    streams: list[bytes] = []
    begins = np.arange(size + 2) == size
    first_child = np.zeros(1, dtype=np.int64)
    books = list[list[float]]()
    for n, level in enumerate(trie):
        if n:
            below = trie[n - 1]
            children = np.bincount(level.prefix, minlength=len(below.last))
            place = level.suffix - first_child[below.suffix[level.prefix]]
            streams += [*_halves(children), *_halves(_steps(place, children))]
            first_child = np.cumsum(children) - children
            begins = begins[level.prefix]
            if whole:
                lost = (np.zeros_like(below.counts) if level.cut is None else level.cut)[children > 0]
                streams.append(_coded(lost, books))
        streams.append(_coded(level.counts if whole or n == len(trie) - 1 else level.counts[begins], books))
    packed = [lzma.compress(stream, format=lzma.FORMAT_RAW, filters=_FILTERS) for stream in streams]
    header = {"size": size, "weights": list(weights), "books": books, "bytes": [len(part) for part in packed], **about}
    if styles:
        header["styles"] = {name: list(own) for name, own in styles.items()}
    if whole:
        header["discounts"] = [discounts_of(level).tolist() for level in trie]
    path.write_bytes(json.dumps(header).encode() + b"\n" + b"".join(packed))


def unpack(path: Path) -> Packed:
    """The content of a packed file. Raises OSError if it cannot be read, ValueError if it is damaged."""
    line, _, body = path.read_bytes().partition(b"\n")
    header = json.loads(line)
    size, books, weights = int(header.pop("size")), header.pop("books"), tuple(header.pop("weights"))
    ends = np.cumsum(header.pop("bytes")).tolist()
    parts = [body[start:end] for start, end in pairwise([0, *ends])]
    discounts = header.pop("discounts", None)
    styles = {name: tuple(own) for name, own in header.pop("styles", {}).items()}
    try:
        with ThreadPoolExecutor(2) as pool:
            streams = list(pool.map(_expanded, parts))
    except lzma.LZMAError as error:
        raise ValueError(f"{path.name} is damaged") from error
    decoded = [np.array(book, dtype=np.float32) for book in books]
    return Packed(_levels(streams, size, decoded, len(weights), discounts), weights, header, styles)


def _expanded(part: bytes) -> bytes:
    return lzma.decompress(part, format=lzma.FORMAT_RAW, filters=_FILTERS)


def _levels(
    streams: list[bytes], size: int, books: list[Occurrences], sources: int, discounts: list[list[list[float]]] | None
) -> list[Level]:
    """The levels, one gather a link: no n-gram is searched for."""
    parts = iter(np.frombuffer(stream, dtype=np.uint8) for stream in streams)
    codes = iter(books)
    orders = len(discounts) if discounts else len(books)
    begins = np.arange(size + 2) == size
    zeros = np.zeros(size + 2, dtype=np.int32)
    links, raw, cut = [(zeros, np.arange(size + 2, dtype=np.int32), zeros)], [], list[Occurrences | None]([None])
    first_child = np.zeros(1, dtype=np.int32)
    for n in range(orders):
        if n:
            children = _whole(next(parts), next(parts))
            prefix = np.repeat(np.arange(len(children), dtype=np.int32), children)
            place = _sums(_whole(next(parts), next(parts)), children)
            suffix = first_child[links[-1][2]][prefix] + place
            links.append((prefix, links[-1][1][suffix], suffix))
            first_child = np.cumsum(children, dtype=np.int32) - children
            begins = begins[prefix]
            if discounts:
                cut.append(_placed(_decoded(next(parts), next(codes), sources), children > 0))
        own = _decoded(next(parts), next(codes), sources)
        raw.append(own if discounts or n == orders - 1 else _placed(own, begins))
    if not discounts:
        return counted(links, raw)
    return [
        Level(*link, own, lost, np.array(takes))
        for link, own, lost, takes in zip(links, raw, cut, discounts, strict=True)
    ]


def _coded(counts: Occurrences, books: list[list[float]]) -> bytes:
    """The counts as entries of a codebook of their own, which is added to `books`."""
    book = codebook(float(counts.max(initial=0)))
    books.append(book.tolist())
    return nearest(counts, book).astype(np.uint8).tobytes()


def _decoded(entries: NDArray[np.uint8], book: Occurrences, sources: int) -> Occurrences:
    return book[entries].reshape(-1, sources)


def _placed(counts: Occurrences, rows: NDArray[np.bool_]) -> Occurrences:
    """The counts in the marked rows, 0 in the others."""
    found = np.zeros((len(rows), counts.shape[1]), dtype=np.float32)
    found[rows] = counts
    return found


def codebook(largest: float) -> Floats:
    """256 counts: 0 ... EXACT - 1, then even steps of the logarithm up to the largest. [256]"""
    return np.append(np.arange(EXACT), np.rint(np.geomspace(EXACT, max(largest, EXACT + 1), 256 - EXACT)))


def nearest(counts: Occurrences, book: Floats) -> NDArray[np.signedinteger]:
    """The index of the entry nearest to each count by ratio."""
    middles = np.sqrt(book[1:] * book[:-1])
    middles[0] = 0.5
    return np.asarray(np.searchsorted(middles, counts, side="right"))


def _steps(values: NDArray[np.signedinteger], children: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
    """Each value less the one before it in the same group; groups follow one another with `children` values each."""
    steps = np.diff(values, prepend=0)
    firsts = (np.cumsum(children) - children)[children > 0]
    steps[firsts] = values[firsts]
    return steps


def _sums(steps: Links, children: Links) -> Links:
    """The values of which `_steps` made the steps."""
    running = np.cumsum(steps, dtype=np.int32)
    before = np.append(np.int32(0), running)[np.cumsum(children) - children]
    running -= np.repeat(before, children)
    return running


def _halves(values: NDArray[np.signedinteger]) -> tuple[bytes, bytes]:
    """The low and the high bytes of numbers below 65,536."""
    if values.size and int(values.max()) > 0xFFFF:
        raise ValueError("a lexicon of this size does not fit the packed form")
    return (values & 0xFF).astype(np.uint8).tobytes(), (values >> 8).astype(np.uint8).tobytes()


def _whole(low: NDArray[np.uint8], high: NDArray[np.uint8]) -> Links:
    """The numbers of which `_halves` made the halves."""
    return low.astype(np.int32) | (high.astype(np.int32) << 8)
