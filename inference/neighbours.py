"""Full conditionals of an n-gram model: what stands at one place, given everything to its left and right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .backoff import Backoff
from .lazy import torch

if TYPE_CHECKING:
    from torch import Tensor

    from .texts import Texts


class Index:
    """Arcs found by a key other than their context: for each key, the units on one side and their arcs."""

    def __init__(self, keys: np.ndarray, units: np.ndarray, arcs: np.ndarray, device: torch.device) -> None:
        order = np.argsort(keys, kind="stable")
        self.distinct, first, counts = np.unique(keys[order], return_index=True, return_counts=True)
        self.width = int(counts.max(initial=0))
        self.keys = torch.as_tensor(np.append(self.distinct, np.iinfo(np.int64).max), device=device)
        self.first = torch.as_tensor(np.append(first, 0), device=device)
        self.counts = torch.as_tensor(np.append(counts, 0), device=device)
        self.units = torch.as_tensor(np.append(units[order], 0), device=device)
        self.arcs = torch.as_tensor(np.append(arcs[order], 0), device=device)

    def __call__(self, keys: Tensor, beyond: int) -> tuple[Tensor, Tensor]:
        """Units and arcs of each key, padded with the unit `beyond`. Both [rows, width]"""
        at = torch.searchsorted(self.keys, keys)
        count = torch.where(self.keys[at] == keys, self.counts[at], 0)
        steps = torch.arange(self.width, device=keys.device)
        here = steps < count[:, None]
        slot = torch.where(here, self.first[at][:, None] + steps, len(self.units) - 1)
        return torch.where(here, self.units[slot], beyond), self.arcs[slot]


class Neighbours:
    """log p(unit at a place | all other units) of a Backoff model, up to a constant, for every unit at once.

    Orders up to 3 scatter the listed n-grams over a background; higher orders look each unit up.
    """

    def __init__(self, model: Backoff) -> None:
        self.model = model
        if model.order not in (2, 3):
            return
        ngram = model.ngram
        source, word, target = model._sources(), ngram.arc_word.astype(np.int64), ngram.arc_target.astype(np.int64)
        arcs = np.arange(len(word))
        level = ngram.level.astype(np.int64)
        single = arcs[(level[source] == 1) & (source != ngram.start)]
        self.before = Index(word[single], source[single] - 1, single, model.device)  # by the unit that follows
        if model.order == 3:
            parent = np.zeros(ngram.nodes, np.int64)
            grown = level[target] == level[source] + 1
            parent[target[grown]] = source[grown]
            deep = arcs[level[source] == 2]
            outer, middle = parent[source[deep]], ngram.last_word[source[deep]].astype(np.int64)
            self.around = Index(outer * model.units + word[deep], middle, deep, model.device)
            real = outer != ngram.start
            deep, outer, middle = deep[real], outer[real], middle[real]
            self.two_before = Index(middle * model.units + word[deep], outer - 1, deep, model.device)

    def left(self, texts: Texts, place: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """log p(unit | what stands to the left) [chains, units], the contexts reached, the context before."""
        if self.model.order == 1:  # every place but the first is alike
            before = torch.where(place == 0, self.model.start, 0)
        else:
            before = self.model.contexts(texts).gather(1, place[:, None])[:, 0]
        log, target = self.model.rows(before)
        return log, target, before

    def __call__(self, texts: Texts, place: Tensor) -> Tensor:
        """[chains, units], nats."""
        log, target, before = self.left(texts, place)
        if self.model.order == 1:
            return log + self.model.log_end[target]
        if self.model.order > 3:
            return log + self._looked_up(texts, place, target)
        right = self._one_right if self.model.order == 2 else self._two_right
        return log + right(texts, place, target, before)

    def _at(self, texts: Texts, place: Tensor) -> tuple[Tensor, Tensor]:
        """The unit at a place and whether there is one."""
        here = place < texts.length
        return torch.where(here, texts.at(place.clamp_max(texts.places - 1)), 0), here

    def _looked_up(self, texts: Texts, place: Tensor, target: Tensor) -> Tensor:
        total = torch.zeros(target.shape, dtype=self.model.dtype, device=target.device)
        done = torch.zeros_like(place, dtype=torch.bool)
        for step in range(1, self.model.order):
            unit, here = self._at(texts, place + step)
            log, after = self.model.look_up(target, unit[:, None].expand_as(target))
            end = torch.where(done[:, None], 0.0, self.model.log_end[target])
            total = total + torch.where(here[:, None], log, end)
            target = torch.where(here[:, None], after, target)
            done = done | ~here
        return total

    def _column(self, unit: Tensor) -> tuple[Tensor, Tensor]:
        """log p(unit | each single unit), and the contexts of the pairs. Both [chains, units + 1]"""
        model = self.model
        size = model.units
        log = model.log_back[1 : size + 1] + model.arc_log[unit][:, None]
        log = torch.nn.functional.pad(log, (0, 1))
        target = (1 + unit)[:, None].repeat(1, size + 1)
        units, arcs = self.before(unit, size)
        return log.scatter(1, units, model.arc_log[arcs]), target.scatter(1, units, model.arc_target[arcs])

    def _one_right(self, texts: Texts, place: Tensor, target: Tensor, before: Tensor) -> Tensor:
        unit, here = self._at(texts, place + 1)
        column = self._column(unit)[0][:, : self.model.units]
        return torch.where(here[:, None], column, self.model.log_end[target])

    def _two_right(self, texts: Texts, place: Tensor, target: Tensor, before: Tensor) -> Tensor:
        model, size = self.model, self.model.units
        first, has_first = self._at(texts, place + 1)
        second, has_second = self._at(texts, place + 2)
        column, pair = self._column(first)
        # p(first | before, unit): the pair's own law where the model knows the pair, else the single unit's
        known = torch.nn.functional.pad(torch.where(model.level[target] == 2, model.log_back[target], 0.0), (0, 1))
        near = column + known
        word = torch.where(before == model.start, model.start, self._single(before))
        units, arcs = self.around(word * size + first, size)
        near = near.scatter(1, units, model.arc_log[arcs])[:, :size]
        # p(second | unit, first)
        back = torch.where(model.level[pair] == 2, model.log_back[pair], 0.0)
        far = back + model.look_up(1 + first, second)[0][:, None]
        units, arcs = self.two_before(first * size + second, size)
        far = far.scatter(1, units, model.arc_log[arcs])[:, :size]
        far = torch.where(has_second[:, None], far, model.log_end[pair[:, :size]])
        return torch.where(has_first[:, None], near + far, model.log_end[target])

    def _single(self, node: Tensor) -> Tensor:
        """The one-unit context of a context's last unit."""
        return 1 + self.model.last_word[node].clamp_min(0)
