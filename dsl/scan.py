"""A first, forgiving look at the text of a program: words, marks, comments, and everything wrong with its characters.

The parser reads the text that comes out of here. It has the same length as the source, and each broken piece (a
full-width comma, a string that never ends) is replaced by something harmless, so that one slip gives one message.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from ..grammar.words import CONSTANTS, FULL_WIDTH, RESERVED
from . import slips
from .diagnostics import Diagnostic
from .source import Source, Span
from .syntax import Comment

DEEPEST = 100  # brackets inside each other; more are refused before anything walks the tree

_QUOTES = "".join(chr(found) for found, plain in FULL_WIDTH.items() if plain == ord('"'))
_PIECE = re.compile(
    rf"""
      (?P<space>[ \t\f\r\n]+)
    | (?P<comment>\#[^\n]*)
    | (?P<long>\"\"\"(?s:.*?)\"\"\")
    | (?P<open_long>\"\"\"(?s:.*))
    | (?P<string>"(?:\\.|[^"\\\n])*")
    | (?P<open_string>"[^\n]*)
    | (?P<word>[^\W\d]\w*)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:%|e[+-]?[0-9]+)?)
    | (?P<curly>[{_QUOTES}][^"\n{_QUOTES}]*["{_QUOTES}])
    | (?P<apostrophes>'[^'"\n]*')
    | (?P<wide>[{re.escape("".join(map(chr, FULL_WIDTH)))}])
    | (?P<mark>\.\.|->|[=!<>]=|[][(){{}}=<>.,:;~+*%-])
    | (?P<slash>/)
    | (?P<odd>.)
    """,
    re.VERBOSE,
)
_PATTERN = re.compile(r"/(?:\\.|[^/\\\n])+/[imux]*")
_REST = re.compile(r"[^\n]*")
_CLOSERS = {")": "(", "]": "[", "}": "{"}


class Token(NamedTuple):
    """A piece of the program; `kind` is word, number, string, pattern, mark or end."""

    kind: str
    text: str
    start: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.start + len(self.text))


@dataclass(frozen=True)
class Scan:
    """What one look gives: the text to parse, the tokens, the comments, and the mistakes."""

    text: str
    tokens: tuple[Token, ...]
    comments: tuple[Comment, ...]
    mistakes: tuple[Diagnostic, ...]
    broken: tuple[Span, ...]  # pieces replaced by a stand-in, where a second message would only confuse
    too_deep: bool

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins."""
        return [token.start for token in self.tokens]

    def token(self, offset: int) -> int:
        """Index of the token at an offset, or of the first one after it."""
        at = min(bisect_left(self.starts, offset), len(self.tokens) - 1)
        return at - 1 if at and self.tokens[at - 1].span.stop > offset else at


def scan(source: Source) -> Scan:
    """Split a source into tokens and comments, noting what is wrong with its characters."""
    return _Scanner(source).run()


class _Scanner:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens: list[Token] = []
        self.comments: list[Comment] = []
        self.mistakes: list[Diagnostic] = []
        self.wide: list[tuple[Span, str, str]] = []
        self.edits: list[tuple[int, str]] = []
        self.broken: list[Span] = []

    def run(self) -> Scan:
        text = self.source.text
        at, depth, too_deep = 0, 0, False
        while at < len(text):
            match = _PIECE.match(text, at)
            assert match is not None and match.lastgroup is not None  # `odd` takes any character left over
            at = self.take(match.lastgroup, match[0], at)
            last = self.tokens[-1].text if self.tokens else ""
            if match.lastgroup == "mark" and last in "([{":
                depth += 1
                if depth > DEEPEST and not too_deep:
                    too_deep = True
                    self.mistakes.append(slips.too_deep(self.tokens[-1].span, DEEPEST))
            elif match.lastgroup == "mark" and last in _CLOSERS:
                depth -= 1
        self.tokens.append(Token("end", "", len(text)))
        self.mistakes += self.wide_mistakes()
        tokens, comments = tuple(self.tokens), tuple(self.comments)
        return Scan(self.repaired(), tokens, comments, tuple(self.mistakes), tuple(self.broken), too_deep)

    def take(self, kind: str, piece: str, at: int) -> int:
        """Note one piece; gives the offset behind it."""
        stop = at + len(piece)
        if kind == "comment":
            self.comments.append(Comment(piece.rstrip(), span=Span(at, at + len(piece.rstrip()))))
        elif kind in ("word", "number", "mark"):
            self.tokens.append(Token(kind, piece, at))
        elif kind in ("string", "long"):
            self.tokens.append(Token("string", piece, at))
        elif kind == "slash":
            return self.slash(at)
        elif kind == "open_string":
            self.stand_in(slips.unclosed_string(Span(at, at + 1)), at, stop)
        elif kind == "open_long":
            self.stand_in(slips.unclosed_long_string(Span(at, at + 3)), at, stop)
        elif kind in ("curly", "wide", "apostrophes"):
            self.replaceable(kind, piece, at)
        elif kind == "odd":
            stop = self.odd(piece, at)
        return stop

    def slash(self, at: int) -> int:
        """A pattern where a value can begin, else a division."""
        if self.after_value():
            self.tokens.append(Token("mark", "/", at))
            return at + 1
        if pattern := _PATTERN.match(self.source.text, at):
            self.tokens.append(Token("pattern", pattern[0], at))
            return pattern.end()
        rest = _REST.match(self.source.text, at)
        assert rest is not None
        self.stand_in(slips.unclosed_pattern(Span(at, at + 1), rest[0]), at, rest.end())
        return rest.end()

    def after_value(self) -> bool:
        if not self.tokens:
            return False
        last = self.tokens[-1]
        if last.kind == "word":
            return last.text not in RESERVED or last.text in CONSTANTS
        return last.kind != "mark" or last.text in (")", "]")

    def replaceable(self, kind: str, piece: str, at: int) -> None:
        """Marks that have a plain twin: a wide one alone, or the two ends of a string in other quotation marks."""
        ends = (at,) if kind == "wide" else (at, at + len(piece) - 1)
        for end in ends:
            found = self.source.text[end]
            plain = '"' if kind != "wide" else found.translate(FULL_WIDTH)
            self.edits.append((end, plain))
            if kind != "apostrophes" and found != plain:
                self.wide.append((Span(end, end + 1), found, plain))
        if kind == "apostrophes":
            self.mistakes.append(slips.odd_character(Span(at, at + 1), "'"))
        if kind == "wide":
            plain = piece.translate(FULL_WIDTH)
            if plain != " ":
                self.tokens.append(Token("number" if plain.isdigit() else "mark", plain, at))
        else:
            self.tokens.append(Token("string", f'"{piece[1:-1]}"', at))

    def odd(self, piece: str, at: int) -> int:
        """A character of no use; a run of the same one is one mistake."""
        stop = at + 1
        while self.source.text.startswith(piece, stop):
            stop += 1
        self.mistakes.append(slips.odd_character(Span(at, stop), piece))
        self.broken.append(Span(at, stop))
        self.edits.append((at, " " * (stop - at)))
        return stop

    def stand_in(self, mistake: Diagnostic, start: int, stop: int) -> None:
        """Note a piece that never ends, and put an empty string, or 0 where that is too long, in its place."""
        stand_in = '""' if stop - start > 1 else "0"
        self.mistakes.append(mistake)
        self.broken.append(Span(start, stop))
        blank = re.sub(r"[^\n]", " ", self.source.text[start + len(stand_in) : stop])
        self.edits.append((start, stand_in + blank))
        self.tokens.append(Token("string", stand_in, start))

    def wide_mistakes(self) -> Iterator[Diagnostic]:
        """One mistake for each line with full-width punctuation."""
        for _, places in groupby(self.wide, lambda place: self.source.position(place[0].start).line):
            yield slips.full_width(places)

    def repaired(self) -> str:
        if not self.edits:
            return self.source.text
        parts, at = [], 0
        for start, text in sorted(self.edits):
            parts += [self.source.text[at:start], text]
            at = start + len(text)
        return "".join((*parts, self.source.text[at:]))
