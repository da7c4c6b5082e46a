"""How far two Chinese lines answer each other, character by character: `parallel(upper, lower)`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature, Textlike
from ..lexicons.vectors import cosine
from ..sound import spoken


@dataclass(frozen=True)
class Parallel(Feature, name="parallel", result="score"):
    """`parallel(upper, lower)` is how alike in use the characters at the same places of two lines are, on average.

    Range: 0 to 1. At each place the cosine of the characters' vectors, at least 0: 入 and 出, 千 and 万 stand
    near the same neighbours, so that noun answers noun and number number. The same character answers nothing, 0; so
    does one without a vector or a partner, and a letter of another script. Marks are left out; tones are asked for by
    `tones_opposed`. Missing where there is no character. Source: the idea of 对仗 in Wang Li, 诗词格律, 1962; vectors
    made from the corpus of the embedded model.
    Examples: `prefer parallel(上联, 下联) weight 20 as 对仗`, `require parallel("明月松间照", 下联) >= 0.25`.
    """

    first: Textlike
    second: Textlike

    def measure(self) -> float | None:
        first, second = spoken(self.first), spoken(self.second)
        size = max(len(first), len(second))
        return sum(map(_answer, first, second)) / size if size else None


def _answer(left: str, right: str) -> float:
    """How alike two characters are used; 0 for the same."""
    return 0.0 if left == right else max(0.0, cosine(left, right) or 0.0)
