"""Quoted strings and templates: escapes, braces and holes, each character with the place it came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ..grammar.words import CONSTANTS, RESERVED
from . import slips
from .diagnostics import Diagnostic
from .source import Span
from .syntax import Fixed, Hole, Template

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\n])")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "/": "/"}

HoleReader: TypeAlias = "Callable[[Placed], Hole | None]"


@dataclass(frozen=True)
class Placed:
    """Text taken out of a source, with the offset of each character and of its end."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, stop: int) -> Span:
        """The place in the source of a part of the text."""
        first = self.offsets[min(start, len(self.text))]
        return Span(first, max(self.offsets[min(max(stop - 1, start), len(self.text))] + 1, first))


def read_string(token: str, start: int, mistakes: list[Diagnostic]) -> str:
    """The value of a string as written in the source, quotation marks included."""
    if token.startswith('"""'):
        return token[3:-3].replace("\r\n", "\n")
    if "\\" not in token:
        return token[1:-1]
    parts, at = [], 1
    while at < len(token) - 1:
        character, length = _character(token, at, start, mistakes)
        parts.append(character)
        at += length
    return "".join(parts)


def read_template(token: str, start: int, read_hole: HoleReader, mistakes: list[Diagnostic]) -> Template:
    """The pieces of a template. `read_hole` parses what stands between braces and reports its own mistakes."""
    long = token.startswith('"""')
    at, end = (3, len(token) - 3) if long else (1, len(token) - 1)
    pieces: list[Fixed | Hole] = []
    fixed: list[str] = []
    fixed_start = at

    def finish(stop: int) -> None:
        if fixed:
            pieces.append(Fixed("".join(fixed), span=Span(start + fixed_start, start + stop)))
            fixed.clear()

    while at < end:
        character, length = token[at], 1
        if character in "{}" and token.startswith(character, at + 1, end):
            length = 2
        elif character == "{":
            finish(at)
            stop = _hole_end(token, at + 1, end, long)
            if stop is None:
                mistakes.append(slips.unclosed_hole(Span(start + at, start + at + 1)))
                break
            hole = read_hole(_inside(token, at + 1, stop, start, long))
            pieces.extend([hole] if hole else [])
            at = fixed_start = stop + 1
            continue
        elif character == "}":
            mistakes.append(slips.stray_hole_end(Span(start + at, start + at + 1)))
        elif character == "\\" and not long:
            character, length = _character(token, at, start, mistakes)
        elif long and token.startswith("\r\n", at):
            character, length = "\n", 2
        if not fixed:
            fixed_start = at
        fixed.append(character)
        at += length
    finish(end)
    return Template(tuple(pieces), long=long, span=Span(start, start + len(token)))


def escaped(text: str) -> str:
    """A template's own text as it stands between quotation marks. A hole keeps its backslashes, as it does there."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        stop = at + 2 if text.startswith(("{{", "}}"), at) else at + 1
        part = text[at:stop].translate(_ESCAPES)
        if part == "{" and (end := _hole_end(text, stop, len(text), long=True)) is not None:
            stop = end + 1
            part = re.sub(r'(\\[^"])|\\?"', lambda match: match[1] or '\\"', text[at:stop])
        parts.append(part)
        at = stop
    return "".join(parts)


def _character(token: str, at: int, start: int, mistakes: list[Diagnostic]) -> tuple[str, int]:
    """The character at a place of a quoted string, and how many it is written with."""
    if token[at] != "\\":
        return token[at], 1
    match = _ESCAPE.match(token, at)
    assert match is not None  # a string never ends in a lone backslash
    escape = match[0]
    if len(escape) > 2 and (code := int(escape[2:], 16)) <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
        return chr(code), len(escape)
    if len(escape) == 2 and escape[1] in _LETTERS:
        return _LETTERS[escape[1]], 2
    mistakes.append(slips.unknown_escape(Span(start + at, start + at + len(escape)), escape))
    return escape[1:], len(escape)


def _hole_end(token: str, at: int, end: int, long: bool) -> int | None:
    """Where the brace that closes a hole stands; braces in pairs, in strings and in patterns do not count."""
    quote = '"' if long else '\\"'
    depth, before = 1, ":"
    while at < end:
        step = 1
        if token.startswith(quote, at):
            close = token.find(quote, at + len(quote), end)
            step = (close if close >= 0 else end) + len(quote) - at
        elif token[at] == "/" and _pattern_may_begin(before):
            match = re.compile(r"/(?:\\.|[^/\\\n])+/").match(token, at, end)
            step = match.end() - at if match else 1
        elif token[at] == "\\":
            step = 2
        elif token[at] == "{":
            depth += 1
        elif token[at] == "}":
            depth -= 1
            if depth == 0:
                return at
        before = (before + token[at : at + step])[-40:]
        at += step
    return None


def _pattern_may_begin(before: str) -> bool:
    """Whether a slash after this text begins a pattern rather than divides."""
    word = re.search(r"(\w+)\s*$", before)
    if word:
        return word[1] in RESERVED and word[1] not in CONSTANTS
    return not before.rstrip().endswith((")", "]", '"', "%"))


def _inside(token: str, at: int, stop: int, start: int, long: bool) -> Placed:
    """What stands between the braces of a hole. In a short string its quotation marks are written with a backslash."""
    characters, offsets = [], []
    while at < stop:
        offsets.append(start + at)
        if not long and token.startswith('\\"', at):
            characters.append('"')
            at += 2
        elif token[at] == "\\" and at + 1 < stop:
            characters += [token[at], token[at + 1]]
            offsets.append(start + at + 1)
            at += 2
        else:
            characters.append(token[at])
            at += 1
    return Placed("".join(characters), (*offsets, start + stop))
