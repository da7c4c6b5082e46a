"""`wordfield doctor`: what a report of a problem should say about the machine."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator

from .guard import guarded
from .streams import out


@guarded
def doctor() -> None:
    """Versions, devices, embedded models and caches."""
    for name, value in _facts():
        out(f"{name:<18}{value}")


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

    found = [torch.cuda.get_device_name(number) for number in range(torch.cuda.device_count())]
    yield "device", ", ".join(found) or "cpu"
    yield "threads", str(torch.get_num_threads())


def _models() -> Iterator[tuple[str, str]]:
    from ..inference.embedded import DATA, load_lexicon

    for lexicon in sorted(DATA.glob("*_lexicon.txt")):
        name = lexicon.name.removesuffix("_lexicon.txt")
        size = sum(path.stat().st_size for path in DATA.glob(f"{name}_*"))
        yield f"model {name}", f"{len(load_lexicon(name)):,} units, {size / 1e6:.1f} MB"


def _tables() -> Iterator[tuple[str, str]]:
    from ..dsl.cache import cache_folder, shipped_is_fresh

    yield "parser tables", "fresh" if shipped_is_fresh() else "stale: built again at the first use"
    folder = cache_folder()
    yield "cache", f"{folder}{'' if folder and folder.exists() else ' (not there yet)'}" if folder else "none"
