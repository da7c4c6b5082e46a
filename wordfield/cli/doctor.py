"""`wordfield doctor`: what a report of a problem should say about the machine."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from .guard import guarded
from .streams import out


@guarded
def doctor() -> None:
    """Versions, devices, embedded models and caches."""
    for name, value in _facts():
        out(f"{name:<24} {value}")


def _facts() -> Iterator[tuple[str, str]]:
    from ..inference.record import versions

    for name, version in versions().items():
        yield name, version or "not installed"
    yield "platform", f"{platform.platform()}, Python at {sys.executable}"
    yield from _torch()
    yield from _models()
    yield from _tables()


def _torch() -> Iterator[tuple[str, str]]:
    import torch

    from ..inference import workers

    found = [torch.cuda.get_device_properties(number) for number in range(torch.cuda.device_count())]
    yield "device", ", ".join(f"{one.name}, {one.total_memory / 2**30:.0f} GiB" for one in found) or "cpu"
    yield "threads", f"{workers.allowed()} of {os.cpu_count()} processors (`--threads` changes it)"


def _models() -> Iterator[tuple[str, str]]:
    """Every model by name; `wordfield models` says more."""
    from ..inference.inventory import found
    from ..inference.packaged import PACKAGED

    for one in found():
        use = f", {one.used_as}" if one.used_as else ""
        yield f"model {one.card.name}", f"{one.card.kind}, {one.bytes / 1e6:.1f} MB, {one.where}{use}"
    for packaged in PACKAGED.values():
        if missing := packaged.missing():
            yield f"extra {packaged.extra}", f"not installed: {', '.join(missing)}"


def _tables() -> Iterator[tuple[str, str]]:
    from huggingface_hub.constants import HF_HUB_CACHE

    from ..dsl.cache import shipped_is_fresh
    from ..inference.user_cache import user_cache

    yield "parser tables", "fresh" if shipped_is_fresh() else "stale: built again at the first use"
    own = user_cache()
    yield "cache", _place(own) if own else "none"
    yield "hub cache", _place(Path(HF_HUB_CACHE))


def _place(folder: Path) -> str:
    return f"{folder}{'' if folder.exists() else ' (not there yet)'}"
