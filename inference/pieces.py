"""Runs that are made of pieces, one after the other, each of which follows from the seed and its number alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from .checkpoint import between_steps, saving
from .workers import side_by_side

if TYPE_CHECKING:
    from .checkpoint import Checkpoint
    from .graph import FactorGraph
    from .lazy import torch


class Pieces:
    """The pieces of a run that are finished. With a checkpoint they are kept, and a resumed run takes them from there.

    Raises RunError for the checkpoint of another run, OSError.
    """

    def __init__(self, checkpoint: Checkpoint | None, device: torch.device) -> None:
        self._made: list[Any] = []
        self._taken = 0
        self._asked: Callable[[], bool] = lambda: False
        self._keeping = saving(checkpoint, device, pieces=self)

    def saved(self) -> Any:
        """All that are finished."""
        return self._made

    def restore(self, found: Any) -> None:
        """Take what was saved."""
        self._made = list(found)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While pieces are made: a Ctrl-C is heeded between two of a run that is kept, else at once."""
        if self._keeping is None:
            yield
            return
        with between_steps() as self._asked:
            yield

    def next(self, make: Callable[[], Any]) -> Any:
        """The next piece, made unless it is there. Raises KeyboardInterrupt where the user has asked for an end."""
        if self._taken == len(self._made):
            if self._asked():
                raise KeyboardInterrupt
            self._made.append(make())
            if self._keeping is not None:
                self._keeping.due(len(self._made))
        self._taken += 1
        return self._made[self._taken - 1]

    def each(self, graph: FactorGraph, makes: Sequence[Callable[[], Any]]) -> Iterator[Any]:
        """The next pieces in order, made side by side unless they are there. Raises as `next` does."""
        held = len(self._made) - self._taken
        yield from (self.next(make) for make in makes[:held])
        with closing(side_by_side(graph, makes[held:])) as fresh:
            for _ in makes[held:]:
                yield self.next(partial(next, fresh))

    def end(self, interrupted: bool) -> str:
        """The checkpoint is written where the run was interrupted, else taken away; what the report has to say."""
        return "" if self._keeping is None else self._keeping.end(interrupted, len(self._made))


__all__ = ["Pieces"]
