"""The inflections of words, as a list: `contains any of forms("write")`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature
from ..lexicons.inflection import inflections
from ..signature import Strings


@dataclass(frozen=True)
class Forms(Feature, name="forms", result="strings"):
    """`forms("write")` is the list write, writes, writing, wrote, written: the word and its inflections.

    Verbs, plurals, comparatives: by rule, with a table of irregular words, as far as the embedded English lexicon holds
    them. A form stands for its base too (`forms("wrote")` is the same set), and for all of them if there are several
    (`leaves`: leaf, leave). With a list, those of all its words. Other words, and Chinese, are alone.
    The list is known before any text is drawn. Range: a list of strings, the word itself first.
    Source: rules and a table of our own, held to the embedded lexicon.
    Examples: `require s contains any of forms("write")`, `forbid any(w in forms(["be", "have"]) for w in s.words)`.
    """

    words: Strings

    def measure(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(form for word in self.words for form in inflections(word)))
