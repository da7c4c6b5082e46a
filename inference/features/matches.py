"""Whether a text, as written, is what a regular expression describes: `s matches /[A-Z].*[.!?]/`."""

from __future__ import annotations

from dataclasses import dataclass

from ..automaton import Automaton
from ..edits import edits_to
from ..feature import Feature, Textlike
from ..patterns import expression
from ..scope import Scope
from ..signature import Regex


@dataclass(frozen=True)
class Matches(Feature, name="matches", result="bool"):
    """`s matches /re/`: the whole written text matches, in the syntax of Python's `re` (`.` includes the new line).

    Anchors, back-references and look-around are not available: the match is always the whole. Capitals count, unless
    an `i` stands behind the pattern. Range: true or false. Distance: the fewest units to put in, take out or replace
    until it matches, at most 10. Source: distance by Wagner 1974.
    Examples: `forbid s matches /.*\\d.*/`, `require poem.a matches /(no|not) .*/i`,
    `require 诗 matches /\\w{5}，\\w{5}。/`.
    """

    text: Textlike
    pattern: Regex
    graded = True

    def measure(self) -> bool:
        return expression(self.pattern).fullmatch(self.text.string) is not None

    def distance(self) -> float:
        if self.measure():
            return 0.0
        renderer = self.text.renderer
        edits = None if renderer is None else edits_to(self.pattern, renderer, self.text.start)
        if renderer is None or edits is None or any(unit not in renderer.lexicon for unit in self.text.units):
            return 1.0
        return float(edits.distance([renderer.lexicon.index[unit] for unit in self.text.units]))

    def automaton(self, scope: Scope) -> Automaton | None:
        return scope.written(self.pattern)

    def shortfall(self, scope: Scope) -> Automaton | None:
        edits = edits_to(self.pattern, scope.renderer, scope.start)
        return None if edits is None else edits.graded()
