"""Figures of sets of texts: distinct n-grams, self-BLEU, what is copied from training text, rates and their ratio."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Units = Sequence[str]
NORMAL_95 = 1.959963984540054


def ngrams(units: Units, size: int) -> list[tuple[str, ...]]:
    """Every run of `size` neighbouring units."""
    return [tuple(units[at : at + size]) for at in range(len(units) - size + 1)]


def distinct(texts: Iterable[Units], size: int) -> float:
    """Distinct n-grams as a share of all n-grams of all texts (Li et al. 2016); nan where there are none."""
    found = [one for units in texts for one in ngrams(units, size)]
    return len(set(found)) / len(found) if found else math.nan


def self_bleu(texts: Sequence[Units], order: int = 4, limit: int = 200) -> float:
    """Mean BLEU of a text with all the others as references (Zhu et al. 2018, Texygen): high where texts are alike.

    The mean goes over the first `limit` texts. Precisions of the orders 1 to `order` that the text is long enough for,
    equal weights; an order without a match counts 0.1 matches (Chen & Cherry 2014, method 1); the brevity penalty is
    that of the reference nearest in length.
    """
    if len(texts) < 2:
        return math.nan
    best: list[dict[tuple[str, ...], tuple[int, int]]] = [{} for _ in range(order)]
    counts = [[Counter(ngrams(units, size)) for size in range(1, order + 1)] for units in texts]
    for own in counts:
        for most, counter in zip(best, own, strict=True):
            for gram, number in counter.items():
                first, second = most.get(gram, (0, 0))
                most[gram] = (number, first) if number > first else (first, max(second, number))
    lengths = Counter(len(units) for units in texts)
    scores = [
        _bleu(own, best, len(units), lengths) for own, units in zip(counts[:limit], texts[:limit], strict=True) if units
    ]
    return float(np.mean(scores)) if scores else math.nan


def _bleu(
    own: Sequence[Counter[tuple[str, ...]]],
    best: Sequence[dict[tuple[str, ...], tuple[int, int]]],
    length: int,
    lengths: Counter[int],
) -> float:
    """BLEU of one text against the others; `best` has the two largest counts of each n-gram in any text."""
    logs = []
    for counter, most in zip(own, best, strict=True):
        total = sum(counter.values())
        if not total:
            continue
        matches = 0
        for gram, number in counter.items():
            first, second = most[gram]
            matches += min(number, second if first == number else first)
        logs.append(math.log((matches or 0.1) / total))
    others = (size for size, count in lengths.items() if count > (size == length))
    nearest = min(others, key=lambda size: (abs(size - length), size))
    penalty = min(0.0, 1.0 - nearest / length)
    return math.exp(sum(logs) / len(logs) + penalty)


class Copied:
    """Which n-grams of a training text occur in it, and which whole sentences. N-grams are kept as 64-bit hashes."""

    def __init__(self, sentences: Iterable[Units], size: int = 8, seed: int = 0) -> None:
        self.size = size
        self.codes: dict[str, int] = {}
        rng = np.random.default_rng(seed)
        self.factors = rng.integers(1, 1 << 62, size, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        self.whole: set[int] = set()
        chunks, rows = list[NDArray[np.uint64]](), list[list[int]]()
        for units in sentences:
            row = [self.codes.setdefault(unit, len(self.codes) + 1) for unit in units]
            self.whole.add(hash(tuple(row)))
            rows.append(row)
            if len(rows) == 100_000:
                chunks.append(np.unique(self._hashes(rows)))
                rows = []
        chunks.append(np.unique(self._hashes(rows)))
        self.hashes = np.unique(np.concatenate(chunks))

    def _hashes(self, rows: Sequence[Sequence[int]]) -> NDArray[np.uint64]:
        """A hash of every n-gram inside a row: the codes, mixed, times odd factors of their places, summed mod 2^64."""
        flat = np.array([code for row in rows for code in row], dtype=np.uint64)
        mixed = (flat + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        starts, first = list[NDArray[np.int64]](), 0
        for row in rows:
            starts.append(np.arange(first, first + max(len(row) - self.size + 1, 0)))
            first += len(row)
        at = np.concatenate(starts) if starts else np.zeros(0, dtype=np.int64)
        total = np.zeros(len(at), dtype=np.uint64)
        for place, factor in enumerate(self.factors):
            total += mixed[at + place] * factor
        return total

    def ngram_share(self, texts: Iterable[Units]) -> float:
        """The share of the texts' n-grams that stand in the training text; nan where no text is long enough."""
        rows = [[self.codes.get(unit, 0) for unit in units] for units in texts]
        found = self._hashes(rows)
        return float(np.isin(found, self.hashes).mean()) if len(found) else math.nan

    def whole_share(self, texts: Sequence[Units]) -> float:
        """The share of the texts that are whole sentences of the training text."""
        rows = (tuple(self.codes.get(unit, 0) for unit in units) for units in texts)
        return sum(hash(row) in self.whole for row in rows) / len(texts) if texts else math.nan


def near_twins(texts: Iterable[Units], trained: Iterable[Units]) -> NDArray[np.bool_]:
    """Which texts equal a training sentence, or would if at most one unit were taken out of each of the two. [texts]

    So for any unit replaced, inserted or deleted, and for one that was moved.
    """
    known = np.concatenate([np.fromiter(_shorter(units), np.int64) for units in trained])
    known.sort()
    found = []
    for units in texts:
        own = np.fromiter(_shorter(units), np.int64)
        at = np.minimum(np.searchsorted(known, own), len(known) - 1)
        found.append(bool((known[at] == own).any()))
    return np.array(found, dtype=np.bool_)


def _shorter(units: Units) -> Iterator[int]:
    """Hashes of the text and of the text without each of its units."""
    row = tuple(units)
    yield hash(row)
    for at in range(len(row)):
        yield hash((*row[:at], *row[at + 1 :]))


def coverage(texts: Iterable[Units], reference: Iterable[Units]) -> float:
    """The share of the reference's running units that occur somewhere in the texts."""
    known = {unit for units in texts for unit in units}
    running = [unit in known for units in reference for unit in units]
    return sum(running) / len(running) if running else math.nan


@dataclass(frozen=True)
class Ratio:
    """Two rates and their ratio, with a 95 % confidence interval of it."""

    first: float
    second: float
    ratio: float
    low: float
    high: float


def rate_ratio(hits: int, count: int, other_hits: int, other_count: int) -> Ratio:
    """The ratio of two independent rates, interval on the log scale (Katz et al. 1978).

    Raises ValueError where a rate is zero: the interval does not exist.
    """
    if not (0 < hits <= count and 0 < other_hits <= other_count):
        raise ValueError(f"hits: got {hits} of {count} and {other_hits} of {other_count}; each needs at least one hit")
    ratio = (hits / count) / (other_hits / other_count)
    width = NORMAL_95 * math.sqrt(1 / hits - 1 / count + 1 / other_hits - 1 / other_count)
    return Ratio(hits / count, other_hits / other_count, ratio, ratio * math.exp(-width), ratio * math.exp(width))
