"""An outside model, if one is installed: bits per character of texts that the product's own models wrote."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from transformer import Transformer

NAME = "gemma-3-270m"


def outside(given: str) -> Transformer | None:
    """The model in a folder, or of that name among those that Wordfield keeps on this machine; None without one."""
    if Path(given).is_dir():
        return Transformer(given)
    from wordfield.inference.user_cache import user_cache

    root = user_cache()
    folder = root / "models" / given if root else None
    if folder is None or not folder.is_dir():
        print(f"{given} is not on this machine: its column stays empty", file=sys.stderr)
        return None
    return Transformer(folder)


def bits_per_character(model: Transformer | None, texts: Sequence[str]) -> float | None:
    """Of the texts without their ends, which an outside model does not write as ours do."""
    if model is None or not texts:
        return None
    return float(-np.sum(model.log_probs(texts, end=False)) / np.log(2) / sum(map(len, texts)))
