"""What a run gives: its draws or the best texts it found, and the counts that diagnostics need."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor


class NoText(ValueError):
    """Proved: no text has a positive probability under the program."""


class RunError(Exception):
    """A run that cannot go on or whose result means nothing; the message names the term and what to do."""


def refuse_broken(names: Sequence[str], terms: Tensor, allowed: Tensor, where: str) -> None:
    """Raises RunError that names a term [rows, terms] which is NaN or +inf in an allowed row.

    `where` says what rows are, as in "for $count texts".
    """
    for name, count in zip(names, (~(terms < math.inf) & allowed[:, None]).sum(0).tolist(), strict=True):
        if count:
            raise RunError(f"the term `{name}` is NaN or infinite {where.replace('$count', f'{count:,}')}")


@dataclass(frozen=True)
class MoveCount:
    """What became of the proposals of one entry of the table. `changed` and `unchanged` were accepted."""

    move: str
    proposed: int
    changed: int
    unchanged: int
    impossible: int
    broken: int

    @property
    def acceptance(self) -> float:
        """Accepted proposals that changed the text, as a share of all."""
        return self.changed / self.proposed if self.proposed else 0.0

    @property
    def rejected(self) -> int:
        """Proposals that could be made, had a score, and were not accepted."""
        return self.proposed - self.changed - self.unchanged - self.impossible - self.broken


def summed(counts: list[tuple[MoveCount, ...]]) -> tuple[MoveCount, ...]:
    """The counts of several runs of one table."""
    found = []
    for entries in zip(*counts, strict=True):
        fields = ("proposed", "changed", "unchanged", "impossible", "broken")
        found.append(MoveCount(entries[0].move, *(sum(getattr(one, name) for one in entries) for name in fields)))
    return tuple(found)


@dataclass(frozen=True)
class Run:
    """The result of a sampler, on the host.

    Draws: `texts.units` [chains, draws, places], `texts.length` and `allowed` [chains, draws], `terms` [chains, draws,
    terms] in nats. A search has no draws; it has `found`: distinct texts, the best log score first, with their
    `found_terms` [texts, terms]. `groups` is how many chains started at different texts. `interrupted`: by the user,
    with what there was until then.
    """

    texts: Texts
    terms: Tensor
    allowed: Tensor
    term_names: tuple[str, ...]
    moves: tuple[MoveCount, ...] = ()
    failures: dict[str, int] = field(default_factory=dict)  # evaluations of each term that were NaN or +inf
    steps: int = 0
    evaluations: int = 0  # texts that were scored
    seconds: float = 0.0
    groups: int = 0
    interrupted: bool = False
    found: Texts | None = None
    found_terms: Tensor | None = None
    note: str = ""  # what the sampler says about itself
    biased: str = ""  # why the draws do not have the program's law, however long the run
    log_weights: Tensor | None = None  # [chains, draws], for draws of another law that carry weights
    log_z: float | None = None  # of the program, where the sampler finds it
    log_z_error: float | None = None  # its standard error; 0 where it is exact
    independent: bool = False  # draws do not depend on one another
    lineages: int | None = None  # how many first particles the draws descend from, where they were resampled on the way

    @property
    def chains(self) -> int:
        """How many chains ran."""
        return int(self.terms.shape[0])

    @property
    def draws(self) -> int:
        """How many draws each chain kept."""
        return int(self.terms.shape[1])

    def shortened(self, draws: int) -> Run:
        """The same with the first draws of each chain only."""
        return replace(
            self,
            texts=Texts(self.texts.units[:, :draws], self.texts.length[:, :draws]),
            terms=self.terms[:, :draws],
            allowed=self.allowed[:, :draws],
            log_weights=None if self.log_weights is None else self.log_weights[:, :draws],
        )

    @property
    def possible(self) -> Tensor:
        """The draws that are texts of the program: every requirement met, a score above -inf. Bool [chains, draws]"""
        return self.allowed & (self.log_score > -math.inf)

    @property
    def log_score(self) -> Tensor:
        """Sum of the terms of each draw, in float64. [chains, draws]"""
        return self.terms.double().sum(-1)
