"""The words of a View, whatever it stands for: a text, a string, or one word of a text."""

from __future__ import annotations

from .feature import View


def words_of(text: View) -> tuple[str, ...]:
    """The words of a text; of one word, as an item of `s.words`, the word itself and not its letters."""
    if text.style == "letters" and text.renderer is None:
        return (text.string,) if text.string else ()
    return text.words


__all__ = ["words_of"]
