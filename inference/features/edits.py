"""How many changes make one text another: `edits(s, "the old sign") <= 2`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..automaton import Automaton
from ..edits import MOST, Edits
from ..feature import Feature, Textlike
from ..formula import Value
from ..interpret import OPERATORS, edits
from ..patterns import CharacterAutomaton
from ..scope import Scope
from ..signature import Unit
from ..views import pieces

_LONGEST = 40  # words or characters of a text whose neighbourhood becomes an automaton


@dataclass(frozen=True)
class EditDistance(Feature, name="edits", result="int"):
    """`edits(s, "the old sign")` is the fewest words to put in, take out or replace until one text is the other.

    Marks do not count. In `zh` and `letters`, characters; `unit="char"` counts every character as written, capitals and
    marks too, and so does a single word as an item of `s.words`. Compared with a number below 10, and one side a string
    of at most 40 words or characters, it holds by construction where the automaton stays small: few edits of a short
    string. Range: 0 and up. Source: Levenshtein 1966.
    Examples: `require edits(s, "no dogs on the grass") in 1..2`, `forbid edits(诗, "春眠不觉晓") <= 2`,
    `require all(edits(w, "lamp") >= 2 for w in s.words)`.
    """

    text: Textlike
    other: Textlike
    unit: Unit = "word"

    def measure(self) -> int:
        texts = (self.text, self.other)
        if self._in_characters or any(text.style == "letters" and text.renderer is None for text in texts):
            return edits(self.text.string, self.other.string)
        return edits(self.text.words, self.other.words)

    @property
    def _in_characters(self) -> bool:
        return self.unit.removesuffix("s") == "char"

    def objection(self) -> tuple[str, str, str] | None:
        if self.unit.removesuffix("s") in ("word", "char"):
            return None
        return "`unit` of `edits`", f'"{self.unit}"', '"word" or "char"'

    def compared(self, op: str, target: Value, scope: Scope) -> Automaton | None:
        goal = next((side for side in (self.text, self.other) if isinstance(side, str)), None)
        if goal is None or not isinstance(target, int | float) or target >= MOST:
            return None
        if self._in_characters:
            return self._over_characters(op, target, goal, scope)
        lexicon = scope.lexicon
        words = [unit for unit in pieces(goal, scope.renderer) if _is_word(unit)]
        class_of = np.where(lexicon.is_word, 1, 0).astype(np.int64)
        walk = _graded(tuple(words), dict(lexicon.index), class_of, int(target) + 1)
        return None if walk is None else walk.with_final(_earned(walk, op, target))

    def _over_characters(self, op: str, target: float, goal: str, scope: Scope) -> Automaton | None:
        """The same over the characters of the written text."""
        alphabet = ("", *scope.alphabet)  # the first stands for what no unit holds
        index = {character: at for at, character in enumerate(alphabet)}
        walk = _graded(tuple(goal), index, np.ones(len(alphabet), np.int64), int(target) + 1)
        if walk is None:
            return None
        column = {character: int(walk.class_of[at]) for character, at in index.items() if character}
        return scope.written(CharacterAutomaton(walk.next, np.isfinite(_earned(walk, op, target)), column, walk.start))


def _is_word(unit: str) -> bool:
    return any(map(str.isalnum, unit))


def _earned(walk: Automaton, op: str, target: float) -> np.ndarray:
    return np.array([0.0 if OPERATORS[op](number, target) else -np.inf for number in walk.final])


def _graded(goal: tuple[str, ...], index: dict[str, int], class_of: np.ndarray, most: int) -> Automaton | None:
    """All texts, each ending with its distance to the goal, at most `most`.

    Class 0 of `class_of` changes nothing, 1 is all else.
    """
    if len(goal) > _LONGEST:
        return None
    distinct = sorted({index[symbol] for symbol in goal if symbol in index})
    class_of = class_of.copy()
    class_of[distinct] = 2 + np.arange(len(distinct))
    sink = len(goal) + 1
    table = np.full((sink + 1, 2 + len(distinct)), sink, np.int64)
    table[:, 0] = np.arange(sink + 1)
    foreign = 2 + len(distinct)  # a column that no unit is in, for words of the goal that the lexicon lacks
    table = np.hstack([table, np.full((sink + 1, 1), sink, np.int64)])
    for place, symbol in enumerate(goal):
        table[place, class_of[index[symbol]] if symbol in index else foreign] = place + 1
    final = np.where(np.arange(sink + 1) == len(goal), 0.0, -np.inf)
    return Edits(Automaton(table, class_of, final), max(most, 1)).graded()
