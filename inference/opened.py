"""What stands outside a program and is opened when it is compiled: functions of many inputs at once, remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

REMEMBERED = 200_000  # inputs whose values are kept


@dataclass(frozen=True)
class Place:
    """Where a program stands and what it may do there."""

    folder: Path
    allow_download: bool = False
    device: str = "cpu"


class Opened:
    """A function of a list of inputs, such as a classifier. Each input is computed once, at most `batch` at a time."""

    def __init__(self, written: str, function: Callable[[list[Any]], Sequence[Any]], batch: int = 64) -> None:
        self.written, self._function, self._batch = written, function, batch
        self._values: OrderedDict[Hashable, Any] = OrderedDict()

    def ask(self, inputs: Iterable[Hashable]) -> None:
        """Compute what is not known yet, in batches."""
        fresh = iter([one for one in dict.fromkeys(inputs) if one not in self._values])
        while some := list(islice(fresh, self._batch)):
            self._values.update(zip(some, self._function(some), strict=True))

    def __call__(self, one: Hashable) -> Any:
        """The value of one input."""
        if one not in self._values:
            self.ask([one])
        value = self._values[one]
        while len(self._values) > REMEMBERED:
            self._values.popitem(last=False)
        return value

    def __repr__(self) -> str:
        return self.written


__all__ = ["Opened", "Place"]
