"""Templates: fixed text with holes, the ways in which a text fits one, and how a string is read by one.

A text may fit a template in several ways. Ways are ordered, earlier holes shorter first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .hole import Hole
from .render import START, Context, Renderer


class TemplateError(ValueError):
    """A template that cannot be written as it stands; the message says why.

    `code` names the mistake, `about` what is to be changed where that is not the fixed text.
    """

    def __init__(self, message: str, code: str = "H009", about: str = "") -> None:
        super().__init__(message)
        self.code, self.about = code, about


@dataclass(frozen=True)
class Template:
    """Fixed units and holes in order, with the context in which each begins."""

    text: str
    pieces: tuple[tuple[int, ...] | Hole, ...]
    contexts: tuple[Context, ...]  # one a piece

    @classmethod
    def of(cls, text: str, written: Sequence[str | Hole], renderer: Renderer) -> Template:
        """From strings and holes. The lexicon must hold the words of the strings. Raises TemplateError."""
        context = START
        pieces: list[tuple[int, ...] | Hole] = []
        contexts: list[Context] = []
        for number, piece in enumerate(written):
            if isinstance(piece, Hole):
                pieces.append(piece)
                contexts.append(context._replace(glue=True, spelled=piece.is_spelled(renderer.style)))
                context = Context(context.capital and piece.low == 0, False, context.inside)
                continue
            units, context_after = _literal(piece, context, number + 1 < len(written), renderer)
            pieces.append(units)
            contexts.append(context)
            context = context_after
        return cls(text, tuple(pieces), tuple(contexts))

    def hole(self, name: str) -> tuple[Hole, Context]:
        """A hole and the context that its text starts in."""
        for piece, context in zip(self.pieces, self.contexts, strict=True):
            if isinstance(piece, Hole) and piece.name == name:
                return piece, context
        raise KeyError(name)

    @property
    def has_spelled(self) -> bool:
        """Whether some hole is written character by character."""
        return any(context.spelled for context in self.contexts)

    def fits(self, units: Sequence[int], renderer: Renderer) -> Iterator[dict[str, tuple[int, int]]]:
        """All ways in which a text fits, in order: hole to (first, behind the last) place."""
        yield from self._fits(0, 0, tuple(units), renderer, {})

    def _fits(
        self, piece: int, at: int, units: tuple[int, ...], renderer: Renderer, found: dict[str, tuple[int, int]]
    ) -> Iterator[dict[str, tuple[int, int]]]:
        if piece == len(self.pieces):
            if at == len(units):
                yield dict(found)
            return
        part, context = self.pieces[piece], self.contexts[piece]
        if isinstance(part, tuple):
            if units[at : at + len(part)] == part:
                yield from self._fits(piece + 1, at + len(part), units, renderer, found)
            return
        for stop in range(at, len(units) + 1):
            content = units[at:stop]
            if part.is_over(content, renderer, context):
                return
            if part.holds(content, renderer, context):
                found[part.name] = (at, stop)
                yield from self._fits(piece + 1, stop, units, renderer, found)
                del found[part.name]

    def read(self, string: str, renderer: Renderer) -> tuple[int, ...] | None:
        """The units of a string that fills the template, None where it does not.

        Fixed text is read as its units, holes by longest match or character by character.
        """
        return next(self._read(0, 0, string, START, renderer), None)

    def _read(
        self, piece: int, at: int, string: str, context: Context, renderer: Renderer
    ) -> Iterator[tuple[int, ...]]:
        if piece == len(self.pieces):
            if at == len(string):
                yield ()
            return
        part = self.pieces[piece]
        if isinstance(part, tuple):
            written = renderer.render(part, context)
            if string.startswith(written, at):
                after = renderer.context_after(part, context)
                for rest in self._read(piece + 1, at + len(written), string, after, renderer):
                    yield part + rest
            return
        for content, stop, after in self._contents(piece, at, string, context, renderer):
            for rest in self._read(piece + 1, stop, string, after, renderer):
                yield content + rest

    def _contents(
        self, piece: int, at: int, string: str, context: Context, renderer: Renderer
    ) -> Iterator[tuple[tuple[int, ...], int, Context]]:
        """What a hole may hold from a place of a string on, shorter first; where it ends, and the context behind."""
        part, own = self.pieces[piece], self.contexts[piece]
        assert isinstance(part, Hole)
        content: tuple[int, ...] = ()
        context = context._replace(spelled=False)
        while not part.is_over(content, renderer, own):
            if part.holds(content, renderer, own):
                yield content, at, context
            if at == len(string):
                return
            if own.spelled:
                start = at + (not content and not context.glue)  # behind the space that sets it apart
                unit = renderer.longest_at(string, start, own) if start < len(string) else None
            else:
                unit = renderer.longest_at(string, at, context)
            if unit is None or not string.startswith(renderer.form(context, unit)[0], at):
                return
            form, context = renderer.form(context, unit)
            content, at = (*content, unit), at + len(form)


def _literal(piece: str, context: Context, hole_next: bool, renderer: Renderer) -> tuple[tuple[int, ...], Context]:
    """The units of fixed text, and the context behind it."""
    spaced = renderer.style in ("en", "words")
    string = piece.rstrip(" ") if hole_next and spaced else piece
    if string.startswith(" ") and context.glue and spaced:
        raise TemplateError(f"{piece!r} begins with a space that would not be written")
    units = renderer.segment(string, context)
    if units is None:
        raise TemplateError(
            f"{piece!r} would not be written like that: check the spaces, and capitals, around its words"
        )
    after = renderer.context_after(units, context)
    if hole_next and spaced and units and (piece != string) == after.glue:
        verb = "takes no space" if after.glue else "needs a space"
        raise TemplateError(f"{piece!r} {verb} before the hole that follows")
    return units, after
