"""Back-off n-gram models: the embedded one, an ARPA file, or one learned from the program's own lines."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import Language
from ..signature import Number, String, Strings, Whole


@dataclass(frozen=True)
class NGramLanguage(Language, name="ngram"):
    """`ngram()` is the embedded English trigram; `ngram("file.arpa")` reads an ARPA file (`.gz` too);
    `ngram(learn=LIST, order=3)` is estimated from the list's lines (interpolated Kneser-Ney).

    The log probability of a text includes its end. Example: `text s : en ~ ngram("toy.arpa")`.
    """

    file: String = ""
    learn: Strings = ()
    order: Whole = 3
    power: Number = 1.0
    temperature: Number = 1.0
    lexicon: Strings = ()
