"""Loading a Hugging Face masked model as a scorer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .language import LanguageError
from .lexicon import Lexicon
from .masked import MaskedScorer
from .pretrained import load_pretrained, quietly
from .render import Renderer

if TYPE_CHECKING:
    from .masked_model import MaskedModel


def load_masked(
    settings: MaskedModel, lexicon: Lexicon, place: Path | None, download: bool, device: str
) -> MaskedScorer:
    """The model in a folder, or of that name in the hub's cache. Raises LanguageError that says what is missing."""
    called = settings.called

    def unfit(kind: str) -> LanguageError:
        needs = f"`{settings.name}` needs a masked model such as BERT or RoBERTa"
        return LanguageError(f"{called}: a {kind} model fills no gaps; {needs}; as a causal model it is `lm(…)`")

    with quietly():
        model, tokenizer = load_pretrained("masked", called, settings.model, place, download, device, unfit)
        return MaskedScorer(model, tokenizer, Renderer(lexicon), settings)


__all__ = ["load_masked"]
