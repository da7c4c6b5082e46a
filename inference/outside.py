"""Functions in Python that a program declares with `extern`: found, called in batches, their answers held to a type."""

from __future__ import annotations

import importlib
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .language import LanguageError
from .opened import Opened, Place
from .run import RunError

RESULTS = ("score", "real", "int", "percent", "bool", "string")


@dataclass(frozen=True)
class Outside:
    """A declared function: its name in the program, `module:function`, which parameters are texts, and its result."""

    name: str
    python: str
    texts: tuple[bool, ...]
    result: str
    batch: int = 64

    def open(self, place: Place) -> Opened:
        """The function, ready to be called. Raises LanguageError."""
        return Opened(f"{self.name} ({self.python})", self._batched(self.found(place.folder)), self.batch)

    def found(self, folder: Path) -> Callable[..., Any]:
        """The function itself, of a module that is looked for in the folder first. Raises LanguageError."""
        module, _, attribute = self.python.partition(":")
        if not module or not attribute:
            raise LanguageError(f'{self.name}: "{self.python}" names no function; write "module:function"')
        with _beside(folder):
            try:
                found: Any = importlib.import_module(module)
                for part in attribute.split("."):
                    found = getattr(found, part)
            except Exception as error:  # a module may raise anything while it is read
                what = f"{self.name}: {self.python} cannot be imported: {type(error).__name__}: {error}"
                raise LanguageError(f"{what.splitlines()[0]}; a module is looked for beside the program") from None
        if not callable(found):
            raise LanguageError(f"{self.name}: {self.python} is no function; name one that takes a list of texts")
        function: Callable[..., Any] = found
        return function

    def _batched(self, function: Callable[..., Any]) -> Callable[[list[Any]], list[Any]]:
        def values(rows: list[tuple[Any, ...]]) -> list[Any]:
            found: dict[tuple[Any, ...], Any] = {}
            for some in self._alike(rows):
                columns = zip(*some, strict=True)
                given = [list(c) if text else c[0] for c, text in zip(columns, self.texts, strict=True)]
                found.update(zip(some, self._answers(function, given, len(some)), strict=True))
            return [found[row] for row in rows]

        return values

    def _alike(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
        """Rows whose arguments that are no texts are the same: each group is one call."""
        groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        for row in rows:
            key = tuple(value for value, text in zip(row, self.texts, strict=True) if not text)
            groups.setdefault(key, []).append(row)
        yield from groups.values()

    def _answers(self, function: Callable[..., Any], given: list[Any], count: int) -> list[Any]:
        try:
            answer = function(*given)
            found = answer.tolist() if hasattr(answer, "tolist") else list(answer)
        except Exception as error:
            raise RunError(f"{self.name}: {self.python} raised {type(error).__name__}: {error}") from error
        if len(found) != count:
            raise RunError(f"{self.name}: {self.python} gave {len(found)} values for {count} texts")
        return [self._checked(value) for value in found]

    def _checked(self, value: Any) -> Any:
        """A value of the declared type. Raises RunError."""
        if self.result == "string" and isinstance(value, str):
            return value
        if self.result == "bool" and (isinstance(value, bool) or type(value).__name__ == "bool_"):
            return bool(value)
        if self.result in ("score", "real", "percent", "int") and not isinstance(value, str | bytes | bool):
            number = _number(value)
            if number is not None and (self.result != "int" or number.is_integer()):
                return int(number) if self.result == "int" else number
        raise RunError(f"{self.name}: {self.python} gave {value!r}, which is no finite {self.result}")


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


@contextmanager
def _beside(folder: Path) -> Iterator[None]:
    """While a program's module is looked for, its folder comes first."""
    sys.path.insert(0, str(folder.resolve()))
    try:
        yield
    finally:
        sys.path.pop(0)


__all__ = ["RESULTS", "Outside"]
