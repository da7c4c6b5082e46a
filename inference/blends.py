"""Candidate sources made of others: copied words, products, sums with shares, lists that are cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .lazy import torch
from .views import pieces

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .render import Renderer
    from .texts import Texts

PLAIN = ("uniform", "copy(")  # sources that leave tables of terms out


@dataclass(frozen=True)
class Copied:
    """The units of given strings, all alike: `copy(source)`. What the lexicon lacks is no candidate.

    Source: the copy set of Liu, Mou, Meng, Zhou, Zhou and Song 2020, without the words that a chain took out before: a
    list may not depend on what a chain has been.
    """

    units: tuple[int, ...]

    @classmethod
    def of(cls, strings: Sequence[str], renderer: Renderer) -> Copied:
        """The units of strings as texts would hold them; a capital at their beginning does not count."""
        index = renderer.lexicon.index
        found = (index.get(piece, -1) for string in strings for piece in pieces(string, renderer))
        return cls(tuple(sorted({unit for unit in found if unit >= 0})))

    def __call__(self, graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
        """[chains, units]"""
        row = torch.full((graph.units,), -torch.inf, dtype=graph.dtype, device=graph.device)
        row[list(self.units)] = 0.0
        return row.expand(len(place), -1)


@dataclass(frozen=True)
class Product:
    """`lm * mlm`: weights multiplied, so that a unit must please every source (Hinton 2002). Tables count once."""

    parts: tuple[str, ...]

    def __call__(self, graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
        """[chains, units], nats."""
        total = torch.stack([graph.candidates(part, texts, place) for part in self.parts]).sum(0)
        again = sum(not part.startswith(PLAIN) for part in self.parts) - 1
        return total - max(again, 0) * graph.added


@dataclass(frozen=True)
class Sum:
    """`70% * ngram + 30% * copy(source)`: each source's law over what the requirements allow, mixed by shares.

    A source that reaches nothing at a place leaves its share to the others.
    """

    shares: tuple[float, ...]
    parts: tuple[str, ...]

    def __call__(self, graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
        """[chains, units], nats, without the requirements' own weight."""
        allowed = graph.fill(texts, place)
        laws = []
        for share, part in zip(self.shares, self.parts, strict=True):
            weights = graph.candidates(part, texts, place) + allowed
            total = weights.logsumexp(-1, keepdim=True)
            laws.append(torch.where(total > -torch.inf, weights - total + torch.tensor(share).log(), -torch.inf))
        mixed = torch.stack(laws).logsumexp(0)
        return torch.where(allowed > -torch.inf, mixed - allowed, -torch.inf)


@dataclass(frozen=True)
class Top:
    """`top(lm, 64)`: the most likely units of a source among those that the requirements allow, and no others."""

    part: str
    most: int

    def __call__(self, graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
        """[chains, units], nats; units as good as the last one stay too."""
        weights = graph.candidates(self.part, texts, place)
        found = weights + graph.fill(texts, place)
        least = found.topk(min(self.most, graph.units), dim=-1).values[:, -1:]
        return torch.where(found >= least, weights, -torch.inf)


@dataclass(frozen=True)
class Ranked:
    """`ranked(lm, 64)`: the most likely units of a source, drawn by how much the program likes the text with each.

    Where the list holds every unit of weight this is heat-bath. Costs as many evaluations as it has entries.
    Source: Miao, Zhou, Mou, Yan and Li 2019, who accept without knowing what was left out; here the ratio knows.
    """

    part: str
    most: int

    def __call__(self, graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
        """[chains, units], nats, without the requirements' own weight."""
        allowed = graph.fill(texts, place)
        found = graph.candidates(self.part, texts, place) + allowed
        likely, units = found.topk(min(self.most, graph.units), dim=-1)
        chains, count = units.shape
        rows = torch.arange(chains, device=units.device).repeat_interleave(count)
        terms, good = graph.evaluate(texts.rows(rows).put(place[rows], units.flatten()))
        score = torch.where(good, terms.sum(-1), -torch.inf).view(chains, count)
        score = torch.where(likely > -torch.inf, score - allowed.gather(1, units), -torch.inf).nan_to_num(
            nan=-torch.inf
        )
        score = score - score.amax(1, keepdim=True).clamp(min=-1e300)
        return torch.full_like(found, -torch.inf).scatter(1, units, score.to(found.dtype))


__all__ = ["Copied", "Product", "Ranked", "Sum", "Top"]
