"""One function for each mistake in the syntax of a program; the wording is in `grammar/messages.py`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .diagnostics import Diagnostic
from .mistakes import make, nearest
from .source import Span

# ---- characters, strings, patterns and numbers


def full_width(places: Iterable[tuple[Span, str, str]]) -> Diagnostic:
    """Punctuation of one line that has an ASCII twin: where, what was found, and the twin."""
    (span, found, plain), *rest = places
    first = make("T001", span, found=found, plain=plain)
    more = (make("T001", span, found=found, plain=plain).labels[0] for span, found, plain in rest)
    return Diagnostic(first.code, first.message, (*first.labels, *more), first.help)


_ODD = {
    "'": "quote", "`": "quote", "&": "and", "＆": "and", "|": "or", "｜": "or", "!": "not", "！": "not",
    "–": "range", "—": "range", "…": "range",
}  # fmt: skip


def odd_character(span: Span, found: str) -> Diagnostic:
    """A character that no rule of the language uses."""
    category = unicodedata.category(found)
    hidden = category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp")
    name = f"U+{ord(found):04X}" if hidden else f"`{found}`"
    return make("T002", span, choose="invisible" if hidden else _ODD.get(found, ""), found=name)


def unclosed_string(span: Span) -> Diagnostic:
    """A string without its second quotation mark."""
    return make("T003", span)


def unclosed_long_string(span: Span) -> Diagnostic:
    """A long string without its second triple quotation mark."""
    return make("T004", span)


def unclosed_pattern(span: Span, written: str) -> Diagnostic:
    """A pattern without its second slash."""
    return make("T005", span, choose="comment" if written.startswith(("//", "/*")) else "")


def unknown_escape(span: Span, escape: str) -> Diagnostic:
    """A backslash with a letter that has no meaning after it."""
    return make("T006", span, choose="surrogate" if escape[1:2] in "uU" and len(escape) > 2 else "", escape=escape)


def number_too_large(span: Span) -> Diagnostic:
    """A number beyond what can be computed with."""
    return make("T007", span)


def not_utf8(byte: int, position: int) -> Diagnostic:
    """A file in another encoding."""
    return make("T008", None, byte=f"0x{byte:02x}", position=position)


def file_too_large(size: int, most: int) -> Diagnostic:
    """A file that no person wrote."""
    return make("T009", None, size=size, most=most)


def too_deep(span: Span, most: int) -> Diagnostic:
    """Brackets or operators inside each other beyond every use."""
    return make("T010", span, most=most)


# ---- statements and blocks

_VERBS = {
    "require": ("a condition", 'require s contains "sea"'),
    "forbid": ("a condition", 'forbid s contains "sea"'),
    "prefer": ("a condition or a score", "prefer sentiment(s) >= 0.5 weight 2"),
    "expect": ("a condition on the mean", 'expect mean(s contains "sea") == 40% within 2%'),
    "apply": ("a fragment", "apply style.plain(s)"),
    "text": ("a name", "text s : en ~ lm()"),
    "let": ("a name", 'let colours = ["red", "blue"]'),
    "factor": ("a name", "factor variety = 1.5 * type_token_ratio(s)"),
    "track": ("a name", "track size = length(s)"),
    "mixture": ("a name", "mixture tone { 60% warm { … } 40% formal { … } }"),
    "either": ("a block", "either { require a } or { require b }"),
    "for": ("a name", "for w in s.words { require length(w) < 9 }"),
    "if": ("a condition", 'if strict { forbid s contains "best" }'),
    "import": ("a file", 'import "lib/style.wf" as style'),
    "extern": ("a name", 'extern catchy(t: text) -> score = python("my_factors:catchy")'),
    "param": ("a name", "param size: int in 4..20 = 9"),
    "grammar": ("a name", 'grammar colour = """start: "red" | "blue" """'),
    "fragment": ("a name", 'fragment plain(t: text) { forbid t contains "!" }'),
    "model": ("a name", "model postcard { text s : en ~ lm() }"),
    "infer": ("a block", "infer { sampler = gibbs()  chains = 16 }"),
    "wordfield": ("the version of the language", "wordfield 1"),
}
_OPERATORS = {
    "has": ("a size", "s has 8..14 words"),
    "contains": ("a string or a list", 's contains "sea"'),
    "matches": ("a pattern", "s matches /[a-z ]+/"),
    "in": ("a list", 's.word(1) in ["the", "a"]'),
    "of": ("a list", 's contains any of ["sea", "lake"]'),
    "weight": ("a number", "prefer sentiment(s) weight 2"),
    "within": ("a tolerance", "within 2%"),
    "as": ("a name", 'require s contains "sea" as named'),
    "=": ("a value", "let size = 9"),
    "or": ("a condition", "a or b"),
    "and": ("a condition", "a and b"),
    "not": ("a condition", "not a"),
    "~": ("a base", "text s : en ~ lm()"),
}


def nothing_after(span: Span, word: str) -> Diagnostic:
    """A verb or an operator with nothing where its condition, value or name should be."""
    if word in _VERBS:
        what, example = _VERBS[word]
        return make("P001", span, verb=word, what=what, example=example)
    what, example = _OPERATORS.get(word, ("a value", f"a {word} b"))
    return make("P009", span, word=word, what=what, example=example)


def reserved_name(span: Span, word: str) -> Diagnostic:
    """A reserved word where a name should be."""
    return make("P002", span, word=word, other=f"{word}_")


def unknown_statement(span: Span, word: str, known: Iterable[str], assigns: bool = False) -> Diagnostic:
    """A statement that begins with a word that is no verb."""
    near = nearest(word, known)
    choose = "near" if near else "value" if assigns else ""
    return make("P003", span, choose=choose, word=word, near=near)


def stray_closer(span: Span, found: str) -> Diagnostic:
    """A closing bracket too many."""
    return make("P004", span, found=found)


def unclosed_block(opened: Span, here: Span, at_end: bool) -> Diagnostic:
    """A block without its closing brace."""
    return make("P005", opened, second=here, here="the file ends here" if at_end else "the block goes on to here")


def unclosed_bracket(opened: Span, opener: str, here: Span) -> Diagnostic:
    """A parenthesis or list that the statement ends inside of."""
    return make("P006", opened, second=here, opener=opener, closer={"(": ")", "[": "]"}[opener])


def single_equals(span: Span) -> Diagnostic:
    """`=` between two values."""
    return make("P007", span)


def bracket_position(span: Span, subject: str) -> Diagnostic:
    """`s.words[0]`."""
    return make("P008", span, example=subject)


_MOVE = {
    "item": "move it to the top of the file, outside every block",
    "statement": "move it to a model; a recipe holds settings such as `chains = 16`",
    "setting": "move it to an `infer` block",
}


def misplaced(span: Span, word: str, place: str, kind: str) -> Diagnostic:
    """A statement in the wrong kind of block."""
    return make("P010", span, word=word, place=place, move=_MOVE[kind])


def does_not_fit(span: Span, found: str, before: str, expected: str, choose: str = "") -> Diagnostic:
    """Anything else that cannot follow what stands before it."""
    return make("P011", span, choose=choose, found=found, before=before, expected=expected)


def missing_name(span: Span, word: str) -> Diagnostic:
    """A declaration without a name."""
    return make("P012", span, word=word, example=_VERBS.get(word, ("", f"{word} name"))[1])


def sudden_end(span: Span, expected: str) -> Diagnostic:
    """A file that stops inside a statement."""
    return make("P013", span, expected=expected)


def string_as_condition(span: Span, word: str, better: str) -> Diagnostic:
    """`s contains "a" or "b"`."""
    return make("P014", span, choose="" if better else "both", word=word, better=better)


def subtraction_for_range(span: Span, written: str, value: str, better: str) -> Diagnostic:
    """`8-14 words`."""
    return make("P015", span, written=written, value=value, better=better)


# ---- holes


def unclosed_hole(span: Span) -> Diagnostic:
    """`{` without `}` in a template."""
    return make("H001", span)


def stray_hole_end(span: Span) -> Diagnostic:
    """`}` without `{` in a template."""
    return make("H002", span)


def nameless_hole(span: Span) -> Diagnostic:
    """`{}` or `{:2 words}`."""
    return make("H003", span)


def sizeless_hole(span: Span, name: str) -> Diagnostic:
    """`{name:}`."""
    return make("H004", span, name=name)


def bad_hole(span: Span) -> Diagnostic:
    """Anything else between the braces of a hole."""
    return make("H005", span)
