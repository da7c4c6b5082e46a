"""What samplers ask of a compiled program: the protocol between kernels and the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from .guide.guide import Guide
    from .random import Chance
    from .texts import Texts


class Surrogate(Protocol):
    """The tractable stand-in of the target: an n-gram model under the regular requirements."""

    def draw(self, stream: Chance, chains: int) -> Texts:
        """Independent exact draws, one a chain."""
        ...

    def log_weight(self, texts: Texts) -> Tensor:
        """Unnormalised log probability, -inf outside. Nats, [chains]."""
        ...


class Target(Protocol):
    """An unnormalised distribution over texts, with what proposals may know of it."""

    units: int
    places: int
    device: torch.device
    dtype: torch.dtype
    term_names: tuple[str, ...]

    @property
    def surrogate(self) -> Surrogate:
        """The surrogate of the program."""
        ...

    def evaluate(self, texts: Texts) -> tuple[Tensor, Tensor]:
        """Each term in nats [chains, terms], and whether all hard requirements hold [chains]."""
        ...

    def first_stage(self, texts: Texts) -> tuple[Tensor, Tensor]:
        """What delayed acceptance asks first: a log score that costs little, and whether all hard requirements hold.

        It asks no neural model. [chains] each
        """
        ...

    def violation(self, texts: Texts) -> Tensor | None:
        """Distance from the requirements that are checked text by text; None where there are none. [chains]"""
        ...

    def fill(self, texts: Texts, place: Tensor) -> Tensor:
        """Log weight of the regular requirements with each unit at `place`. [chains, units]"""
        ...

    def fill_gap(self, texts: Texts, unit: Tensor) -> Tensor:
        """The same for inserting `unit` at each gap, -inf beyond the length. [chains, places + 1]"""
        ...

    def candidates(self, source: str, texts: Texts, place: Tensor) -> Tensor:
        """Unnormalised log weights of a source at an open place, without the requirements. [chains, units]

        Sources: "uniform", "ngram", and "left", which looks at what stands before the place only.
        """
        ...

    def gap_scores(self, texts: Texts, unit: Tensor) -> Tensor:
        """Log weights of the surrogate for inserting `unit` at each gap. [chains, places + 1]"""
        ...

    def conditional(self, texts: Texts, place: Tensor) -> Tensor | None:
        """The target's full conditional up to a constant where every term has a table. [chains, units]"""
        ...

    def free(self, texts: Texts) -> Tensor:
        """Places whose unit may be changed or taken out. Bool [chains, places]."""
        ...

    def free_gaps(self, texts: Texts) -> Tensor:
        """Gaps where a unit may be put in. Bool [chains, places + 1]."""
        ...


@runtime_checkable
class LooksAhead(Protocol):
    """What a target that knows its automata can do besides; spans are bridged where it does."""

    def lookahead(self, texts: Texts, place: Tensor, fresh: Tensor, most: int) -> Tensor | None:
        """Log weight (the best) of the regular requirements with each unit at an open place and `fresh` [chains] free
        units put in behind it; at most `most`. [chains, units], None where they cannot tell.
        """
        ...


@runtime_checkable
class Guided(Protocol):
    """What a target does besides whose texts can be drawn from left to right."""

    @property
    def guide(self) -> Guide:
        """Draws of a text's rest, with their probabilities."""
        ...
