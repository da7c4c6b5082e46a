"""Texts for people: made in English, with what they were made from, so that they can be said in another language.

A template holds `$names`. One that stands between backquotes is code and goes in as it is; any other is a phrase and is
said in the language of the text around it. Phrases that were put together as plain strings (a list of names, an error
of the engine) are found in the table of phrases by their shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ..grammar.catalogue import messages, phrases

_NAME = re.compile(r"\$(\w+)", re.ASCII)  # Chinese may follow at once
_CODE = re.compile(r"(`[^`]*`)")
_GAPS = {  # what the gap of a phrase may hold, where that is not anything
    **dict.fromkeys(("number", "count", "least", "most", "seconds"), r"[-+.,\de]+"),
    "code": r"[A-Z]\d{3}",
    "string": '[^"]*',
    "called": r"\w+\(.*?\)|[^\s`]+",
}
_HAN = re.compile("[\u4e00-\u9fff]")
_BESIDE = re.compile("(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9-])|(?<=[A-Za-z0-9%])(?=[\u4e00-\u9fff])")
_BETWEEN = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_LISTED = re.compile(r"(?:`[^`]*`, )*(?:`[^`]*`|\d+ more|nothing) (?P<joiner>and|or) (?:`[^`]*`|\d+ more)")


class Worded(str):
    """A text in English that keeps its template and values.

    `key` is a code of the catalogue and a part of its message (`text`, `label`, `second`, `help`, or `other.` and the
    name of one of its other helps); without one, the template is looked up among the phrases.
    """

    template: str
    values: Mapping[str, object]
    key: tuple[str, str] | None

    def __new__(cls, template: str, values: Mapping[str, object], key: tuple[str, str] | None = None) -> Worded:
        made = super().__new__(cls, _NAME.sub(lambda found: str(values[found[1]]), template))
        made.template, made.values, made.key = template, MappingProxyType(dict(values)), key
        return made

    def said(self, language: str) -> str:
        """The same in another language; in English where that has no words for it."""
        if self.key is not None:
            found = _part(language, *self.key)
        else:
            found = phrases(language).get(self.template)
        return str(self) if found is None else _filled(found, self.values, language)


def said(text: str, language: str) -> str:
    """A text for people in a language; one that nobody translated stays as it is."""
    if language == "en" or not text:
        return text
    if isinstance(text, Worded):
        return text.said(language)
    known = phrases(language)
    if text in known:
        return known[text]
    if listed := _LISTED.fullmatch(text):
        return _listing(text, listed["joiner"], language)
    for shape, template in _shapes(language):
        if found := shape.fullmatch(text):
            return _filled(template, found.groupdict(), language)
    return text


def part_of(code: str, part: str, language: str = "en") -> str:
    """A template of the catalogue: the text, a label, the help or one of the other helps of a message."""
    found = _part(language, code, part)
    if found is None:
        raise KeyError(f"{code}: {part}")
    return found


def _part(language: str, code: str, part: str) -> str | None:
    message = messages(language).get(code)
    if message is None:
        return None
    whole, _, other = part.partition(".")
    return message.other.get(other) if other else str(getattr(message, whole))


def _filled(template: str, values: Mapping[str, object], language: str) -> str:
    """A template with its values: verbatim inside backquotes, said in the language outside of them."""

    def put(found: re.Match[str]) -> str:
        value = values[found[1]]
        return said(value if isinstance(value, str) else str(value), language)

    pieces = _CODE.split(template)
    for number, piece in enumerate(pieces):
        if piece.startswith("`") and number % 2:
            pieces[number] = _NAME.sub(lambda found: str(values[found[1]]), piece)
        else:
            pieces[number] = _NAME.sub(put, piece)
    return _spaced("".join(pieces)) if language == "zh" else "".join(pieces)


def _spaced(text: str) -> str:
    """Chinese with a space where a character stands beside code, a letter or a digit, and none between characters."""
    pieces = _CODE.split(text)
    for number in range(0, len(pieces), 2):
        piece = _BESIDE.sub(" ", _BETWEEN.sub("", pieces[number]))
        before = " " if number and _HAN.match(piece) else ""
        after = " " if number + 1 < len(pieces) and _HAN.match(piece[-1:]) else ""
        pieces[number] = before + piece + after
    return "".join(pieces)


def _listing(text: str, joiner: str, language: str) -> str:
    """`a`, `b` and `c`, with the marks and the joiner of a language."""
    comma, last = (phrases(language)[f"$a{mark}$b"] for mark in (", ", f" {joiner} "))
    first, final = text.rsplit(f" {joiner} ", 1)
    items = [said(item, language) for item in re.findall(r"`[^`]*`|\d+ more|nothing", first)]
    shown = items[0]
    for item in items[1:]:
        shown = _filled(comma, {"a": shown, "b": item}, "en")
    whole = _filled(last, {"a": shown, "b": said(final, language)}, "en")
    return _spaced(whole) if language == "zh" else whole


@cache
def _shapes(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The phrases with gaps as patterns, those that begin with fixed words and have most of them first."""
    found = []
    for phrase, template in phrases(language).items():
        names = _NAME.findall(phrase)
        if not names or set(names) == {"a", "b"}:  # those of lists
            continue
        shape, code = "", False
        for piece in re.split(r"(\$[A-Za-z_0-9]+|`)", phrase):
            code ^= piece == "`"
            if piece.startswith("$"):
                again = f"(?P<{piece[1:]}>" in shape
                gap = "[^`]*?" if code else _GAPS.get(piece[1:], ".+?")
                shape += f"(?P={piece[1:]})" if again else f"(?P<{piece[1:]}>{gap})"
            else:
                shape += re.escape(piece)
        found.append(((phrase[0] in "$`", -len(_NAME.sub("", phrase))), re.compile(shape, re.DOTALL), template))
    return tuple((shape, template) for _, shape, template in sorted(found, key=lambda one: one[0]))
