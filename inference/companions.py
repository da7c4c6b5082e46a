"""What may lie beside a model's weights in its folder: its words, and an n-gram model of the same text."""

from __future__ import annotations

from pathlib import Path

from .card import FILE, CardError, read_card
from .language import LanguageError

WORDS = "lexicon.txt"
NGRAM = "ngram.arpa.gz"


def brought(
    called: str, model: str, lexicon: tuple[str, ...], place: Path | None, style: str
) -> tuple[str, ...] | None:
    """The units of a base that is a transformer: those listed, else its folder's; None for the embedded list.

    Raises LanguageError where there is none of them.
    """
    spaced = style in ("en", "words")
    wrong = [item for item in lexicon if not item or (spaced and item.split() != [item])]
    if wrong:
        raise LanguageError(f"{called}: {wrong[0]!r} in `lexicon` is not one unit; write single words")
    if lexicon:
        return tuple(dict.fromkeys(lexicon))
    if model and place is not None and (own := own_words(place, style)) is not None:
        return own
    if model and style not in ("en", "zh"):
        raise LanguageError(f"{called}: no list of words for `: {style}`; give one as `lexicon=LIST`")
    return None


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
