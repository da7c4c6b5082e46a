"""The path from the surrogate to the program: log density (1 - b) · log s + b · log pi, and kernels that keep it at b.

Where the program's terms give the conditional of a unit at every b, units are drawn from it and the scores follow by
its differences, so that nothing else is evaluated; elsewhere the kernels of the table propose and are accepted at b.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, runtime_checkable

from .kernel import State, init, step
from .lazy import torch
from .mixes import default_mix
from .moves.replace import Replace
from .random import Law, Stream
from .run import MoveCount, refuse_broken
from .table import Table, choose, table_of
from .tally import Tally
from .target import Target
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .move import Move
    from .random import Chance
    from .sampler import Recipe


class Point(NamedTuple):
    """Where chains stand on the path: their texts and both ends' log weights. [chains] each"""

    texts: Texts
    log_score: Tensor
    log_surrogate: Tensor


Place = TypeVar("Place", bound="Point | State")


@runtime_checkable
class Conditional(Protocol):
    """A target that knows conditionals all along the path."""

    def along(self, texts: Texts, place: Tensor) -> tuple[Tensor, Tensor] | None:
        """Log weights of every unit at an open place by the surrogate, and what the program adds to them.

        Both [chains, units], up to a constant of the row; None where this program does not know them.
        """
        ...


class Path:
    """Kernels of a table on the path. `rows` is how many chains one step moves."""

    def __init__(self, graph: Target, table: Table, rows: int, seed: int, first: int = 0) -> None:
        self.graph, self.table, self.seed = graph, table, seed
        self.heated = knows_conditionals(graph) and all(is_conditional(entry.move) for entry in table)
        self.colours = getattr(graph, "colours", None) if self.heated else None
        self.lanes: Chance | None = None  # a stream with a lane for every place of a colour
        if self.colours is not None:
            self.lanes = Stream(seed, "lanes", rows * self.colours.widest, graph.device, first * self.colours.widest)
        self.steps = self.evaluations = 0
        self._tally = Tally(graph, table, rows)
        self._changed = [torch.zeros((), dtype=torch.int64, device=graph.device) for _ in table]
        self._proposed = [0] * len(table)

    def name(self, purpose: str) -> None:
        """Give the lanes random numbers of their own, for one of several stretches of a run."""
        if isinstance(self.lanes, Stream):
            self.lanes = Stream(self.seed, f"lanes {purpose}", self.lanes.chains, self.graph.device)

    def saved(self) -> Any:
        """The counts."""
        return [self.steps, self.evaluations, self._tally.saved(), self._changed, self._proposed]

    def restore(self, found: Any) -> None:
        """Take the counts."""
        self.steps, self.evaluations, tally, self._changed, self._proposed = found
        self._tally.restore(tally)

    def begin(self, texts: Texts) -> Point | State:
        """Chains that stand at these texts. Raises RunError where a term is NaN or infinite there."""
        state = init(self.graph, texts, surrogate=True)
        refuse_broken(self.graph.term_names, state.terms, state.allowed, "for $count texts")
        assert state.log_surrogate is not None
        return Point(texts, state.log_score, state.log_surrogate) if self.heated else state

    def step(self, chance: Chance, state: Point | State, number: int, beta: float | Tensor) -> Point | State:
        """One step of every chain at `beta` (one for all, or [chains]); all use the entry that its number draws."""
        if self.colours is not None and isinstance(state, Point):
            return self._coloured(state, number, beta)
        entry = choose(self.table, self.seed, number)
        move = self.table[entry].at(number)
        self.steps += 1
        self.evaluations += len(state.log_score)
        if isinstance(state, Point):
            after = heat(chance, self.graph, move, state, beta)
            self._proposed[entry] += len(after.log_score)
            self._changed[entry] += (~after.texts.same(state.texts)).sum()
            return after
        stepped, info = step(chance, self.graph, move, state, beta)
        self._tally.add(entry, info)
        return stepped

    def _coloured(self, state: Point, number: int, beta: float | Tensor) -> Point:
        """All places of one colour drawn anew."""
        assert self.colours is not None and self.lanes is not None
        if isinstance(self.lanes, Stream):
            self.lanes.step(number)
        texts, plain, change = self.colours.draw(self.lanes, state.texts, number, beta)
        drawn = len(plain) * len(self.colours.groups[number % len(self.colours.groups)])
        self.steps += 1
        self.evaluations += drawn
        self._proposed[0] += drawn
        self._changed[0] += (texts.units != state.texts.units).sum()
        return Point(texts, state.log_score + change, state.log_surrogate + plain)

    @property
    def sweep(self) -> int:
        """Steps in which every place can have changed."""
        return len(self.colours.groups) if self.colours is not None else max(1, getattr(self.graph, "sweep", 1))

    def moves(self) -> tuple[MoveCount, ...]:
        """What became of the proposals of each entry."""
        if not self.heated:
            return self._tally.moves()
        changed = [int(count) for count in self._changed]
        found = zip(self.table, self._proposed, changed, strict=True)
        return tuple(MoveCount(entry.label, made, moved, made - moved, 0, 0) for entry, made, moved in found)

    def failures(self) -> dict[str, int]:
        """How many evaluations of each term failed. Raises RunError where these are too many."""
        return {} if self.heated else self._tally.failures()


def table_for(graph: Target, recipe: Recipe) -> Table:
    """The kernels of a recipe on the path: the written moves, else exact conditionals alone where places have colours,
    else the default mix."""
    if recipe.moves:
        return table_of(recipe.moves)
    known = knows_conditionals(graph)
    if known and getattr(graph, "colours", None) is not None:
        return table_of([(1.0, Replace("conditional"))])
    mix = default_mix(graph, "conditional" if known else "ngram")
    return table_of(mix[:1] if recipe.pure else mix)


def knows_conditionals(graph: Target) -> bool:
    """Whether units can be drawn from their conditional at every point of the path."""
    if not isinstance(graph, Conditional):
        return False
    text = graph.surrogate.draw(Stream(0, "probe", 1, graph.device), 1)
    return graph.along(text, text.length.new_zeros(1)) is not None


def is_conditional(move: Move) -> bool:
    """Whether a move draws one unit from its conditional and nothing else."""
    return isinstance(move, Replace) and move.source == "conditional" and move.block == 1


def gap(state: Point | State) -> Tensor:
    """log pi - log s of each chain; -inf where the program forbids the text. float64 [chains]"""
    assert state.log_surrogate is not None
    return state.log_score.double() - state.log_surrogate.double()


def heat(chance: Chance, graph: Target, move: Move, state: Point, beta: float | Tensor) -> Point:
    """A unit drawn anew from its law given all others at `beta`: always accepted (Geman and Geman 1984).

    A chain without a free place stays as it is.
    """
    assert isinstance(graph, Conditional)
    texts = state.texts
    slots = move.slots(graph, texts, torch.zeros_like(texts.length))
    place = chance.place(slots)
    found = graph.along(texts.open(place), place)
    assert found is not None
    plain, more = found
    weights = plain + (beta[:, None] if isinstance(beta, torch.Tensor) else beta) * more
    old, new = texts.at(place), chance.categorical(Law(weights))
    free = slots.any(-1)
    new = torch.where(free, new, old)
    ends = torch.stack([plain, more]).gather(2, torch.stack([new, old], 1).expand(2, -1, -1))
    change, extra = torch.where(free, ends[..., 0] - ends[..., 1], 0.0).double()
    return Point(
        texts.put(place, new).choose(free, texts), state.log_score + change + extra, state.log_surrogate + change
    )


def rows_of(state: Place, index: Tensor) -> Place:
    """The chains of an index, in its order."""
    fields: list[Any] = [
        one if one is None else one.rows(index) if isinstance(one, Texts) else one[index] for one in state
    ]
    return type(state)(*fields)


def joined(first: Place, second: Place) -> Place:
    """Chains of one state, then those of another."""

    def both(one: Any, other: Any) -> Any:
        if isinstance(one, Texts):
            return Texts(torch.cat([one.units, other.units]), torch.cat([one.length, other.length]))
        return None if one is None or other is None else torch.cat([one, other])

    fields: list[Any] = [both(one, other) for one, other in zip(first, second, strict=True)]
    return type(first)(*fields)
