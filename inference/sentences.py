"""Sentence models: texts to vectors of length 1, from a folder of the sentence-transformers project or any encoder."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .encoders import encoded, folder, load, longest_of
from .language import LanguageError
from .lazy import torch
from .opened import Opened, Place

Floats = NDArray[np.float64]
BUILT_IN = ("Transformer", "Pooling", "Normalize")


def sentence_model(name: str, place: Place) -> Opened:
    """The model of a folder: strings to vectors of length 1, float64. Raises LanguageError where it cannot be used."""
    called = f'similarity by embedding with "{name}"'
    source = folder(called, name, place)
    pooling = _pooling(called, source)
    if pooling is None:
        return Opened(called, _foreign(called, source, place))
    model, tokenizer = load("AutoModel", called, source, place)
    return Opened(called, _forward(model, tokenizer, place.device, pooling))


def _pooling(called: str, source: Path | str) -> str | None:
    """How token vectors become one: "mean" (also of a folder that says nothing) or "cls"; None: in another way."""
    if isinstance(source, str) or not (source / "modules.json").is_file():
        return "mean"
    try:
        modules = json.loads((source / "modules.json").read_text(encoding="utf-8"))
        kinds = {str(one["type"]).rsplit(".", 1)[-1]: source / one.get("path", "") for one in modules}
        said = json.loads((kinds["Pooling"] / "config.json").read_text(encoding="utf-8")) if "Pooling" in kinds else {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LanguageError(f"{called}: `modules.json` cannot be read ({error}); save the model again") from None
    ways = [way for way in said if way.startswith("pooling_mode_") and said[way] is True]
    known = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
    plain = set(kinds) <= set(BUILT_IN) and len(ways) <= 1
    return known.get(ways[0] if ways else "pooling_mode_mean_tokens") if plain else None


def _forward(model: Any, tokenizer: Any, device: str, pooling: str) -> Callable[[list[str]], list[Floats]]:
    longest = longest_of(model, tokenizer)

    def vectors(strings: list[str]) -> list[Floats]:
        with torch.no_grad():
            inputs = encoded(tokenizer, strings, longest, device)
            hidden = model(**inputs).last_hidden_state  # [texts, tokens, hidden]
            mask = inputs["attention_mask"][..., None].to(hidden.dtype)
            pooled = hidden[:, 0] if pooling == "cls" else (hidden * mask).sum(1) / mask.sum(1).clamp(min=1.0)
            found = torch.nn.functional.normalize(pooled.double(), dim=1).cpu().numpy()
        return list(found)

    return vectors


def _foreign(called: str, source: Path | str, place: Place) -> Callable[[list[str]], list[Floats]]:
    """A model with modules of other kinds, which the sentence-transformers package loads. Raises LanguageError."""
    if find_spec("sentence_transformers") is None:
        what = f"{called}: its modules need the sentence-transformers package, which is not installed"
        raise LanguageError(f"{what}; `pip install 'wordfield[similarity]'` brings it")
    from importlib import import_module

    maker = import_module("sentence_transformers").SentenceTransformer
    try:
        model = maker(str(source), device=place.device, local_files_only=not place.allow_download)
    except Exception as error:
        raise LanguageError(f"{called}: cannot be loaded: {str(error).splitlines()[0][:200]}") from None
    return lambda strings: list(np.asarray(model.encode(strings, normalize_embeddings=True), np.float64))


__all__ = ["sentence_model"]
