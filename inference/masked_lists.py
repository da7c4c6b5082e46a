"""A masked model as a candidate source: its law over the units at one open place."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from .lazy import torch
from .render import START, Context

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .masked import MaskedScorer
    from .texts import Texts

MOST_VALUES = 1 << 24  # log probabilities of tokens that are kept: 64 megabytes

Key = tuple[tuple[int, ...], tuple[int, ...]]  # what stands before the hole and behind it


class Beginnings(NamedTuple):
    """The first tokens of all units' forms in one context."""

    tokens: Tensor  # [groups] each once
    group: Tensor  # [units] which of them; the number of groups for a form without a token that the model knows


class MaskedLists:
    """log p(unit | all others) by the masked model, up to a constant, for every unit at once.

    The text is written with one mask in place of the unit. A unit gets the probability of its form's first token; units
    that begin with the same token share it as the n-gram model would at that place, so a word of several tokens has
    a positive weight as well. What stands at the hole is never looked at: the list of a hole is one list, whatever was
    there (Wang and Cho 2019 sample so; Goyal, Dyer and Berg-Kirkpatrick 2022 with the ratio that it needs). Behind the
    hole the text is written as after a word. Lists are remembered by hole; texts beyond the model's positions have the
    n-gram's list.
    """

    def __init__(self, scorer: MaskedScorer) -> None:
        self.scorer = scorer
        self._tokens: OrderedDict[Key, Tensor] = OrderedDict()  # log probabilities of the groups' tokens at a hole
        self._beginnings: dict[tuple[Context, bool], Beginnings] = {}

    def __call__(self, graph: FactorGraph, texts: Texts, place: Tensor) -> Tensor:
        """[chains, units], nats."""
        weights = graph.neighbours(texts, place)
        keys = _keys(texts, place)
        contexts = {key: self._context(key) for key in dict.fromkeys(keys)}
        self._fill([key for key in contexts if key not in self._tokens], contexts)
        found = torch.empty_like(weights)
        for context in dict.fromkeys(contexts.values()):
            here = [number for number, key in enumerate(keys) if contexts[key] == context]
            tokens = torch.stack([self._tokens[keys[number]] for number in here]).to(weights)
            group = self._begin(context).group
            rows = torch.tensor(here, device=weights.device)
            found[rows] = tokens[:, group] + _shares(weights[rows], group, tokens.shape[1])
        self._forget()
        return found.nan_to_num(nan=-torch.inf, neginf=-torch.inf) + graph.added

    def _context(self, key: Key) -> tuple[Context, bool]:
        """What a form at the hole depends on: the context, and whether it begins the text."""
        return self.scorer.renderer.context_after(key[0]), not key[0]

    def _begin(self, context: tuple[Context, bool]) -> Beginnings:
        """The first tokens in a context, worked out once."""
        if context not in self._beginnings:
            forms = self.scorer.renderer.forms(context[0])[0]
            lead = self.scorer.lead if context[1] else ""
            first = [ids[0] if ids else -1 for ids in self.scorer.pieces([lead + form for form in forms])]
            known = [one if one < self.scorer.vocabulary else -1 for one in first]
            tokens = [one for one in dict.fromkeys(known) if one >= 0]
            number = {one: at for at, one in enumerate(tokens)}
            group = [number.get(one, len(tokens)) for one in known]
            device = self.scorer.device
            self._beginnings[context] = Beginnings(
                torch.tensor(tokens, dtype=torch.int64, device=device), torch.tensor(group, device=device)
            )
        return self._beginnings[context]

    def _fill(self, fresh: list[Key], contexts: dict[Key, tuple[Context, bool]]) -> None:
        """Asks the model about holes that were not seen before, all in one call."""
        if not fresh:
            return
        left = [
            ids if key[0] else [] for ids, key in zip(self.scorer.spelled([k[0] for k in fresh]), fresh, strict=True)
        ]
        right = self.scorer.spelled_behind([key[1] for key in fresh], [self._after(contexts[key][0]) for key in fresh])
        fits = [
            len(before) + 1 + len(after) <= self.scorer.room
            and max([*before, *after], default=0) < self.scorer.vocabulary
            for before, after in zip(left, right, strict=True)
        ]
        at = [number for number, fine in enumerate(fits) if fine]
        asked = self.scorer.at_mask([left[number] for number in at], [right[number] for number in at])
        row = dict(zip(at, asked, strict=True))
        for number, key in enumerate(fresh):
            tokens = self._begin(contexts[key]).tokens
            log = row[number][tokens] if number in row else torch.zeros(len(tokens), device=tokens.device)
            self._tokens[key] = torch.nn.functional.pad(log, (0, 1), value=-torch.inf)

    def _after(self, context: Context) -> Context:
        """The context behind a word at the hole."""
        spaced = self.scorer.renderer.style in ("en", "words")
        return Context(False, False, context.inside) if spaced else START

    def _forget(self) -> None:
        """Keeps the memory bounded, the oldest go first."""
        most = max(MOST_VALUES // max((len(log) for log in self._tokens.values()), default=1), 1)
        while len(self._tokens) > most:
            self._tokens.popitem(last=False)


def _keys(texts: Texts, place: Tensor) -> list[Key]:
    """What stands before the place and behind it, for each chain."""
    found = []
    for row, size, at in zip(texts.units.tolist(), texts.length.tolist(), place.tolist(), strict=True):
        found.append((tuple(row[:at]), tuple(row[at + 1 : size])))
    return found


def _shares(weights: Tensor, group: Tensor, groups: int) -> Tensor:
    """Log shares of each unit in its group. [rows, units]"""
    index = group.expand_as(weights)
    top = weights.new_full((len(weights), groups), -torch.inf).scatter_reduce(1, index, weights, "amax")
    top = torch.where(top > -torch.inf, top, 0.0)
    total = torch.zeros_like(top).scatter_add(1, index, (weights - top[:, group]).exp())
    return weights - (top + total.log())[:, group]


__all__ = ["MaskedLists"]
