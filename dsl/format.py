"""A program as canonical source: two spaces of indentation, lines of at most 100 columns, comments kept in order.

Where the source is known, its blank lines (one at most) and its choice between `{ … }` on one line and on several are
kept. A comment stays above its statement, behind it on the same line, or at the end of its block; one from the middle
of a statement moves above it.
"""

from __future__ import annotations

from typing import TypeAlias

from . import syntax as s
from .diagnostics import width
from .heads import head, version
from .layout import lay_out
from .parse import parse
from .source import Source, Span
from .spell import expression

COLUMNS = 100

_Body: TypeAlias = "tuple[str, tuple[s.Node, ...], Span | None]"  # the word before the brace, statements, place


def format_source(text: str, name: str = "program.wf") -> str:
    """The canonical form of a program's text. Raises `ProgramError` where it cannot be read."""
    source = Source(name, text)
    return format_file(parse(source), source)


def format_file(file: s.File, source: Source | None = None) -> str:
    """A syntax tree as source. `source` is the text it was read from, which keeps blank lines and comments' places."""
    writer = _Writer(file.comments, source)
    if file.version is not None:
        span = file.version.span
        writer.comments_before(span.stop if span else 0, 0)
        writer.line(version(file.version), 0, span)
        writer.comment_behind(span)
    writer.statements(file.items, 0, top=True)
    writer.comments_before(None, 0)
    return "".join(f"{line}\n" for line in writer.lines)


def format_expression(node: s.Expr) -> str:
    """An expression on one line."""
    return lay_out(expression(node), 1_000_000)


def format_statement(node: s.Statement | s.Item | s.Setting) -> str:
    """One statement, item or setting, without a line break at its end."""
    writer = _Writer((), None)
    writer.statement(node, 0)
    return "\n".join(writer.lines)


def _bodies(node: s.Node) -> list[_Body]:
    """The blocks of a statement."""
    if isinstance(node, s.Model | s.Fragment | s.For | s.Branch):
        return [("", node.body.statements, node.body.span)]
    if isinstance(node, s.If):
        last: list[_Body] = [("else", node.otherwise.statements, node.otherwise.span)] if node.otherwise else []
        return [("", node.body.statements, node.body.span), *last]
    if isinstance(node, s.Either):
        return [("or" if index else "", body.statements, body.span) for index, body in enumerate(node.bodies)]
    if isinstance(node, s.Infer | s.When):
        return [("", node.settings, _tail(node.span))]
    if isinstance(node, s.MoveTable):
        return [("", node.entries, _tail(node.span))]
    if isinstance(node, s.Mixture):
        return [("", node.branches, _tail(node.span))]
    return []


def _tail(span: Span | None) -> Span | None:
    """A block that has no node of its own: where it begins is found in the text, where it ends is known."""
    return Span(-1, span.stop) if span else None


class _Writer:
    """Collects lines, and hands out the comments on the way."""

    def __init__(self, comments: tuple[s.Comment, ...], source: Source | None) -> None:
        self.lines: list[str] = []
        self.comments = list(comments) if source else []
        self.source = source
        self.last: int | None = None  # line of the source that the last written piece ends on

    # ---- lines and comments

    def line(self, text: str, indent: int, span: Span | None) -> None:
        """Write a line, after a blank one where the source had one; `span` is what it was written from."""
        if self.source and span:
            number = self.source.position(span.start).line
            if self.last is not None and number > self.last + 1 and self.lines and not self.opens():
                self.blank()
            self.last = self.source.position(span.stop).line
        self.lines.extend((" " * indent + text).split("\n"))

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def opens(self) -> bool:
        """Whether the last line opens a block; a comment behind the brace was written there by us."""
        return self.lines[-1].split("  #")[0].endswith("{")

    def comments_before(self, offset: int | None, indent: int) -> None:
        """Write all comments up to an offset, each on its own line."""
        while self.comments and (offset is None or self.start(self.comments[0]) < offset):
            comment = self.comments.pop(0)
            self.line(comment.text, indent, comment.span)

    def comment_behind(self, span: Span | None, before: int | None = None) -> None:
        """Put the next comment behind the last line where it stood on the line that `span` ends on."""
        if not (self.source and span and self.comments):
            return
        start = self.start(self.comments[0])
        if before is not None and start > before:
            return
        if self.source.position(start).line == self.source.position(span.stop).line and start >= span.stop:
            self.lines[-1] += f"  {self.comments.pop(0).text}"

    @staticmethod
    def start(comment: s.Comment) -> int:
        assert comment.span is not None
        return comment.span.start

    # ---- statements

    def statements(self, nodes: tuple[s.Node, ...], indent: int, top: bool = False) -> None:
        """Write statements one below the other; at the top of a file blocks stand apart."""
        for index, node in enumerate(nodes):
            block = top and isinstance(node, s.Model | s.Fragment | s.Infer)
            if block or (top and index and isinstance(nodes[index - 1], s.Model | s.Fragment | s.Infer)):
                self.apart(node, indent)
            self.comments_before(self.head_end(node), indent)
            self.statement(node, indent)
            following = nodes[index + 1].span if index + 1 < len(nodes) else None
            self.comment_behind(node.span, following.start if following else None)

    def apart(self, node: s.Node, indent: int) -> None:
        """A blank line before a node, above the comments that stand directly above it."""
        if node.span is None or self.source is None:
            self.blank()
            return
        above = [comment for comment in self.comments if self.start(comment) < (self.head_end(node) or 0)]
        number = self.source.position(node.span.start).line
        attached = []
        for comment in reversed(above):
            place = self.source.position(self.start(comment)).line
            if place < number - 1:
                break
            attached.append(comment)
            number = min(place, number)
        detached = len(above) - len(attached)
        if detached:
            self.comments_before(self.start(above[detached - 1]) + 1, indent)
        self.blank()

    def head_end(self, node: s.Node) -> int | None:
        """Comments before this offset go above the node."""
        if node.span is None:
            return 0
        bodies = _bodies(node)
        if not bodies:
            return node.span.stop
        _, inside, span = bodies[0]
        if span is not None and span.start >= 0:
            return span.start
        return self.brace(node, inside)

    def brace(self, node: s.Node, inside: tuple[s.Node, ...]) -> int:
        """Where the opening brace of a block without a node of its own stands."""
        assert node.span is not None
        if self.source is None:
            return node.span.start
        named = [part.span.stop for part in s.children(node) if part.span and part not in inside]
        at = max([node.span.start, *named])
        while at < node.span.stop and self.source.text[at] != "{":
            comment = next((c for c in self.comments if self.start(c) == at), None)
            at += len(comment.text) if comment else 1
        return at

    def statement(self, node: s.Node, indent: int) -> None:
        """Write one statement with its blocks."""
        text = lay_out(head(node), COLUMNS - 2 if _bodies(node) else COLUMNS, indent)
        bodies = _bodies(node)
        if not bodies:
            self.line(text, indent, node.span)
            return
        written = [self.on_one_line(node, body, indent) for body in bodies]
        if all(line is not None for line in written) and width(f"{text} {written[0]}") <= COLUMNS - indent:
            self.line(f"{text} {written[0]}", indent, node.span)
            for (word, _, _), line in zip(bodies[1:], written[1:], strict=True):
                self.lines.append(" " * indent + f"{word} {line}")
            return
        self.open(text, node, indent)
        for index, (word, inside, _) in enumerate(bodies):
            if word:
                self.lines.append(" " * indent + f"}} {word} {{")
            opening = self.opening(node, bodies[index])
            if self.source and opening is not None:
                self.comment_behind(Span(opening, opening + 1), _first(inside))
                self.last = self.source.position(opening).line
            self.statements(inside, indent + 2)
            self.comments_before(self.body_end(node, bodies, index), indent + 2)
        self.lines.append(" " * indent + "}")
        if self.source and node.span:
            self.last = self.source.position(node.span.stop).line

    def open(self, text: str, node: s.Node, indent: int) -> None:
        start = node.span and Span(node.span.start, node.span.start)
        self.line(f"{text} {{", indent, start)

    def opening(self, node: s.Node, body: _Body) -> int | None:
        _, inside, span = body
        if span is None or node.span is None:
            return None
        return span.start if span.start >= 0 else self.brace(node, inside)

    def body_end(self, node: s.Node, bodies: list[_Body], index: int) -> int:
        """Comments before this offset stay in the block; what stands between two blocks joins the first one."""
        _, _, span = bodies[index + 1] if index + 1 < len(bodies) else ("", (), None)
        if span is not None:
            return span.start
        return node.span.stop if node.span else 0

    def on_one_line(self, node: s.Node, body: _Body, indent: int) -> str | None:
        """A block between its braces on one line, or None where it should have several."""
        word, inside, span = body
        if self.source and span and node.span:
            opening = self.opening(node, body)
            assert opening is not None
            if self.source.position(opening).line != self.source.position(span.stop).line:
                return None
            if any(opening <= self.start(comment) < span.stop for comment in self.comments):
                return None
        elif isinstance(node, s.Model | s.Fragment | s.Infer) or len(inside) > (4 if _is_table(node) else 1):
            return None
        if isinstance(node, s.Mixture):
            return None
        parts = []
        for statement in inside:
            text = lay_out(head(statement), 1_000_000)
            bodies = _bodies(statement)
            if bodies and not _is_table(statement):
                return None
            if bodies and (table := self.on_one_line(statement, bodies[0], 0)) is None:
                return None
            parts.append(f"{text} {table}" if bodies else text)
        line = f"{{ {'  '.join(parts)} }}" if parts else "{ }"
        return line if width(line) + len(word) + 1 <= COLUMNS - indent and "\n" not in line else None


def _first(inside: tuple[s.Node, ...]) -> int | None:
    return inside[0].span.start if inside and inside[0].span else None


def _is_table(node: s.Node) -> bool:
    return isinstance(node, s.MoveTable)
