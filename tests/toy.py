"""A target over every text of a few units, given by a table of scores: what kernels are tested on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from wordfield.inference.random import Chance, Law
from wordfield.inference.texts import Texts


def all_texts(units: int, places: int) -> Texts:
    """Every text of 0..places units, shorter ones first."""
    rows, lengths = [], []
    for length in range(places + 1):
        code = torch.arange(units**length)
        row = torch.zeros(units**length, places, dtype=torch.int64)
        for place in range(length):
            row[:, place] = code // units**place % units
        rows.append(row)
        lengths.append(torch.full((units**length,), length))
    return Texts(torch.cat(rows), torch.cat(lengths))


@dataclass
class ToySurrogate:
    """A distorted copy of the target: draws by one table look-up."""

    graph: Toy
    log_s: Tensor  # [texts]

    def draw(self, stream: Chance, chains: int) -> Texts:
        number = stream.categorical(Law(self.log_s.expand(chains, -1)))
        return self.graph.everything.rows(number)

    def log_weight(self, texts: Texts) -> Tensor:
        return self.log_s[self.graph.number(texts)]


@dataclass
class ToyGuide:
    """Draws of a text's rest: completions by a third law, that of the surrogate with uneven left neighbours."""

    graph: Toy

    def _mass(self, texts: Texts, first: Tensor) -> Tensor:
        """Log weight of every text that shares the first units of each row. [chains, texts]"""
        every, steps = self.graph.everything, torch.arange(self.graph.places, device=first.device)
        before = steps < first[:, None]
        same = ((every.units[None] == texts.units[:, None]) | ~before[:, None]).all(-1)
        same = same & (every.length[None] >= first[:, None])
        return torch.where(same, 0.7 * self.graph.surrogate.log_s, -math.inf)

    def draw(self, stream: Chance, texts: Texts) -> tuple[Texts, Tensor]:
        law = Law(self._mass(texts, texts.length))
        number = stream.categorical(law)
        return self.graph.everything.rows(number), law.log_prob(number).double()

    def weigh(self, texts: Texts, first: Tensor) -> Tensor:
        return Law(self._mass(texts, first)).log_prob(self.graph.number(texts)).double()


class Toy:
    """Scores drawn at random, uneven; texts of `shortest`..`places` units of which some are forbidden.

    `protected` is a unit that every text holds exactly once and that no move may touch. `lists` is "full" or "half":
    half of the units have no weight in any list, which half depends on the left neighbour. `tables` says whether the
    target gives its conditional. `loose` requirements are hard ones that `fill` does not see.
    """

    term_names = ("base", "taste")

    def __init__(
        self,
        units: int = 4,
        shortest: int = 1,
        places: int = 3,
        seed: int = 0,
        protected: int | None = None,
        once: bool = True,
        lists: str = "full",
        tables: bool = True,
        spread: float = 2.0,
        forbid: float = 0.15,
        loose: float = 0.0,
        dtype: torch.dtype = torch.float64,
        device: str = "cpu",
    ) -> None:
        self.units, self.places, self.dtype, self.device = units, places, dtype, torch.device(device)
        self.protected, self.lists, self.tables = protected, lists, tables
        g = torch.Generator().manual_seed(seed)
        everything = all_texts(units, places)
        count = everything.length.shape[0]
        self.offset = torch.tensor([0, *(sum(units**k for k in range(n)) for n in range(1, places + 1))], device=device)
        self.powers = torch.tensor([units**k for k in range(places)], device=device)
        regular = (everything.length >= shortest) & (torch.rand(count, generator=g) >= forbid)
        if protected is not None and once:
            regular &= ((everything.units == protected) & everything.inside()).sum(1) == 1
        self.of_text = torch.where(regular, 0.0, -math.inf).to(dtype).to(device)
        terms = torch.randn(count, 2, generator=g, dtype=torch.float64) * spread
        self.scores = terms.to(dtype).to(device)
        self.allowed = (regular & (torch.rand(count, generator=g) >= loose)).to(device)
        noise = torch.randn(count, generator=g, dtype=torch.float64)
        self.left = (torch.randn(units + 1, units, generator=g, dtype=torch.float64) * 1.5).to(dtype).to(device)
        self.right = (torch.randn(units + 1, units, generator=g, dtype=torch.float64) * 1.5).to(dtype).to(device)
        self.everything = Texts(everything.units.to(device), everything.length.to(device))
        self.surrogate = ToySurrogate(self, self.of_text + 0.5 * self.scores.sum(1) + noise.to(dtype).to(device))
        self.guide = ToyGuide(self)
        self.evaluations = 0

    def number(self, texts: Texts) -> Tensor:
        """The row of each text in `everything`."""
        return self.offset[texts.length] + (texts.units * self.powers).sum(1)

    def log_target(self) -> Tensor:
        """Log probability of every text, normalised. float64 [texts]"""
        score = torch.where(self.allowed, self.scores.double().sum(1), -math.inf)
        return score - score.logsumexp(0)

    def evaluate(self, texts: Texts) -> tuple[Tensor, Tensor]:
        self.evaluations += 1
        number = self.number(texts)
        return self.scores[number], self.allowed[number]

    def first_stage(self, texts: Texts) -> tuple[Tensor, Tensor]:
        number = self.number(texts)
        return self.surrogate.log_s[number], self.allowed[number]

    def _each(self, texts: Texts, place: Tensor) -> Tensor:
        """Rows of the texts with each unit at `place`. [chains, units]"""
        opened = self.number(texts.open(place))[:, None]
        return opened + torch.arange(self.units, device=self.device) * self.powers[place][:, None]

    def violation(self, texts):
        return None

    def fill(self, texts: Texts, place: Tensor) -> Tensor:
        return self.of_text[self._each(texts, place)]

    def conditional(self, texts: Texts, place: Tensor) -> Tensor | None:
        if not self.tables:
            return None
        number = self._each(texts, place)
        return torch.where(self.allowed[number], self.scores[number].sum(-1), -math.inf)

    def _gaps(self, texts: Texts, unit: Tensor) -> tuple[Tensor, Tensor]:
        """Rows of the texts with `unit` at each gap, and which gaps exist. [chains, places + 1]"""
        numbers, exist = [], []
        for gap in range(self.places + 1):
            at = torch.full_like(texts.length, gap)
            numbers.append(self.number(texts.insert(at, unit)))
            exist.append((at <= texts.length) & (texts.length < self.places))
        return torch.stack(numbers, 1), torch.stack(exist, 1)

    def fill_gap(self, texts: Texts, unit: Tensor) -> Tensor:
        numbers, exist = self._gaps(texts, unit)
        return torch.where(exist, self.of_text[numbers], -math.inf)

    def gap_scores(self, texts: Texts, unit: Tensor) -> Tensor:
        numbers, exist = self._gaps(texts, unit)
        return torch.where(exist & (self.of_text[numbers] == 0), self.surrogate.log_s[numbers], -math.inf)

    def candidates(self, source: str, texts: Texts, place: Tensor) -> Tensor:
        none = torch.full_like(place, self.units)
        before = torch.where(place > 0, texts.at((place - 1).clamp(min=0)), none)
        last = place + 1 >= texts.length
        after = torch.where(last, none, texts.at((place + 1).clamp(max=self.places - 1)))
        weights = self.left[before] + self.right[after]
        if source == "left":
            weights = self.left[before]
        if source == "uniform":
            weights = torch.zeros_like(weights)
        if self.lists == "half":
            unit = torch.arange(self.units, device=self.device)
            weights = torch.where((unit + before[:, None]) % 2 == 0, weights, -math.inf)
        return weights

    def free(self, texts: Texts) -> Tensor:
        protected = -1 if self.protected is None else self.protected
        return texts.inside() & (texts.units != protected)

    def free_gaps(self, texts: Texts) -> Tensor:
        gaps = torch.arange(self.places + 1, device=self.device)[None] <= texts.length[:, None]
        return gaps & (texts.length < self.places)[:, None]


class Ahead(Toy):
    """A toy that looks ahead, by brute force."""

    def lookahead(self, texts: Texts, place: Tensor, fresh: Tensor, most: int) -> Tensor:
        found = self.fill(texts, place)
        best = torch.full_like(found, -math.inf)
        if most:
            full = texts.length >= self.places
            for unit in range(self.units):  # `place + 1` may lie behind the end
                longer = texts.insert(place + 1, torch.full_like(place, unit))
                ahead = self.lookahead(longer, place, fresh - 1, most - 1)
                best = torch.maximum(best, torch.where(full[:, None], -math.inf, ahead))
        return torch.where((fresh == 0)[:, None], found, best)
