"""Every unit equally likely at every place."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import Language
from ..signature import Number, Strings


@dataclass(frozen=True)
class Uniform(Language, name="uniform"):
    """`uniform(LIST)`: a text of n units has log probability -n log V, V being the length of the list.

    Without a list, the units are the lexicon's. There is no end probability: lengths are bounded by the program.
    Example: `text s : words ~ uniform(["a", "b", "c"])`.
    """

    items: Strings = ()
    power: Number = 1.0
