"""Wordfield: a probabilistic programming language for text."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if find_spec(f"{__name__}.dsl") is None:
    raise ImportError("this is a checkout of Wordfield that is not installed; run `pip install -e .` in its folder")

if TYPE_CHECKING:
    from .dsl.front import *  # noqa: F403


def __getattr__(name: str) -> Any:
    """A name of the front end, or a feature, language model, sampler, schedule or move: `wf.length(s)`."""
    if name.startswith("_"):
        raise AttributeError(name)
    from .dsl import front

    return getattr(front, name) if name in front.__all__ else front.lookup(name)


def __dir__() -> list[str]:
    from .dsl import front

    return sorted({*front.__all__, *front.names()})
