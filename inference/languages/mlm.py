"""Masked language models: the embedded one, or any Hugging Face model by folder or name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ..language import LanguageError
from ..masked_model import MaskedModel


@dataclass(frozen=True)
class MaskedLanguage(MaskedModel, name="mlm"):
    """`mlm()` is the embedded masked model of the text's language (`en`, `zh`); `mlm("./folder")` any Hugging Face
    masked model, such as BERT, RoBERTa, DeBERTa or an ELECTRA generator, which is fetched only with `--download`.

    It stands in `pll(s, mlm())` and as a candidate source, `replace(mlm)`; it declares no law of texts, so it is the
    base of none: `~ pll()` is the base that is made of it. `prompt` stands before the text and is not scored;
    `spelling="canonical"` writes the text with the tokenizer's own ids, `"units"` (the embedded models' default) with
    the ids of its words one by one; `words=true` hides the rest of a word along with each of its tokens.
    Example: `factor smooth = 0.5 * pll(s, mlm("./bert", words=true))`.
    """

    declares: ClassVar[bool] = False

    def units(self, folder: Path, style: str) -> tuple[str, ...] | None:
        raise LanguageError(
            f"{self.called}: a masked model declares no law of texts, so it is the base of none; write "
            f"`~ {self.called.replace('mlm', 'pll', 1)}` for its pseudo-log-likelihood as the base"
        )
