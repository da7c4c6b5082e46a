"""What may lie beside a model's weights in its folder: its words, and an n-gram model of the same text."""

from __future__ import annotations

from pathlib import Path

from .card import FILE, CardError, read_card
from .language import LanguageError

WORDS = "lexicon.txt"
NGRAM = "ngram.arpa.gz"


def own_words(place: Path, style: str) -> tuple[str, ...] | None:
    """The units that a trained folder brings, None where it has none. Raises LanguageError where they do not fit."""
    path = place / WORDS
    if not path.is_file():
        return None
    language = _language(place)
    if language and style in ("en", "zh") and language != style:
        raise LanguageError(f"{place.name}: was trained on `{language}` text, and the program's text is `: {style}`")
    try:
        units = tuple(dict.fromkeys(path.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError):
        raise LanguageError(f"{path}: cannot be read as a list of words") from None
    if not units or "" in units:
        raise LanguageError(f"{path}: write one word a line")
    return units


def own_ngram(folder: Path, model: str) -> str:
    """The n-gram model in a trained folder, named as the folder is; "" where it has none."""
    return f"{model}/{NGRAM}" if (folder / model / NGRAM).is_file() else ""


def _language(place: Path) -> str:
    """What its card says, "" where it has none."""
    try:
        return read_card(place / FILE).language
    except FileNotFoundError:
        return ""
    except (CardError, OSError) as error:
        raise LanguageError(str(error)) from None
