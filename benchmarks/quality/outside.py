"""An outside model, if one is installed: bits per character of texts that the product's own models wrote."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from transformer import Transformer

NAME = "gemma-3-270m"


def outside(given: str) -> Transformer | None:
    """The model in a folder, or the one of that name that an extra of Wordfield installs; None where it is missing."""
    if Path(given).is_dir():
        return Transformer(given)
    from wordfield.inference.gemma import prepared
    from wordfield.inference.language import LanguageError
    from wordfield.inference.packaged import packaged

    try:
        found = packaged("outside", given)
    except LanguageError as error:
        print(f"{error}; the column `outside` stays empty", file=sys.stderr)
        return None
    if found is None:
        raise ValueError(f"outside: {given!r} is neither a folder nor a model that an extra installs")
    return Transformer(prepared(found))


def bits_per_character(model: Transformer | None, texts: Sequence[str]) -> float | None:
    """Of the texts without their ends, which an outside model does not write as ours do."""
    if model is None or not texts:
        return None
    return float(-np.sum(model.log_probs(texts, end=False)) / np.log(2) / sum(map(len, texts)))
