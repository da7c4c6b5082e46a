"""`mh`: Metropolis-Hastings with the moves of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..mixes import default_mix
from ..sampler import Sampler
from ..table import Table, table_of

if TYPE_CHECKING:
    from ..target import Target


@dataclass(frozen=True)
class Mh(Sampler, name="mh"):
    """Metropolis-Hastings: proposes a change and accepts it by how much better the program likes the new text.

        infer { sampler = mh()  chains = 16  warmup = 300 sweeps  draws = 100 }

    Without a table of moves: 50% replace(ngram), 20% insert and delete, 25% move, 5% bridge; where a causal neural
    model is the base, 35%, 15%, 20% and 30% regenerate. Metropolis et al. 1953, Hastings 1970.
    """

    def table(self, graph: Target, pure: bool = False) -> Table:
        """The default mix; pure: places and lengths only."""
        return table_of(default_mix(graph, "ngram", 2 if pure else None))
