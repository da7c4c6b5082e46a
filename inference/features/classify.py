"""What a classifier makes of a text: `classify(s, "./model", label="positive")`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..feature import Feature, Textlike
from ..opened import Opened, Place
from ..signature import Opens, String


@dataclass(frozen=True)
class Classify(Feature, name="classify", result="score"):
    """`classify(s, "./model", label="positive")` is the probability, 0 to 1, that a Hugging Face sequence classifier
    gives to the label, whatever its case: a softmax over the labels, or a sigmoid of a model of several at once.

    The model is a folder beside the program, or a name in the hub's cache, fetched only with `--download`; no code of
    its own is run. Texts are read as they are written, cut at the model's longest length, in batches of 64, and each
    is read once. Found text by text, so that the engine learns of it only when a text is finished.
    Range: 0 to 1. Source: the model's own.
    Examples: `prefer classify(s, "./reviews", label="positive") weight 6`,
    `require classify(s, "./reviews", label="negative") <= 0.1`.
    """

    text: Textlike
    model: Opens
    label: String

    @classmethod
    def opened(cls, values: Mapping[str, Any], place: Place) -> Opened | None:
        from ..classifier import classifier

        return classifier(str(values["model"]), str(values["label"]), place)

    def asks(self) -> tuple[Opened, tuple[str, ...]] | None:
        return (self.model, (self.text.string,)) if isinstance(self.model, Opened) else None

    def measure(self) -> float:
        if not isinstance(self.model, Opened):
            raise ValueError("`classify` needs its model, and none is loaded here")
        return float(self.model(self.text.string))
