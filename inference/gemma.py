"""A packaged model made ready: assembled from its parts, verified, and converted once into the user's cache."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from contextlib import AbstractContextManager, nullcontext, redirect_stderr
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from .card import FILE, digests, sha256, write_card
from .language import LanguageError
from .lazy import torch
from .packaged import Packaged


def prepared(one: Packaged) -> Path:
    """The folder of the converted model: made at the first call, which takes a minute or two, found at the next.

    The weights are kept in bfloat16, as they were before they were quantised. Raises LanguageError.
    """
    if found := one.ready():
        return found
    place = one.place()
    if place is None:
        raise LanguageError(f"{one.card.name}: there is no cache folder to convert it into; set XDG_CACHE_HOME")
    print(f"{one.card.name}: {one.terms}\nconverting it into {place}, once", file=sys.stderr, flush=True)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}-") as working:
            return _made(one, Path(working), place)
    except OSError as error:
        what = f"{error.strerror or error} ({error.filename or place})"
        raise LanguageError(f"{one.card.name}: cannot be converted: {what}") from None


def _made(one: Packaged, working: Path, place: Path) -> Path:
    """The model converted in a folder of its own, which is then given its name."""
    file = working / "model.gguf"
    try:
        import_module(one.modules[0]).assemble(file)
    except ValueError as error:
        raise LanguageError(f"{one.card.name}: {error}; install its packages again") from None
    if (found := sha256(file)) != one.sha256:
        what = f"the assembled file's SHA-256 is {found}, not {one.sha256}"
        raise LanguageError(f"{one.card.name}: {what}; install its packages again")
    folder = working / "converted"
    folder.mkdir()
    _convert(one, file, folder)
    _terms(one, folder)
    names = [path.name for path in folder.iterdir()]
    write_card(replace(one.card, files=digests(folder, names)), folder / FILE)
    try:
        os.replace(folder, place)
    except OSError:
        if not one.ready():  # else another process was quicker
            shutil.rmtree(place, ignore_errors=True)
            os.replace(folder, place)
    return place


def _convert(one: Packaged, file: Path, folder: Path) -> None:
    """The GGUF file as a plain Hugging Face folder. Raises LanguageError."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from .pretrained import quietly

    source: dict[str, Any] = {
        "pretrained_model_name_or_path": file.parent,
        "gguf_file": file.name,
        "local_files_only": True,
    }
    try:
        with quietly(), _without_bars():
            AutoTokenizer.from_pretrained(**source).save_pretrained(folder)
            model: Any = AutoModelForCausalLM.from_pretrained(**source, dtype=torch.bfloat16)
            # transformers refuses to save what it read from a quantised file, until it forgets where it came from
            model.hf_quantizer, model.is_quantized = None, False
            del model.config.quantization_config
            model.save_pretrained(folder)
    except OSError:
        raise
    except Exception as error:  # transformers raises anything at all
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]
        raise LanguageError(f"{one.card.name}: cannot be converted: {reason}") from None


def _without_bars() -> AbstractContextManager[object]:
    """Nothing on standard error where nobody looks: transformers shows a bar there whatever it is told."""
    return nullcontext() if sys.stderr.isatty() else redirect_stderr(io.StringIO())


def _terms(one: Packaged, folder: Path) -> None:
    """The terms and notices that came with the weights stay with them."""
    (folder / "NOTICE").write_text(one.terms + "\n", encoding="utf-8")
    data = Path(import_module(one.modules[0]).__file__ or "").parent / "data"
    for name in ("GEMMA_TERMS.html", "NOTICE.md"):
        if (data / name).is_file():
            shutil.copyfile(data / name, folder / name)
