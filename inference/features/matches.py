"""Whether a text, as written, is what a regular expression describes: `s matches /[A-Z].*[.!?]/`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..scope import Scope
from ..signature import Regex


@dataclass(frozen=True)
class Matches(Feature, name="matches", result="bool"):
    """`s matches /re/`: the whole written text matches, in the syntax of Python's `re` (`.` includes the new line).

    Anchors, back-references and look-around are not available: the match is always the whole. Distance: 1 where it does
    not match. Example: `forbid s matches /.*\\d.*/`.
    """

    text: Textlike
    pattern: Regex

    def measure(self) -> bool:
        flags = re.DOTALL
        for letter in self.pattern.flags:
            flags |= {"i": re.IGNORECASE, "m": re.MULTILINE, "x": re.VERBOSE}.get(letter, re.NOFLAG)
        return re.fullmatch(self.pattern.source, self.text.string, flags) is not None

    def automaton(self, scope: Scope) -> Automaton | None:
        return scope.written(self.pattern)
