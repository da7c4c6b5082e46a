"""Loading a Hugging Face causal model: quietly, from this machine unless told otherwise, with mistakes in one line."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from logging import CRITICAL
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .causal import CausalScorer, masked
from .language import LanguageError
from .lexicon import Lexicon
from .render import Renderer

if TYPE_CHECKING:
    from .languages.lm import CausalLanguage


def load_causal(
    settings: CausalLanguage, lexicon: Lexicon, place: Path | None, download: bool, device: str
) -> CausalScorer:
    """The model in a folder, or of that name in the hub's cache. Raises LanguageError that says what is missing."""
    with quietly():
        try:
            source = place or (settings.model if download else _cached(settings))
            model, tokenizer = _loaded(settings.called, source, download, device)
        except LanguageError:
            raise
        except Exception as error:  # a broken folder makes transformers raise anything at all
            raise LanguageError(_reason(settings.called, place, download, error)) from None
        return CausalScorer(model, tokenizer, Renderer(lexicon), settings)


def _cached(settings: CausalLanguage) -> Path:
    """The folder in the hub's cache. Looked up here: the hub's own look-up opens connections even when offline."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(settings.model, "config.json")
    if not isinstance(found, str):
        raise LanguageError(_absent(settings.called))
    return Path(found).parent


def _absent(called: str) -> str:
    return f"{called}: not on this machine; `--download` fetches it, or give the path of a folder"


@contextmanager
def quietly() -> Iterator[None]:
    """Without warnings and progress bars of transformers."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(CRITICAL)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _loaded(called: str, place: Path | str, download: bool, device: str) -> tuple[Any, Any]:
    """Model and tokenizer, in single precision whatever the file holds. No code of the folder's own is run."""
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
    from transformers.models.auto import modeling_auto

    options: dict[str, Any] = {"local_files_only": not download, "trust_remote_code": False}
    config = AutoConfig.from_pretrained(place, **options)
    kind, decodes = config.model_type, getattr(config, "is_decoder", False)
    encodes = kind in modeling_auto.MODEL_FOR_MASKED_LM_MAPPING_NAMES and not decodes
    encodes = encodes or kind not in modeling_auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
    if encodes or getattr(config, "is_encoder_decoder", False):
        raise masked(called, kind)
    tokenizer = AutoTokenizer.from_pretrained(place, **options)
    loaded: Any = AutoModelForCausalLM.from_pretrained(place, output_loading_info=True, **options)
    model, missing = loaded[0], sorted(loaded[1]["missing_keys"])
    if missing:
        raise LanguageError(f"{called}: {len(missing)} of the model's weights are not there, such as `{missing[0]}`")
    model.config.use_cache = False
    return model.float().eval().to(device), tokenizer


def _reason(called: str, place: Path | None, download: bool, error: Exception) -> str:
    first = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    first = first.replace("; ", ", ")[:200]
    if place is not None:
        return f"{called}: the folder cannot be loaded as a causal model: {first}"
    if isinstance(error, OSError):
        return f"{called}: could not be fetched: {first}" if download else _absent(called)
    return f"{called}: cannot be loaded as a causal model: {first}"


__all__ = ["load_causal", "quietly"]
