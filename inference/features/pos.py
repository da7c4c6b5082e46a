"""The parts of speech of the words of a text: `require pos(s.adj) == "ADJ"`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..formula import Value
from ..lexicons.chinese_words import table as chinese_table
from ..runs_of_words import of_runs
from ..scope import Scope
from ..signature import Flag
from ..tagging import tag_of, tagged_words


@dataclass(frozen=True)
class PartOfSpeech(Feature, name="pos", result="string"):
    """`pos(s)` is the likeliest part of speech of each word by itself, with spaces between: `"DET ADJ NOUN"`.

    Universal tags (ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X), with `fine` those
    of the Penn Treebank; a contraction has several: `don't` AUX+PART. Marks are passed over. The sentence around a word
    is not looked at: `light` is NOUN, its commonest; `pos_pattern` takes every reading. A text with a word that the
    table lacks has none: `pos(s) == …` is false of it. Compared with a string, it holds by construction.
    Under `zh` nothing is cut into words: the characters between two marks are looked up as one word of up to four, so
    ask it of holes (`{什么:2 chars}`); a whole sentence has none. Names of people are in no table. `fine` gives the
    letters of the People's Daily corpus, as `n`, `v`, `a`, `ns`.
    Sources: spaCy's en_core_web_sm on the corpus of the embedded model, by word; the dictionary of jieba 0.42.1.
    Range: a string of tags, empty for a text without words.
    Examples: `require pos(poem.a) == "DET ADJ NOUN"`, `require all(pos(w) != "PROPN" for w in s.words)`,
    `require count(pos(w, fine) == "VBD" for w in s.words) >= 1`, `require pos(诗) in ["NOUN", "VERB"]`.
    """

    text: Textlike
    fine: Flag = False

    def measure(self) -> str | None:
        found = [tag_of(word, self.fine, self.text.style) for word in tagged_words(self.text)]
        return " ".join(tag for tag in found if tag) if all(found) else None

    def compared(self, op: str, target: Value, scope: Scope) -> Automaton | None:
        """States: how many of the tags have been read, then: another tag was, then: a word without one was."""
        if not isinstance(target, str) or op not in ("==", "!="):
            return None
        goal = target.split(" ") if target else []
        if scope.style == "zh":
            return self._of_runs(goal, scope) if op == "==" else None
        known = sorted(set(goal))
        class_of = np.zeros(len(scope.lexicon), np.int64)  # marks, other tags, each tag of the goal, no tag
        for unit in np.flatnonzero(scope.lexicon.is_word):
            tag = tag_of(scope.lexicon.units[unit], self.fine)
            class_of[unit] = 2 + len(known) if tag is None else 2 + known.index(tag) if tag in known else 1
        other, none = len(goal) + 1, len(goal) + 2
        table = np.full((none + 1, 3 + len(known)), other, np.int64)
        table[:, 0] = np.arange(none + 1)
        table[:, -1] = none
        table[none] = none
        for place, tag in enumerate(goal):
            table[place, 2 + known.index(tag)] = place + 1
        states = np.arange(none + 1)
        good = states == len(goal) if op == "==" else (states != len(goal)) & (states != none)
        return Automaton(table, class_of, np.where(good, 0.0, -np.inf))

    def _of_runs(self, goal: list[str], scope: Scope) -> Automaton | None:
        """States of the runs: how many of the tags have been read."""

        def step(read: int) -> dict[str, int]:
            wanted = goal[read] if read < len(goal) else None
            return {word: read + 1 for word, row in chinese_table().items() if next(iter(row[self.fine])) == wanted}

        return of_runs(0, step, lambda read: read == len(goal), scope)
