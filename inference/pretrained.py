"""Hugging Face models by folder or name: found, looked at without loading, and loaded quietly; mistakes in one line."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging import CRITICAL
from pathlib import Path
from typing import Any, Literal

from .language import LanguageError
from .packaged import packaged

Task = Literal["causal", "masked"]
Unfit = Callable[[str], Exception]  # the mistake of a model of another kind

HUB_NAME = re.compile(r"[\w-][\w.-]*(/[\w.-]+)?")
NEEDED = {  # what a model's folder holds, and how it is made
    "config.json": (("config.json",), "`model.save_pretrained`"),
    "tokenizer": (("tokenizer*.json", "vocab*", "*.model"), "`tokenizer.save_pretrained`"),
    "weights": (("*.safetensors", "*.bin"), "`model.save_pretrained`"),
}


def folder_of(called: str, name: str, beside: Path) -> Path | None:
    """The folder of a model that a program names, None for a name in the hub. Raises LanguageError."""
    place = beside / name
    if not place.is_dir():
        if place.exists():
            raise LanguageError(f"{called}: is a file; give the folder that the model was saved in")
        if name.startswith(".") or HUB_NAME.fullmatch(name) is None:
            raise LanguageError(f"{called}: there is no such folder; names are relative to the program")
        packaged(called, name)
        return None
    for what, (patterns, maker) in NEEDED.items():
        if not any(any(place.glob(pattern)) for pattern in patterns):
            raise LanguageError(f"{called}: the folder holds no {what}; save it there with {maker}")
    return place


def load_pretrained(
    task: Task,
    called: str,
    name: str,
    place: Path | None,
    download: bool,
    device: str,
    unfit: Callable[[str], Exception],
) -> tuple[Any, Any]:
    """Model and tokenizer of a folder, or of a name in the hub's cache. `unfit` makes the mistake of another
    kind of model.

    Raises LanguageError that says what is missing.
    """
    with quietly():
        try:
            source = place or _packaged(called, name) or (name if download else _cached(called, name))
            return _loaded(task, called, source, download, device, unfit)
        except LanguageError:
            raise
        except Exception as error:  # a broken folder makes transformers raise anything at all
            raise LanguageError(_reason(task, called, place, download, error)) from None


def _packaged(called: str, name: str) -> Path | None:
    """The folder of a model that an extra installs, which is made at its first use."""
    from .gemma import prepared

    one = packaged(called, name)
    return prepared(one) if one else None


def _cached(called: str, name: str) -> Path:
    """The folder in the hub's cache. Looked up here: the hub's own look-up opens connections even when offline."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(name, "config.json")
    if not isinstance(found, str):
        raise LanguageError(_absent(called))
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


def _loaded(task: Task, called: str, place: Path | str, download: bool, device: str, unfit: Unfit) -> tuple[Any, Any]:
    """In single precision whatever the file holds. No code of the folder's own is run."""
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer

    options: dict[str, Any] = {"local_files_only": not download, "trust_remote_code": False}
    config = AutoConfig.from_pretrained(place, **options)
    if not _is(task, config):
        raise unfit(config.model_type)
    tokenizer = AutoTokenizer.from_pretrained(place, **options)
    kind: Any = AutoModelForCausalLM if task == "causal" else AutoModelForMaskedLM
    loaded: Any = kind.from_pretrained(place, output_loading_info=True, **options)
    model, missing = loaded[0], sorted(loaded[1]["missing_keys"])
    if missing:
        raise LanguageError(f"{called}: {len(missing)} of the model's weights are not there, such as `{missing[0]}`")
    model.config.use_cache = False
    return model.float().eval().to(device), tokenizer


def _is(task: Task, config: Any) -> bool:
    """Whether a configuration is of that task: what can be both is masked, unless it says that it decodes."""
    from transformers.models.auto import modeling_auto

    if getattr(config, "is_encoder_decoder", False):
        return False
    kind = config.model_type
    fills = kind in modeling_auto.MODEL_FOR_MASKED_LM_MAPPING_NAMES and not getattr(config, "is_decoder", False)
    return fills if task == "masked" else not fills and kind in modeling_auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES


def _reason(task: Task, called: str, place: Path | None, download: bool, error: Exception) -> str:
    first = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    first = first.replace("; ", ", ")[:200]
    if place is not None:
        return f"{called}: the folder cannot be loaded as a {task} model: {first}"
    if isinstance(error, OSError):
        return f"{called}: could not be fetched: {first}" if download else _absent(called)
    return f"{called}: cannot be loaded as a {task} model: {first}"


__all__ = ["folder_of", "load_pretrained", "quietly"]
