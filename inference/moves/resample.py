"""`resample`: the content of one hole drawn anew."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, replace
from typing import TYPE_CHECKING

from ..feature import Text
from ..lazy import torch
from ..move import MoveError
from ..propose import pick
from ..signature import Parameter, Whole
from .bridge import Bridge, lengths

if TYPE_CHECKING:
    from torch import Tensor

    from ..graph import FactorGraph
    from ..texts import Texts

LONGEST = 16  # characters of a spelled hole that is drawn anew where nothing is said


@dataclass(frozen=True)
class Resample(Bridge, name="resample"):
    """Draws what stands in a hole anew, between the fixed text on both sides; its length may change by one.

        moves { 80% replace(ngram)  20% resample(s.place) }

    Only holes of up to `span` units are touched; of a hole that is spelled in characters, each length up to 16 that its
    pattern has. A proposal after which the hole would be read elsewhere is rejected.
    """

    part: Text | None = None
    span: Whole = 5
    least: int = 1  # units that the hole has at least

    @classmethod
    def signature(cls) -> tuple[Parameter, ...]:
        """The hole, and the longest content that is touched."""
        return (Parameter("part", "text", MISSING), Parameter("span", "whole", 5))

    def fitted(self, graph: FactorGraph) -> Resample:  # type: ignore[override]
        """With the lengths of a spelled hole: a date is drawn as a whole or not at all."""
        template = graph.requirements.template
        if template is None or self.part is None or self.part.hole is None:  # type: ignore[attr-defined]
            return self
        hole, _ = template.hole(self.part.hole)  # type: ignore[attr-defined]
        if not hole.is_spelled(graph.renderer.style):
            return self
        most = min(max(self.span, LONGEST), hole.high)
        if most < hole.low:
            raise MoveError(f"{self.label}: the hole has {hole.low} characters or more; write `span = {hole.low}`")
        return replace(self, span=most, least=max(hole.low, 1))

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Without lengths that the hole never has."""
        return tuple((old, new) for old, new in lengths(self.span) if min(old, new) >= self.least)

    @property
    def coins(self) -> tuple[float, ...]:
        """Short holes most often, but of a spelled one each length alike: short ones may not be there."""
        return super().coins if self.least == 1 else (1.0 / len(self.pairs),) * len(self.pairs)

    @property
    def label(self) -> str:
        """`resample(s.place)`."""
        return f"resample({getattr(self.part, 'text', '')}.{getattr(self.part, 'hole', '')})"

    def __post_init__(self) -> None:
        super().__post_init__()
        if getattr(self.part, "hole", None) is None:
            raise MoveError("resample: name a hole, as in `resample(s.place)`")

    def slots(self, graph: FactorGraph, texts: Texts, kind: Tensor) -> Tensor:  # type: ignore[override]
        """The place where the hole begins, if the whole hole has the length that is drawn. [chains, places]"""
        begin, size = graph.span_of(self.part.hole, texts)  # type: ignore[union-attr]
        length = pick([old for old, _ in self.pairs], kind)
        return (torch.arange(texts.places, device=begin.device) == begin[:, None]) & (size == length)[:, None]
