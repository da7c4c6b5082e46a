"""What several texts of a program have in common: the statements over more than one, and the product of surrogates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .formula import Node
from .lazy import torch
from .requirements import Requirement
from .term import Hosted
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .joint import Joint
    from .random import Chance


@dataclass(frozen=True)
class Shared:
    """What a program says of several texts at once. `order` names all soft terms as the program has them."""

    statements: tuple[Requirement, ...] = ()
    terms: tuple[tuple[Node, Hosted], ...] = ()
    tracks: tuple[tuple[str, Node], ...] = ()
    order: tuple[str, ...] = ()


class JointSurrogate:
    """The product of the texts' surrogates: independent, so that everything is a sum."""

    def __init__(self, graph: Joint) -> None:
        self.graph, self.own = graph, tuple(one.surrogate for one in graph.graphs)

    @property
    def fits(self) -> bool:
        """Whether solving each fits into memory."""
        return all(one.fits for one in self.own)

    @property
    def states(self) -> int:
        """States of all automata."""
        return sum(one.states for one in self.own)

    @cached_property
    def log_z(self) -> float:
        """The log of the summed weight of all rows: a sum over texts."""
        return sum(one.log_z for one in self.own)

    def draw(self, stream: Chance, chains: int) -> Texts:
        """Independent exact draws of every text, one row a chain."""
        return self.graph.join([one.draw(stream, chains) for one in self.own])

    def log_weight(self, texts: Texts) -> Tensor:
        """Unnormalised log weight of each row, -inf outside. [chains]"""
        pairs = zip(self.own, self.graph.split(texts), strict=True)
        return torch.stack([one.log_weight(part) for one, part in pairs]).sum(0)
