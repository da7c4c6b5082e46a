"""The languages that messages are written in, and their catalogues; that of a language loads at its first use."""

from __future__ import annotations

from collections.abc import Mapping

from .message import Message
from .messages import ENGLISH

LANGUAGES = ("en", "zh")


def messages(language: str) -> Mapping[str, Message]:
    """The messages of a language by their codes. Raises ValueError for one there is no catalogue of."""
    if language == "en":
        return ENGLISH
    if language == "zh":
        from .messages_zh import CHINESE

        return CHINESE
    raise ValueError(f"language: got {language!r}, allowed are {', '.join(LANGUAGES)}")


def phrases(language: str) -> Mapping[str, str]:
    """What a language says for the English phrases that programs compose; none are needed for English."""
    if language == "zh":
        from .phrases_zh import PHRASES

        return PHRASES
    return {}
