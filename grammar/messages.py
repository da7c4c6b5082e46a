"""Every message to a writer, by its code: data only, one catalogue for each natural language.

`about` is the line that `explain CODE` begins with. `text` is the message, `label` what stands under the caret,
`second` what stands under a second place, `help` the one thing to do. `$name` is filled in by `make` in
`dsl/mistakes.py`; `other` holds further help texts to choose from.
"""

from __future__ import annotations

from .message import Message
from .proofs import PROOFS
from .semantics import SEMANTIC

__all__ = ["ENGLISH", "Message"]

ENGLISH: dict[str, Message] = {
    # ---- T: characters, strings, patterns and numbers
    "T001": Message(
        about="Punctuation outside a string must be the plain ASCII kind.",
        text="full-width or curly punctuation `$found` outside a string",
        label="write `$plain`",
        help="switch the keyboard to half-width punctuation; inside strings every character is welcome",
    ),
    "T002": Message(
        about="A character that means nothing outside a string.",
        text="the character $found does not belong here",
        help="remove it, or put it between double quotes if it is part of a text",
        other={
            "quote": 'strings stand between double quotes: "sea"',
            "and": "conditions are joined by the word `and`",
            "or": "conditions are joined by the word `or`",
            "not": "a condition is turned round by the word `not`",
            "range": "a range is written with two dots: `8..14`",
            "invisible": "it cannot be seen: delete it and type a plain space",
        },
    ),
    "T003": Message(
        about='A string must end, with `"`, on the line it begins on.',
        text="this string is never closed",
        label="opened here",
        help='put `"` at its end; a line break inside a string is written `\\n`',
    ),
    "T004": Message(
        about='A long string must end with `"""`.',
        text="this long string is never closed",
        label="opened here",
        help='put `"""` where it ends',
    ),
    "T005": Message(
        about="A pattern must end, with `/`, on the line it begins on.",
        text="this pattern is never closed",
        label="opened here",
        help="put `/` at its end; a slash inside a pattern is written `\\/`",
        other={"comment": "a comment begins with `#`"},
    ),
    "T006": Message(
        about="A backslash in a string begins one of a few escapes.",
        text="`$escape` means nothing in a string",
        help="a backslash itself is written `\\\\`; a pattern stands between slashes, not quotes",
        other={"surrogate": "half of a surrogate pair is not a character: write the whole one, as in `\\U0001f30a`"},
    ),
    "T007": Message(
        about="A number has more digits than can be kept.",
        text="this number is too large",
        help="the largest number is about 1e300, and whole numbers have at most 15 digits",
    ),
    "T008": Message(
        about="A program is stored as UTF-8.",
        text="the file is not UTF-8 text: byte $byte at position $position cannot be read",
        help="save it again with the encoding UTF-8",
    ),
    "T009": Message(
        about="A program has at most a million characters.",
        text="the file has $size characters, and a program has at most $most",
        help='move long lists to files of their own, and read them with `lines("file.txt")`',
    ),
    "T010": Message(
        about="Brackets and operators nest only so deep.",
        text="this is nested too deeply",
        label="more than $most levels deep",
        help="give the inner part a name with `let`",
    ),
    # ---- P: statements and blocks
    "P001": Message(
        about="A verb needs something after it.",
        text="`$verb` has nothing after it",
        label="$what should follow",
        help="for example `$example`",
    ),
    "P002": Message(
        about="A word of the language cannot be used as a name.",
        text="`$word` is a word of the language and cannot be a name",
        help="choose another name, such as `$other`",
    ),
    "P003": Message(
        about="A statement begins with a word that is no verb of the language.",
        text="unknown statement `$word`",
        help="a statement begins with a verb such as `require`, `prefer` or `text`",
        other={
            "near": "did you mean `$near`?",
            "value": "a value gets a name with `let $word = …`, a term of the score with `factor $word = …`",
            "setting": "a setting is written `$word = value`",
        },
    ),
    "P004": Message(
        about="A closing bracket without an opening one.",
        text="this `$found` closes nothing",
        help="remove it, or open the bracket that it should close",
    ),
    "P005": Message(
        about="A block must end with `}`.",
        text="this block is never closed",
        label="opened here",
        second="$here, one `}` short",
        help="put `}` after its last statement",
    ),
    "P006": Message(
        about="A bracket must be closed before the statement ends.",
        text="this `$opener` is never closed",
        label="opened here",
        second="should be closed before this",
        help="put `$closer` where it ends",
    ),
    "P007": Message(
        about="Equality is tested with two equals signs.",
        text="`=` does not compare",
        help="write `==` to ask whether both sides are equal",
    ),
    "P008": Message(
        about="Positions are calls and count from 1; brackets are for lists.",
        text="positions are written as calls and counted from 1",
        help="the first one is `$example(1)`, the last one `$example(-1)`",
    ),
    "P009": Message(
        about="An operator needs something on its right.",
        text="`$word` has nothing after it",
        label="$what should follow",
        help="for example `$example`",
    ),
    "P010": Message(
        about="A statement that stands in the wrong kind of block.",
        text="`$word` cannot stand in $place",
        help="$move",
    ),
    "P011": Message(
        about="A word or sign that does not fit what stands before it.",
        text="`$found` does not fit here",
        help="after `$before` comes $expected",
        other={
            "statement": "a statement ends before `$found`: join conditions with `and` or `or`, or begin a new verb",
            "start": "a file begins with a statement such as `model name { … }`",
            "setting": "a setting is written `name = value`",
            "near": "did you mean `$expected`?",
            "else": "`else` follows the closing brace of an `if`",
            "long": "a string between triple quotes is for grammars and templates only",
            "chain": "put parentheses around the first comparison, or write two statements",
        },
    ),
    "P012": Message(
        about="A name is missing.",
        text="`$word` needs a name",
        help="for example `$example`",
    ),
    "P013": Message(
        about="The file ends in the middle of a statement.",
        text="the file ends in the middle of a statement",
        label="after this",
        help="here comes $expected",
    ),
    "P014": Message(
        about="`or` and `and` join whole conditions, not strings.",
        text="a string alone is not a condition: `$word` joins whole conditions",
        label="not a condition",
        help="write `$better`",
        other={"both": "write a condition on each side of `$word`"},
    ),
    "P015": Message(
        about="A minus sign between two numbers subtracts; a range has two dots.",
        text="`$written` is a subtraction",
        label="this asks for $value",
        help="a range is written `$better`",
    ),
    # ---- H: holes in templates
    "H001": Message(
        about="A hole in a template must end with `}`.",
        text="this hole is never closed",
        label="opened here",
        help="put `}` at its end; a brace that is part of the text is written `{{`",
    ),
    "H002": Message(
        about="A closing brace in a template without an opening one.",
        text="this `}` closes no hole",
        help="a brace that is part of the text is written `}}`",
    ),
    "H003": Message(
        about="A hole has a name.",
        text="this hole has no name",
        help="for example `{place:1..3 words}`; empty braces in the text are written `{{}}`",
    ),
    "H004": Message(
        about="A colon in a hole announces its size.",
        text="this hole has no size after the colon",
        help="for example `{$name:1..3 words}`",
    ),
    "H005": Message(
        about="A hole holds a name and a size.",
        text="this does not fit in a hole",
        help="a hole is written `{name:1..3 words}`, and a brace that is part of the text `{{`",
    ),
    # ---- the meaning of a program
    **SEMANTIC,
    **PROOFS,
}
