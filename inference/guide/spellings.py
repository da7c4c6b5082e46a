"""How the units of a lexicon are spelled in the tokens of a causal model, in every context that a text can be in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..lazy import torch
from ..lexicon import Kind
from ..render import START, Context

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from ..causal import CausalScorer
    from ..render import Renderer

ANCHOR = 40  # characters of the prompt that the first unit is written behind


class Spellings:
    """Token ids of each unit's form by context, with the context behind it. Context 0 is the first place of a text.

    `pieces` [contexts, units, longest] are the ids, 0 behind the last; `counts` [contexts, units] how many;
    `after` [contexts, units] is the context that follows. A unit of one token is *single*, others are *spelled*.
    `shares` [contexts, units] is the log share of the first piece's probability that a unit is expected to have: 0 for
    a single unit, for a spelled one its part among the units that begin alike, by `frequencies` (log, [units]); -inf
    for a unit that the model has no tokens for.
    """

    def __init__(self, scorer: CausalScorer, frequencies: NDArray[np.float64]) -> None:
        reached = _reached(scorer.renderer)
        number = {context: at for at, context in enumerate(reached)}
        after: list[list[int]] = []
        ids: list[list[list[int]]] = []
        for context, before in reached.items():
            written, left = scorer.renderer.forms(context or START)
            written = [scorer.lead + form for form in written] if context is None else written
            ids.append(_pieces(scorer, written, scorer.prompt[-ANCHOR:] if context is None else before))
            after.append([number[one] for one in left])
        counts = np.array([[len(one) for one in row] for row in ids], np.int64)
        pieces = np.zeros((*counts.shape, max(int(counts.max(initial=1)), 1)), np.int64)
        for at, row in enumerate(ids):
            for unit, one in enumerate(row):
                pieces[at, unit, : counts[at, unit]] = one
        known = (pieces < scorer.vocabulary).all(2)
        pieces[~known] = 0
        rates = np.exp(frequencies - frequencies.max(initial=-np.inf)) + 1e-12  # none without weight
        shares = np.stack([_shares(*one, rates) for one in zip(pieces[:, :, 0], counts, known, strict=True)])
        device = scorer.device
        self.units, self.longest, self.vocabulary = pieces.shape[1], pieces.shape[2], scorer.vocabulary
        self.pieces = torch.as_tensor(pieces, device=device)
        self.first = self.pieces[:, :, 0].contiguous()
        self.counts = torch.as_tensor(counts, device=device)
        self.after = torch.as_tensor(np.array(after, np.int64), device=device)
        self.shares = torch.as_tensor(shares, device=device)
        self.spelled = torch.as_tensor(counts > 1, device=device)
        self.any_spelled = bool((counts > 1).any())
        self.silent = torch.as_tensor(counts == 0, device=device)  # units without any token: nothing is read of them
        self.any_silent = bool((counts == 0).any())
        self._group(pieces[:, :, 0], counts, known, device)

    def _group(
        self, first: NDArray[np.int64], counts: NDArray[np.int64], known: NDArray[np.bool_], device: torch.device
    ) -> None:
        """The spelled units of each context, those that begin alike in a row."""
        flat, begin, size = [], np.zeros_like(first), np.zeros_like(first)
        before = 0
        for context in range(len(first)):
            units = np.flatnonzero((counts[context] > 1) & known[context])
            units = units[np.argsort(first[context, units], kind="stable")]
            _, at, group, sizes = np.unique(
                first[context, units], return_index=True, return_inverse=True, return_counts=True
            )
            begin[context, units], size[context, units] = before + at[group], sizes[group]
            flat.append(units)
            before += len(units)
        self._flat = torch.as_tensor(np.append(np.concatenate(flat), 0), device=device)
        self._begin, self._size = (torch.as_tensor(one, device=device) for one in (begin, size))

    def members(self, context: Tensor, unit: Tensor) -> Tensor:
        """The spelled units that begin with the first piece of a spelled unit, -1 behind the last. [rows, most]"""
        begin, size = self._begin[context, unit], self._size[context, unit]
        step = torch.arange(int(size.max()), device=unit.device)
        inside = step < size[:, None]
        return torch.where(inside, self._flat[torch.where(inside, begin[:, None] + step, 0)], -1)

    def contexts_after(self, units: Tensor, length: Tensor) -> Tensor:
        """The context behind each row of units [rows, places]. [rows]"""
        context = torch.zeros_like(length)
        for place in range(units.shape[1]):
            context = torch.where(place < length, self.after[context, units[:, place]], context)
        return context

    def ids_of(self, units: Tensor, length: Tensor) -> list[list[int]]:
        """The token ids of each row of units, one unit after another."""
        context = torch.zeros_like(length)
        found: list[list[int]] = [[] for _ in range(len(length))]
        for place in range(units.shape[1]):
            unit = units[:, place]
            count = torch.where(place < length, self.counts[context, unit], 0).tolist()
            for row, (pieces, size) in enumerate(zip(self.pieces[context, unit].tolist(), count, strict=True)):
                found[row] += pieces[:size]
            context = torch.where(place < length, self.after[context, unit], context)
        return found


def _reached(renderer: Renderer) -> dict[Context | None, str]:
    """Every context with a text that leads to it; None is the first place, where nothing is written yet."""
    one_of_each = np.unique(renderer.lexicon.kinds, return_index=True)[1].tolist()
    one_of_each.sort(key=lambda unit: renderer.lexicon.kinds[unit] != Kind.WORD)
    found: dict[Context | None, str] = {None: ""}
    todo: list[tuple[Context, str]] = [(START, "")]
    while todo:
        context, text = todo.pop(0)
        for unit in one_of_each:
            form, after = renderer.form(context, unit)
            if after not in found:
                found[after] = text + form
                todo.append((after, text + form))
    return found


def _pieces(scorer: CausalScorer, forms: list[str], before: str) -> list[list[int]]:
    """The ids of each form: alone where the scorer spells so, else behind a text where the tokenizer cuts there."""
    alone = scorer.ids(forms)
    if scorer.spelling == "units" or not before:
        return alone
    (head,) = scorer.ids([before])
    found = scorer.ids([before + form for form in forms])
    cut = len(head)
    return [ids[cut:] if ids[:cut] == head else one for ids, one in zip(found, alone, strict=True)]


def _shares(
    first: NDArray[np.int64], counts: NDArray[np.int64], known: NDArray[np.bool_], rates: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The log shares of one context. [units]"""
    group = np.where(counts == 0, first.max(initial=0) + 1, first)
    total = np.bincount(group, rates * known)
    with np.errstate(divide="ignore"):
        share = np.log(rates) - np.log(total[group])
    return np.where(known, np.where(counts == 1, 0.0, share), -math.inf)
