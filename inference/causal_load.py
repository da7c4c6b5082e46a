"""Loading a Hugging Face causal model as a scorer."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .causal import CausalScorer, masked
from .lexicon import Lexicon
from .pretrained import load_pretrained, quietly
from .render import Renderer

if TYPE_CHECKING:
    from .languages.lm import CausalLanguage


def load_causal(
    settings: CausalLanguage, lexicon: Lexicon, place: Path | None, download: bool, device: str
) -> CausalScorer:
    """The model in a folder, or of that name in the hub's cache. Raises LanguageError that says what is missing."""
    called = settings.called
    unfit = partial(masked, called)
    with quietly():
        model, tokenizer = load_pretrained("causal", called, settings.model, place, download, device, unfit)
        return CausalScorer(model, tokenizer, Renderer(lexicon), settings)


__all__ = ["load_causal", "quietly"]
