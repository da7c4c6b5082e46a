"""Templates given as Python strings."""

from __future__ import annotations

from . import syntax as s
from .diagnostics import ProgramError
from .parse import parse_text
from .strings import escaped


def template(text: str) -> s.Template:
    """The pieces of a template such as `"The {adj:1 word} lamp."`. Raises ValueError for a broken one."""
    if not isinstance(text, str):
        raise TypeError(f"template: got {type(text).__name__}; a template is a string")
    try:
        file = parse_text(f'text t = "{escaped(text)}"')
    except ProgramError as error:
        first = error.diagnostics[0]
        raise ValueError(f"template: {first.message}; {first.help}") from None
    (statement,) = file.items
    assert isinstance(statement, s.Text) and statement.template is not None
    return statement.template
