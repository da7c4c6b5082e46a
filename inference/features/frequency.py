"""How common the words of a text are: `frequency(s)`, `all(frequency(w) >= 4 for w in s.words)`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..feature import Feature, Textlike
from ..lexicons.zipf import zipf
from ..scope import Floats, Scope
from ..signature import Flag
from ..wording import words_of


@dataclass(frozen=True)
class Frequency(Feature, name="frequency", result="real"):
    """`frequency(s)` is the mean Zipf value of the words: how often one stands in a thousand million, as a power of 10.

    From about 7.5 (`the`) by 5 (`sea`) and 3.7 (`harbour`) to 1.6 for what the table lacks. Marks do not count; a text
    without words has none, so that every comparison is false. In Chinese, characters. `china` and `China` are two
    words. `frequency(s, total)` is the sum, which is known for every change of a word at once. A bound on each word
    holds by construction. Range: 1 to 8. Source: van Heuven, Mandera, Keuleers and Brysbaert 2014, on the counts of the
    embedded models' texts.
    Examples: `require all(frequency(w) >= 4 for w in s.words)`, `prefer frequency(s, total) weight 0.1`,
    `require frequency(诗) <= 5.5`.
    """

    text: Textlike
    total: Flag = False

    def measure(self) -> float | None:
        values = [zipf(word) for word in words_of(self.text) if any(map(str.isalnum, word))]
        if self.total:
            return sum(values)
        return sum(values) / len(values) if values else None

    def table(self, scope: Scope) -> Floats | None:
        if not self.total:
            return None
        units, is_word = scope.lexicon.units, scope.lexicon.is_word
        return np.array([zipf(unit) if word else 0.0 for unit, word in zip(units, is_word, strict=True)])
