"""A bar on standard error where that is a terminal, and nothing where it is not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..inference.chains import Progress, Watch


@contextmanager
def watching() -> Iterator[Watch | None]:
    """A function that shows how far a run is, None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.completed:,}/{task.total:,} steps"), BarColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("run", total=1)

        def watch(progress: Progress) -> None:
            bar.update(task, completed=progress.step, total=progress.steps)

        yield watch
