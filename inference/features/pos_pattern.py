"""Whether a text can be read as a row of parts of speech: `require pos_pattern(s, "DET ADJ* NOUN VERB")`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..patterns import PatternError
from ..scope import Scope
from ..shape import explore
from ..signature import Flag, Number, String
from ..tagging import PENN, UNIVERSAL, readings, tag_pattern
from ..wording import words_of


@dataclass(frozen=True)
class PartsOfSpeech(Feature, name="pos_pattern", result="bool"):
    """`pos_pattern(s, "DET ADJ* NOUN VERB")` holds where the words, one by one, may have these parts of speech.

    Between tags, `( | ) * + ? {2,3}` mean what they mean in patterns, and `.` is any tag. A word may be read as any of
    its parts of speech that has a share of at least `least` (one tenth), so `light` is NOUN, ADJ and with `least=0.05`
    VERB; a contraction fills several places (`I'm`: PRON AUX). English only; tags and their source as in `pos`, Penn
    tags with `fine`. Marks are passed over. A word that the table lacks never fits.
    Range: true or false. Distance: 1 where it does not hold.
    Examples: `require pos_pattern(s, "DET ADJ{1,2} NOUN (VERB|AUX VERB) ADV?")`,
    `forbid pos_pattern(poem.a, "ADV .*")`, `require pos_pattern(poem.b, "VB .*", fine)`.
    """

    text: Textlike
    pattern: String
    least: Number = 0.1
    fine: Flag = False
    script = "en"

    def objection(self) -> tuple[str, str, str] | None:
        try:
            tag_pattern(self.pattern, self.fine)
        except PatternError:
            known = ", ".join(PENN if self.fine else UNIVERSAL)
            return "`pattern` of `pos_pattern`", f'"{self.pattern}"', f"a pattern of the tags {known}"
        return None

    def measure(self) -> bool:
        pattern = tag_pattern(self.pattern, self.fine)
        states = frozenset((pattern.machine.start,))
        for word in words_of(self.text):
            states = pattern.after(states, readings(word, self.least, self.fine))
        return pattern.accepts(states)

    def automaton(self, scope: Scope) -> Automaton:
        """States: the sets of states of the pattern. Classes: marks, then the words of each set of readings."""
        pattern, lexicon = tag_pattern(self.pattern, self.fine), scope.lexicon
        columns: dict[frozenset[tuple[str, ...]], int] = {}
        class_of = np.zeros(len(lexicon), np.int64)
        for unit in np.flatnonzero(lexicon.is_word):
            ways = readings(lexicon.units[unit], self.least, self.fine)
            class_of[unit] = columns.setdefault(ways, len(columns) + 1)
        sets = list(columns)

        def step(states: frozenset[int], column: int) -> frozenset[int]:
            return pattern.after(states, sets[column - 1]) if column else states

        start = frozenset((pattern.machine.start,))
        return explore(start, len(sets) + 1, step, pattern.accepts, class_of).minimal()
