"""The last word of a text: `last_word(s)`, or `s.last_word`."""

from __future__ import annotations

from dataclasses import dataclass

from ..feature import Feature, Textlike, Word
from ..sound import spoken


@dataclass(frozen=True)
class LastWord(Feature, name="last_word", result="string"):
    """`last_word(s)` is the last word of a text, hole or string, marks left out; also written `s.last_word`.

    Where a script has no words apart, in `zh`, it is the last character that is no mark; a text of `letters` is one
    word. Missing where there is no word: every comparison with it is false. Range: a string, spelled as the lexicon
    has it: "sea" of "The old sea." Source: the units of the program's lexicon.
    Examples: `forbid last_word(poem.a) == last_word(poem.b)`, `require last_word(s) in ["sea", "shore"]`,
    `require tone(last_word(诗)) == "平"`.
    """

    text: Textlike

    def measure(self) -> Word | None:
        words = spoken(self.text)
        return Word(words[-1]) if words else None
