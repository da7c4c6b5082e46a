"""A text of the user's own, cut into what a model learns from: one text a line, units, a lexicon, lines held out."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..language import LanguageError
from ..lexicon import Kind, Lexicon, kind_of
from ..ngram import RESERVED
from ..render import Renderer
from ..views import cut

FEWEST = 20  # texts
WORDS = 50_000  # units of a lexicon at most
LONGEST = 60  # units of a line that is not cut into sentences
HELD_OUT = 20  # one text in so many
MOST_HELD_OUT = 2_000
_FINAL = frozenset(".?!…。？！")
_CLOSING = frozenset("\"'”’)]»」』")


@dataclass(frozen=True)
class OwnText:
    """Texts as the renderer writes them, in the order of the file, with their lexicon (commonest unit first)."""

    lexicon: Lexicon
    trained: tuple[str, ...]
    held_out: tuple[str, ...]
    left_out: int
    """Texts that are too long, or hold a unit that the lexicon has no room for."""
    sha256: str
    """Of the file."""
    source: str
    """The file's name."""

    @cached_property
    def renderer(self) -> Renderer:
        """What writes the texts, and cuts them into units again."""
        return Renderer(self.lexicon)

    def units(self, text: str) -> list[str]:
        """The units of one of the texts."""
        found = self.renderer.segment(text)
        assert found is not None
        return [self.lexicon.units[unit] for unit in found]


def read_own(path: Path, style: str) -> OwnText:
    """The texts of a file, one a line; a line of more than LONGEST units is cut into its sentences.

    One distinct text in HELD_OUT is held out, chosen by a hash, so that copies of a line never stand on both sides.
    Raises LanguageError where the file holds too little or is no text, OSError where it cannot be read.
    """
    content = path.read_bytes()
    lines = _lines(path, content)
    plain = Renderer(Lexicon((), style))
    texts = [sentence for line in lines for sentence in _sentences(cut(line, plain))]
    if not texts:
        raise LanguageError(f"{path}: holds no text to learn from")
    texts = _first_words(texts) if style == "en" else texts
    counts = Counter(unit for units in texts for unit in units if unit not in RESERVED)
    order = sorted(counts, key=lambda unit: (-counts[unit], unit))[:WORDS]
    lexicon = Lexicon(tuple(order), style)
    strings, left_out = _written(texts, Renderer(lexicon))
    if len(set(strings)) < FEWEST:
        what = f"{len(set(strings))} different lines that fit, and a model needs {FEWEST} at least"
        raise LanguageError(f"{path}: too little to learn from: {what}")
    apart = _held_out(strings)
    trained = tuple(string for string in strings if string not in apart)
    return OwnText(lexicon, trained, tuple(sorted(apart)), left_out, hashlib.sha256(content).hexdigest(), path.name)


def _lines(path: Path, content: bytes) -> list[str]:
    """The file's lines without those that are blank."""
    try:
        string = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LanguageError(f"{path}: line {line} is not UTF-8 text; save the file as UTF-8") from None
    if "\0" in string:
        raise LanguageError(f"{path}: is not a text file: it holds binary data")
    lines = (line.strip() for line in unicodedata.normalize("NFC", string).splitlines())
    return [line for line in lines if line]


def _sentences(units: tuple[str, ...]) -> list[list[str]]:
    """The line as one text, or where it is long, its sentences with the quotation marks and brackets behind them."""
    if len(units) <= LONGEST:
        return [list(units)] if units else []
    found: list[list[str]] = [[]]
    for at, unit in enumerate(units):
        following = units[at + 1] if at + 1 < len(units) else ""
        found[-1].append(unit)
        ended = unit in _FINAL or (unit in _CLOSING and at > 0 and units[at - 1] in _FINAL)
        if ended and following not in _CLOSING and following not in _FINAL:
            found.append([])
    return [sentence for sentence in found if sentence]


def _first_words(texts: list[list[str]]) -> list[list[str]]:
    """The texts with their first words as they are spelled inside of texts.

    The renderer sets a capital at the start, so a first word goes back to lower case unless the capital is its own:
    unless the texts have it elsewhere with the capital, and not more often without.
    """
    firsts = [next((at for at, unit in enumerate(units) if kind_of(unit) is Kind.WORD), 0) for units in texts]
    inner = Counter(unit for first, units in zip(firsts, texts, strict=True) for unit in units[first + 1 :])
    found = []
    for first, units in zip(firsts, texts, strict=True):
        word = units[first]
        lower = word[0].lower() + word[1:]
        own = inner[word] > inner[lower] or (len(word) > 1 and word.isupper())
        found.append(units if own else [*units[:first], lower, *units[first + 1 :]])
    return found


def _written(texts: list[list[str]], renderer: Renderer) -> tuple[list[str], int]:
    """The texts as strings that give their units back, and how many cannot be written so."""
    index, found = renderer.lexicon.index, []
    for units in texts:
        if len(units) <= LONGEST and all(unit in index for unit in units):
            string = renderer.render([index[unit] for unit in units])
            if renderer.segment(string) is not None:
                found.append(string)
    return found, len(texts) - len(found)


def _held_out(strings: list[str]) -> set[str]:
    """One distinct text in HELD_OUT, the first in the order of their hashes, letters in lower case."""
    distinct = sorted(set(strings), key=lambda string: hashlib.sha256(string.lower().encode()).digest())
    return set(distinct[: min(max(len(distinct) // HELD_OUT, 1), MOST_HELD_OUT)])
