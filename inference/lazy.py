"""Torch, imported at its first use: what only names things (the checker, the formatter) never pays for it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch as torch
else:

    class _LazyModule:
        """Stands for a module until an attribute is asked for; then hands attributes on and keeps them."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, attribute: str) -> Any:
            value = getattr(importlib.import_module(self._name), attribute)
            self.__dict__[attribute] = value
            return value

    torch = _LazyModule("torch")

__all__ = ["torch"]
