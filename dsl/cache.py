"""The parser of the language, kept between processes: building it takes half a second, reading its tables 20 ms.

The tables ship beside the grammar. They are used when grammar and Lark are the ones they were made with, else the
user's cache folder is asked, else they are built and left there. They are JSON, so that a file somebody else wrote can
at worst be wrong and never run code. A file that cannot be read is built again, a folder that cannot be written is
ignored.

`python -m wordfield.dsl.cache` writes the file that ships.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import lark

from ..inference.user_cache import user_cache

SHIPPED = "wordfield.table.json.gz"


@cache
def grammar_text() -> str:
    """The grammar as it ships."""
    return files(__package__.rpartition(".")[0] + ".grammar").joinpath("wordfield.lark").read_text("utf8")


@cache
def parser() -> lark.Lark:
    """The LALR parser with its two entry points, `start` for a file and `hole` for the inside of a hole."""
    key = _key()
    own = _own_file(key)
    for read in (_shipped, own.read_bytes if own else None):
        try:
            loaded = _load(read(), key) if read else None
        except Exception:  # a damaged file can fail anywhere inside Lark, and every failure has the same cure
            continue
        if loaded is not None:
            return loaded
    built = build()
    if own is not None:
        _leave(own, pack(built, key))
    return built


def build(strict: bool = False) -> lark.Lark:
    """The parser made from the grammar; `strict` refuses conflicts and needs the package interegular."""
    return lark.Lark(
        grammar_text(), parser="lalr", start=["start", "hole"], strict=strict,
        propagate_positions=True, maybe_placeholders=True,
    )  # fmt: skip


def pack(built: lark.Lark, key: str) -> bytes:
    """The parser's tables as compressed JSON."""
    data, memo = built.memo_serialize([lark.lexer.TerminalDef, lark.grammar.Rule])
    text = json.dumps({"key": key, "data": data, "memo": memo}, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def _key() -> str:
    return f"{hashlib.sha256(grammar_text().encode()).hexdigest()[:16]}-lark-{lark.__version__}"


def _shipped() -> bytes:
    return files(__package__.rpartition(".")[0] + ".grammar").joinpath(SHIPPED).read_bytes()


def _load(packed: bytes, key: str) -> lark.Lark | None:
    tables = json.loads(gzip.decompress(packed), object_hook=_whole_keys)
    if tables.pop("key") != key:
        return None
    empty: lark.Lark = lark.Lark.__new__(lark.Lark)
    return empty._load(tables)


def _whole_keys(value: dict[str, Any]) -> dict[Any, Any]:
    """JSON has no whole numbers as keys; Lark's tables have little else."""
    return {int(k): v for k, v in value.items()} if next(iter(value), "").isdecimal() else value


def shipped_is_fresh() -> bool:
    """Whether the tables that ship belong to the grammar and the Lark that are installed."""
    try:
        return _load(_shipped(), _key()) is not None
    except Exception:
        return False


def _own_file(key: str) -> Path | None:
    folder = user_cache()
    return folder / f"parser-{key}.json.gz" if folder else None


def _leave(path: Path, packed: bytes) -> None:
    """Write under another name and rename, so that a second process never reads half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix="parser-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)
    except OSError:
        pass


def main() -> None:
    """Write the tables that ship, beside the grammar of this checkout."""
    target = Path(__file__).parent.parent / "grammar" / SHIPPED
    target.write_bytes(pack(build(), _key()))
    print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
