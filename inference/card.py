"""The card of a model: what it is, under which licence, whom it thanks, and which files it consists of.

A model in a folder of its own has `card.json` there; a model that is a few files among others has `NAME.card.json`
beside them. Nothing here loads weights.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from .language import LanguageError

FILE = "card.json"


class CardError(LanguageError):
    """A card that cannot be read; the message names the file and what is wrong with it."""


@dataclass(frozen=True)
class Card:
    """What is to be known of a model without loading it."""

    name: str
    kind: str
    """What it does: "n-gram model", "causal transformer", "masked transformer", "lexicon" ..."""
    language: str
    """`en`, `zh`, or "" for what belongs to none."""
    licence: str
    attribution: tuple[str, ...] = ()
    """Whom it thanks: one line a source, with that source's licence."""
    parameters: int = 0
    """Numbers in the model; 0 for a table."""
    trained: str = ""
    """On what, how and by which script, in one or two sentences."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Each file, relative to the card, with its SHA-256."""
    held_out: Mapping[str, Any] = field(default_factory=dict)
    """Figures on text that it has not seen."""

    def bytes(self, folder: Path) -> int:
        """The size of its files, 0 for one that is gone."""
        paths = (folder / name for name in self.files)
        return sum(path.stat().st_size for path in paths if path.is_file())

    def changed(self, folder: Path) -> list[str]:
        """The files that are gone or are not those that the card was written for."""
        found = {name: sha256(folder / name) for name in self.files if (folder / name).is_file()}
        return [name for name, digest in self.files.items() if found.get(name) != digest]


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """What a card says of files: their names and SHA-256."""
    return {name: sha256(folder / name) for name in sorted(names)}


def write_card(card: Card, path: Path) -> None:
    """The card as JSON."""
    path.write_text(json.dumps(asdict(card), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_card(path: Path) -> Card:
    """The card in a file. Raises CardError, and OSError if it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise CardError(f"{path}: is not JSON") from None
    known = {one.name for one in fields(Card)}
    if not isinstance(found, dict) or not {"name", "kind", "language", "licence"} <= found.keys():
        raise CardError(f"{path}: a card has at least a name, a kind, a language and a licence")
    if strange := sorted(found.keys() - known):
        raise CardError(f"{path}: a card has no `{strange[0]}`; it has {', '.join(sorted(known))}")
    return Card(**{**found, "attribution": tuple(found.get("attribution", ()))})


def cards(root: Path) -> Iterator[tuple[Card, Path]]:
    """The cards in a folder and one folder below, each with the folder that its files are relative to."""
    for path in [*sorted(root.glob(f"*.{FILE}")), *sorted(root.glob(f"*/{FILE}"))]:
        yield read_card(path), path.parent
