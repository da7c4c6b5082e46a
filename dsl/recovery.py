"""Drives the LALR parser over a program and goes on after a mistake at the next statement.

Lark gives tables, lexers and tree building; the loop is ours, because going on needs the parser's stack: what was begun
since the last statement of the innermost block is dropped, and reading continues at a word that can begin a statement
there, or at the brace that ends the block.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lark import Token as LarkToken
from lark import Tree, UnexpectedCharacters, UnexpectedToken

from ..grammar.words import ITEMS, RESERVED, VERBS
from . import slips
from .build import DEEPEST
from .cache import parser
from .diagnostics import Diagnostic
from .mistakes import nearest
from .scan import Scan, Token
from .source import Source, Span

TALLEST = 2_000  # things on the parser's stack; only operators without brackets can pile up that high
_OPEN = {"LPAR", "LSQB"}
_CLOSE = {"RPAR", "RSQB"}
_STARTERS = frozenset((*ITEMS, *VERBS))
_KINDS = {
    "MODEL": "model", "FRAGMENT": "fragment", "INFER": "recipe", "MIXTURE": "mixture", "EITHER": "block",
    "OR": "block", "FOR": "block", "IF": "block", "ELSE": "block", "PERCENT": "block", "NUMBER": "block",
    "LBRACE": "table", "RBRACE": "block",
}  # fmt: skip


class Level(NamedTuple):
    """An open block: what kind of statements it takes, its place on the parser's stack, its brace."""

    kind: str
    height: int
    opener: Token
    real: bool = True  # false for a brace that was skipped over inside a broken statement


@dataclass
class Drive:
    """One run over one text. After `run`, `tree` is what could be read and `mistakes` is what could not."""

    source: Source
    scan: Scan
    explain: Callable[[Drive, int], Diagnostic | None]
    start: str = "start"
    mistakes: list[Diagnostic] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    brackets: list[Token] = field(default_factory=list)
    statement: int = 0  # where the current statement begins
    crooked: tuple[Token, Token] | None = None  # the first pair of braces that do not stand in one column
    resumed: int = -1  # the token that reading last went on at; failing there again says nothing new,
    suspect: bool = False  # unless it was a misspelt verb to begin with
    before: list[int] = field(default_factory=list)
    tree: Tree[LarkToken] | None = None

    def run(self) -> Drive:
        """Read everything, noting mistakes."""
        interactive: Any = parser().parse_interactive(self.scan.text, start=self.start)
        self.interactive: Any = interactive
        self.state: Any = interactive.parser_state
        self.lexing: Any = interactive.lexer_thread.state
        lexers: Any = interactive.lexer_thread.lexer.lexers
        while self.tree is None:
            if len(self.state.state_stack) > TALLEST:
                self.mistakes.append(slips.too_deep(self.scan.tokens[self.scan.token(self.position)].span, DEEPEST))
                self.tree = Tree(self.start, [])
                break
            self.before = list(self.state.state_stack)  # a wrong token may still complete what stands before it
            try:
                token = lexers[self.state.position].next_token(self.lexing, self.state)
                if token.value[-1].isalpha() and self.scan.text[token.end_pos : token.end_pos + 1].isalnum():
                    self.recover(self.scan.token(token.start_pos))  # `requires` is not `require s`
                    continue
                self.feed(token)
            except EOFError:
                self.finish()
            except UnexpectedCharacters:
                self.recover(self.scan.token(self.lexing.line_ctr.char_pos))
            except UnexpectedToken as unexpected:
                self.recover(self.scan.token(unexpected.token.start_pos))
        return self

    def can(self, terminal: str, height: int | None = None) -> bool:
        """Whether the parser would take this terminal, now or after dropping its stack to a height."""
        table: dict[Any, Any] = self.state.parse_conf.states
        stack = list(self.before if height is None else self.state.state_stack[:height])
        while terminal in (row := table[stack[-1]]):
            action, argument = row[terminal]
            if action.name == "Shift":
                return True
            del stack[len(stack) - len(argument.expansion) :]
            stack.append(table[stack[-1]][argument.origin.name][1])
            if terminal == "$END" and stack[-1] == self.state.parse_conf.end_state:
                return True
        return False

    @property
    def position(self) -> int:
        """How far the text is read."""
        return int(self.lexing.line_ctr.char_pos)

    @property
    def top(self) -> Any:
        """The last thing the parser took, a token or the tree of something complete."""
        return self.state.value_stack[-1] if self.state.value_stack else None

    @property
    def balance(self) -> int:
        """How many braces open more than close, in the whole text."""
        return sum({"{": 1, "}": -1}.get(token.text, 0) for token in self.scan.tokens if token.kind == "mark")

    @property
    def kind(self) -> str:
        """What kind of block the parser is in."""
        return next((level.kind for level in reversed(self.levels) if level.real), "file")

    def feed(self, token: LarkToken) -> None:
        """Give the parser a token it takes, and keep the account of brackets and blocks."""
        phantom = bool(self.levels) and not self.levels[-1].real
        if token.type == "RBRACE" and phantom and not self.brackets:
            self.levels.pop()
            return
        kind = self.opened_kind() if token.type == "LBRACE" else ""
        self.interactive.feed_token(token)
        here = Token("mark", str(token), token.start_pos or 0)
        if token.type == "LBRACE":
            self.levels.append(Level(kind, len(self.state.state_stack), here))
        elif token.type == "RBRACE":
            self.closed(self.levels.pop(), here)
        elif token.type in _OPEN:
            self.brackets.append(here)
        elif token.type in _CLOSE:
            self.brackets.pop()
        elif token.type.lower() in _STARTERS and not self.brackets:
            self.statement = here.start

    def opened_kind(self) -> str:
        """The kind of the block whose brace comes next, from the last word on the stack that tells."""
        for value in reversed(self.state.value_stack):
            if isinstance(value, LarkToken) and (kind := _KINDS.get(value.type)):
                return "recipe" if self.kind == "recipe" and value.type == "IF" else kind
        return "table" if self.kind == "recipe" else "block"

    def closed(self, level: Level, here: Token) -> None:
        """Note a closing brace that stands first on its line and not under the line of its opening one."""
        opened, closing = self.indent(level.opener.start), self.indent(here.start)
        before = self.source.text[self.source.line_starts[self.source.position(here.start).line - 1] : here.start]
        if not before.strip() and opened != closing and self.crooked is None:
            self.crooked = (level.opener, here)

    def indent(self, offset: int) -> int:
        """How far the line of an offset is indented."""
        line = self.source.line(self.source.position(offset).line)
        return len(line) - len(line.lstrip())

    def finish(self) -> None:
        """At the end of the text: the tree, or a mistake and another try."""
        if self.can("$END"):
            self.tree = self.interactive.feed_eof()
        else:
            self.recover(len(self.scan.tokens) - 1)

    # ---- going on

    def recover(self, at: int) -> None:
        """Report what is wrong at a token and continue at the next statement."""
        if self.scan.tokens[at].text == "}" and self.levels and not self.levels[-1].real and not self.brackets:
            self.levels.pop()
            self.lexing.line_ctr.char_pos = self.scan.tokens[at].span.stop
            return
        mistake = self.explain(self, at)
        again = at == self.resumed and self.scan.tokens[at].kind != "end"
        if mistake is not None and (not again or self.suspect):
            self.mistakes.append(mistake)
        if self.start == "hole":
            self.tree = Tree("hole", [])
            return
        if mistake is not None and mistake.code == "P003":
            self.settle("REQUIRE")
        if self.can("LBRACE") and not self.can("REQUIRE") and self.balance < 0:
            # the brace that opens a block is missing, and the one that closes it will come
            self.levels.append(Level(self.kind, 0, self.scan.tokens[at], real=False))
        unclosed = mistake is not None and mistake.code == "P005"
        if self.scan.tokens[at].kind == "end" or unclosed:
            self.close_all()
        else:
            reserved = mistake is not None and mistake.code == "P002"  # the word that is no name begins nothing
            at = self.skip(at + 1 if reserved or again else at)
        self.brackets.clear()
        self.suspect = self.scan.tokens[at].text not in RESERVED and self.kind != "recipe"
        if self.scan.tokens[at].text == "}" and self.levels and self.height("RBRACE") is None:
            self.levels.pop()  # nothing complete in a block that needs something
            self.suspect = True
            at += 1
        self.drop(self.scan.tokens[at])
        self.resumed = at
        self.lexing.line_ctr.char_pos = self.statement = self.scan.tokens[at].start

    def skip(self, at: int) -> int:
        """Index of the next token where reading can go on; braces on the way are remembered."""
        depth, first = len(self.brackets), at
        while (token := self.scan.tokens[at]).kind != "end":
            if token.text in ("(", "[") and token.kind == "mark":
                depth += 1
            elif token.text in (")", "]") and token.kind == "mark":
                depth = max(depth - 1, 0)
            elif token.text == "{" and token.kind == "mark":
                self.levels.append(Level(self.kind, 0, token, real=False))
                depth = 0
            elif token.text == "}" and token.kind == "mark":
                if self.levels and self.levels[-1].real:
                    return at
                if self.levels:
                    self.levels.pop()
            elif self.begins(at, depth) or (at > first and not depth and self.means_to_begin(at)):
                return at
            at += 1
        self.close_all()  # the file ended while skipping; one message is enough
        return at

    def begins(self, at: int, depth: int) -> bool:
        """Whether a token begins something that the innermost block takes."""
        token, after = self.scan.tokens[at], self.scan.tokens[min(at + 1, len(self.scan.tokens) - 1)]
        before = self.scan.tokens[at - 1].text if at else ""
        if token.kind == "number":
            terminal = "PERCENT" if token.text.endswith("%") else "NUMBER"
            named = self.kind == "table" or self.scan.tokens[min(at + 2, len(self.scan.tokens) - 1)].text == "{"
            return depth == 0 and named and self.height(terminal) is not None
        if token.kind != "word" or before in (".", ":", "->") or (after.text == "=" and depth > 0):
            return False
        if token.text in _STARTERS:
            return (depth == 0 or token.text not in ("for", "if")) and self.height(token.text.upper()) is not None
        return depth == 0 and self.kind == "recipe" and after.text in ("=", "{") and self.height("NAME") is not None

    def means_to_begin(self, at: int) -> bool:
        """Whether a word is first on its line and stands for a statement, though no verb: a mistake of its own."""
        token, before = self.scan.tokens[at], self.scan.tokens[at - 1]
        if token.kind != "word" or token.text in RESERVED or self.same_line(before.span, token.span):
            return False
        level = self.indent(token.start) == self.indent(self.statement)
        return self.height("REQUIRE") is not None and (level or nearest(token.text, _STARTERS) is not None)

    def height(self, terminal: str) -> int | None:
        """How much of the stack to keep so that the innermost block goes on with this terminal."""
        base = next((level.height for level in reversed(self.levels) if level.real), 1)
        whole = base
        while whole <= len(self.state.value_stack) and isinstance(self.state.value_stack[whole - 1], Tree):
            whole += 1
        return next((height for height in range(whole, base - 1, -1) if self.can(terminal, height)), None)

    def drop(self, token: Token) -> None:
        """Take the begun statement off the stack, so that the parser can take the token next."""
        marks = {"}": "RBRACE", "": "$END"}
        terminal = token.text.upper() if token.text in _STARTERS else marks.get(token.text, "NAME")
        heights = (self.height(each) for each in (terminal, "REQUIRE", "NAME", "PERCENT", "RBRACE"))
        height = next((height for height in heights if height is not None), 1)
        del self.state.state_stack[height:]
        del self.state.value_stack[height - 1 :]

    def settle(self, terminal: str) -> None:
        """Complete the statement before a terminal that could follow it, without taking the terminal."""
        table, callbacks = self.state.parse_conf.states, self.state.parse_conf.callbacks
        if not self.can(terminal, len(self.state.state_stack)):
            return
        while (action := table[self.state.state_stack[-1]][terminal])[0].name != "Shift":
            rule = action[1]
            at = len(self.state.value_stack) - len(rule.expansion)
            value = callbacks[rule](self.state.value_stack[at:])
            del self.state.value_stack[at:], self.state.state_stack[at + 1 :]
            self.state.state_stack.append(table[self.state.state_stack[-1]][rule.origin.name][1])
            self.state.value_stack.append(value)

    def close_all(self) -> None:
        """End every open block as if its brace stood here."""
        while self.levels:
            if self.levels[-1].real and (height := self.height("RBRACE")) is not None:
                del self.state.state_stack[height:]
                del self.state.value_stack[height - 1 :]
                end = self.lexing.line_ctr.char_pos
                self.interactive.feed_token(LarkToken("RBRACE", "}", end, end_pos=end))
            self.levels.pop()

    # ---- what explanations ask

    def hidden(self, stop: int) -> bool:
        """Whether a broken string or character since the statement began explains what is wrong up to `stop`."""
        return any(self.statement <= piece.start < stop for piece in self.scan.broken)

    def swallowed(self) -> bool:
        """Whether a broken piece may have hidden a brace."""
        return any("}" in self.source.text[slice(*piece)] or "{" in self.source.text[slice(*piece)]
                   for piece in self.scan.broken)  # fmt: skip

    def same_line(self, first: Span, second: Span) -> bool:
        """Whether two places stand on one line."""
        return self.source.position(first.start).line == self.source.position(second.start).line
