"""Units to a string and back: one pure function a style, with the small context that a unit's form depends on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .lexicon import Kind, Lexicon, spelled


class Context(NamedTuple):
    """What stands to the left, as far as it matters to the form of the next unit."""

    capital: bool  # no letter has been written yet (en)
    glue: bool  # nothing is set between this and the next unit
    inside: bool  # within a pair of quotation marks
    spelled: bool = False  # behind a spelled character, or where a spelled hole begins


START = Context(capital=True, glue=True, inside=False)
MIDDLE = Context(capital=False, glue=True, inside=False)  # the start of a hole or phrase inside a text


class Renderer:
    """Rendering of one lexicon: spaces, capitals and line breaks by its style.

    en: words apart by one space, marks against their left neighbour, brackets and quotation marks against what they
    hold, a capital on the first letter. words: single spaces. zh, letters: joined without anything between. Spelled
    characters stand against one another, as they are.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.style = lexicon.style
        self.longest_unit = max((len(unit) for unit in lexicon.units), default=0)
        self._forms: dict[Context, tuple[list[str], list[Context]]] = {}

    def form(self, context: Context, unit: int) -> tuple[str, Context]:
        """The characters that the unit adds after `context`, and the context that it leaves."""
        text = self.lexicon.units[unit]
        if self.style in ("zh", "letters", "tokens"):
            return text, context
        kind = Kind(int(self.lexicon.kinds[unit]))
        if kind is Kind.SPELLED:
            joined = context.glue or context.spelled
            return text[1:] if joined else " " + text[1:], Context(False, False, context.inside, True)
        if self.style == "words":
            return (text if context.glue else " " + text), Context(False, False, False)
        return self._english(context, text, kind)

    @staticmethod
    def _english(context: Context, text: str, kind: Kind) -> tuple[str, Context]:
        capital, glue, inside, _ = context
        space = "" if glue else " "
        if kind is Kind.WORD:
            written = text[0].upper() + text[1:] if capital else text
            return space + written, Context(False, False, inside)
        if kind is Kind.BREAK:
            return text, Context(capital, True, inside)
        if kind is Kind.OPEN or (kind is Kind.QUOTE and not inside):
            return space + text, Context(capital, True, inside or kind is Kind.QUOTE)
        if kind is Kind.SIGN:
            return space + text, Context(capital, False, inside)
        return text, Context(capital, False, inside and kind is not Kind.QUOTE)

    def render(self, units: Sequence[int], context: Context = START) -> str:
        """The string of a text."""
        pieces = []
        for unit in units:
            piece, context = self.form(context, int(unit))
            pieces.append(piece)
        return "".join(pieces)

    def context_after(self, units: Sequence[int], context: Context = START) -> Context:
        """The context that a text leaves."""
        for unit in units:
            _, context = self.form(context, int(unit))
        return context

    def segment(self, string: str, context: Context = START) -> tuple[int, ...] | None:
        """The units of a string by longest match, or None where a piece is no unit of the lexicon.

        Where a capital is due, the lower-case unit wins over its capitalised twin. `render(segment(s)) == s`. From a
        context that is spelled, the string is read character by character.
        """
        found: list[int] = []
        at = 0
        while at < len(string):
            unit = self.longest_at(string, at, context)
            if unit is None:
                return None
            piece, context = self.form(context, unit)
            found.append(unit)
            at += len(piece)
        return tuple(found)

    def longest_at(self, string: str, at: int, context: Context) -> int | None:
        """The longest unit that is written at a place of a string; a spelled character where the context is spelled."""
        index = self.lexicon.index
        if context.spelled:
            return index.get(spelled(string[at]))
        spaced = self.style in ("en", "words") and not context.glue
        start = at + 1 if spaced and string.startswith(" ", at) else at
        for length in range(min(self.longest_unit, len(string) - start), 0, -1):
            piece = string[start : start + length]
            twins = (piece[0].lower() + piece[1:], piece) if context.capital else (piece,)
            for twin in twins:
                unit = index.get(twin)
                if unit is not None and string.startswith(self.form(context, unit)[0], at):
                    return unit
        return None

    def admissible(self, units: Sequence[int], context: Context = START) -> bool:
        """Whether the string of a text gives the text back."""
        return self.segment(self.render(units, context), context) == tuple(int(unit) for unit in units)

    def contexts(self, start: Context = START) -> tuple[Context, ...]:
        """The contexts reachable from `start`, itself first."""
        one_of_each = np.unique(self.lexicon.kinds, return_index=True)[1].tolist()
        found, todo = [start], [start]
        while todo:
            context = todo.pop()
            for unit in one_of_each:
                after = self.form(context, unit)[1]
                if after not in found:
                    found.append(after)
                    todo.append(after)
        return tuple(found)

    def forms(self, context: Context) -> tuple[list[str], list[Context]]:
        """The form of every unit in one context, and the context after it."""
        if context not in self._forms:
            self._forms[context] = self._all_forms(context)
        return self._forms[context]

    def _all_forms(self, context: Context) -> tuple[list[str], list[Context]]:
        """All units as if they were words, then the few that are not one by one: lexicons are long."""
        units = self.lexicon.units
        if self.style != "en":
            pairs = [self.form(context, unit) for unit in range(len(units))]
            return [form for form, _ in pairs], [after for _, after in pairs]
        forms = [unit[:1].upper() + unit[1:] for unit in units] if context.capital else list(units)
        if not context.glue:
            forms = [" " + form for form in forms]
        afters = [Context(False, False, context.inside)] * len(units)
        for unit in np.flatnonzero(self.lexicon.kinds != Kind.WORD).tolist():
            forms[unit], afters[unit] = self.form(context, unit)
        return forms, afters

    def lengths(self, context: Context) -> NDArray[np.int64]:
        """How many characters each unit adds in one context. [units]"""
        return np.fromiter((len(form) for form in self.forms(context)[0]), np.int64, len(self.lexicon))


def fold(string: str, lexicon: Lexicon) -> str:
    """A word as the lexicon spells it: itself if it is a unit, else its lower-case twin if that is one, else itself."""
    if string in lexicon or lexicon.style != "en" or not string:
        return string
    lower = string[0].lower() + string[1:]
    return lower if lower in lexicon else string
