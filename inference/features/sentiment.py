"""How glad or sad the words of a text are: `sentiment(s)`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..common import whole_words
from ..feature import Feature, Textlike
from ..lexicons.words import sentiment
from ..scope import Floats, Scope
from ..signature import Flag

_DENIES = """ain't aint cannot can't couldn't didn't doesn't don't hadn't hardly hasn't haven't isn't mightn't mustn't
neither never no nobody none nor not nothing nowhere rarely scarcely seldom shouldn't wasn't weren't without won't
wouldn't"""
DENIES = frozenset(_DENIES.split())
TURNED = -0.74  # what a denied word's rating is multiplied by
REACH = 3  # words behind a denial that it turns


@dataclass(frozen=True)
class Sentiment(Feature, name="sentiment", result="score"):
    """`sentiment(s)` adds up how glad (above 0) or sad (below 0) each word is, from -1 to 1 a word: `great` is 0.78,
    `war` -0.72, a word that nobody rated 0.

    It is a sum over words, so that the engine knows it at every place and two glad words are worth more than one; it
    reads no grammar: `not good` is as glad as `good`. `negation=true` turns the ratings of the three words behind a
    denial round (times -0.74, as VADER does) and is then found text by text. English only: other words have no rating.
    Source: the mean of ten people's ratings, over 4 (Hutto and Gilbert, VADER, 2014).
    Range: from -1 to 1 a word.
    Examples: `prefer sentiment(s) >= 0.8 weight 4`, `require sentiment(s, negation=true) > 0`,
    `forbid any(sentiment(w) < 0 for w in s.words)`.
    """

    text: Textlike
    negation: Flag = False
    script = "en"

    def measure(self) -> float:
        words = [word.casefold().replace("’", "'") for word in whole_words(self.text)]
        total = 0.0
        for at, word in enumerate(words):
            denied = self.negation and not DENIES.isdisjoint(words[max(0, at - REACH) : at])
            total += _rating(word) * (TURNED if denied else 1.0)
        return total

    def table(self, scope: Scope) -> Floats | None:
        if self.negation or scope.style == "letters" or scope.start.spelled:
            return None
        units, is_word = scope.lexicon.units, scope.lexicon.is_word
        return np.array([_rating(unit) if here else 0.0 for unit, here in zip(units, is_word, strict=True)])


def _rating(word: str) -> float:
    return (sentiment(word) or 0.0) / 4
