"""What to tell a writer about a token that the parser cannot take, from what stands around it."""

from __future__ import annotations

from lark import Token as LarkToken

from ..grammar.words import ITEMS, JOINERS, RESERVED, VERBS
from . import slips
from .diagnostics import Diagnostic
from .mistakes import nearest
from .recovery import Drive
from .scan import Token
from .source import Span

_STARTERS = frozenset((*ITEMS, *VERBS))
_OPERATORS = {
    "HAS", "CONTAINS", "MATCHES", "IN", "OF", "AND", "OR", "NOT", "IMPLIES", "WEIGHT", "WITHIN", "AS", "FROM", "COMP",
    "PLUS", "MINUS", "STAR", "SLASH", "EQUAL", "TILDE",
}  # fmt: skip
_COMPARING = ("has", "contains", "matches", "in", "==", "!=", "<", "<=", ">", ">=")
_PAIRS = {")": "(", "]": "["}


def explain(drive: Drive, at: int) -> Diagnostic | None:
    """The mistake at a token, or None where another one already explains it."""
    token = drive.scan.tokens[at]
    if drive.hidden(token.span.stop + 1):
        return None
    for look in (_bracket, _block, _missing, _one_sign, _statement):
        mistake = look(drive, at, token)
        if mistake is not None:
            return mistake
    return _anything(drive, at, token)


def _ends_statement(token: Token) -> bool:
    return token.kind == "end" or token.text == "}" or (token.kind == "word" and token.text in _STARTERS)


def _place(drive: Drive, at: int) -> Span:
    """Where a token stands; the end of the file is shown behind its last word."""
    token = drive.scan.tokens[at]
    if token.kind != "end" or at == 0:
        return token.span
    last = drive.scan.tokens[at - 1].span.stop
    return Span(last, last)


def _bracket(drive: Drive, at: int, token: Token) -> Diagnostic | None:
    """A parenthesis or list that is not closed, or a closing sign too many."""
    if drive.brackets:
        opener = drive.brackets[-1]
        if _ends_statement(token) or _PAIRS.get(token.text, opener.text) != opener.text:
            return slips.unclosed_bracket(opener.span, opener.text, _place(drive, at))
    elif token.kind == "mark" and token.text in _PAIRS:
        return slips.stray_closer(token.span, token.text)
    if token.text == "}" and token.kind == "mark" and not drive.levels:
        return slips.stray_closer(token.span, "}")
    return None


def _block(drive: Drive, at: int, token: Token) -> Diagnostic | None:
    """A block that the file, or the next item, ends inside of; a statement in the wrong kind of block."""
    real = [level for level in drive.levels if level.real]
    if not real or _waits(drive):
        return None
    item = token.kind == "word" and token.text in ITEMS
    if token.kind == "end" or (item and drive.balance > 0):
        if drive.swallowed():
            return None
        opener = real[-1].opener
        if drive.crooked and drive.crooked[0].start > opener.start:
            opener = drive.crooked[0]
        return slips.unclosed_block(opener.span, _place(drive, at), token.kind == "end")
    if item:
        return slips.misplaced(token.span, token.text, "a block", "item")
    if drive.kind in ("recipe", "table") and token.kind == "word" and token.text in VERBS:
        return slips.misplaced(token.span, token.text, "a recipe", "statement")
    return None


def _waits(drive: Drive) -> bool:
    """Whether the last thing read is a verb or an operator that still waits for its right side."""
    top = drive.top
    return isinstance(top, LarkToken) and (top.type in _OPERATORS or top.type.lower() in (*_STARTERS, "wordfield"))


def _missing(drive: Drive, at: int, token: Token) -> Diagnostic | None:
    """A verb or operator with nothing after it, or with a word of the language where a name should be."""
    if not _waits(drive):
        return None
    before = drive.scan.tokens[at - 1]
    word = token.kind == "word" and token.text in RESERVED
    beside = drive.same_line(before.span, token.span)
    if word and beside and drive.can("NAME") and (token.text not in JOINERS or not drive.can("STRING")):
        return slips.reserved_name(token.span, token.text)
    if _ends_statement(token) or (word and token.text in JOINERS) or token.text in (")", "]", ",", ";"):
        return slips.nothing_after(before.span, before.text)
    if drive.can("NAME") and not drive.can("STRING") and before.text in _STARTERS and not drive.can("LBRACE"):
        return slips.missing_name(before.span, before.text)
    return None


def _one_sign(drive: Drive, at: int, token: Token) -> Diagnostic | None:
    """Habits from other languages: `=` for equality, brackets for positions."""
    if token.text == "=" and token.kind == "mark" and drive.can("COMP"):
        return slips.single_equals(token.span)
    if (
        token.text == "["
        and token.kind == "mark"
        and drive.can("DOT")
        and drive.same_line(drive.scan.tokens[at - 1].span, token.span)
    ):
        start = at
        while start > 0 and (drive.scan.tokens[start - 1].kind == "word" or drive.scan.tokens[start - 1].text == "."):
            start -= 1
            if drive.scan.tokens[start].kind == "word" and drive.scan.tokens[start - 1].text != ".":
                break
        subject = "".join(piece.text for piece in drive.scan.tokens[start:at])
        return slips.bracket_position(token.span, subject or "s.words")
    return None


def _statement(drive: Drive, at: int, token: Token) -> Diagnostic | None:
    """A word that should have been a verb, or an operator."""
    before = drive.scan.tokens[max(at - 1, 0)]
    if token.kind != "word" or token.text in RESERVED:
        return None
    known = (*VERBS, *ITEMS) if not drive.levels else VERBS
    first = at == 0 or not drive.same_line(before.span, token.span) or before.text in ("{", "}", ";")
    if drive.can("REQUIRE") and (first or nearest(token.text, known)):
        assigns = drive.scan.tokens[at + 1].text == "="
        return slips.unknown_statement(token.span, token.text, known, assigns)
    joiners = [word for word in (*JOINERS, "balanced") if drive.can(word.upper())]
    if near := nearest(token.text, joiners):
        return slips.does_not_fit(token.span, token.text, before.text, near, "near")
    return None


_EXPECTED = {
    "EQUAL": "`=`", "LBRACE": "`{`", "COLON": "`:`", "TILDE": "`~`", "COMMA": "a comma", "RPAR": "`)`", "RSQB": "`]`",
    "IN": "`in`", "AS": "`as`", "OF": "`of`", "FOR": "`for`", "LPAR": "`(`", "RBRACE": "`}`", "STRING": "a string",
    "LONG_STRING": "a long string", "OR": "`or { … }`",
}  # fmt: skip


def _anything(drive: Drive, at: int, token: Token) -> Diagnostic:
    """Nothing special: what was found, and what kind of thing comes there."""
    before = drive.scan.tokens[at - 1] if at else None
    if token.kind == "end":
        assert before is not None
        return slips.sudden_end(before.span, _expected(drive))
    found = token.text if len(token.text) <= 30 else token.text[:29] + "…"
    if before is None:
        return slips.does_not_fit(token.span, found, "", "", "start")
    choose = "else" if token.text == "else" else "long" if token.text.startswith('"""') else ""
    if choose:
        pass
    elif drive.kind == "recipe" and drive.can("EQUAL"):
        choose = "setting"
    elif drive.can("REQUIRE") or drive.can("INFER"):
        choose = "chain" if token.text in _COMPARING else "statement"
    shown = before.text if len(before.text) <= 30 else before.text[:29] + "…"
    return slips.does_not_fit(token.span, found, shown, _expected(drive), choose)


def _expected(drive: Drive) -> str:
    """The kinds of things the parser could take, in a writer's words."""
    if drive.can("STRING") and drive.can("NAME"):
        return "a value"
    if drive.can("NAME"):
        return "a name"
    if drive.can("PERCENT"):
        return "a share such as `60%`"
    signs = [text for terminal, text in _EXPECTED.items() if drive.can(terminal)]
    return " or ".join(signs[:2]) if signs else "something else"
