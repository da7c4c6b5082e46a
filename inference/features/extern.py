"""A function of one's own in Python: `extern name(t: text) -> score = python("module:function")`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..feature import Feature, Texts, View
from ..opened import Opened, Place
from ..outside import Outside
from ..signature import Opens


@dataclass(frozen=True)
class Extern(Feature, name="extern", result="real"):
    """`extern alliteration(t: text, letter: string) -> score = python("my_factors:alliteration", batch=64)` declares a
    function of one's own, which is then called as any feature: `prefer alliteration(s, "s") weight 2`.

    The function takes a list of strings for each parameter that is a `text` and a plain value for every other, and
    gives a list with one answer a text: `def alliteration(texts, letter): return [...]`. It is called with up to
    `batch` texts at once, and once for each text; the same text must get the same answer. Results are score, real, int,
    percent, bool or string. Modules are looked for beside the program. A program read from a file runs it only with
    `--allow-python`; `wf.check_feature` holds a function to what the engine relies on.
    Range: what its result says. Distance of a bool: 1 where it is false.
    Examples: `extern shout(t: text) -> bool = python("mine:shout")  forbid shout(s)`,
    `extern near(t: text, to: string) -> score = python("mine:near", batch=64)  prefer near(s, "sea") weight 3`.
    """

    function: Opens
    inputs: Texts

    @classmethod
    def opened(cls, values: Mapping[str, Any], place: Place) -> Opened | None:
        function = values["function"]
        return function.open(place) if isinstance(function, Outside) else None

    def _row(self) -> tuple[Any, ...]:
        return tuple(one.string if isinstance(one, View) else one for one in self.inputs)

    def asks(self) -> tuple[Opened, tuple[Any, ...]] | None:
        return (self.function, (self._row(),)) if isinstance(self.function, Opened) else None

    def measure(self) -> Any:
        if not isinstance(self.function, Opened):
            raise ValueError("a function in Python is needed, and none is loaded here")
        row = self._row()
        return None if None in row else self.function(row)
