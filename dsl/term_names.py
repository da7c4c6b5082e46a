"""The names of statements in records: as written, else after a feature, each only once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from ..inference.formula import Apply, Node
from .spec import MomentSpec, TermSpec

Stated = TypeVar("Stated", TermSpec, MomentSpec)


def named(terms: Iterable[Stated], others: Iterable[TermSpec | MomentSpec] = ()) -> tuple[Stated, ...]:
    """Terms with names that are distinct, and none of `others`: the second `has` is `has_2`.

    Names that the program writes come first: no other term takes them away.
    """
    listed = list(terms)
    taken: dict[str, int] = {one.name: 1 for one in others}
    names: dict[int, str] = {}
    for place in sorted(range(len(listed)), key=lambda place: not listed[place].labelled):
        wanted = name = listed[place].name
        number = taken.get(wanted, 0)
        while name in taken:
            number += 1
            name = f"{wanted}_{number}"
        taken[wanted] = max(number, 1)
        taken.setdefault(name, 1)
        names[place] = name
    return tuple(replace(term, name=names[place]) for place, term in enumerate(listed))


def feature_name(node: Node) -> str | None:
    """The first feature in a formula."""
    if isinstance(node, Apply):
        return str(node.feature)
    return next((name for name in map(feature_name, node.children()) if name), None)
