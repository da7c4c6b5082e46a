"""How varied the words of a text are: `type_token_ratio(s)`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature, Textlike


@dataclass(frozen=True)
class TypeTokenRatio(Feature, name="type_token_ratio", result="real"):
    """`type_token_ratio(s)` is the number of distinct words by the number of words: 1 where no word comes twice.

    Capitals do not matter. Without words it is missing, so that every comparison with it is false. Under `zh` and
    `letters`, characters that are no punctuation count as words. Range: above 0, at most 1.
    Examples: `factor variety = 1.5 * type_token_ratio(s)`, `require type_token_ratio(诗) == 1`,
    `require type_token_ratio(s) <= 0.5`.
    """

    text: Textlike

    def measure(self) -> float | None:
        words = [word.casefold() for word in self.text.words]
        return len(set(words)) / len(words) if words else None
