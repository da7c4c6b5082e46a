"""What a pattern may hold: Python's `re` without what a regular language has not."""

from __future__ import annotations

import re
import warnings

_ANCHORS = {"^": "`^`", "$": "`$`"}
_ANCHOR_ESCAPES = {"b": "`\\b`", "B": "`\\B`", "A": "`\\A`", "Z": "`\\Z`"}
_GROUPS = {
    "(?=": "look-around `(?=…)`", "(?!": "look-around `(?!…)`", "(?<=": "look-around `(?<=…)`",
    "(?<!": "look-around `(?<!…)`", "(?P=": "the back-reference `(?P=…)`", "(?(": "the condition `(?(…)…)`",
    "(?>": "the atomic group `(?>…)`",
}  # fmt: skip
_VERBOSE = re.compile(r"\(\?[a-z]*x[a-z]*\)")  # flags at the beginning of a pattern
_OCTAL = re.compile(r"\\[0-3][0-7][0-7]")
_COUNT = re.compile(r"\{\d*,?\d*\}\Z")
FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "u": re.UNICODE, "x": re.VERBOSE}


def refused(pattern: str, flags: str = "") -> tuple[int, str] | None:
    """The first place of a pattern that is not allowed, and why; None for a good one."""
    used = re.DOTALL
    for letter in flags:
        used |= FLAGS[letter]
    if found := _irregular(pattern, verbose="x" in flags or _VERBOSE.match(pattern) is not None):
        at, what = found
        return at, f"{what} cannot be used: a pattern always describes the whole text"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re._parser.parse(pattern, used)
    except re.error as error:
        return error.pos or 0, error.msg
    except (RecursionError, OverflowError, ValueError) as error:
        return 0, "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
    return None


def _irregular(pattern: str, verbose: bool) -> tuple[int, str] | None:
    """The first construct that is not regular, with its place."""
    at, inside = 0, False
    while at < len(pattern):
        character, after = pattern[at], pattern[at + 1 : at + 2]
        if character == "\\":
            if not inside and (found := _ANCHOR_ESCAPES.get(after)):
                return at, found
            if not inside and after in "123456789" and after and not _OCTAL.match(pattern, at):
                return at, f"the back-reference `\\{after}`"
            at += 2
            continue
        if inside:
            inside = character != "]"
        elif character == "[":
            inside = True
            at += 1 if after == "^" else 0
            at += 1 if pattern[at + 1 : at + 2] == "]" else 0
        elif verbose and character == "#":
            at = pattern.find("\n", at) if "\n" in pattern[at:] else len(pattern)
        elif character in _ANCHORS:
            return at, _ANCHORS[character]
        elif pattern.startswith("(?#", at):
            at = pattern.find(")", at) if ")" in pattern[at:] else len(pattern)
        elif character == "(":
            if found := next((what for opener, what in _GROUPS.items() if pattern.startswith(opener, at)), None):
                return at, found
        elif after == "+" and (character in "*+?" or (character == "}" and _COUNT.search(pattern, 0, at + 1))):
            return at, f"the possessive `{character}+`"
        at += 1
    return None
