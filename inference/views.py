"""Texts as features see them: Views made of units, or of strings that a program writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from .feature import View
from .lexicon import Lexicon, kind_of, spelled
from .render import MIDDLE, START, Context, Renderer, fold

_PIECES = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|\S|\n")


def view(units: Sequence[int], renderer: Renderer, context: Context = START) -> View:
    """The View of a text, or of a hole whose left context is given (without the space before it)."""
    names = tuple(renderer.lexicon.units[int(unit)] for unit in units)
    string = renderer.render(units, context)
    words = tuple(unit for unit in names if kind_of(unit) == 0)
    return View(string, names, words, renderer.style, renderer, context)


def reader(renderer: Renderer) -> Callable[[str], View]:
    """Strings to Views in the style of a lexicon; words that it lacks stay as they are written."""

    def read(string: str) -> View:
        units = pieces(string, renderer)
        return View(string, units, tuple(unit for unit in units if kind_of(unit) == 0), renderer.style, renderer)

    return read


def pieces(string: str, renderer: Renderer, start: Context = START) -> tuple[str, ...]:
    """The units of a string as spelled in the lexicon; what it lacks is cut at spaces and punctuation."""
    if start.spelled:
        return tuple(map(spelled, string))
    for context in (start, MIDDLE):
        found = renderer.segment(string, context)
        if found is not None:
            return tuple(renderer.lexicon.units[unit] for unit in found)
    return cut(string, renderer)


@lru_cache(maxsize=10_000)
def phrase(string: str, renderer: Renderer, letters: bool = False) -> tuple[str, ...]:
    """The units of a phrase as it stands inside a text: a capital counts only where the lexicon has none without.

    With `letters`, as it stands inside a spelled hole.
    """
    if letters:
        return tuple(map(spelled, string))
    string = string.strip()
    return pieces(fold(string, renderer.lexicon), renderer, MIDDLE)


def phrase_in(string: str, text: View) -> tuple[str, ...]:
    """The units of a phrase as a text of its lexicon would hold it."""
    return phrase(string, text.renderer or _plain(text.style), text.start.spelled)


def occurrences(units: Sequence[str], phrase: Sequence[str]) -> int:
    """How often a phrase stands in a text, its units in a row."""
    size = len(phrase)
    return sum(tuple(units[at : at + size]) == tuple(phrase) for at in range(len(units) - size + 1)) if size else 0


def same_place(string: str, text: View) -> tuple[str, ...]:
    """The units of a string that is read where a text begins."""
    return pieces(string, text.renderer or _plain(text.style), text.start)


@lru_cache(maxsize=8)
def _plain(style: str) -> Renderer:
    return Renderer(Lexicon((), style))


def cut(string: str, renderer: Renderer) -> tuple[str, ...]:
    """A string cut into what would be units: words and marks, or characters where the style writes none apart."""
    if renderer.style == "en":
        found: list[str] = []
        for piece in _words_of(string, renderer):
            found.append(fold(piece, renderer.lexicon))
        return tuple(found)
    if renderer.style == "words":
        return tuple(string.split())
    return tuple(character for character in string if renderer.style != "zh" or not character.isspace())


def _words_of(string: str, renderer: Renderer) -> list[str]:
    """English pieces; a run without spaces that is a unit as it stands (`Mr.`, `e.g.`) is kept whole."""
    found: list[str] = []
    for run in re.findall(r"[^\s]+|\n", string):
        if run in renderer.lexicon:
            found.append(run)
        else:
            found += _PIECES.findall(run)
    return found
