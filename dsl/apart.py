"""A model of several texts taken apart: a model of each text, and the statements that speak of more than one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..inference.formula import And, Implies, Node, Not, Or, parts
from ..inference.requirements import conjuncts
from .spec import ModelSpec, TermSpec


@dataclass(frozen=True)
class Apart:
    """A model of each text, in order, and the statements over several; `order` names the soft statements."""

    models: tuple[ModelSpec, ...]
    shared: tuple[TermSpec, ...]
    order: tuple[str, ...]


def apart(spec: ModelSpec) -> Apart:
    """A hard statement that joins conditions by `and` is as many; one that reads no text stays with the first."""
    own: dict[str, list[TermSpec]] = {text.name: [] for text in spec.texts}
    shared: list[TermSpec] = []
    for term in (one for written in spec.terms for one in _conditions(written)):
        read = _read(term.value)
        if len(read) > 1 or term.kind == "track":
            shared.append(term)
        else:
            own[next(iter(read), spec.texts[0].name)].append(term)
    said = [term.value for term in shared] + [one.value for one in spec.moments if len(_read(one.value)) > 1]
    models = tuple(
        replace(
            spec, texts=(text,), terms=tuple(own[text.name]),
            besides=tuple(atom for value in said for atom in _about(value, text.name)),
            moments=tuple(one for one in spec.moments if _read(one.value) == {text.name}),
        )
        for text in spec.texts
    )  # fmt: skip
    soft = tuple(term.name for term in spec.terms if term.kind in ("prefer", "factor"))
    return Apart(models, tuple(shared), soft)


def _read(node: Node) -> set[str]:
    """The names of the texts that a formula reads."""
    return {part.text for part in parts(node)}


def _conditions(term: TermSpec) -> Iterator[TermSpec]:
    """A hard statement as one for each condition that must hold."""
    if term.kind == "require":
        yield from (replace(term, value=one) for one in conjuncts(term.value))
    elif term.kind == "forbid":
        yield from (replace(term, value=one) for one in _disjuncts(term.value))
    else:
        yield term


def _disjuncts(node: Node) -> Iterator[Node]:
    """What a `forbid` of a disjunction forbids, one by one."""
    if isinstance(node, Or):
        for item in node.items:
            yield from _disjuncts(item)
    else:
        yield node


def _about(node: Node, text: str) -> Iterator[Node]:
    """The conditions of a formula that read a text: the words that they name join its lexicon."""
    if isinstance(node, And | Or | Not | Implies):
        for child in node.children():
            yield from _about(child, text)
    elif any(part.text == text for part in parts(node)):
        yield node
