"""Values of a run as a file of tensors holds them, and back: no code is read from such a file."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from .guide.population import Population
from .kernel import State
from .lazy import torch
from .path import Point
from .run import MoveCount, Run
from .texts import Texts

KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (State, Point, Population, Texts, MoveCount, Run)}
ARRAY, TUPLE = "array", "tuple"


def packed(value: Any) -> Any:
    """Tensors, numbers, strings, and lists and dicts of such; a dict of a kind and its values for what is more."""
    name = type(value).__name__
    if KINDS.get(name) is type(value):
        names = [one.name for one in fields(value)] if is_dataclass(value) else value._fields
        return {"kind": name, "values": [packed(getattr(value, one)) for one in names]}
    if isinstance(value, np.ndarray):
        return {"kind": ARRAY, "values": [torch.as_tensor(value)]}
    if isinstance(value, dict):
        return {name: packed(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return {"kind": TUPLE, "values": [packed(one) for one in value]}
    return [packed(one) for one in value] if isinstance(value, list) else value


def unpacked(value: Any, device: torch.device) -> Any:
    """What was packed, its tensors on a device."""
    if isinstance(value, torch.Tensor):
        return value.to(device)
    if isinstance(value, list):
        return [unpacked(one, device) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) != {"kind", "values"}:
        return {name: unpacked(one, device) for name, one in value.items()}
    if value["kind"] == ARRAY:
        return value["values"][0].cpu().numpy()
    if value["kind"] == TUPLE:
        return tuple(unpacked(one, device) for one in value["values"])
    kind = KINDS[value["kind"]]
    return kind(*unpacked(value["values"], torch.device("cpu") if kind is Run else device))
