"""Lists of one text of several that read another text beside it: `copy(a)`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .candidates import Weights, candidates
from .lazy import torch
from .move import MoveError

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .texts import Texts


@dataclass(frozen=True)
class CopiedText:
    """The units that another text of the program holds now, all alike.

    That text stays while this one changes, so the list is the same on the way back.
    """

    text: str
    _columns: dict[int, Tensor] = field(default_factory=dict, compare=False)

    def __call__(self, graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
        raise MoveError(f"copy({self.text}): a list may not depend on the text that it changes; name another text")

    def bound(self, own: FactorGraph, other: FactorGraph, beside: Texts) -> Weights:
        """The source where the other text reads so."""
        if id(own) not in self._columns:
            index = [own.lexicon.index.get(unit, own.units) for unit in other.lexicon.units]
            self._columns[id(own)] = torch.tensor(index, device=own.device)
        columns = self._columns[id(own)][beside.units]
        columns = torch.where(beside.inside(), columns, own.units)  # the last column is of what this text lacks

        def weights(graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
            found = torch.full((len(place), own.units + 1), -torch.inf, dtype=own.dtype, device=own.device)
            return found.scatter(1, columns, 0.0)[:, : own.units]

        return weights


class Beside:
    """The graph of one text, with what stands in the others."""

    def __init__(self, graph: FactorGraph, bound: dict[str, Weights]) -> None:
        self._graph, self.sources = graph, {**graph.sources, **bound}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)

    def candidates(self, source: str, texts: Texts, place: Tensor) -> Tensor:
        """As the graph's."""
        return candidates(self, source, texts, place)  # type: ignore[arg-type]


def reads(graph: FactorGraph, source: str) -> dict[str, CopiedText]:
    """The sources by name that a source is made of and that read another text."""
    found = graph.sources.get(source)
    if isinstance(found, CopiedText):
        return {source: found}
    parts = getattr(found, "parts", None) or ([part] if (part := getattr(found, "part", None)) else [])
    return {name: one for part in parts for name, one in reads(graph, part).items()}


__all__ = ["Beside", "CopiedText", "reads"]
