"""Checkpoints: a run's whole state in a file from time to time, so that it can go on after an interruption."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from .lazy import torch
from .packed import packed, unpacked
from .run import RunError

if TYPE_CHECKING:
    from .run import Run

MARK = "checkpoint 3"


@dataclass(frozen=True)
class Checkpoint:
    """Where the state is kept, every how many seconds, and what identifies the run: `resume` goes on from there.

    Of a run that is one of several, `earlier` holds those before it, and `last` says whether any comes after it.
    """

    path: Path
    every: float
    key: Mapping[str, str]
    resume: bool = False
    earlier: tuple[Earlier, ...] = ()
    last: bool = True


def read(path: Path) -> dict[str, Any] | None:
    """What a checkpoint holds; None where Wordfield did not write the file. Raises OSError."""
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except OSError:
        raise
    except Exception:  # whatever is no file of tensors
        return None
    return found if isinstance(found, dict) and found.get("wordfield") == MARK else None


def other(found: Mapping[str, Any], key: Mapping[str, str]) -> str | None:
    """The first thing in which a checkpoint is another run's; None where it is of this one."""
    return next((name for name, value in key.items() if found["key"].get(name) != value), None)


class Part(Protocol):
    """Something of a run that changes on the way."""

    def saved(self) -> Any:
        """What it holds now, of kinds that `packed` takes."""
        ...

    def restore(self, found: Any) -> None:
        """Hold what was saved."""
        ...


@dataclass
class Cell:
    """A part that is one value."""

    value: Any

    def saved(self) -> Any:
        """The value."""
        return self.value

    def restore(self, found: Any) -> None:
        """Take the value."""
        self.value = found


class Earlier:
    """The runs that are over where several follow one another: restarts of a search, branches of a balanced mixture,
    stages of a fit. They are kept beside the state of the run under way, and are there from the start where it resumes.

    Raises RunError for the checkpoint of another run, OSError.
    """

    def __init__(self, checkpoint: Checkpoint | None) -> None:
        self.runs: list[Run] = []
        self._checkpoint, self._resume = checkpoint, False
        if checkpoint is not None and checkpoint.resume and checkpoint.path.exists():
            self._resume = True
            self.restore(stored(checkpoint, torch.device("cpu"))["parts"][f"earlier {len(checkpoint.earlier)}"])

    def add(self, run: Run) -> None:
        """One more is over; what follows it begins anew."""
        self.runs.append(run)
        self._resume = False

    def next(self, last: bool) -> Checkpoint | None:
        """The checkpoint of the run that follows; None without one."""
        one = self._checkpoint
        if one is None:
            return None
        return replace(one, resume=self._resume, earlier=(*one.earlier, self), last=last and one.last)

    def saved(self) -> Any:
        """The runs."""
        return self.runs

    def restore(self, found: Any) -> None:
        """Take the runs."""
        self.runs = list(found)


class Saving:
    """Keeps the parts of a run. What a chain does depends on seed, step and chain only: the parts and the number of
    the step are all that a resumed run needs to equal, bit for bit, one that was never interrupted.

    Raises RunError for the checkpoint of another run, OSError.
    """

    def __init__(self, checkpoint: Checkpoint, device: torch.device, parts: Mapping[str, Part | None]) -> None:
        earlier = {f"earlier {number}": one for number, one in enumerate(checkpoint.earlier)}
        self.checkpoint = checkpoint
        self.parts = {name: part for name, part in {**parts, **earlier}.items() if part is not None}
        self.written, self.failure, self.step = time.monotonic(), "", 0
        if checkpoint.resume and checkpoint.path.exists():
            found = stored(checkpoint, device)
            self.step = found["step"]
            for name, part in self.parts.items():
                part.restore(found["parts"][name])

    def due(self, step: int) -> None:
        """Write the state of this step, where it is time to."""
        if time.monotonic() - self.written >= self.checkpoint.every:
            self.write(step)

    def end(self, interrupted: bool, step: int, midway: bool = False) -> str:
        """Write the state of a run that was interrupted, but for one that was cut `midway`; that of a whole run is not
        needed any more where it is the last. What the report has to say of it."""
        if not midway and (interrupted or not self.checkpoint.last):
            self.write(step)
        elif not interrupted and self.checkpoint.last:
            self.checkpoint.path.unlink(missing_ok=True)
        told = f"{self.checkpoint.path} holds the state of step {self.step:,}: `--resume` goes on from there"
        return self.failure or (told if interrupted and self.checkpoint.path.exists() else "")

    def write(self, step: int) -> None:
        """Write the state beside the place and move it there whole. A disk that refuses does not end the run."""
        place = self.checkpoint.path
        new = place.with_name(f".{place.name}.new")
        try:
            torch.save(self._state(step), new)
            os.replace(new, place)
            self.failure, self.step = "", step
        except (OSError, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            self.failure = f"the checkpoint could not be written: {reason or type(error).__name__}"
            new.unlink(missing_ok=True)
        self.written = time.monotonic()

    def _state(self, step: int) -> dict[str, Any]:
        parts = {name: packed(part.saved()) for name, part in self.parts.items()}
        return {"wordfield": MARK, "key": dict(self.checkpoint.key), "step": step, "parts": parts}


def saving(checkpoint: Checkpoint | None, device: torch.device, **parts: Part | None) -> Saving | None:
    """What keeps the parts of a run, restored where it goes on; None without a checkpoint."""
    return None if checkpoint is None else Saving(checkpoint, device, parts)


def stored(checkpoint: Checkpoint, device: torch.device) -> dict[str, Any]:
    """The step and the parts that a checkpoint holds. Raises RunError for that of another run, OSError."""
    found = read(checkpoint.path)
    apart = "file" if found is None else other(found, checkpoint.key)
    if found is None or apart is not None:
        raise RunError(f"{checkpoint.path}: this is the checkpoint of another run ({apart} differs)")
    return {"step": found["step"], "parts": unpacked(found["parts"], device)}


@contextmanager
def between_steps() -> Iterator[Callable[[], bool]]:
    """While this lasts, the first Ctrl-C is only noted, and heeded between two steps; a second one ends at once."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    asked: list[int] = []

    def note(number: int, frame: Any) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
