"""The user's folder for what Wordfield makes once and keeps: parser tables, converted models."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def user_cache() -> Path | None:
    """The folder, which need not exist yet; None where the machine has no place for one."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
    elif sys.platform == "darwin":
        root = os.environ.get("XDG_CACHE_HOME") or home / "Library" / "Caches"
    else:
        root = os.environ.get("XDG_CACHE_HOME") or home / ".cache"
    path = Path(root) / "wordfield"
    return path if path.is_absolute() else None
