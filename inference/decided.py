"""Formulas that read no text: they hold of all texts or of none."""

from __future__ import annotations

from .automaton import Automaton
from .formula import Node
from .interpret import Interpreter
from .scope import Scope
from .views import reader


def decided(node: Node, scope: Scope) -> Automaton | None:
    """All texts where a formula holds that reads none of them, else no text; None where it asks for a model."""
    try:
        return scope.everything(Interpreter({}, reader(scope.renderer)).holds(node))
    except (LookupError, ValueError):
        return None


__all__ = ["decided"]
