"""Moves of programs over several texts: a move of one text, or of two at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from .beside import Beside, reads
from .joint import Joint
from .lazy import torch
from .move import Hole, Move, MoveError
from .random import Law
from .table import table_of

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .propose import Proposal
    from .random import Chance
    from .texts import Texts


@dataclass(frozen=True)
class Within(Move):
    """A move of one text while all others stay: its slots, holes and lists are those of that text's own graph.

    The hole is the row with that text's hole in it, so it is equal for a change and for its undoing where the text's
    is, and the ratio is the text's own; only the acceptance looks at the whole row.
    """

    number: int
    text: str
    move: Move

    def __post_init__(self) -> None:
        for name in ("undo", "draws", "other"):
            object.__setattr__(self, name, getattr(self.move, name))

    @property
    def coins(self) -> tuple[float, ...]:
        """Those of the move."""
        return self.move.coins

    @property
    def label(self) -> str:
        """`a: replace(ngram)`."""
        return f"{self.text}: {self.move.label}"

    def proposed(self, stream: Chance, graph: Joint, texts: Texts) -> Proposal | None:  # type: ignore[override]
        """The row with the text changed."""
        own = self.move.proposed(stream, graph.graphs[self.number], graph.bundle.part(texts, self.number))
        return own and own._replace(texts=graph.bundle.put(texts, self.number, own.texts))

    def slots(self, graph: Joint, texts: Texts, kind: Tensor) -> Tensor:  # type: ignore[override]
        """Those of the text."""
        return self.move.slots(graph.graphs[self.number], graph.bundle.part(texts, self.number), kind)

    def open(self, graph: Joint, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Any]:  # type: ignore[override]
        """The row with the text's hole."""
        own = graph.bundle.part(texts, self.number)
        hole, old = self.move.open(graph.graphs[self.number], own, place, kind)
        return hole._replace(texts=graph.bundle.put(texts, self.number, hole.texts)), old

    def _own(self, graph: Joint, hole: Hole) -> Hole:
        return hole._replace(texts=graph.bundle.part(hole.texts, self.number))

    def _beside(self, graph: Joint, hole: Hole) -> Any:
        """The text's graph, which may read the others where a list copies from them."""
        own = graph.graphs[self.number]
        copied = reads(own, getattr(self.move, "source", ""))
        if not copied:
            return own
        others = {one.text: graph.names.index(one.text) for one in copied.values()}
        beside = {name: (graph.graphs[at], graph.bundle.part(hole.texts, at)) for name, at in others.items()}
        return Beside(own, {name: one.bound(own, *beside[one.text]) for name, one in copied.items()})

    def list(self, graph: Joint, hole: Hole) -> Tensor | None:  # type: ignore[override]
        """That of the text."""
        return self.move.list(self._beside(graph, hole), self._own(graph, hole))

    def draw(self, stream: Chance, graph: Joint, hole: Hole, kind: Tensor) -> tuple[Any, Tensor]:  # type: ignore[override]
        """That of the text."""
        return self.move.draw(stream, self._beside(graph, hole), self._own(graph, hole), kind)

    def weigh(self, graph: Joint, hole: Hole, choice: Any) -> Tensor:  # type: ignore[override]
        """That of the text."""
        return self.move.weigh(self._beside(graph, hole), self._own(graph, hole), choice)

    def close(self, graph: Joint, hole: Hole, choice: Any, kind: Tensor) -> Texts:  # type: ignore[override]
        """The row with the text closed."""
        own = self.move.close(graph.graphs[self.number], self._own(graph, hole), choice, kind)
        return graph.bundle.put(hole.texts, self.number, own)

    def back(self, hole: Hole, choice: Any) -> Tensor:
        """That of the text."""
        return self.move.back(hole, choice)


@dataclass(frozen=True)
class Together(Move):
    """A move of two texts at once, each as if alone: what couples them may ask that both change, as a rhyme does.

    Kinds and slots are pairs, and the log density of both contents is the sum: the two are drawn apart. The moves must
    draw in each of their kinds, and give back the place that they opened.
    """

    first: Within
    second: Within

    def __post_init__(self) -> None:
        sizes, others = len(self.first.coins), len(self.second.coins)
        pairs = [(one, two) for one in range(sizes) for two in range(others)]
        for one in (self.first.move, self.second.move):
            if not all(one.draws) or one.other or type(one).back is not Move.back:
                raise MoveError(f"{one.label}: it cannot be made in two texts at once; replace, bridge, regenerate can")
        undo = tuple(self.first.undo[one] * others + self.second.undo[two] for one, two in pairs)
        object.__setattr__(self, "undo", undo)
        object.__setattr__(self, "draws", (True,) * len(pairs))

    @property
    def coins(self) -> tuple[float, ...]:
        """One for each pair of kinds."""
        return tuple(one * two for one in self.first.coins for two in self.second.coins)

    @property
    def label(self) -> str:
        """`a: replace(ngram) and b: replace(ngram)`."""
        return f"{self.first.label} and {self.second.label}"

    def _kinds(self, kind: Tensor) -> tuple[Tensor, Tensor]:
        others = len(self.second.coins)
        return kind // others, kind % others

    def slots(self, graph: Joint, texts: Texts, kind: Tensor) -> Tensor:  # type: ignore[override]
        """Pairs of slots. [chains, slots · slots]"""
        one, two = self._kinds(kind)
        first, second = self.first.slots(graph, texts, one), self.second.slots(graph, texts, two)
        return (first[:, :, None] & second[:, None, :]).flatten(1)

    def open(self, graph: Joint, texts: Texts, place: Tensor, kind: Tensor) -> tuple[Hole, Any]:  # type: ignore[override]
        """The row with both holes, which pack their places and contents in one number each."""
        one, two = self._kinds(kind)
        width = self.second.slots(graph, texts, two).shape[1]  # the same for every row and kind
        hole, old = self.first.open(graph, texts, place // width, one)
        inner, other = self.second.open(graph, hole.texts, place % width, two)
        packed = hole.place * width + inner.place
        content = hole.content * (graph.units * graph.units) + inner.content
        return Hole(inner.texts, packed, content), (old, other)

    def _holes(self, graph: Joint, hole: Hole) -> tuple[Hole, Hole]:
        """Each text's hole; the row of both holds both."""
        none = torch.zeros_like(hole.place)
        width, size = self.second.slots(graph, hole.texts, none).shape[1], graph.units * graph.units
        first = Hole(hole.texts, hole.place // width, hole.content // size)
        return first, Hole(hole.texts, hole.place % width, hole.content % size)

    def draw(self, stream: Chance, graph: Joint, hole: Hole, kind: Tensor) -> tuple[Any, Tensor]:  # type: ignore[override]
        """What goes into each hole, drawn apart."""
        choices, total = [], torch.zeros((), dtype=torch.float64, device=hole.place.device)
        for move, own, its in zip((self.first, self.second), self._holes(graph, hole), self._kinds(kind), strict=True):
            weights = move.list(graph, own)
            if weights is None:
                choice, log_choice = move.draw(stream, graph, own, its)
            else:
                law = Law(weights)
                choice = stream.categorical(law)
                log_choice = law.log_prob(choice)
            choices.append(choice)
            total = total + log_choice.double()
        return tuple(choices), total

    def weigh(self, graph: Joint, hole: Hole, choice: Any) -> Tensor:  # type: ignore[override]
        """The log density of both contents."""
        total = torch.zeros(hole.place.shape, dtype=torch.float64, device=hole.place.device)
        for move, own, its in zip((self.first, self.second), self._holes(graph, hole), choice, strict=True):
            weights = move.list(graph, own)
            found = move.weigh(graph, own, its) if weights is None else Law(weights).log_prob(its)
            total = total + found.double()
        return total

    def close(self, graph: Joint, hole: Hole, choice: Any, kind: Tensor) -> Texts:  # type: ignore[override]
        """The row with both closed."""
        first, second = self._holes(graph, hole)
        one, two = self._kinds(kind)
        closed = self.first.close(graph, first, choice[0], one)
        return self.second.close(graph, second._replace(texts=closed), choice[1], two)


def spread(graph: FactorGraph, moves: Sequence[tuple[float, Move]]) -> list[tuple[float, Move]]:
    """The entries of a written table as a program's texts take them: of several, each its share of every move.

    A move that names one text's hole is that text's alone, and one that copies from a text is made in the others.
    Raises MoveError.
    """
    if not isinstance(graph, Joint):
        for copied in (one for _, move in moves for one in reads(graph, getattr(move, "source", "")).values()):
            raise MoveError(
                f"copy({copied.text}): a list may not depend on the text that it changes; name another text"
            )
        return [(share, move.fitted(graph)) for share, move in moves]
    found: list[tuple[float, Move]] = []
    for entry in table_of(moves) if moves else ():
        named = getattr(getattr(entry.move, "part", None), "text", None)
        read = {one.text for one in reads(graph.graphs[0], getattr(entry.move, "source", "")).values()}
        numbers = [n for n, name in enumerate(graph.names) if named in (None, name) and name not in read]
        if not numbers:
            raise MoveError(f"{entry.label}: it reads every text; a list may not depend on the text that it changes")
        for number in numbers:
            own = entry.move.fitted(graph.graphs[number])
            found.append((entry.share / len(numbers), Within(number, graph.names[number], own)))
    return found


def pairs(graph: Joint, moves: Sequence[Move]) -> list[Move]:
    """Each of the moves, for every two texts that some statement speaks of at once."""
    found: list[Move] = []
    for first, second in combinations(range(len(graph.names)), 2):
        if graph.links(first, second):
            found += [Together(*(Within(at, graph.names[at], move) for at in (first, second))) for move in moves]
    return found
