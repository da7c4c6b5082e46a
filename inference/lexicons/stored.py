"""The packed tables beside this file, read at their first use; SOURCES.json there says what each was made from."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def read_lines(name: str) -> list[str]:
    """The lines of a table. Not cached: keep what you make of them."""
    return gzip.decompress((DATA / f"{name}.txt.gz").read_bytes()).decode().splitlines()


@cache
def sources() -> dict[str, Any]:
    """Tables, packages and files with checksums, licences and credits, as SOURCES.json has them."""
    found: dict[str, Any] = json.loads((DATA / "SOURCES.json").read_text(encoding="utf-8"))
    return found
