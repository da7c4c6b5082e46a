"""`auto`: exact where a program can be solved, populations where a neural model is the base, else Gibbs sampling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from ..joint import Joint
from ..random import Stream
from ..sampler import Recipe, Sampler, Usual
from .exact import ExactSampler
from .gibbs import Gibbs
from .rejection import Rejection
from .smc import Smc

if TYPE_CHECKING:
    from ..chains import Watch
    from ..graph import FactorGraph
    from ..run import Run

WHY = "chosen since the base is a neural model that reads from left to right"
WHY_MASKED = "chosen since the base is a masked model, which does not read from left to right"
WHY_SEVERAL = "chosen since statements couple the texts, or a base is a neural model"
DEAR = Usual(chains=8, warmup=15.0, draws=15)
PARTICLES = 256
PILOT, KEPT = 200, 0.05  # draws that are looked at, and how many of them must meet every requirement


@dataclass(frozen=True)
class Auto(Sampler, name="auto"):
    """Solves what can be solved exactly. Where only requirements that are checked text by text are beyond that, exact
    draws without them are kept if they meet them, as long as one in twenty does. A program whose base is a causal
    neural model is sampled by `smc(particles=256)`, several texts that statements couple by `smc()`; every other one by
    `gibbs()`. Where the base is `pll()`, whose every score takes a pass of the model for each token, it runs 8 chains
    with 15 sweeps of warm-up and 15 draws unless the recipe says otherwise; they begin at draws of an n-gram model that
    is sharpened as much as the base is. The report says which it was and why.
    """

    follows: ClassVar[frozenset[str]] = frozenset({"moves", "schedule"})

    def sample(self, graph: FactorGraph, recipe: Recipe, watch: Watch | None = None) -> Run:  # type: ignore[override]
        """The better sampler's run."""
        chosen = self.chosen(graph)
        run = chosen.sample(graph, recipe, watch)
        if isinstance(chosen, Smc):
            why = WHY if len(graph.parts) == 1 else WHY_SEVERAL
            return replace(run, note=f"{run.note}; {why}")
        if isinstance(chosen, Gibbs) and _masked(graph):
            return replace(run, note=f"{run.note}; {WHY_MASKED}")
        return run

    def usual(self, graph: FactorGraph) -> Usual:  # type: ignore[override]
        """Few draws where each score takes as many passes of a model as the text has tokens."""
        return DEAR if _masked(graph) and isinstance(self.chosen(graph), Gibbs) else Usual()

    @staticmethod
    def chosen(graph: FactorGraph) -> ExactSampler | Rejection | Smc | Gibbs:
        """Exact where the surrogate is the program or its texts can be listed, else by what the base is."""
        from ..exact import MOST_LISTED, MOST_NEURAL, counted

        if isinstance(graph, Joint):
            return _of_several(graph)
        if graph.exact and graph.surrogate.fits:
            return ExactSampler()
        count = counted(graph)
        limit = MOST_LISTED if graph.base.exact is not None and graph.conditional_terms else MOST_NEURAL
        if count is not None and count <= limit:
            return ExactSampler()
        if _mostly_kept(graph):
            return Rejection()
        return Smc(particles=PARTICLES) if graph.causal and graph.surrogate.fits else Gibbs()


def _masked(graph: FactorGraph) -> bool:
    """Whether the base of some text is a masked model."""
    return any(one.masked for one in graph.parts)


def _mostly_kept(graph: FactorGraph) -> bool:
    """Whether the surrogate is the program but for requirements that are checked, and enough of its draws meet them."""
    if not graph.only_checked or not graph.surrogate.fits:
        return False
    texts = graph.surrogate.draw(Stream(0, "pilot", PILOT, graph.device), PILOT)
    return float(graph.allowed(texts).double().mean()) >= KEPT


def _of_several(graph: Joint) -> ExactSampler | Rejection | Smc | Gibbs:
    """Exact where each text is and nothing couples them, or they are few; else draws that are kept if they fit, else
    populations that are paired."""
    from ..combined import affordable

    if graph.linked:
        if affordable(graph):
            return ExactSampler()
    elif all(isinstance(Auto.chosen(one), ExactSampler) for one in graph.graphs):
        return ExactSampler()
    if _mostly_kept(graph):
        return Rejection()
    grows = all(one.causal or one.exact for one in graph.graphs)
    return Smc() if grows and graph.surrogate.fits else Gibbs()
