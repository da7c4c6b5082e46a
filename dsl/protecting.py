"""`protect`: words that a recipe keeps, as the requirement that they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..inference.formula import Apply, Constant, Part
from . import faults
from .report import Report
from .spec import KeptSpec, ModelSpec, MomentSpec, RecipeSpec, TermSpec
from .term_names import named

if TYPE_CHECKING:
    from ..inference.run import Run

NAME = "protect"  # of the setting and of the requirement


def kept(recipe: RecipeSpec | None) -> tuple[KeptSpec, ...]:
    """What a recipe protects."""
    found = recipe.settings.get(NAME) if recipe is not None else None
    return found if isinstance(found, tuple) else ()


def named_words(given: Sequence[KeptSpec]) -> Any:
    """What is protected, as a record says it: words, by text or hole where these are named."""
    if all(one.part is None for one in given):
        return [word for one in given for word in one.words]
    found: dict[str, list[str]] = {}
    for one in given:
        found.setdefault(one.where, []).extend(one.words)
    return found


def protected(model: ModelSpec) -> ModelSpec:
    """The model as its recipe runs it: given that the protected words stand in their texts in their order.

    Moves are then moves of that law: what would take a word away breaks a requirement, and no ratio needs more.
    """
    terms = [_holds(one, model) for one in kept(model.recipe)]
    stated: tuple[TermSpec | MomentSpec, ...] = (*model.terms, *model.moments)
    return replace(model, terms=(*model.terms, *named(terms, stated))) if terms else model


def _holds(one: KeptSpec, model: ModelSpec) -> TermSpec:
    part = one.part or Part(model.texts[0].name)
    holds = Apply("in_order", (("text", part), ("items", Constant(one.words))))
    return TermSpec(NAME, "require", holds, span=one.span, source=one.written, protects=True)


def protecting(model: ModelSpec, recipe: RecipeSpec | None, report: Report) -> None:
    """Reports words that are protected in a program of several texts without a word of whose they are."""
    first = model.texts[0].name if model.texts else ""
    for one in kept(recipe) if len(model.texts) > 1 else ():
        if one.part is None:
            wanted, given = "a text of the program for its words", "words of no text"
            example = f"protect = in_order({first}, {json.dumps(one.words, ensure_ascii=False)})"
            report.add(faults.wrong_setting(one.span, NAME, wanted, given, example))


def noted(model: ModelSpec, run: Run) -> Run:
    """The run, which says of what law its texts are."""
    told = [run.note]
    for one in kept(model.recipe):
        listed, where = ", ".join(f"`{word}`" for word in one.words), f"`{one.where}`" if one.part else "the text"
        told.append(f"protect: the law is that of the model given that {listed} stand in {where} in this order")
    return replace(run, note="\n".join(filter(None, told)))
