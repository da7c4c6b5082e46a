"""Whether a text can be read as a row of parts of speech: `require pos_pattern(s, "DET ADJ* NOUN VERB")`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..letters import PatternError
from ..lexicons.chinese_words import table as chinese_table
from ..runs_of_words import of_runs
from ..scope import Scope
from ..shape import explore
from ..signature import Flag, Number, String
from ..tagging import OWN, PENN, UNIVERSAL, TagPattern, readings, tag_pattern, tagged_words


@dataclass(frozen=True)
class PartsOfSpeech(Feature, name="pos_pattern", result="bool"):
    """`pos_pattern(s, "DET ADJ* NOUN VERB")` holds where the words, one by one, may have these parts of speech.

    Between tags, `( | ) * + ? {2,3}` mean what they mean in patterns, and `.` is any tag. A word may be read as any of
    its parts of speech that has a share of at least `least` (one tenth), so `light` is NOUN, ADJ and with `least=0.05`
    VERB; a contraction fills several places (`I'm`: PRON AUX). Tags and their sources as in `pos`, Penn tags with
    `fine`. Marks are passed over. A word that the table lacks never fits. Under `zh` the characters between two marks
    are one word, as in `pos`; its parts of speech are all alike (`研究` VERB and NOUN), and `fine` takes `n`, `v`, `a`.
    Range: true or false. Distance: 1 where it does not hold.
    Examples: `require pos_pattern(s, "DET ADJ{1,2} NOUN (VERB|AUX VERB) ADV?")`,
    `forbid pos_pattern(poem.a, "ADV .*")`, `require pos_pattern(poem.b, "VB .*", fine)`,
    `require pos_pattern(诗, "ADJ|VERB")`.
    """

    text: Textlike
    pattern: String
    least: Number = 0.1
    fine: Flag = False

    def objection(self) -> tuple[str, str, str] | None:
        try:
            tag_pattern(self.pattern, self.fine)
        except PatternError:
            known = ", ".join((*PENN, *OWN) if self.fine else UNIVERSAL)
            return "`pattern` of `pos_pattern`", f'"{self.pattern}"', f"a pattern of the tags {known}"
        return None

    def measure(self) -> bool:
        pattern = tag_pattern(self.pattern, self.fine)
        states = frozenset((pattern.machine.start,))
        for word in tagged_words(self.text):
            states = pattern.after(states, readings(word, self.least, self.fine, self.text.style))
        return pattern.accepts(states)

    def automaton(self, scope: Scope) -> Automaton | None:
        """States: the sets of states of the pattern. Classes: marks, then the words of each set of readings."""
        pattern, lexicon = tag_pattern(self.pattern, self.fine), scope.lexicon
        if scope.style == "zh":
            return self._of_runs(pattern, scope)
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

    def _of_runs(self, pattern: TagPattern, scope: Scope) -> Automaton | None:
        """States of the runs: the sets of states of the pattern that can still be met."""

        def step(states: frozenset[int]) -> dict[str, frozenset[int]]:
            led: dict[frozenset[tuple[str, ...]], frozenset[int]] = {}
            found = {}
            for word in chinese_table():
                ways = readings(word, self.least, self.fine, "zh")
                if ways not in led:
                    led[ways] = pattern.after(states, ways) & pattern.living
                if led[ways]:
                    found[word] = led[ways]
            return found

        return of_runs(frozenset((pattern.machine.start,)), step, pattern.accepts, scope)
