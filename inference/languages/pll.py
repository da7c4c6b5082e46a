"""The pseudo-log-likelihood of a masked model as a base: a law that is declared, and not normalised."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ..companions import brought, own_ngram
from ..embedded import embedded_units
from ..masked_model import MaskedModel
from ..signature import Strings


@dataclass(frozen=True)
class PseudoLanguage(MaskedModel, name="pll"):
    """`text s : en ~ pll()` makes texts as likely as the exponential of their pseudo-log-likelihood: each token is
    hidden in turn, and the log probabilities that the embedded masked model of the language (`en`, `zh`) gives to what
    stood there are added up. `pll("./folder")` takes any Hugging Face masked model.

    No probabilities of texts are behind it: the law is not normalised, so that log scores are not comparable between
    models, log Z is that of this program alone, and there is no probability of the end, so say how long the text is. It
    likes texts whose words foretell each other, repeated ones above all; `forbid repeats(s)` keeps these out.
    `power` multiplies the score, `temperature` flattens each of its steps; `prompt` stands before the text and is not
    scored; `spelling` and `words=true` are those of `mlm`; `lexicon=LIST` gives the words to choose from.
    Source: Salazar, Liang, Nguyen and Kirchhoff 2020; as a law to sample from, Goyal, Dyer and Berg-Kirkpatrick 2022.
    Example: `text s : en ~ pll("./bert", power=1.5)`.
    """

    normalised: ClassVar[bool] = False
    lexicon: Strings = ()

    def units(self, folder: Path, style: str) -> tuple[str, ...] | None:
        found = brought(self.called, self.model, self.lexicon, self.find(folder, style), style)
        return embedded_units(style) if found is None else found

    def surrogate(self, folder: Path) -> str:
        return own_ngram(folder, self.model) if self.model else ""
