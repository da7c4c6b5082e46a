"""The reference pages of the words inside of statements: joiners, quantifiers and calls over generators."""

from __future__ import annotations

from collections.abc import Mapping

from .item_pages import ITEMS
from .reading import Page
from .statement_pages import STATEMENTS

WORDS: Mapping[str, Page] = {
    "and": Page(
        "words",
        "A and B\nA or B\nnot A\nA implies B",
        "Logic over conditions, in the order in which they bind: `not`, `and`, `or`, `implies`. Parentheses "
        "group. The distance of `A and B` is the sum, of `A or B` the least, of `A implies B` that of `not "
        "A or B`. There are three truth values: of what is unknown neither A nor `not A` holds, and `A or "
        "B` holds where one of the two does.",
        (
            'text s : en ~ ngram()\nrequire s has 4..8 words\nrequire s contains "sea" implies not (s contains "land")',
            "text s : en ~ ngram()\nrequire s has 4..8 words\n"
            'prefer (s contains "tea" or s contains "coffee") and length(s) <= 6',
        ),
        "docs/language.md, section Expressions, Sound",
        also=("or", "not", "implies"),
    ),
    "in": Page(
        "word",
        "VALUE in LIST\nVALUE not in LIST\nNUMBER in LOW..HIGH [UNIT]",
        "Whether a word, hole, character or text is one of a list, or a number within a range, ends "
        "included. In `for` it stands before what is run over.",
        (
            "text s : en ~ ngram()\nrequire s has 4..8 words\n"
            'require s.words(1) in ["he", "she"] and s.words(-1) not in ["it"]',
            "text s : en ~ ngram()\nrequire s has 3..9 words\nrequire syllables(s) in 6..8",
        ),
        "docs/language.md, section Expressions",
    ),
    "of": Page(
        "words",
        "TEXT contains all of LIST\nTEXT contains any of LIST\nTEXT contains none of LIST\n"
        "all(CONDITION for NAME in LIST)\nany(CONDITION for NAME in LIST)\n"
        "none(CONDITION for NAME in LIST)",
        "How many of a list: every one, at least one, not one. Behind `contains` the list is words or "
        "phrases; as a call, what a condition is asked of: a list, or the words or characters of a text. "
        "Distance: `all` and `none` count the failures, `any` is as far off as the nearest.",
        (
            'text s : en ~ ngram()\nrequire s has 5..9 words\nrequire s contains all of ["sea", "ship"]\n'
            'forbid s contains any of ["very", "!"]',
            "text s : en ~ ngram()\nrequire s has 4..8 words\n"
            'require all(length(w, unit="char") <= 6 for w in s.words)\n'
            'require any(w in ["sea", "ship"] for w in s.words)',
        ),
        "docs/language.md, section Expressions; wordfield explain contains",
        also=("all", "any", "none"),
    ),
    "as": Page(
        "word",
        'require CONDITION as NAME\nimport "FILE" as NAME',
        "The name that a term has in records and reports; without one it is called by its feature. Of an "
        "import, the name that its contents are reached by.",
        ('text s : en ~ ngram()\nrequire s has 4..8 words as size\nprefer s contains "sea" weight 2 as maritime',),
        "docs/language.md, section Expressions",
    ),
    "count": Page(
        "calls",
        "count(CONDITION for NAME in LIST)\nshare(CONDITION for NAME in LIST)\n"
        "sum(NUMBER for NAME in LIST)\nmin(NUMBER for NAME in LIST)\nmax(NUMBER for NAME in LIST)",
        "Numbers over the words or characters of a text, or over a list: how many a condition holds of, "
        "their share, the sum, the least and the largest. `if` keeps some: `max(frequency(w) for w in "
        's.words if w != "the")`. Missing values are passed over; where none is left, the least and the largest are '
        "missing. Over words, requirements of counts, of sums of whole numbers, of the least and the largest hold by "
        "construction. Soft ones are known to every move: counts and sums, and the least and the largest of at most "
        "150 different values, as of lengths and syllables; others are found text by text.",
        (
            'text s : en ~ ngram()\nrequire s has 5..9 words\nrequire count(pos(w) == "ADJ" for w in s.words) >= 2',
            "text s : en ~ ngram()\nrequire s has 4..8 words\n"
            'prefer share(length(w, unit="char") <= 4 for w in s.words) weight 5\n'
            'track longest = max(length(w, unit="char") for w in s.words)',
        ),
        "docs/language.md, section Expressions",
        also=("share", "sum", "min", "max"),
    ),
    "lines": Page(
        "call",
        'lines("FILE")',
        "The lines of a text file below the program's folder, as a list of strings; blank lines and repeats "
        "are left out.",
        (
            'text s : en ~ ngram()\nrequire s has 4..8 words\nforbid s contains any of lines("banned.txt")',
            'text name : letters ~ ngram(learn=lines("lists/nouns.txt"), order=3)\nrequire name has 4..8 chars',
        ),
        "docs/language.md, section Expressions",
    ),
}
KINDS: Mapping[str, Mapping[str, Page]] = {"statements": STATEMENTS, "declarations": ITEMS, "words": WORDS}
PAGES: Mapping[str, Page] = {name: one for words in KINDS.values() for name, one in words.items()}
_ALSO: Mapping[str, str] = {other: name for name, one in PAGES.items() for other in one.also}
NAMES: tuple[str, ...] = (*PAGES, *_ALSO)
"""Every word that has a page or leads to one."""


def page(name: str) -> str | None:
    """The page of a word of the language, None where there is none."""
    found = _ALSO.get(name, name)
    return PAGES[found].shown(found) if found in PAGES else None
