"""Files of runs: netCDF in ArviZ's layout, or JSON Lines. Only a file that holds a run is ever replaced."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from . import netcdf

SUFFIXES = (".nc", ".jsonl")
LIBRARIES = ("xarray", "h5netcdf", "h5py")
LARGEST_HEADER = 1 << 24  # characters read of a first line


class RunFileError(ValueError):
    """A file that a run cannot be written to or read from; the message says why, and what to do."""


def suffix_of(path: Path) -> str:
    """`.nc` or `.jsonl`. Raises RunFileError for any other."""
    if path.suffix.lower() not in SUFFIXES:
        raise RunFileError(f"{path}: runs are stored as `.nc` (netCDF) or `.jsonl` (JSON Lines); choose one of the two")
    return path.suffix.lower()


def ready(path: Path) -> None:
    """Raises RunFileError where a run could not be stored there: asked before it starts."""
    if suffix_of(path) == ".nc":
        needed()
    folder = path.resolve().parent
    if not folder.is_dir():
        raise RunFileError(f"{path}: there is no folder `{folder.name}` to write to")
    if not os.access(folder, os.W_OK):
        raise RunFileError(f"{path}: the folder `{folder.name}` cannot be written to")
    if path.exists() and not (path.is_file() and holds_run(path)):
        raise RunFileError(f"{path}: this is no run that Wordfield stored, so it is left alone; choose another name")


def needed() -> None:
    """Raises RunFileError where the libraries of netCDF are not installed."""
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if missing:
        raise RunFileError(
            f"netCDF needs {', '.join(f'`{name}`' for name in missing)}: run `pip install 'wordfield[arviz]'`, or "
            "store `.jsonl`"
        )


def write(path: Path, records: Iterable[Mapping[str, Any]]) -> int:
    """Store a run: written beside the place and moved there whole. How many texts. Raises RunFileError, OSError."""
    ready(path)
    records = list(records)
    place = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{place.stem}.", suffix=place.suffix, dir=place.parent)
    os.close(handle)
    try:
        if suffix_of(place) == ".nc":
            netcdf.tree(records).to_netcdf(name, engine="h5netcdf")
        else:
            with open(name, "w", encoding="utf-8") as file:
                for record in records:
                    file.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return len(records) - 2  # without header and summary


def _umask() -> int:
    """The rights that new files do not get."""
    found = os.umask(0)
    os.umask(found)
    return found


def read(path: Path) -> list[dict[str, Any]]:
    """The records of a stored run: header, draws, summary. Raises RunFileError, OSError."""
    netcdf_file = suffix_of(path) == ".nc"
    if netcdf_file:
        needed()
    if not holds_run(path):
        raise RunFileError(f"{path}: this is no run that Wordfield stored")
    if netcdf_file:
        with import_module("xarray").open_datatree(path, engine="h5netcdf") as tree:
            return list(netcdf.records(tree.load()))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def holds_run(path: Path) -> bool:
    """Whether Wordfield stored a run there. Raises OSError where it cannot be read."""
    if suffix_of(path) == ".nc":
        with path.open("rb") as file:
            if file.read(8) != b"\x89HDF\r\n\x1a\n":
                return False
        try:
            with import_module("h5netcdf").File(path, "r") as content:
                return str(content.attrs.get(netcdf.MARK, "")).startswith("run ")
        except (OSError, KeyError, ValueError, RuntimeError):
            return False
    with path.open("rb") as file:
        line = file.readline(LARGEST_HEADER)
    try:
        header = json.loads(line)
    except ValueError:
        return False
    named = isinstance(header, dict) and header.get("kind") == "header" and isinstance(header.get("versions"), dict)
    return named and "wordfield" in header["versions"]
