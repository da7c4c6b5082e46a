"""Where a run is stored: what `-o` or the setting `store` names, asked for before it starts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from .plan import Misuse
from .spec import RecipeSpec

if TYPE_CHECKING:
    from ..inference.result import Result


def inside(name: str) -> bool:
    """Whether a path as a program writes it stays in the current folder, as far as its letters tell."""
    paths = (PurePosixPath(name), PureWindowsPath(name))
    return bool(name.strip()) and not any(path.is_absolute() or path.drive or ".." in path.parts for path in paths)


def stored_at(spec: RecipeSpec | None) -> Path | None:
    """The file that a recipe's `store` names, in the current folder; None without one. Raises Misuse."""
    name = spec.settings.get("store") if spec is not None else None
    if name is None:
        return None
    return ready(placed(name, "store"))


def placed(name: str, setting: str) -> Path:
    """The path that a setting names, links followed. Raises Misuse where it leads out of the current folder."""
    folder = Path.cwd().resolve()
    if not inside(name) or not (folder / name).resolve().is_relative_to(folder):
        raise Misuse(f'{setting}: "{name}" leads out of the current folder; a program writes only there')
    return Path(name)


def ready(path: Path) -> Path:
    """The path, where a run can be stored there. Raises Misuse with what is in the way."""
    from ..inference.run_file import RunFileError, ready

    try:
        ready(path)
    except RunFileError as error:
        raise Misuse(str(error)) from None
    return path


@contextmanager
def threads(spec: RecipeSpec | None) -> Iterator[None]:
    """As many threads of the CPU as a recipe says, for as long as this lasts."""
    wanted = spec.settings.get("threads") if spec is not None else None
    if wanted is None:
        yield
        return
    from ..inference import workers
    from ..inference.lazy import torch

    before = torch.get_num_threads()
    torch.set_num_threads(wanted)
    try:
        with workers.at_most(wanted):
            yield
    finally:
        torch.set_num_threads(before)


def store(result: Result, path: Path) -> int:
    """Store a run; how many texts. Raises Misuse where somebody else's file has come to stand there, OSError."""
    from ..inference.run_file import RunFileError

    try:
        return result.save(path)
    except RunFileError as error:
        raise Misuse(str(error)) from None
