"""The letter that a word begins with."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")


@lru_cache(maxsize=65_536)
def initial(word: str) -> str:
    """The first letter or digit, small and without its accent: `É` e, `'tis` t, `春` 春. Empty where there is none."""
    first = next((character for character in word if character.isalnum()), "")
    return unicodedata.normalize("NFD", first.casefold())[:1]


__all__ = ["LETTERS", "initial"]
