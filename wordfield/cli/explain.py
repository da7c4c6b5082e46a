"""`wordfield explain`: the page of a message, a feature, a move, a sampler or a language model."""

from __future__ import annotations

from inspect import cleandoc
from typing import Annotated

import typer

from .guard import LATER, Misused, guarded
from .streams import out


@guarded
def explain(name: Annotated[str, typer.Argument(metavar="CODE|NAME", help="Such as S020, contains, gibbs.")]) -> None:
    """Explain a message by its code, or a feature, move, sampler or language model by its name."""
    if name == "-" or name.endswith(".wf"):
        raise Misused(f"explain FILE: {LATER}; `wordfield explain CODE` and `wordfield explain NAME` are")
    found = _message(name) or _page(name)
    if found is None:
        raise Misused(f"nothing is called `{name}`{_near(name)}")
    out(found)


def _message(code: str) -> str | None:
    """The page of a diagnostic code."""
    from ..grammar.messages import ENGLISH

    message = ENGLISH.get(code.upper())
    return f"{code.upper()}: {message.about}\n\n  {message.text}\n  help: {message.help}" if message else None


def _kinds() -> list[type]:
    from ..inference.feature import Feature
    from ..inference.language import Language
    from ..inference.move import Move
    from ..inference.sampler import Sampler

    return [Feature, Language, Move, Sampler]


def _page(name: str) -> str | None:
    """The pages of everything of that name."""
    pages = []
    for kind in _kinds():
        found = kind.all().get(name)  # type: ignore[attr-defined]
        if found is not None:
            given = ", ".join(parameter.name for parameter in found.signature())
            pages.append(f"{kind.kind} {name}({given})\n\n{cleandoc(found.page())}")  # type: ignore[attr-defined]
    return "\n\n".join(pages) or None


def _near(name: str) -> str:
    from ..dsl.mistakes import nearest
    from ..grammar.messages import ENGLISH

    known = [*ENGLISH, *(one for kind in _kinds() for one in kind.all())]  # type: ignore[attr-defined]
    near = nearest(name, known)
    return f"; did you mean `{near}`?" if near else "; `wordfield explain contains` is an example"
