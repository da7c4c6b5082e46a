"""Which characters one position of a pattern matches, under the flags that hold there."""

from __future__ import annotations

import re
import string
from re import _constants as sre
from typing import Any


class PatternError(ValueError):
    """A pattern that is no regular expression here; `position` is where, in characters from its first."""

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


def inside(flags: int, group: Any) -> int:
    """The flags inside a group `(…)`, `(?i:…)`, `(?-i:…)` as the parser gives it, where `flags` hold around it."""
    _, added, removed, _ = group
    kept = flags & ~re.ASCII if added & re.UNICODE else flags
    return int((kept | added) & ~removed)


def matched(operator: Any, argument: Any, letters: tuple[str, ...], flags: int) -> frozenset[str]:
    """The letters that one position matches."""
    if operator is sre.ANY:
        return frozenset(letters) - (frozenset() if flags & re.DOTALL else frozenset("\n"))
    if operator is sre.NOT_LITERAL:
        return frozenset(letters) - matched(sre.LITERAL, argument, letters, flags)
    if operator is sre.IN and argument and argument[0][0] is sre.NEGATE:
        return frozenset(letters) - matched(sre.IN, argument[1:], letters, flags)
    return frozenset(c for c in letters if any(_one(operator, argument, form, flags) for form in cases(c, flags)))


def cases(character: str, flags: int) -> tuple[str, ...]:
    """The ways to write a character that the flags do not tell apart."""
    if not flags & re.IGNORECASE or (flags & re.ASCII and not character.isascii()):
        return (character,)
    return (character, character.lower(), character.upper())


def _one(operator: Any, argument: Any, character: str, flags: int) -> bool:
    if operator is sre.LITERAL:
        return ord(character) == argument if len(character) == 1 else False
    if operator is sre.RANGE:
        return len(character) == 1 and argument[0] <= ord(character) <= argument[1]
    if operator is sre.CATEGORY:
        return _category(argument, character, flags)
    if operator is sre.IN:
        return any(_one(member, value, character, flags) for member, value in argument)
    raise PatternError("this part of the pattern is not available")


_DIGIT = (sre.CATEGORY_DIGIT, sre.CATEGORY_NOT_DIGIT)
_SPACE = (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_SPACE)
_WORD = (sre.CATEGORY_WORD, sre.CATEGORY_NOT_WORD)


def _category(category: Any, character: str, flags: int) -> bool:
    """Whether a character is in the class: of Unicode, unless the flags say ASCII."""
    if category in _DIGIT:
        found = character.isdecimal()
    elif category in _SPACE:
        found = character in string.whitespace if flags & re.ASCII else character.isspace()
    elif category in _WORD:
        found = character.isalnum() or character == "_"
    else:
        raise PatternError("this kind of character class is not available")
    found = found and (not flags & re.ASCII or character.isascii())
    return found is (category in (_DIGIT[0], _SPACE[0], _WORD[0]))
