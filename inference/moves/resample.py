"""`resample`: the content of one hole drawn anew."""

from __future__ import annotations

from dataclasses import MISSING, dataclass
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


@dataclass(frozen=True)
class Resample(Bridge, name="resample"):
    """Draws what stands in a hole anew, between the fixed text on both sides; its length may change by one.

        moves { 80% replace(ngram)  20% resample(s.place) }

    Only holes of up to `span` units are touched. A proposal after which the hole would be read elsewhere is rejected.
    """

    part: Text | None = None
    span: Whole = 5

    @classmethod
    def signature(cls) -> tuple[Parameter, ...]:
        """The hole, and the longest content that is touched."""
        return (Parameter("part", "text", MISSING), Parameter("span", "whole", 5))

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
        length = pick([old for old, _ in lengths(self.span)], kind)
        here = (torch.arange(texts.places, device=begin.device) == begin[:, None]) & (size == length)[:, None]
        return super().slots(graph, texts, kind) & here
