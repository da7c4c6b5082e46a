"""Masked left-to-right sampling: at each step only tokens from which the requirements can still be met, nothing
else.

This is what grammar-constrained decoding does. Each step is renormalised over the allowed tokens, so the law of the
result is not the model's law on the texts that meet the requirements. Words of one token only.
"""

from __future__ import annotations

import numpy as np
import torch
from corpora import Cutter
from keywords import FINAL, Task
from numpy.typing import NDArray
from torch import Tensor
from transformer import Transformer

MARKS = ",.?!;:"


class Walk:
    """The mask of a task, for one model and lexicon."""

    def __init__(self, model: Transformer, cutter: Cutter, task: Task) -> None:
        self.task, self.size = task, len(model.tokenizer)
        words = [unit for unit in sorted(cutter.lexicon) if unit not in MARKS]
        self.first = self._tokens(model, [cutter.render([word]) for word in words], words)
        later = [ids[1:] for ids in model.ids([f"A {word}" for word in words])]
        self.later = {ids[0]: word for ids, word in zip(later, words, strict=True) if len(ids) == 1}
        self.marks = {model.ids([mark])[0][0]: mark for mark in MARKS}
        self.end = model.end
        absent = set(task.keywords) - set(self.later.values())
        if absent:
            raise ValueError(f"keywords: {', '.join(sorted(absent))}: no word of one token")

    @staticmethod
    def _tokens(model: Transformer, written: list[str], words: list[str]) -> dict[int, str]:
        """The token of each word that has one alone; a lower-case word wins over its capitalised twin."""
        found: dict[int, str] = {}
        for ids, word in zip(model.ids(written), words, strict=True):
            if len(ids) == 1 and (ids[0] not in found or word[0].islower()):
                found[ids[0]] = word
        return found

    def units(self, row: list[int]) -> list[str]:
        """The units of the tokens of an allowed beginning."""
        return [
            self.marks[token] if token in self.marks else (self.later if place else self.first)[token]
            for place, token in enumerate(row)
        ]

    def allowed(self, units: list[str]) -> NDArray[np.bool_]:
        """The tokens that may follow. [tokens]"""
        task, found = self.task, np.zeros(self.size, dtype=np.bool_)
        words = Cutter.words(units)
        missing = set(task.keywords) - set(units)
        behind_word = bool(units) and units[-1] not in MARKS
        for token, word in (self.later if units else self.first).items():
            found[token] = words + 1 + len(missing - {word}) <= task.high
        for token, mark in self.marks.items():
            closes = mark in FINAL and not missing and words >= task.low
            found[token] = behind_word and (closes or words + max(len(missing), 1) <= task.high)
        found[self.end] = bool(units) and units[-1] in FINAL and not missing and words >= task.low
        return found

    def __call__(self, rows: list[list[int]]) -> Tensor:
        """Minus infinity for what is not allowed. [rows, tokens]; a row that has ended may end again."""
        masks = [self._mask(row) for row in rows]
        return torch.from_numpy(np.stack(masks))

    def _mask(self, row: list[int]) -> NDArray[np.float64]:
        return np.where(self.allowed(self.units(row)), 0.0, -np.inf)
