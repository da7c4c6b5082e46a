"""How much the words of a text have to do with something: `topic(s, "sea")`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..common import near, whole_words
from ..feature import Feature, Textlike
from ..scope import Floats, Scope
from ..signature import String
from ..views import phrase, phrase_in


@dataclass(frozen=True)
class Topic(Feature, name="topic", result="score"):
    """`topic(s, "sea")` adds up how near each word of the text is to the topic in meaning: 1 a word that is the topic,
    0 one that has nothing to do with it. `ship` is 0.7, `river` 0.5, `very` 0.

    It is a sum over words, so that the engine knows it at every place, and several words of the topic are worth more
    than one. A topic of several words, `"autumn evening"`, is the direction between them. Under `zh`, or of a topic
    written so, characters count: `topic(诗, "秋夜")`. Words without a vector are 0; a topic in which no word has one is
    0 everywhere. Source: embedded vectors, made as Levy, Goldberg and Dagan (2015) describe; nearness is
    (cosine - 0.3) / 0.7, at least 0, in sixteenths. A bound, `topic(s, "sea") >= 1.5`, is met by construction.
    Range: 0 to 1 a word.
    Examples: `prefer topic(s, "sea") weight 5`, `require topic(诗, "秋夜") >= 1.5`,
    `require any(topic(w, "sea") >= 0.5 for w in s.words)`.
    """

    text: Textlike
    about: String

    def measure(self) -> float:
        goal = phrase_in(self.about, self.text) if self.text.style != "letters" else tuple(self.about.split())
        total = 0.0
        for word in whole_words(self.text):
            total += near(word, goal)
        return total

    def table(self, scope: Scope) -> Floats | None:
        if scope.style == "letters" or scope.start.spelled:
            return None
        goal = phrase(self.about, scope.renderer, scope.start.spelled)
        units, is_word = scope.lexicon.units, scope.lexicon.is_word
        return np.array([near(unit, goal) if here else 0.0 for unit, here in zip(units, is_word, strict=True)])
