"""A masked model as a program names it, whether as a base or inside a term: its settings, its folder, its loading."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .embedded import embedded_folder
from .language import Language, LanguageError
from .lexicon import Lexicon
from .pretrained import folder_of
from .signature import Flag, Number, String

if TYPE_CHECKING:
    from .scorer import Scorer


@dataclass(frozen=True)
class MaskedModel(Language):
    """The embedded masked model of the text's language where `model` is empty, else a folder or a name in the hub."""

    model: String = ""
    prompt: String = ""
    power: Number = 1.0
    temperature: Number = 1.0
    spelling: String = ""
    words: Flag = False

    @property
    def called(self) -> str:
        """The call, for messages."""
        return f'{self.name}("{self.model}")' if self.model else f"{self.name}()"

    def find(self, folder: Path, style: str) -> Path | None:
        """The folder of the model, None for a name in the hub: looked at without loading. Raises LanguageError."""
        if self.spelling not in ("canonical", "units", ""):
            raise LanguageError(f'{self.called}: `spelling` is "canonical" or "units"')
        if not (0 < self.temperature < math.inf and math.isfinite(self.power)):
            raise LanguageError(f"{self.called}: `temperature` is a number above 0, `power` any number")
        return folder_of(self.called, self.model, folder) if self.model else embedded_folder(style, "masked")

    def load(self, lexicon: Lexicon, folder: Path, allow_download: bool = False, device: str = "cpu") -> Scorer:
        from .masked_load import load_masked

        place = self.find(folder, lexicon.style)
        settings = replace(self, spelling=self.spelling or ("canonical" if self.model else "units"))
        return load_masked(settings, lexicon, place, allow_download, device)
