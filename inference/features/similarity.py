"""How alike two texts are in meaning: `similarity(s, source)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..common import alike
from ..feature import Feature, Textlike
from ..opened import Opened, Place
from ..signature import Opens, String

WAYS = ("words", "embedding")


@dataclass(frozen=True)
class Similarity(Feature, name="similarity", result="score"):
    """`similarity(s, source)` is how alike the texts are in meaning: 1 for the same words, 0 where no word of one is
    near a word of the other.

    `by="words"` goes by embedded vectors of English words and Chinese characters: each word counts by its nearest one
    in the other text, rare words more than common ones. It sees no word order and no grammar: `the dog bit the man`
    is 1 to `the man bit the dog`, and `not` weighs as little as other common words. Source: Mihalcea, Corley and
    Strapparava 2006; vectors as Levy, Goldberg and Dagan 2015 make them.

    `by="embedding"` is the cosine of a sentence model's vectors, -1 to 1, of the folder `model` (Reimers and Gurevych
    2019). Mean and first-token pooling are built in; what else a folder asks for needs
    `pip install 'wordfield[similarity]'`. Nothing is fetched without `--download`.
    Range: 0 to 1 by words, -1 to 1 by embedding; 1 for two texts without words.
    Examples: `prefer similarity(s, "the sea was cold that day") weight 6`,
    `forbid similarity(诗, "春眠不觉晓") >= 0.9`,
    `require similarity(s, poem.a, by="embedding", model="./all-MiniLM-L6-v2") >= 0.8`.
    """

    text: Textlike
    source: Textlike
    by: String = "words"
    model: Opens = ""

    def objection(self) -> tuple[str, str, str] | None:
        if self.by not in WAYS:
            return "`by`", f'"{self.by}"', '"words" or "embedding"'
        if self.by == "embedding" and not self.model:
            return "`model` of an embedding", "nothing", "the folder of a sentence model"
        return None

    @classmethod
    def opened(cls, values: Mapping[str, Any], place: Place) -> Opened | None:
        if values.get("by", "words") == "words":
            return None
        from ..sentences import sentence_model

        return sentence_model(str(values.get("model", "")), place)

    def asks(self) -> tuple[Opened, tuple[str, ...]] | None:
        return (self.model, (self.text.string, self.source.string)) if isinstance(self.model, Opened) else None

    def measure(self) -> float:
        if self.by == "words":
            return alike(self.text.words, self.source.words)
        if not isinstance(self.model, Opened):
            raise ValueError("`similarity` by embedding needs its model, and none is loaded here")
        first, second = self.model(self.text.string), self.model(self.source.string)
        return float(first @ second)
