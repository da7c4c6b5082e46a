"""Places that do not interact, drawn anew all at once: one colour of the couplings' graph after another.

For programs whose texts have one length and whose units meet in couplings of pairs of places only, such as spins on a
grid. Given all other places, those of a colour are independent, so that a step is an exact draw from their joint
conditional (chromatic Gibbs sampling: Gonzalez, Low, Gretton and Guestrin 2011).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .lazy import torch
from .placed import Pairs
from .random import Law
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .random import Chance


class Colours:
    """The colours of a program's places, and draws of all places of one."""

    def __init__(self, pairs: Pairs, plain: Tensor) -> None:
        self.pairs, self.plain = pairs, plain  # [units], what the surrogate gives to a unit at any place
        self.groups = [torch.as_tensor(group, device=plain.device) for group in coloured(pairs.ends, pairs.places)]
        self.widest = max(len(group) for group in self.groups)

    def draw(self, chance: Chance, texts: Texts, number: int, beta: float | Tensor) -> tuple[Texts, Tensor, Tensor]:
        """Every place of colour `number` (modulo their count) at `beta`; `chance` has `widest` lanes a chain.

        The texts, and how much log s and log pi grow. float64 [chains] each
        """
        group = self.groups[number % len(self.groups)]
        chains, size = len(texts.length), len(group)
        more = self.pairs.conditionals(texts, group)  # [chains, places, units]
        weights = self.plain + (beta[:, None, None] if isinstance(beta, torch.Tensor) else beta) * more
        lanes = weights.new_zeros(chains, self.widest, self.plain.shape[0])
        lanes[:, :size] = weights
        new = chance.categorical(Law(lanes.flatten(0, 1))).view(chains, -1)[:, :size]
        old = texts.units[:, group]
        pair = torch.stack([new, old], 2)
        plain, extra = self.plain[pair], more.gather(2, pair)
        change = (plain[..., 0] - plain[..., 1]).sum(1).double()
        units = texts.units.clone()
        units[:, group] = new
        return Texts(units, texts.length), change, change + (extra[..., 0] - extra[..., 1]).sum(1).double()


def coloured(ends: list[set[int]], places: int) -> list[np.ndarray]:
    """Places in groups without an edge inside, by the greedy rule in the order of places."""
    colour: list[int] = []
    for place in range(places):
        taken = {colour[other] for other in ends[place] if other < place}
        colour.append(next(number for number in range(places) if number not in taken))
    found = np.array(colour)
    return [np.flatnonzero(found == number) for number in range(found.max() + 1)]


def colours_of(graph: FactorGraph) -> Colours | None:
    """The colours of a program; None where places meet in anything but couplings, or lengths differ."""
    pairs, model, automaton = graph.coupled, graph.proposals, graph.whole
    if pairs is None or model.order != 1 or automaton is None or automaton.classes != 1 or graph.template is not None:
        return None
    states = [automaton.start]
    for _ in range(graph.places):
        states.append(int(automaton.next[states[-1], 0]))
    ends = np.isfinite(automaton.final[states])
    nodes = torch.tensor([model.start, 0], device=model.device)
    rows, _ = model.rows(nodes)
    alike = bool((rows[0] == rows[1]).all()) and bool((model.log_end == model.log_end[0]).all())
    if ends.sum() != 1 or not ends[-1] or not alike or graph.along(*_probe(graph)) is None:
        return None
    return Colours(pairs, (rows[1] + graph.added).double())


def _probe(graph: FactorGraph) -> tuple[Texts, Tensor]:
    units = torch.zeros(1, graph.places, dtype=torch.int64, device=graph.device)
    length = torch.full((1,), graph.places, device=graph.device)
    return Texts(units, length), torch.zeros_like(length)
