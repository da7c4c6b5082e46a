"""How close a text is to another by the words they have in a row in common: `bleu(s, source)`."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from ..common import grams
from ..feature import Feature, Textlike
from ..signature import Whole


@dataclass(frozen=True)
class Bleu(Feature, name="bleu", result="score"):
    """`bleu(s, source)` is the geometric mean of the shares of single words, pairs, and runs of up to `ngram` (4) words
    that stand in the source too, times a penalty for a text shorter than it: 1 for the same words, 0 for no common one.

    From pairs on one is added to both counts, so that a sentence without a common run of four is not 0 (Lin and Och
    2004, ORANGE). Capitals and punctuation do not matter; under `zh` and `letters`, characters count as words.
    Range: 0 to 1. Source: Papineni, Roukos, Ward and Zhu 2002.
    Examples: `require bleu(s, "the sea was cold that day") <= 0.4`, `prefer bleu(poem.a, poem.b, ngram=2) weight 3`.
    """

    text: Textlike
    source: Textlike
    ngram: Whole = 4

    def objection(self) -> tuple[str, str, str] | None:
        return ("`ngram`", str(self.ngram), "1 or more") if self.ngram < 1 else None

    def measure(self) -> float:
        size, goal = len(self.text.words), len(self.source.words)
        if not size or not goal:
            return 1.0 if size == goal else 0.0
        logs = []
        for length in range(1, self.ngram + 1):
            own, other = (Counter(grams(view.words, length)) for view in (self.text, self.source))
            extra = 0 if length == 1 else 1
            found = (own & other).total() + extra
            if not found:
                return 0.0
            logs.append(math.log(found / (own.total() + extra)))
        return math.exp(sum(logs) / self.ngram + min(0.0, 1 - goal / size))
