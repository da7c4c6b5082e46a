"""Samplers: how a program is run. The base of everything in `samplers/`, and the recipe they follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from .chains import Watch, run, search
from .checkpoint import Checkpoint
from .move import Move
from .random import Stream
from .relaxed import run_relaxed
from .signature import Registered
from .stopping import Stop
from .table import Table, table_of

if TYPE_CHECKING:
    from .run import Run
    from .schedule import Schedule
    from .target import Target
    from .texts import Texts


@dataclass(frozen=True)
class Recipe:
    """How to look for texts, all lengths of time in steps.

    `moves` is the written table, empty for the sampler's own; `keep` above 0 makes it a search for that many texts.
    """

    chains: int = 16
    warmup: int = 300
    draws: int = 100
    thin: int = 1
    seed: int = 0
    moves: tuple[tuple[float, Move], ...] = ()
    schedule: Schedule | None = None
    keep: int = 0
    pure: bool = False
    start: Texts | None = None
    groups: int | None = None
    stop: Stop | None = None
    relax: float | None = None  # nats a unit of distance
    checkpoint: Checkpoint | None = None


@dataclass(frozen=True)
class Usual:
    """What a recipe asks for that does not say; `warmup` in sweeps."""

    chains: int = 16
    warmup: float = 300.0
    draws: int = 100


@dataclass(frozen=True)
class Sampler(Registered):
    """A way to sample. One file in `samplers/`; the annotated fields are its signature in the language."""

    known: ClassVar[dict[str, type[Any]]] = {}
    folder: ClassVar[str] = f"{__package__}.samplers"
    kind: ClassVar[str] = "sampler"
    follows: ClassVar[frozenset[str]] = frozenset(  # settings that it has a use for
        {"moves", "schedule", "start", "stop", "relax", "checkpoint"}
    )
    searches: ClassVar[bool] = False  # whether it gives the best texts it finds, and no draws

    def __init_subclass__(cls, name: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if name:
            cls.name = name
            Sampler.known[name] = cls

    def table(self, graph: Target, pure: bool = False) -> Table:
        """The kernels of a recipe that writes none; `pure` leaves out what the sampler's name does not say."""
        raise NotImplementedError

    def kernels(self, graph: Target, moves: tuple[tuple[float, Move], ...], pure: bool = False) -> Table:
        """The kernels of a recipe: the written moves, else its own. Raises MoveError."""
        return table_of(moves) if moves else self.table(graph, pure)

    def usual(self, graph: Target) -> Usual:
        """What it does where the recipe leaves it open."""
        return Usual()

    def note(self, graph: Target) -> str:
        """What the report says about the kernels, empty for nothing."""
        return ""

    def sample(self, graph: Target, recipe: Recipe, watch: Watch | None = None) -> Run:
        """Follow the recipe. Raises MoveError for a table that cannot keep its target, RunError."""
        table = self.kernels(graph, recipe.moves, recipe.pure)
        if recipe.keep:
            if recipe.schedule is None:
                raise ValueError("a search needs a schedule; write `anneal = geometric(…)`")
            steps = max(recipe.schedule.over, recipe.warmup)
            result = search(
                graph, table, chains=recipe.chains, steps=steps, keep=recipe.keep, seed=recipe.seed,
                schedule=recipe.schedule, start=recipe.start, watch=watch, stop=recipe.stop,
                checkpoint=recipe.checkpoint,
            )  # fmt: skip
        elif recipe.relax is not None and _checks(graph):
            result = run_relaxed(
                graph, table, relax=recipe.relax, chains=recipe.chains, warmup=recipe.warmup,  # type: ignore[arg-type]
                draws=recipe.draws, thin=recipe.thin, seed=recipe.seed, schedule=recipe.schedule, start=recipe.start,
                watch=watch, checkpoint=recipe.checkpoint,
            )  # fmt: skip
        else:
            result = run(
                graph, table, chains=recipe.chains, warmup=recipe.warmup, draws=recipe.draws, thin=recipe.thin,
                seed=recipe.seed, schedule=recipe.schedule, start=recipe.start, groups=recipe.groups, watch=watch,
                stop=recipe.stop, checkpoint=recipe.checkpoint,
            )  # fmt: skip
        return replace(result, note="\n".join(filter(None, (self.note(graph), result.note))))


def _checks(graph: Target) -> bool:
    """Whether some requirement is checked text by text, so that there is something to relax."""
    return graph.violation(graph.surrogate.draw(Stream(0, "probe", 1, graph.device), 1)) is not None
