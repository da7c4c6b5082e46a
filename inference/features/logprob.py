"""The log probability of a text under a language model: `logprob(s)`, `logprob(s, lm("gpt2"))`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature, Textlike
from ..signature import Base


@dataclass(frozen=True)
class LogProb(Feature, name="logprob", result="real"):
    """`logprob(s)` is the log probability of the text under its own base, in nats, all settings of the base applied.

    `logprob(s, lm("gpt2"))` is that of another model: as a factor it multiplies the two models, whatever their
    tokenizers. A text that a model cannot write is -infinity. Range: at most 0 for a model of whole texts.
    Source: the models' own; products of models as in Hinton 2002.
    Examples: `factor second = 0.5 * logprob(s, lm("gpt2"))`, `track rarity = -logprob(s) / length(s)`,
    `require logprob(s, ngram()) >= -60`.
    """

    text: Textlike
    base: Base = None

    def measure(self) -> float:
        return float(self.base(self.text))
