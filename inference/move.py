"""Moves: what may change in a text. The base of everything in `moves/`.

Every move is between a text and the same text with a *hole*: `open` takes something out, `list` says what may go in,
`close` puts it in. A list depends on the hole only, so it serves both directions; `propose` derives the ratio.
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from .lazy import torch
from .signature import Registered
from .target import LooksAhead

if TYPE_CHECKING:
    from torch import Tensor

    from .propose import Proposal
    from .random import Chance
    from .target import Target
    from .texts import Texts

FULL_SUPPORT = ("uniform", "ngram", "conditional")  # sources whose weights are positive wherever the target is
EPSILON = 0.01  # the share of a list that is spread over all allowed units where its source lacks full support


class MoveError(ValueError):
    """A table of moves that cannot keep its target; the message says which entry and what to write."""


class Hole(NamedTuple):
    """A text with something taken out. It is equal for a change and for its undoing, field by field."""

    texts: Texts  # holds 0 at open places, or is short of the unit that was taken out
    place: Tensor  # [chains] where it is open, 0 where that is what is drawn
    content: Tensor  # [chains] what was taken out and goes back in, 0 where that is what is drawn


@dataclass(frozen=True)
class Move(Registered):
    """A way to change texts. One file in `moves/`; the annotated fields are its signature in the language.

    `coins` are the probabilities of its kinds (insert, delete), never taken from the text; `undo` names the kind that
    takes each back; `draws` says which kinds draw from the list. `other` strikes what stood there from the list
    (Liu 1996, "Peskun's theorem and a modified discrete-state Gibbs sampler"): for short lists.
    """

    known: ClassVar[dict[str, type[Any]]] = {}
    folder: ClassVar[str] = f"{__package__}.moves"
    kind: ClassVar[str] = "move"
    undo: ClassVar[tuple[int, ...]] = (0,)
    draws: ClassVar[tuple[bool, ...]] = (True,)
    other: ClassVar[bool] = False
    hastings: ClassVar[bool] = True  # whether acceptance counts how a change and its undoing are drawn; see `careless`
    delayed: ClassVar[bool] = False  # whether cheap terms are asked before the others; see `kernel.screened`
    partner: ClassVar[str] = ""  # the entry that must stand in the same table, for one side of a move

    def __init_subclass__(cls, name: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if name:
            cls.name = name
            Move.known[name] = cls

    @property
    def coins(self) -> tuple[float, ...]:
        """The probability of each kind."""
        return (1.0,)

    @property
    def label(self) -> str:
        """The move as a table writes it: `replace(ngram)`."""
        values = {p.name: getattr(self, p.name) for p in self.signature() if getattr(self, p.name) != p.default}
        values.pop("source", None)
        written = [f"{name}={str(value).lower()}" for name, value in values.items()]
        written = [self.source, *written] if hasattr(self, "source") else written
        found = f"{self.name}({', '.join(written)})" if written else self.name
        found = f"{found}, delayed" if self.delayed else found
        return found if self.hastings else f"{found}, no Hastings ratio"

    def fitted(self, graph: Target) -> Move:
        """The move as it is used on a program. Raises MoveError where it could do nothing there."""
        return self

    def slots(self, graph: Target, texts: Texts, kind: Tensor) -> Tensor:
        """Where a change of this kind can begin. Bool [chains, slots]; one is drawn, all equally likely."""
        raise NotImplementedError

    def open(self, graph: Target, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Tensor]:
        """The hole at a slot, and the entry of its list that stood there [chains] (anything for kinds that fill)."""
        raise NotImplementedError

    def list(self, graph: Target, hole: Hole) -> Tensor | None:
        """Log weights of what may go in [chains, entries], -inf where impossible; None where `draw` is used."""
        return None

    def draw(self, stream: Chance, graph: Target, hole: Hole, kind: Tensor) -> tuple[Any, Tensor]:
        """For contents that are no entry of a list: one a chain, with its log density up to a constant of the hole."""
        raise NotImplementedError

    def weigh(self, graph: Target, hole: Hole, choice: Any) -> Tensor:
        """The log density that `draw` gives to a content. [chains]"""
        raise NotImplementedError

    def close(self, graph: Target, hole: Hole, choice: Any, kind: Tensor) -> Texts:
        """The text with the chosen entry in the hole."""
        raise NotImplementedError

    def proposed(self, stream: Chance, graph: Target, texts: Texts) -> Proposal | None:
        """A proposal with a ratio of its own, for moves without a hole; None where `propose` derives it."""
        return None

    def back(self, hole: Hole, choice: Any) -> Tensor:
        """The slot of the new text from which the change is undone. [chains]"""
        return hole.place

    def joined(self, other: Move, share: float) -> Move:
        """The move of which this entry and its partner are the sides; `share` is the probability of this side."""
        raise NotImplementedError


def careless(move: Move) -> Move:
    """The move as it is often written by hand: accepted by the ratio of the scores alone. It does not keep the law."""
    return _with(move, "hastings", False)


def delayed(move: Move) -> Move:
    """The move with delayed acceptance: cheap terms first, the others for proposals that pass. It keeps the law."""
    return _with(move, "delayed", True)


def _with(move: Move, name: str, value: bool) -> Move:
    found = copy(move)
    object.__setattr__(found, name, value)
    return found


def units_at(graph: Target, source: str, hole: Hole) -> Tensor:
    """The list of units for an open place: a source under the regular requirements. [chains, units]"""
    if source == "conditional":
        conditional = graph.conditional(hole.texts, hole.place)
        if conditional is None:
            raise MoveError("this program has a term without a table, so it has no exact conditional; write gibbs()")
        return conditional
    allowed = graph.fill(hole.texts, hole.place)
    weights = graph.candidates(source, hole.texts, hole.place) + allowed
    return weights if source in FULL_SUPPORT else spread(weights, allowed)


def units_before(graph: Target, source: str, hole: Hole, fresh: int) -> Tensor:
    """The same for a place that `fresh` more units will follow, which the hole lacks. [chains, units]"""
    if not fresh:
        return units_at(graph, source, hole)
    if not isinstance(graph, LooksAhead):
        raise MoveError("replace: this program cannot look ahead; leave `block` out")
    weights = graph.candidates(source, hole.texts, hole.place)
    ahead = graph.lookahead(hole.texts, hole.place, torch.full_like(hole.place, fresh), fresh)
    allowed = torch.zeros_like(weights) if ahead is None else ahead.to(weights.dtype)
    return weights + allowed if source in FULL_SUPPORT else spread(weights + allowed, allowed)


def spread(weights: Tensor, allowed: Tensor) -> Tensor:
    """A list mixed with a share EPSILON that is equal over all allowed units. [chains, units]"""
    even = torch.where(allowed > -math.inf, 0.0, -math.inf)
    even = even - even.logsumexp(-1, keepdim=True) + math.log(EPSILON)
    total = weights.logsumexp(-1, keepdim=True)
    share = torch.where(total > -math.inf, weights - total + math.log1p(-EPSILON), -math.inf)
    return torch.logaddexp(share, even).nan_to_num(nan=-math.inf, neginf=-math.inf)
