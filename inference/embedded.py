"""The n-gram models that come with Wordfield."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .estimate import estimate
from .ngram import NGram
from .packing import unpack

DATA = Path(__file__).parent / "languages" / "data"


@cache
def load_lexicon(name: str = "english") -> tuple[str, ...]:
    """The units of an embedded model, commonest first, without its n-grams. Raises ValueError for an unknown name."""
    return tuple(_path(name, "lexicon.txt").read_text(encoding="utf-8").splitlines())


@cache
def load_frequencies(name: str = "english") -> NDArray[np.int64]:
    """How often each unit of the lexicon stood in the training text, weights of the sources included. [units]"""
    return np.array(_path(name, "frequencies.txt").read_text(encoding="ascii").split(), dtype=np.int64)


@cache
def load_embedded(name: str = "english") -> NGram:
    """An embedded model, estimated from its packed counts: exactly normalized whatever the packing rounded."""
    packed = unpack(_path(name, "counts.bin"))
    return estimate(load_lexicon(name), packed.trie, packed.weights)


def _path(name: str, what: str) -> Path:
    path = DATA / f"{name}_{what}"
    if not path.exists():
        known = sorted(path.name.removesuffix("_lexicon.txt") for path in DATA.glob("*_lexicon.txt"))
        raise ValueError(f"name: got {name!r}, the embedded models are {', '.join(known) or 'none'}")
    return path
