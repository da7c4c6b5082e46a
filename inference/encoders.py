"""Hugging Face models that read a whole text and say something of it: found in a folder, loaded, asked in batches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .language import LanguageError
from .opened import Place
from .pretrained import NEEDED, quietly

Forward = Callable[[list[str]], Any]


def folder(called: str, name: str, place: Place) -> Path | str:
    """The folder of a model that a program names; with downloads allowed, its name in the hub. Raises LanguageError."""
    found = place.folder / name
    if found.is_dir():
        for what, (patterns, maker) in NEEDED.items():
            if not any(any(found.glob(pattern)) for pattern in patterns):
                raise LanguageError(f"{called}: the folder holds no {what}; save it there with {maker}")
        return found
    if found.exists():
        raise LanguageError(f"{called}: is a file; give the folder that the model was saved in")
    if name.startswith(".") or "/" not in name:
        raise LanguageError(f"{called}: there is no such folder; names are relative to the program")
    if place.allow_download:
        return name
    from huggingface_hub import try_to_load_from_cache

    cached = try_to_load_from_cache(name, "config.json")
    if not isinstance(cached, str):
        raise LanguageError(f"{called}: not on this machine; `--download` fetches it, or give the path of a folder")
    return Path(cached).parent


def load(kind: str, called: str, source: Path | str, place: Place) -> tuple[Any, Any]:
    """Model and tokenizer, in single precision, ready to be asked. `kind` is the name of a transformers auto class.

    No code of the folder's own is run. Raises LanguageError.
    """
    import transformers

    options: dict[str, Any] = {"local_files_only": not place.allow_download, "trust_remote_code": False}
    with quietly():
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(source, **options)
            loaded = getattr(transformers, kind).from_pretrained(source, output_loading_info=True, **options)
        except Exception as error:  # a broken folder makes transformers raise anything at all
            first = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
            raise LanguageError(f"{called}: cannot be loaded: {first.replace('; ', ', ')[:200]}") from None
    model, missing = loaded[0], [key for key in sorted(loaded[1]["missing_keys"]) if "pooler" not in key]
    if missing:
        raise LanguageError(f"{called}: {len(missing)} of the model's weights are not there, such as `{missing[0]}`")
    if tokenizer.pad_token_id is None:
        raise LanguageError(f"{called}: its tokenizer has no padding; set `tokenizer.pad_token` and save it again")
    return model.float().eval().to(place.device), tokenizer


def encoded(tokenizer: Any, strings: list[str], longest: int, device: str) -> Any:
    """Ids and mask of texts, each cut at the model's longest length, on its device."""
    cut = tokenizer(strings, padding=True, truncation=True, max_length=longest, return_tensors="pt", verbose=False)
    return cut.to(device)


def longest_of(model: Any, tokenizer: Any) -> int:
    """Tokens that a model reads."""
    places = getattr(model.config, "max_position_embeddings", None) or 512
    spare = getattr(model.config, "pad_token_id", 0) or 0 if model.config.model_type in OFFSET else -1
    return int(min(places - spare - 1, tokenizer.model_max_length))


OFFSET = ("roberta", "xlm-roberta", "camembert", "mpnet")
"""Architectures that number positions from behind the padding token."""

__all__ = ["Forward", "encoded", "folder", "load", "longest_of"]
