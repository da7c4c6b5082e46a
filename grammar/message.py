"""The wording of one mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Message:
    """The wording of one mistake."""

    about: str
    text: str
    help: str
    label: str = ""
    second: str = ""
    other: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
