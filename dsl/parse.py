"""Text of a program to its syntax tree, with every mistake of the syntax found in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import slips
from . import syntax as s
from .build import DEEPEST, Builder, too_deep
from .diagnostics import Diagnostic, Label, ProgramError
from .explain import explain
from .recovery import Drive
from .scan import scan
from .second_thoughts import second_thoughts
from .source import Source, Span
from .strings import Placed

LONGEST = 1_000_000  # characters of a program


@dataclass(frozen=True)
class Parsed:
    """A syntax tree and the mistakes found on the way; with mistakes, the broken statements are left out."""

    file: s.File
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source) -> s.File:
    """The syntax tree of a program. Raises `ProgramError` with every mistake found."""
    parsed = parse_anyway(source)
    if parsed.diagnostics:
        raise ProgramError(parsed.diagnostics, source)
    return parsed.file


def parse_anyway(source: Source) -> Parsed:
    """The tree of what could be read, and the mistakes; for the checker and for editors. Raises nothing."""
    if len(source.text) > LONGEST:
        return Parsed(s.File(()), (slips.file_too_large(len(source.text), LONGEST),))
    scanned = scan(source)
    if scanned.too_deep:
        return Parsed(s.File((), comments=scanned.comments), _ordered(scanned.mistakes))
    drive = Drive(source, scanned, explain).run()
    assert drive.tree is not None
    mistakes = [*scanned.mistakes, *drive.mistakes]
    if place := too_deep(drive.tree):
        mistakes.append(slips.too_deep(place, DEEPEST))
        return Parsed(s.File((), comments=scanned.comments), _ordered(mistakes))
    builder = Builder(Span, lambda inside: _hole(inside, mistakes), mistakes)
    file: s.File = replace(builder.build(drive.tree), comments=scanned.comments)
    if place := _too_deep(file):
        return Parsed(s.File((), comments=scanned.comments), _ordered([*mistakes, slips.too_deep(place, DEEPEST)]))
    mistakes.extend(second_thoughts(file, source))
    return Parsed(file, _ordered(mistakes))


def parse_text(text: str, name: str = "program.wf") -> s.File:
    """The syntax tree of a program given as a string. Raises `ProgramError`."""
    return parse(Source(name, text))


def decode(content: bytes, name: str) -> Source:
    """The source in the bytes of a file. Raises `ProgramError` where they are not UTF-8."""
    try:
        return Source(name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        mistake = slips.not_utf8(content[error.start], error.start)
        raise ProgramError((mistake,), Source(name, "")) from None


def _ordered(mistakes: list[Diagnostic] | tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(mistakes, key=lambda mistake: mistake.start))


def _too_deep(file: s.File) -> Span | None:
    """The first place deeper than `DEEPEST` in the finished tree, where a chain of calls has become deep."""
    level: list[s.Node] = [file]
    for _ in range(DEEPEST):
        level = [child for node in level for child in s.children(node)]
        if not level:
            return None
    return level[0].span


def _hole(inside: Placed, mistakes: list[Diagnostic]) -> s.Hole | None:
    """The hole written between two braces, or None where it cannot be read."""
    text = inside.text.strip()
    whole = inside.span(0, len(inside.text))
    if not text or text.startswith(":"):
        mistakes.append(slips.nameless_hole(Span(whole.start - 1, whole.stop + 1) if not text else whole))
        return None
    if text.endswith(":"):
        mistakes.append(slips.sizeless_hole(inside.span(0, len(inside.text)), text[:-1].strip()))
        return None
    scanned = scan(Source("hole", inside.text))
    found = list(scanned.mistakes)
    if not found:
        drive = Drive(Source("hole", inside.text), scanned, _explain_hole, start="hole").run()
        found = drive.mistakes
    if found or drive.tree is None:
        mistakes.append(_moved(found[0], inside))
        return None
    if too_deep(drive.tree):
        mistakes.append(slips.too_deep(whole, DEEPEST))
        return None
    hole: s.Hole = Builder(inside.span, lambda _: None, mistakes).build(drive.tree)
    return hole


def _explain_hole(drive: Drive, at: int) -> Diagnostic:
    token = drive.scan.tokens[at]
    if token.kind == "word" and (at == 0 or drive.can("NAME")):
        return slips.reserved_name(token.span, token.text)
    return slips.bad_hole(token.span if token.kind != "end" else drive.scan.tokens[at - 1].span)


def _moved(mistake: Diagnostic, inside: Placed) -> Diagnostic:
    labels = tuple(Label(inside.span(*label.span), label.text) for label in mistake.labels)
    return replace(mistake, labels=labels)
