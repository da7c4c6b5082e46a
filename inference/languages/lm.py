"""Causal language models: the embedded one, or any Hugging Face model by folder or name."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..companions import brought, own_ngram
from ..embedded import embedded_folder, embedded_units
from ..language import Language, LanguageError
from ..lexicon import Lexicon
from ..pretrained import folder_of
from ..signature import Number, String, Strings

if TYPE_CHECKING:
    from ..scorer import Scorer

CONTROLS = {"": "", "verse": "<verse>"}  # what stands before a text of a style


@dataclass(frozen=True)
class CausalLanguage(Language, name="lm"):
    """`lm()` is the embedded transformer of the text's language (`en`, `zh`); `lm("./folder")` or `lm("gpt2")` any
    Hugging Face causal model, which is fetched only with `--download`.

    `prompt` stands before the text and is not scored; `spelling="canonical"` scores the tokenizer's own ids of the
    written text, `"units"` (the embedded models' default) the ids of its words one by one; `end="eos"` adds the
    probability of the end, and `end="none"` needs a program that says how long the text is. `lexicon=LIST` gives the
    words that it chooses from; `style="verse"` is the classical verse of the embedded Chinese model.
    Example: `text s : en ~ lm("gpt2", prompt="Dear Anna,", power=1.5)`.
    """

    model: String = ""
    prompt: String = ""
    power: Number = 1.0
    temperature: Number = 1.0
    lexicon: Strings = ()
    spelling: String = ""
    end: String = "eos"
    style: String = ""

    @property
    def called(self) -> str:
        """The call, for messages."""
        return f'lm("{self.model}")' if self.model else "lm()"

    def units(self, folder: Path, style: str) -> tuple[str, ...] | None:
        found = brought(self.called, self.model, self.lexicon, self._checked(folder), style)
        if found is not None:
            return found
        if self.style and style != "zh":
            raise LanguageError(f'{self.called}: `style="{self.style}"` is for `: zh` alone')
        return embedded_units(style)

    def load(self, lexicon: Lexicon, folder: Path, allow_download: bool = False, device: str = "cpu") -> Scorer:
        from ..causal_load import load_causal

        place = self._checked(folder)
        if self.model:
            settings = replace(self, spelling=self.spelling or "canonical")
        else:
            place = embedded_folder(lexicon.style, "causal")
            settings = replace(self, spelling=self.spelling or "units", prompt=CONTROLS[self.style] + self.prompt)
        return load_causal(settings, lexicon, place, allow_download, device)

    def _checked(self, folder: Path) -> Path | None:
        """The folder of the model, None for a name in the hub: looked at without loading. Raises LanguageError."""
        for name, allowed in (("spelling", ("canonical", "units", "")), ("end", ("eos", "none"))):
            if getattr(self, name) not in allowed:
                raise LanguageError(f'{self.called}: `{name}` is "{allowed[0]}" or "{allowed[1]}"')
        if self.style not in CONTROLS or (self.style and self.model):
            raise LanguageError(f'{self.called}: `style` is "verse", and the embedded Chinese model alone has it')
        if not (0 < self.temperature < math.inf and math.isfinite(self.power)):
            raise LanguageError(f"{self.called}: `temperature` is a number above 0, `power` any number")
        return folder_of(self.called, self.model, folder) if self.model else None

    def surrogate(self, folder: Path) -> str:
        return own_ngram(folder, self.model) if self.model else ""
