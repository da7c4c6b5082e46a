"""Moves that copy from a text of the program: they change the others, so that some other text must be there."""

from __future__ import annotations

from . import faults
from .report import Report
from .spec import ModelSpec, RecipeSpec, SourceSpec


def copying(model: ModelSpec, recipe: RecipeSpec | None, report: Report) -> None:
    """Reports entries of a table whose candidates come from every text of the model, which leaves none to change."""
    names = {text.name for text in model.texts}
    for _, call in recipe.moves if recipe is not None else ():
        source = call.arguments.get("source")
        parts = source.walk() if isinstance(source, SourceSpec) else ()
        copies = [part for part in parts if isinstance(part, SourceSpec) and part.text]
        if copies and names <= {part.text for part in copies}:
            written = " + ".join(dict.fromkeys(part.written for part in copies))
            report.add(faults.copied_into_itself(copies[0].span or call.span, written))
