"""Causal language models: the embedded one, or any Hugging Face model by folder or name."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..companions import own_ngram, own_words
from ..language import Language, LanguageError
from ..lexicon import Lexicon
from ..ngram import NGram
from ..pretrained import folder_of
from ..signature import Number, String, Strings
from .ngram import NGramLanguage, embedded_units

if TYPE_CHECKING:
    from ..scorer import Scorer



@dataclass(frozen=True)
class CausalLanguage(Language, name="lm"):
    """`lm()` is the embedded model, in this version the English trigram; `lm("./folder")` or `lm("gpt2")` any Hugging
    Face causal model, which is fetched only with `--download`.

    `prompt` stands before the text and is not scored; `spelling="canonical"` scores the tokenizer's own ids of the
    written text, `"units"` the ids of its words one by one; `end="eos"` adds the probability of the end, and
    `end="none"` needs a program that says how long the text is. `lexicon=LIST` gives the words that it chooses from.
    Example: `text s : en ~ lm("gpt2", prompt="Dear Anna,", power=1.5)`.
    """

    model: String = ""
    prompt: String = ""
    power: Number = 1.0
    temperature: Number = 1.0
    lexicon: Strings = ()
    spelling: String = "canonical"
    end: String = "eos"

    @property
    def called(self) -> str:
        """The call, for messages."""
        return f'lm("{self.model}")' if self.model else "lm()"

    def units(self, folder: Path, style: str) -> tuple[str, ...] | None:
        place = self._checked(folder)
        wrong = [item for item in self.lexicon if not item or (style in ("en", "words") and item.split() != [item])]
        if wrong:
            raise LanguageError(f"{self.called}: {wrong[0]!r} in `lexicon` is not one unit; write single words")
        if self.lexicon:
            return tuple(dict.fromkeys(self.lexicon))
        if place is not None and (own := own_words(place, style)) is not None:
            return own
        if self.model and style != "en":
            raise LanguageError(f"{self.called}: no list of words for `: {style}`; give one as `lexicon=LIST`")
        return embedded_units(style)

    def ngram(self, lexicon: Lexicon, folder: Path) -> NGram | None:
        if self.model:
            return None
        if self.prompt or self.end != "eos":
            raise LanguageError("lm(): the embedded trigram takes no `prompt` and no `end`; name a model for them")
        return NGramLanguage(lexicon=self.lexicon).ngram(lexicon, folder)

    def load(self, lexicon: Lexicon, folder: Path, allow_download: bool = False, device: str = "cpu") -> Scorer:
        from ..causal_load import load_causal

        return load_causal(self, lexicon, self._checked(folder), allow_download, device)

    def _checked(self, folder: Path) -> Path | None:
        """The folder of the model, None for a name in the hub: looked at without loading. Raises LanguageError."""
        for name, allowed in (("spelling", ("canonical", "units")), ("end", ("eos", "none"))):
            if getattr(self, name) not in allowed:
                raise LanguageError(f'{self.called}: `{name}` is "{allowed[0]}" or "{allowed[1]}"')
        if not (0 < self.temperature < math.inf and math.isfinite(self.power)):
            raise LanguageError(f"{self.called}: `temperature` is a number above 0, `power` any number")
        return folder_of(self.called, self.model, folder) if self.model else None

    def surrogate(self, folder: Path) -> str:
        return own_ngram(folder, self.model) if self.model else ""
