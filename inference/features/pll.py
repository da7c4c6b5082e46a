"""The pseudo-log-likelihood of a text under a masked model: `pll(s, mlm())`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature, Textlike
from ..signature import Masked


@dataclass(frozen=True)
class PseudoLikelihood(Feature, name="pll", result="real"):
    """`pll(s, mlm("./bert"))` hides each token of the text in turn and adds up the log probabilities that the masked
    model gives to what stood there, in nats, never above 0.

    It is a soft score and the probability of nothing: it rewards texts whose parts foretell each other, repeated words
    among them, and longer texts score lower. Source: Salazar, Liang, Nguyen and Kirchhoff 2020; with
    `mlm(…, words=true)`, which hides the rest of a word too, Kauf and Ivanova 2023.
    Range: 0 and below. Marks are tokens as words are.
    Examples: `factor smooth = 0.5 * pll(s, mlm("./bert"))`, `track fluency = pll(s, mlm("./bert")) / length(s)`.
    """

    text: Textlike
    base: Masked

    def measure(self) -> float:
        return float(self.base(self.text))
