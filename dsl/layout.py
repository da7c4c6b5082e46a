"""Fits pieces of a statement into lines: a small version of Wadler's pretty printer.

A document is a string, a `Line` (a space, or nothing, that may become a line break), a `Group` whose lines break all
together or not at all, a `Nest` that indents the breaks inside it, or a tuple of documents one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from .diagnostics import width


@dataclass(frozen=True, slots=True)
class Line:
    """A place to break; `flat` stands there when nothing breaks."""

    flat: str = " "


@dataclass(frozen=True, slots=True)
class Group:
    """Breaks as a whole, where it does not fit into the rest of the line."""

    content: Doc


@dataclass(frozen=True, slots=True)
class Nest:
    """Indents the breaks of its content by two more columns."""

    content: Doc


Doc: TypeAlias = "str | Line | Group | Nest | tuple[Doc, ...]"


def fill(items: Iterable[Doc], separator: str = ",") -> Doc:
    """Items with a separator, as many on each line as fit."""
    first, *rest = items
    return (first, *((separator, Group((Line(), item))) for item in rest))


def lay_out(doc: Doc, columns: int, indent: int = 0) -> str:
    """The text of a document, broken so that lines stay within so many columns where that can be done."""
    parts: list[str] = []
    column = indent
    waiting: list[tuple[int, bool, Doc]] = [(indent, True, doc)]
    while waiting:
        depth, breaks, piece = waiting.pop()
        if isinstance(piece, str):
            parts.append(piece)
            column = column + width(piece) if "\n" not in piece else width(piece[piece.rindex("\n") + 1 :])
        elif isinstance(piece, tuple):
            waiting.extend((depth, breaks, part) for part in reversed(piece))
        elif isinstance(piece, Nest):
            waiting.append((depth + 2, breaks, piece.content))
        elif isinstance(piece, Group):
            flat = _fits(columns - column, piece.content, waiting)
            waiting.append((depth, not flat, piece.content))
        elif breaks:
            parts.append("\n" + " " * depth)
            column = depth
        else:
            parts.append(piece.flat)
            column += width(piece.flat)
    return "".join(parts)


def _fits(room: int, content: Doc, after: list[tuple[int, bool, Doc]]) -> bool:
    """Whether a document laid out flat, and what follows up to the next possible break, fits into the room."""
    waiting: list[tuple[bool, Doc]] = [(False, content)]
    rest = len(after)
    while room >= 0:
        if not waiting:
            if rest == 0:
                return True
            rest -= 1
            waiting.append(after[rest][1:])
            continue
        breaks, piece = waiting.pop()
        if isinstance(piece, str):
            room -= width(piece)
        elif isinstance(piece, tuple):
            waiting.extend((breaks, part) for part in reversed(piece))
        elif isinstance(piece, Nest | Group):
            waiting.append((breaks, piece.content))
        elif breaks:
            return True
        else:
            room -= width(piece.flat)
    return False
