"""How far apart in meaning the words of a text are: `spread(s)`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..feature import Feature, Textlike
from ..lexicons.vectors import is_chinese, vector


@dataclass(frozen=True)
class Spread(Feature, name="spread", result="real"):
    """`spread(s)` is one minus the mean cosine between the vectors of any two different words of the text: near 1 where
    they have nothing to do with each other, towards 0 where all speak of one thing.

    Words without a vector are left out, and of a word that comes several times one; with fewer than two it is missing.
    A list of options that belong together has a small one. Under `zh`, characters; words of two scripts make no pair.
    Range: 0 to 2. Source: embedded vectors, made as Levy, Goldberg and Dagan (2015) describe.
    Examples: `prefer -spread(s) weight 4`, `require spread(s) >= 0.8`, `track spread = spread(诗)`.
    """

    text: Textlike

    def measure(self) -> float | None:
        words = {word.casefold(): word for word in reversed(self.text.words)}
        cosines, pairs = 0.0, 0
        for chinese in (False, True):
            own = [word for word in words.values() if is_chinese(word) == chinese]
            found = [one for word in own if (one := vector(word)) is not None]
            if len(found) > 1:
                total: np.ndarray = np.asarray(np.sum(found, axis=0, dtype=np.float64))
                cosines += float(total @ total - len(found))
                pairs += len(found) * (len(found) - 1)
        return 1.0 - cosines / pairs if pairs else None
