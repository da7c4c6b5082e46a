"""The models that come with Wordfield."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .estimate import estimate
from .language import LanguageError
from .ngram import NGram
from .packing import unpack
from .pruning import of_sources

DATA = Path(__file__).parent / "languages" / "data"
NAMES = {"en": "english", "zh": "chinese"}


def embedded_styles() -> tuple[str, ...]:
    """The styles of text that an embedded n-gram model exists for."""
    return tuple(style for style, name in NAMES.items() if (DATA / f"{name}_lexicon.txt").exists())


@cache
def load_lexicon(name: str = "english") -> tuple[str, ...]:
    """The units of an embedded model, commonest first, without its n-grams. Raises ValueError for an unknown name."""
    return tuple(_path(name, "lexicon.txt").read_text(encoding="utf-8").splitlines())


@cache
def load_frequencies(name: str = "english") -> NDArray[np.int64]:
    """How often each unit of the lexicon stood in the training text, weights of the sources included. [units]"""
    return np.array(_path(name, "frequencies.txt").read_text(encoding="ascii").split(), dtype=np.int64)


@cache
def load_embedded(name: str = "english", style: str = "") -> NGram:
    """An embedded model, estimated from its packed counts: exactly normalized whatever the packing rounded.

    A `style` is another weighting of the same counts: "verse" of "chinese". Raises ValueError for an unknown one.
    """
    packed = unpack(_path(name, "counts.bin"))
    weights = {"": packed.weights, **packed.styles}.get(style)
    if weights is None:
        raise ValueError(f"style: got {style!r}, {name} has {', '.join(packed.styles) or 'none'}")
    return estimate(load_lexicon(name), *of_sources(packed.trie, weights))


def embedded_units(style: str) -> tuple[str, ...]:
    """The units of the embedded model of a style. Raises LanguageError where there is none."""
    if style not in embedded_styles():
        raise LanguageError(
            f"no language model for `: {style}` comes with this version; give one, as in "
            '`ngram("file.arpa")`, `ngram(learn=LIST)` or `uniform(LIST)`'
        )
    return load_lexicon(NAMES[style])


def embedded_folder(style: str, task: str) -> Path:
    """Where the embedded transformer of a style (`en`, `zh`) and task ("causal", "masked") lies.

    Raises LanguageError where none comes along.
    """
    place = DATA / f"{NAMES.get(style, style)}_{task}"
    if not place.is_dir():
        raise LanguageError(f"no {task} transformer for `: {style}` comes with this version; name a folder")
    return place


def _path(name: str, what: str) -> Path:
    path = DATA / f"{name}_{what}"
    if not path.exists():
        known = sorted(path.name.removesuffix("_lexicon.txt") for path in DATA.glob("*_lexicon.txt"))
        raise ValueError(f"name: got {name!r}, the embedded models are {', '.join(known) or 'none'}")
    return path
