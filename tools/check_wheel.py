"""Checks that a wheel holds every file of the packages, the licences, and nothing else: `check_wheel.py WHEEL`."""

from __future__ import annotations

import sys
import tomllib
import zipfile
from pathlib import Path

MOST_BYTES = 40_000_000
ROOT = Path(__file__).parent.parent
FOLDERS = {
    "wordfield": "wordfield",
    "grammar": "wordfield/grammar",
    "dsl": "wordfield/dsl",
    "inference": "wordfield/inference",
}


def expected() -> set[str]:
    """The files of the packages as they install."""
    return {
        f"{installed}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, installed in FOLDERS.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def problems(wheel: Path) -> list[str]:
    """What is wrong with the wheel, a line each."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = f"{project['name']}-{project['version']}.dist-info"
    wanted = expected() | {f"{about}/licenses/{name}" for name in project["license-files"]}
    found = [f"missing: {name}" for name in sorted(wanted - names)]
    found += [f"not wanted: {name}" for name in sorted(names - wanted) if not name.startswith(f"{about}/")]
    size = wheel.stat().st_size
    return found if size < MOST_BYTES else [*found, f"{size:,} bytes, more than {MOST_BYTES:,}"]


if __name__ == "__main__":
    wheel = Path(sys.argv[1])
    wrong = problems(wheel)
    print("\n".join(wrong) or f"{wheel.name}: {wheel.stat().st_size:,} bytes, complete")
    sys.exit(bool(wrong))
