"""Masked language models: the embedded one, or any Hugging Face model by folder or name."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ..embedded import embedded_folder
from ..language import Language, LanguageError
from ..lexicon import Lexicon
from ..pretrained import folder_of
from ..signature import Flag, Number, String

if TYPE_CHECKING:
    from ..scorer import Scorer


@dataclass(frozen=True)
class MaskedLanguage(Language, name="mlm"):
    """`mlm()` is the embedded masked model of the text's language (`en`, `zh`); `mlm("./folder")` any Hugging Face
    masked model, such as BERT, RoBERTa, DeBERTa or an ELECTRA generator, which is fetched only with `--download`.

    It stands in `pll(s, mlm())` and as a candidate source, `replace(mlm)`; it declares no law of texts, so it is the
    base of none. `prompt` stands before the text and is not scored; `spelling="canonical"` writes the text with the
    tokenizer's own ids, `"units"` (the embedded models' default) with the ids of its words one by one; `words=true`
    hides the rest of a word along with each of its tokens.
    Example: `factor smooth = 0.5 * pll(s, mlm("./bert", words=true))`.
    """

    declares: ClassVar[bool] = False
    model: String = ""
    prompt: String = ""
    power: Number = 1.0
    temperature: Number = 1.0
    spelling: String = ""
    words: Flag = False

    @property
    def called(self) -> str:
        """The call, for messages."""
        return f'mlm("{self.model}")' if self.model else "mlm()"

    def find(self, folder: Path, style: str) -> Path | None:
        """The folder of the model, None for a name in the hub: looked at without loading."""
        if self.spelling not in ("canonical", "units", ""):
            raise LanguageError(f'{self.called}: `spelling` is "canonical" or "units"')
        if not (0 < self.temperature < math.inf and math.isfinite(self.power)):
            raise LanguageError(f"{self.called}: `temperature` is a number above 0, `power` any number")
        return folder_of(self.called, self.model, folder) if self.model else embedded_folder(style, "masked")

    def units(self, folder: Path, style: str) -> tuple[str, ...] | None:
        raise LanguageError(
            f"{self.called}: a masked model declares no law of texts, so it is the base of none; take another base, as "
            f"in `~ lm()`, and add `factor smooth = pll(s, {self.called})`"
        )

    def load(self, lexicon: Lexicon, folder: Path, allow_download: bool = False, device: str = "cpu") -> Scorer:
        from ..masked_load import load_masked

        place = self.find(folder, lexicon.style)
        settings = replace(self, spelling=self.spelling or ("canonical" if self.model else "units"))
        return load_masked(settings, lexicon, place, allow_download, device)
