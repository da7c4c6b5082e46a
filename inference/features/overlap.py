"""How much of a text stands in another: `overlap(s, source, ngram=2)`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..common import grams
from ..feature import Feature, Textlike
from ..signature import Whole


@dataclass(frozen=True)
class Overlap(Feature, name="overlap", result="score"):
    """`overlap(s, source)` is the share of the text's words that stand in the source too, each as often as it does
    there: 1 where nothing is new, 0 where everything is.

    `ngram=2` asks for pairs of neighbouring words, 3 for three in a row. Capitals and punctuation do not matter; under
    `zh` and `letters`, characters count as words. A text that is too short has an overlap of 0. Range: 0 to 1.
    Source: the clipped precision of BLEU (Papineni, Roukos, Ward and Zhu 2002).
    Examples: `prefer -overlap(s, "the sea was cold", ngram=2) weight 3`, `require overlap(诗, "春眠不觉晓") == 0`,
    `track copied = overlap(poem.a, poem.b)`.
    """

    text: Textlike
    source: Textlike
    ngram: Whole = 1

    def objection(self) -> tuple[str, str, str] | None:
        return ("`ngram`", str(self.ngram), "1 or more") if self.ngram < 1 else None

    def measure(self) -> float:
        own, other = (Counter(grams(view.words, self.ngram)) for view in (self.text, self.source))
        return (own & other).total() / own.total() if own else 0.0
