"""Texts read on the host: the views, holes and values that features in plain Python see, remembered by text."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .feature import View
from .formula import Apply, Node, Part, Value, parts, reads_label
from .interpret import Interpreter
from .lazy import torch
from .requirements import Requirements
from .views import reader, view

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from .opened import Opened
    from .texts import Texts

REMEMBERED = 100_000  # texts whose host values are kept


class Host:
    """Reads units as strings and holes, for one text variable."""

    def __init__(
        self, requirements: Requirements, models: Callable[[Value], Callable[[View], float]] | None = None
    ) -> None:
        self.requirements, self.models = requirements, models
        self.renderer = requirements.renderer
        self.read = reader(self.renderer)
        self.interpreter = lru_cache(REMEMBERED)(self._interpreter)
        self.batched: tuple[Apply, ...] = ()  # calls of what was opened, asked for many texts at once

    @cached_property
    def whole(self) -> Part:
        return Part(self.requirements.text)

    def string(self, units: Sequence[int]) -> str:
        """A text as it is written."""
        return self.renderer.render(units)

    def _interpreter(self, units: tuple[int, ...]) -> Interpreter:
        """An interpreter that knows the text and its holes."""
        views = {self.whole: view(units, self.renderer)}
        if self.requirements.template is not None:
            views |= self._holes(units, self.spans(units))
        return Interpreter(views, self.read, None, self.models)

    def spans(self, units: tuple[int, ...]) -> dict[str, tuple[int, int]]:
        """Where each hole stands: the first way to fill the template that meets what is stated about holes.

        The first way at all where none does, nothing where there is none.
        """
        template = self.requirements.template
        if template is None:
            return {}
        first: dict[str, tuple[int, int]] = {}
        holes = [s.formula for s, about in zip(self.requirements.statements, self._about, strict=True) if about]
        whole = {self.whole: view(units, self.renderer)}
        for found in template.fits(units, self.renderer):
            first = first or found
            read = Interpreter({**whole, **self._holes(units, found)}, self.read, None, self.models)
            if all(read.holds(formula) for formula in holes):
                return found
        return first

    @cached_property
    def _about(self) -> tuple[bool, ...]:
        """Which statements say something of a hole, whether an automaton stands for them or not."""
        statements = self.requirements.statements
        return tuple(any(part.hole is not None for part in parts(one.formula)) for one in statements)

    def _holes(self, units: Sequence[int], spans: dict[str, tuple[int, int]]) -> dict[Part, View]:
        template = self.requirements.template
        assert template is not None
        found = {}
        for piece in template.pieces:
            if isinstance(piece, tuple):
                continue
            start, stop = spans.get(piece.name, (0, 0))
            context = template.hole(piece.name)[1]
            found[Part(self.requirements.text, piece.name)] = view(units[start:stop], self.renderer, context)
        return found

    def rows(self, texts: Texts) -> list[tuple[int, ...]]:
        """The texts as tuples of units, on the host."""
        units, length = texts.units.cpu().numpy(), texts.length.cpu().numpy()
        return [tuple(row[:size].tolist()) for row, size in zip(units, length, strict=True)]

    def strings(self, texts: Texts) -> list[str]:
        """The texts as they are written."""
        return [self.string(row) for row in self.rows(texts)]

    def each(self, texts: Texts, value: Callable[[Interpreter], float], where: Tensor | None = None) -> Tensor:
        """`value` on each text, 0 where `where` is false. float64 [chains]"""
        wanted = np.ones(len(texts.length), bool) if where is None else where.cpu().numpy()
        rows = self.rows(texts)
        distinct = {row for row, here in zip(rows, wanted, strict=True) if here}
        self._ask(distinct)
        values = {row: float(value(self.interpreter(row))) for row in distinct}
        found = [values[row] if here else 0.0 for row, here in zip(rows, wanted, strict=True)]
        return torch.as_tensor(found, dtype=torch.float64, device=texts.length.device)

    def _ask(self, rows: Iterable[tuple[int, ...]]) -> None:
        """Have what the batched calls need of these texts computed together."""
        if not self.batched:
            return
        inputs: dict[Opened, list[Hashable]] = {}
        for row in rows:
            for call in self.batched:
                feature = self.interpreter(row).bound(call)
                asks = feature.asks() if feature is not None else None
                if asks is not None:
                    inputs.setdefault(asks[0], []).extend(asks[1])
        for opened, wanted in inputs.items():
            opened.ask(wanted)


def called(name: str, function: Callable[[list[str]], Any], strings: list[str]) -> NDArray[np.float64]:
    """What a Python function gives for strings, numbers or a tensor. Raises ValueError that names the factor."""
    given = function(strings)
    if isinstance(given, torch.Tensor):
        given = given.detach().cpu().double()
    try:
        values = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        kind = type(given).__name__
        raise ValueError(f"{name}: gave {kind}; a list of numbers is needed, one for each text") from None
    if values.shape != (len(strings),):
        raise ValueError(f"{name}: gave {values.shape} values for {len(strings)} texts; one number for each is needed")
    return values


def truth(node: Node) -> Callable[[Interpreter], float]:
    """1 where a formula holds, else 0."""
    return lambda interpreter: 1.0 if interpreter.holds(node) else 0.0


def tracked(
    tracks: Sequence[tuple[str, Node]], readers: Sequence[Sequence[Interpreter]],
    labels: Sequence[Mapping[str, str]] | None,
) -> list[dict[str, Any]]:  # fmt: skip
    """The values of `tracks` on each text, each by its reader, given the labels of mixtures.

    None where something is missing, as a label is of a text that nobody drew.
    """
    found = []
    for number, row in enumerate(readers):
        own = row if labels is None else [one.labelled(labels[number]) for one in row]
        values = zip(tracks, own, strict=True)
        hidden = labels is None
        found.append({n: None if hidden and reads_label(node) else one.value(node) for (n, node), one in values})
    return found
