"""The words of a text that tell most: `keywords_of(source)`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..feature import Feature, Textlike
from ..lexicons.vectors import is_chinese, weight
from ..lexicons.words import tags
from ..signature import Whole

TELLING = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
COMMON = 7.0  # nats; a word above one in 1,100 tells nothing, whatever its part of speech (`have`, `time`, 人)


@dataclass(frozen=True)
class KeywordsOf(Feature, name="keywords_of", result="strings"):
    """`keywords_of(source)` is the list of the words that tell most of what a text is about, at most `most` (5) of
    them, the most telling first.

    A word counts by how often it stands there times how rare it is in running text (Spärck Jones 1972); English words
    that are mostly neither noun, verb, adjective nor name are left out, and those that every text has. Under `zh`, or
    of a Chinese source, single characters. A text without such words gives an empty list.
    Range: a list of at most `most` strings.
    Examples: `require s contains all of keywords_of("the sea was cold and the letter late", most=2)`,
    `forbid s contains any of keywords_of("our cheap plastic buckets")`.
    """

    text: Textlike
    most: Whole = 5

    def objection(self) -> tuple[str, str, str] | None:
        return ("`most`", str(self.most), "1 or more") if self.most < 1 else None

    def measure(self) -> tuple[str, ...]:
        pieces = [piece for word in self.text.words for piece in (word if is_chinese(word) else (word,))]
        known = Counter(word if word[:1].islower() else _inside(word) for word in pieces)
        scores = {word: count * weight(word) for word, count in known.items() if _tells(word)}
        return tuple(sorted(scores, key=lambda word: -scores[word])[: self.most])


def _inside(word: str) -> str:
    """A word with a capital as it would stand inside a sentence."""
    lower = word.lower()
    shares = tags(word)
    return word if shares.get("PROPN", 0.0) > 0.5 or not tags(lower) else lower


def _tells(word: str) -> bool:
    if weight(word) < COMMON:
        return False
    shares = tags(word)
    return not shares or sum(share for tag, share in shares.items() if tag in TELLING) > 0.5
