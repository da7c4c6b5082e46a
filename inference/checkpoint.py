"""Checkpoints: a run's whole state in a file from time to time, so that it can go on after an interruption."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .kernel import State
from .lazy import torch
from .run import RunError
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .chains import Loop
    from .stopping import Stopping
    from .tally import Draws

MARK = "checkpoint 1"


@dataclass(frozen=True)
class Checkpoint:
    """Where the state is kept, every how many seconds, and what identifies the run: `resume` goes on from there."""

    path: Path
    every: float
    key: Mapping[str, str]
    resume: bool = False


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


class Saving:
    """Keeps the state of a loop. What a chain does depends on seed, step and chain only: the state and the number of
    the step are all that a resumed run needs to equal, bit for bit, one that was never interrupted."""

    def __init__(
        self, checkpoint: Checkpoint, loop: Loop, kept: Draws, inside: list[Tensor], stopping: Stopping | None
    ) -> None:
        self.checkpoint, self.loop, self.kept, self.inside, self.stopping = checkpoint, loop, kept, inside, stopping
        self.written, self.failure = time.monotonic(), ""
        if checkpoint.resume and checkpoint.path.exists():
            self._restore()

    def behind(self, after: Callable[[int], bool]) -> Callable[[int], bool]:
        """`after`, and the state written behind it where that is due."""

        def both(number: int) -> bool:
            ended = after(number)
            if not ended and time.monotonic() - self.written >= self.checkpoint.every:
                self.write()
            return ended

        return both

    def end(self, interrupted: bool) -> str:
        """Write the state of a run that was interrupted between two steps; that of a whole run is not needed any more.

        What the report has to say of it.
        """
        if not interrupted:
            self.checkpoint.path.unlink(missing_ok=True)
        elif not self.loop.midway:
            self.write()
        told = f"{self.checkpoint.path} holds the state of step {self.loop.steps:,}: `--resume` goes on from there"
        return self.failure or (told if interrupted and self.checkpoint.path.exists() else "")

    def write(self) -> None:
        """Write the state beside the place and move it there whole. A disk that refuses does not end the run."""
        place = self.checkpoint.path
        new = place.with_name(f".{place.name}.new")
        try:
            torch.save(self._state(), new)
            os.replace(new, place)
            self.failure = ""
        except (OSError, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            self.failure = f"the checkpoint could not be written: {reason or type(error).__name__}"
            new.unlink(missing_ok=True)
        self.written = time.monotonic()

    def _state(self) -> dict[str, Any]:
        loop, tally = self.loop, self.loop.tally
        state = loop.state._replace(texts=None)._asdict()  # type: ignore[arg-type]
        return {
            "wordfield": MARK,
            "key": dict(self.checkpoint.key),
            "steps": loop.steps,
            "seconds": time.monotonic() - loop.began,
            "state": {**state, "texts": (loop.state.texts.units, loop.state.texts.length)},
            "tally": (tally.proposed, tally.counts, tally.failed),
            "draws": (self.kept.count, *(field[: self.kept.count] for field in self.kept.fields)),
            "inside": self.inside[0],
            "values": dict(self.stopping.values) if self.stopping is not None else {},
        }

    def _restore(self) -> None:
        """Stand where the checkpoint was written. Raises RunError for that of another run, OSError."""
        found = read(self.checkpoint.path)
        apart = "file" if found is None else other(found, self.checkpoint.key)
        if found is None or apart is not None:
            raise RunError(f"{self.checkpoint.path}: this is the checkpoint of another run ({apart} differs)")
        loop, device = self.loop, self.loop.graph.device

        def here(value: Any) -> Any:
            return value.to(device) if isinstance(value, torch.Tensor) else value

        state = {name: here(value) for name, value in found["state"].items() if name != "texts"}
        loop.state = State(texts=Texts(*map(here, found["state"]["texts"])), **state)
        loop.steps, loop.began = found["steps"], loop.began - found["seconds"]
        loop.tally.proposed, counts, failed = found["tally"]
        loop.tally.counts, loop.tally.failed = [here(count) for count in counts], here(failed)
        self.kept.count, *fields = found["draws"]
        for own, its in zip(self.kept.fields, fields, strict=True):
            own[: self.kept.count] = here(its)
        self.inside[0] = here(found["inside"])
        if self.stopping is not None:
            self.stopping.values |= found["values"]
            self.stopping.began -= found["seconds"]


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
