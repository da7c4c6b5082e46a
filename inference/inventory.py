"""The models on this machine: those that come along, those of installed packages, and those in caches.

Only names, cards and configurations are read: nothing is loaded, no connection is opened, and torch is not needed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .card import FILE, Card, CardError, cards, read_card
from .embedded import DATA
from .lexicons.stored import DATA as TABLES
from .lexicons.stored import sources
from .packaged import PACKAGED
from .user_cache import user_cache

Where = Literal["embedded", "package", "cache", "hub"]
UNSTATED = "not stated"
OWN = "Apache-2.0"  # of counts that are our own work
_LICENCE = re.compile(r"^licen[sc]e: *([^\n]+)$", re.MULTILINE)
_KINDS = {"ForCausalLM": "causal transformer", "LMHeadModel": "causal transformer", "ForMaskedLM": "masked transformer"}


@dataclass(frozen=True)
class Found:
    """One model: what its card says, and where and how large it is."""

    card: Card
    where: Where
    path: Path | None
    """Its folder."""
    bytes: int
    used_as: str
    """How a program names it, "" for what is used without being named."""

    def as_json(self) -> dict[str, Any]:
        """Everything as JSON has it."""
        card = self.card
        return {
            "name": card.name, "where": self.where, "kind": card.kind, "language": card.language,
            "licence": card.licence, "attribution": list(card.attribution), "parameters": card.parameters or None,
            "bytes": self.bytes, "trained": card.trained, "held_out": dict(card.held_out),
            "used_as": self.used_as, "path": str(self.path) if self.path else None,
        }  # fmt: skip


def found() -> list[Found]:
    """All of them, those that come along first."""
    return [*embedded(), *tables(), *packages(), *kept(), *hub()]


def embedded(root: Path = DATA) -> Iterator[Found]:
    """What comes along. Files without a card are listed too, with a licence that is not stated."""
    claimed: set[Path] = set()
    for card, folder in cards(root):
        claimed |= {folder / name for name in card.files}
        yield Found(card, "embedded", folder, card.bytes(folder), _embedded_use(card))
    loose: dict[str, list[Path]] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file() and path not in claimed and not path.name.endswith((FILE, ".py", ".pyc")):
            loose.setdefault(path.relative_to(root).parts[0], []).append(path)
    for name, paths in loose.items():
        yield Found(Card(name, "no card", "", UNSTATED), "embedded", root, sum(one.stat().st_size for one in paths), "")


def tables() -> Iterator[Found]:
    """The tables of words and characters, with the packages and texts that each was made from."""
    about = sources()
    for file, table in about["tables"].items():
        packages = {name: about["packages"][name] for name in table["packages"]}
        texts = [about["files"][name] for name in table["files"]]
        lines = [f"{name} {one['version']}, {one['credit']}, {one['licence']}" for name, one in packages.items()]
        lines += [_credit(one) for one in texts]
        licences = [one["licence"] for one in packages.values()] or ([texts[0]["licence"]] if len(texts) == 1 else [])
        card = Card(
            file.split(".")[0], "table", "zh" if file.startswith("chinese") else "en",
            ", ".join(dict.fromkeys(licences)) or OWN, tuple(dict.fromkeys(lines)), trained=table["holds"],
            files={file: table["sha256"]},
        )  # fmt: skip
        yield Found(card, "embedded", TABLES, card.bytes(TABLES), "")


def _credit(source: dict[str, str]) -> str:
    """Whom a text thanks, with its licence once."""
    credit, licence = source["credit"], source["licence"]
    whom, _, last = credit.rpartition(", ")
    return credit if licence in credit else f"{whom if whom and licence.startswith(last) else credit}, {licence}"


def _embedded_use(card: Card) -> str:
    """The call without a name, which the text's language completes."""
    return {"n-gram model": "ngram()", "causal transformer": "lm()", "masked transformer": "mlm()"}.get(card.kind, "")


def packages() -> Iterator[Found]:
    """Models of packages that an extra installs."""
    for one in PACKAGED.values():
        if not one.missing():
            yield Found(one.card, "package", None, one.bytes(), f'lm("{one.card.name}")')


def kept() -> Iterator[Found]:
    """What Wordfield converted and keeps in the user's cache."""
    root = user_cache()
    folder = root / "models" if root else None
    for path in sorted(folder.glob(f"*/{FILE}")) if folder and folder.is_dir() else ():
        try:
            card = read_card(path)
        except (CardError, OSError):
            continue  # half a folder of somebody else: nothing that a program could use
        yield Found(card, "cache", path.parent, card.bytes(path.parent), f'lm("{card.name}")')


def hub(root: Path | None = None) -> Iterator[Found]:
    """Models in the Hugging Face cache, or in another folder of its shape."""
    from huggingface_hub import CacheNotFound, scan_cache_dir

    try:
        repositories = sorted(scan_cache_dir(root).repos, key=lambda one: one.repo_id)
    except (CacheNotFound, OSError):
        return
    for one in repositories:
        if one.repo_type != "model" or not one.revisions:
            continue
        latest = max(one.revisions, key=lambda revision: (bool(revision.refs), revision.last_modified))
        kind, licence = _kind(latest.snapshot_path), _licence(latest.snapshot_path)
        if kind:
            use = f'{"mlm" if kind.startswith("masked") else "lm"}("{one.repo_id}")'
            yield Found(Card(one.repo_id, kind, "", licence), "hub", latest.snapshot_path, one.size_on_disk, use)


def _kind(folder: Path) -> str:
    """What its configuration says it does, "" for what is no language model."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    names = config.get("architectures") if isinstance(config, dict) else None
    written = str(names[0]) if isinstance(names, list) and names else ""
    return next((kind for end, kind in _KINDS.items() if written.endswith(end)), "")


def _licence(folder: Path) -> str:
    """What the page that came with it says, in the lines at its head."""
    try:
        page = (folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return UNSTATED
    head = page.split("\n---", 1)[0] if page.startswith("---") else ""
    written = _LICENCE.search(head)
    return written[1].strip().strip("\"'") if written else UNSTATED
