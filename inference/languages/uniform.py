"""Every unit equally likely at every place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..language import Language, LanguageError
from ..lexicon import Lexicon
from ..ngram import NGram
from ..signature import Number, Strings


@dataclass(frozen=True)
class Uniform(Language, name="uniform"):
    """`uniform(LIST)`: a text of n units has log probability -n log V, V being the length of the list.

    Without a list, the units are the lexicon's. A word of the program that is not in the list is impossible; a
    character of a hole that is spelled costs log V as a unit does. There is no end probability: lengths are bounded by
    the program. Example: `text s : words ~ uniform(["a", "b", "c"])`.
    """

    items: Strings = ()
    power: Number = 1.0

    def units(self, folder: Path, style: str) -> tuple[str, ...] | None:
        wrong = [item for item in self.items if not item or (style in ("en", "words") and item.split() != [item])]
        if wrong:
            raise LanguageError(f"uniform: {wrong[0]!r} is not one unit; write single words")
        return tuple(dict.fromkeys(self.items)) or None

    def ngram(self, lexicon: Lexicon, folder: Path) -> NGram:
        size = len(lexicon)
        listed, count = np.ones(size, bool), size
        if self.items:  # words of it may be missing from the lexicon of another text's base
            items = set(self.items)
            listed, count = np.fromiter((unit in items for unit in lexicon.units), bool, size), len(items)
        with np.errstate(divide="ignore"):
            log_prob = np.where(listed | lexicon.is_spelled, -np.log(count), -np.inf)
        words = np.arange(size, dtype=np.int32)
        return NGram(
            order=1,
            words=lexicon.units,
            start=size + 1,
            last_word=np.concatenate([[-1], words, [-1]]).astype(np.int32),
            level=np.concatenate([[0], np.ones(size + 1)]).astype(np.int32),
            backoff_to=np.zeros(size + 2, np.int32),
            log_backoff=np.zeros(size + 2),
            arc_start=np.concatenate([[0], np.full(size + 2, size)]),
            arc_word=words,
            arc_log_prob=log_prob,
            arc_target=words + 1,
            log_end=np.zeros(size + 2),
            unk_log_prob=None,
        )
