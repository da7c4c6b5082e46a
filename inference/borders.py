"""Whether a string shows where the spelled holes of a template begin and end, so that it is read in one way only."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .automaton import Automaton, TooLarge
from .hole import Hole
from .lift import lift
from .patterns import CharacterAutomaton
from .render import Context, Renderer
from .scope import Scope
from .spelling import Spelling, spelling
from .template import Template, TemplateError

_OPENING = frozenset('([{“‘«"\n')  # what a spelled character may stand against, without a space


def told(template: Template, renderer: Renderer) -> None:
    """Raises TemplateError where a spelled hole could be read otherwise.

    Two readings of one string part where one goes on spelling and the other does not. At the end of a hole that cannot
    be where no match goes on as the text behind the hole does; at its beginning not where what stands before has a
    fixed number of words, or where words and marks can write no match from its beginning on.
    """
    counted = True
    for number, (piece, context) in enumerate(zip(template.pieces, template.contexts, strict=True)):
        if not isinstance(piece, Hole):
            continue
        if piece.pattern is not None and piece.content(Scope(renderer, context)).empty:
            capital = ": a text begins with a capital" if context.capital and renderer.style == "en" else ""
            raise TemplateError(f"no match of `{piece.name}` can be written there{capital}", about="pattern")
        if not context.spelled:
            counted = counted and piece.low == piece.high and piece.pattern is None
            continue
        assert piece.pattern is not None
        written = spelling(piece.pattern, renderer.style, piece.high)
        if any(_goes_on(written, following) for following in _following(template, number, renderer)):
            raise TemplateError(f"where `{piece.name}` ends cannot be told from what may follow it", "H011")
        if not (counted and piece.low > 0) and _written_otherwise(written, renderer, context):
            before = "words may be written like it" if piece.low else "it may be empty"
            raise TemplateError(f"where `{piece.name}` begins cannot be told: {before}", "H011")


def _following(template: Template, number: int, renderer: Renderer) -> Iterator[str]:
    """How the text behind a hole may begin."""
    hole = template.pieces[number]
    assert isinstance(hole, Hole)
    behind = list(zip(template.pieces, template.contexts, strict=True))[number + 1 :]
    for piece, context in behind:
        if isinstance(piece, tuple):
            if piece:
                yield renderer.render(piece, context)
                return
        elif context.spelled:
            both = f"`{hole.name}` and `{piece.name}` are spelled side by side"
            raise TemplateError(f"{both}; write one pattern for both, or a word between them", "H011")
        else:
            yield " "
            if piece.low > 0:
                return


def _goes_on(written: Spelling, following: str) -> bool:
    """Whether a match can go on as the text behind it begins, to a longer match."""
    for state in np.flatnonzero(written.machine.accepting).tolist():
        walked = list(written.walk(state, following))
        if any(written.machine.accepting[after] for after in walked) or len(walked) == len(following):
            return True
    return False


def _written_otherwise(written: Spelling, renderer: Renderer, context: Context) -> bool:
    """Whether words and marks can write a match, or what it has up to a space: another hole might begin there."""
    machine, space = written.machine, written.machine.column.get(" ", 0)
    if _OPENING & set(written.characters or ()):
        return True
    hit = len(machine.next)
    table = np.where(machine.accepting[machine.next], hit, machine.next)
    table = np.vstack([table, np.full(table.shape[1], hit)])
    accepting = np.append(written.live[machine.next[:, space]], True)
    try:
        covering = lift(
            CharacterAutomaton(table, accepting, machine.column, machine.start), renderer,
            context._replace(spelled=False),
        )  # fmt: skip
    except TooLarge:
        return True
    columns = np.unique(covering.class_of[~renderer.lexicon.is_spelled])
    return not Automaton(covering.next[:, columns], np.arange(len(columns)), covering.final, covering.start).empty


__all__ = ["told"]
