"""Causal language models: the embedded one, or any Hugging Face model by folder or name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..embedded import load_embedded
from ..language import Language, LanguageError
from ..lexicon import Lexicon
from ..ngram import NGram
from ..signature import Number, String, Strings
from .ngram import embedded_units

if TYPE_CHECKING:
    from ..scorer import Scorer


@dataclass(frozen=True)
class CausalLanguage(Language, name="lm"):
    """`lm()` is the embedded model, in this version the English trigram; `lm("./folder")` or `lm("gpt2")` any Hugging
    Face causal model, which is fetched only with `--download`.

    `prompt` stands before the text and is not scored; `spelling="canonical"` scores the tokenizer's own ids of the
    written text, `"units"` the ids of its words one by one; `end="eos"` adds the probability of the end.
    Example: `text s : en ~ lm("gpt2", prompt="Dear Anna,", power=1.5)`.
    """

    model: String = ""
    prompt: String = ""
    power: Number = 1.0
    temperature: Number = 1.0
    lexicon: Strings = ()
    spelling: String = "canonical"
    end: String = "eos"

    def units(self, folder: Path, style: str) -> tuple[str, ...] | None:
        if self.lexicon:
            return tuple(dict.fromkeys(self.lexicon))
        return embedded_units(style)

    def ngram(self, lexicon: Lexicon, folder: Path) -> NGram | None:
        if self.model:
            return None
        if self.prompt or self.lexicon:
            raise LanguageError("lm: `prompt` and `lexicon` need a model; the embedded trigram takes neither")
        return load_embedded().with_words(lexicon.units)

    def load(self, lexicon: Lexicon, folder: Path, allow_download: bool = False, device: str = "cpu") -> Scorer:
        from ..causal import load_causal

        return load_causal(self, lexicon, folder, allow_download, device)
