"""Insert, delete and replace at the settings of CGMH (Miao et al. 2019), with acceptance ratios that keep the
target.

Replace, insert, delete and nothing with probabilities 0.3, 0.3, 0.3, 0.1 at a random place; candidates are the 100
best by an n-gram model of both sides, drawn by the probability of the whole sentence; 500 steps from the bare
keywords; the answer is the likeliest visited text that meets the requirements. The released code has further rules
that miss its target (a threshold on every acceptance, deletion scored by the worst candidate, a length prior on one
side only): they are left out, which can only help. Lists depend on the context alone, so a word outside the list of
its place stays where it is.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from corpora import Cutter
from keywords import Task
from wordfield.inference.backoff import Backoff
from wordfield.inference.neighbours import Neighbours
from wordfield.inference.texts import Texts

SHARES = {"replace": 0.3, "insert": 0.3, "delete": 0.3, "skip": 0.1}
LIST, STEPS = 100, 500


class Scorer(Protocol):
    """What gives log p of texts."""

    def log_probs(self, texts: Sequence[str]) -> list[float]: ...


@dataclass
class Chain:
    """One text on its way: units, which of them are free, and log p."""

    units: list[str]
    free: list[bool]
    log_p: float = 0.0
    best: tuple[float, list[str]] | None = None


@dataclass
class Hole:
    """A proposal: the text open at a place, the candidates, and their log p."""

    chain: Chain
    move: str
    place: int
    left: list[str]
    right: list[str]
    candidates: list[str]
    log_ps: list[float]


class Edits:
    """A batch of chains that are scored together."""

    def __init__(self, model: Scorer, lists: Backoff, cutter: Cutter, task: Task, seed: int, size: int = LIST) -> None:
        self.model, self.cutter, self.task, self.size = model, cutter, task, size
        self.rng = random.Random(seed)
        self.words, self.ids = lists.ngram.words, lists.ngram.ids
        self.neighbours = Neighbours(lists)

    def run(self, count: int, steps: int = STEPS) -> list[list[str]]:
        """The answer of each chain; the last text where no visited one meets the requirements."""
        chains = self.walked(count, steps)
        return [chain.best[1] if chain.best else chain.units for chain in chains]

    def walked(self, count: int, steps: int) -> list[Chain]:
        """Chains after so many steps."""
        chains = [self._start() for _ in range(count)]
        for chain, value in zip(chains, self._score([chain.units for chain in chains]), strict=True):
            chain.log_p = value
        for _ in range(steps):
            self._step(chains)
        return chains

    def _start(self) -> Chain:
        words = self.rng.sample(self.task.keywords, len(self.task.keywords))
        return Chain([*words, "."], [False] * (len(words) + 1))

    def _score(self, texts: Sequence[list[str]]) -> list[float]:
        return self.model.log_probs([self.cutter.render(units) for units in texts])

    def _step(self, chains: list[Chain]) -> None:
        """One proposal in every chain."""
        moves = self.rng.choices(list(SHARES), list(SHARES.values()), k=len(chains))
        opened = [self._open(chain, move) for chain, move in zip(chains, moves, strict=True)]
        holes = self._listed([hole for hole in opened if hole])
        texts = [[*hole.left, word, *hole.right] for hole in holes for word in hole.candidates]
        texts += [[*hole.left, *hole.right] for hole in holes]
        scores = self._score(texts) if texts else []
        without = scores[len(scores) - len(holes) :]
        for number, hole in enumerate(holes):
            hole.log_ps = scores[number * self.size : (number + 1) * self.size]
            self._close(hole, without[number])

    def _open(self, chain: Chain, move: str) -> Hole | None:
        free = [place for place, is_free in enumerate(chain.free) if is_free]
        if move == "insert":
            place = self.rng.randrange(len(chain.units))  # a gap before any unit, the final mark included
            return Hole(chain, move, place, chain.units[:place], chain.units[place:], [], [])
        if move in ("replace", "delete") and free:
            place = self.rng.choice(free)
            return Hole(chain, move, place, chain.units[:place], chain.units[place + 1 :], [], [])
        return None

    def _listed(self, holes: list[Hole]) -> list[Hole]:
        """With the best candidates by the n-gram model of both sides."""
        if not holes:
            return []
        rows = [[*(self.ids[u] for u in hole.left), 0, *(self.ids[u] for u in hole.right)] for hole in holes]
        width = max(map(len, rows))
        units = torch.tensor([row + [0] * (width - len(row)) for row in rows])
        texts = Texts(units, torch.tensor([len(row) for row in rows]))
        weights = self.neighbours(texts, torch.tensor([len(hole.left) for hole in holes]))
        for hole, best in zip(holes, weights.topk(self.size, dim=1).indices.tolist(), strict=True):
            hole.candidates = [self.words[id] for id in best]
        return holes

    def _close(self, hole: Hole, without: float) -> None:
        """Accept or not. Words are drawn by p, so an insertion's ratio is (sum of the list) / p(x) * gaps / places."""
        chain, total = hole.chain, float(np.logaddexp.reduce(hole.log_ps))
        free, gaps = sum(chain.free), len(chain.units)
        at = self.rng.choices(range(self.size), np.exp(np.array(hole.log_ps) - max(hole.log_ps)).tolist())[0]
        filled = [*hole.left, hole.candidates[at], *hole.right]
        if hole.move == "insert":
            if self._fits(filled) and self._accepts(total - chain.log_p + math.log(gaps / (free + 1))):
                chain.free.insert(hole.place, True)
                self._move(chain, filled, hole.log_ps[at])
            return
        if chain.units[hole.place] not in hole.candidates:
            return
        if hole.move == "replace":
            if self._fits(filled):
                self._move(chain, filled, hole.log_ps[at])
        elif self._accepts(without - total + math.log(free / (gaps - 1))):
            del chain.free[hole.place]
            self._move(chain, [*hole.left, *hole.right], without)

    def _fits(self, units: list[str]) -> bool:
        return Cutter.words(units) <= self.task.high and len(units) <= 2 * self.task.high

    def _accepts(self, log_ratio: float) -> bool:
        return math.log(1.0 - self.rng.random()) < log_ratio

    def _move(self, chain: Chain, units: list[str], log_p: float) -> None:
        chain.units, chain.log_p = units, log_p
        if self.task.satisfied(units) and (chain.best is None or log_p > chain.best[0]):
            chain.best = (log_p, units)
