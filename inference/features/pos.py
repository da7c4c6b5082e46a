"""The parts of speech of the words of a text: `require pos(s.adj) == "ADJ"`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..feature import Feature, Textlike
from ..formula import Value
from ..scope import Scope
from ..signature import Flag
from ..tagging import tag_of
from ..wording import words_of


@dataclass(frozen=True)
class PartOfSpeech(Feature, name="pos", result="string"):
    """`pos(s)` is the likeliest part of speech of each word by itself, with spaces between: `"DET ADJ NOUN"`.

    English only. Universal tags (ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X), with
    `fine` those of the Penn Treebank; a contraction has several: `don't` AUX+PART. Marks are passed over. The sentence
    around a word is not looked at: `light` is NOUN, its commonest; `pos_pattern` takes every reading. A text with a
    word that the table lacks, a Chinese one for instance, has none: `pos(s) == …` is false of it. Compared with a
    string, it holds by construction. Source: spaCy's en_core_web_sm on the corpus of the embedded model, by word.
    Range: a string of tags, empty for a text without words.
    Examples: `require pos(poem.a) == "DET ADJ NOUN"`, `require all(pos(w) != "PROPN" for w in s.words)`,
    `require count(pos(w, fine) == "VBD" for w in s.words) >= 1`.
    """

    text: Textlike
    fine: Flag = False
    script = "en"

    def measure(self) -> str | None:
        found = [tag_of(word, self.fine) for word in words_of(self.text)]
        return " ".join(tag for tag in found if tag) if all(found) else None

    def compared(self, op: str, target: Value, scope: Scope) -> Automaton | None:
        """States: how many of the tags have been read, then: another tag was, then: a word without one was."""
        if not isinstance(target, str) or op not in ("==", "!="):
            return None
        goal = target.split(" ") if target else []
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
