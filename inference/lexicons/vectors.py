"""What English words and Chinese characters mean, as vectors: those that stand near the same neighbours lie close.

Made by models/build_vectors.py from the sentences that the embedded models learned from: positive pointwise mutual
information, singular value decomposition (Levy, Goldberg and Dagan 2015), without the directions that all share.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..embedded import load_frequencies, load_lexicon
from .stored import read_lines

Floats = NDArray[np.float32]
DIMENSIONS = 100
FEW = 5.0  # occurrences in a million that a word is given which no table counts


def vector(unit: str) -> Floats | None:
    """The vector of a word or character, of length 1; None where the table lacks it. A capital is read as itself
    first, else in lower case."""
    index, rows = _table(is_chinese(unit))
    number = index.get(unit, index.get(unit.lower()))
    return None if number is None else rows[number]


def cosine(one: str, other: str) -> float | None:
    """The cosine of two vectors; None where one is lacking or they are of two scripts, which share no space."""
    left, right = vector(one), vector(other)
    return None if left is None or right is None or is_chinese(one) != is_chinese(other) else float(left @ right)


def middle(units: Sequence[str]) -> Floats | None:
    """The direction between several units, of length 1; None where none of them has a vector."""
    found = [one for unit in units if (one := vector(unit)) is not None]
    total = np.sum(found, axis=0) if found else np.zeros(0)
    size = float(np.linalg.norm(total))
    return np.asarray(total / size, np.float32) if size > 1e-6 else None


def weight(unit: str) -> float:
    """How much a word or character tells: minus the logarithm of its share in running text, in nats."""
    return float(
        -np.log(_shares(is_chinese(unit)).get(unit) or _shares(is_chinese(unit)).get(unit.lower(), FEW * 1e-6))
    )


def is_chinese(unit: str) -> bool:
    """Whether a unit begins with a character U+4E00 to U+9FFF."""
    return "\u4e00" <= unit[:1] <= "\u9fff"


@cache
def _table(chinese: bool) -> tuple[dict[str, int], Floats]:
    lines = read_lines("chinese_vectors" if chinese else "english_vectors")
    units, packed = zip(*(line.split("\t") for line in lines), strict=True)
    numbers = np.frombuffer(base64.b85decode("".join(packed)), np.int8).reshape(len(units), DIMENSIONS)
    rows = numbers.astype(np.float32)
    return {unit: number for number, unit in enumerate(units)}, rows / np.linalg.norm(rows, axis=1, keepdims=True)


@cache
def _shares(chinese: bool) -> dict[str, float]:
    name = "chinese" if chinese else "english"
    counts = np.maximum(load_frequencies(name), 1)
    return dict(zip(load_lexicon(name), (counts / counts.sum()).tolist(), strict=True))
