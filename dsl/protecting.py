"""`protect`: words that a recipe keeps, as the requirement that they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..inference.formula import Apply, Constant, Part
from .report import Report
from .spec import KeptSpec, ModelSpec, MomentSpec, RecipeSpec, TermSpec
from .term_names import named

if TYPE_CHECKING:
    from ..inference.run import Run

NAME = "protect"  # of the setting and of the requirement


def kept(recipe: RecipeSpec | None) -> KeptSpec | None:
    """What a recipe protects."""
    found = recipe.settings.get(NAME) if recipe is not None else None
    return found if isinstance(found, KeptSpec) else None


def protected(model: ModelSpec) -> ModelSpec:
    """The model as its recipe runs it: given that the protected words stand in the text in their order.

    Moves are then moves of that law: what would take a word away breaks a requirement, and no ratio needs more.
    """
    words = kept(model.recipe)
    if words is None or len(model.texts) != 1:
        return model
    holds = Apply("in_order", (("text", Part(model.texts[0].name)), ("items", Constant(words.words))))
    term = TermSpec(NAME, "require", holds, span=words.span, source=words.written, protects=True)
    stated: tuple[TermSpec | MomentSpec, ...] = (*model.terms, *model.moments)
    return replace(model, terms=(*model.terms, *named((term,), stated)))


def protecting(model: ModelSpec, recipe: RecipeSpec | None, report: Report) -> None:
    """Reports words that are protected in a program of several texts, of which nobody can say whose they are."""
    words = kept(recipe)
    if words is not None and len(model.texts) > 1:
        report.unavailable(words.span, "`protect` with several texts")


def noted(model: ModelSpec, run: Run) -> Run:
    """The run, which says of what law its texts are."""
    words = kept(model.recipe)
    if words is None:
        return run
    listed = ", ".join(f"`{word}`" for word in words.words)
    told = f"protect: the law is that of the model given that {listed} stand in the text in this order"
    return replace(run, note="\n".join(filter(None, (run.note, told))))
