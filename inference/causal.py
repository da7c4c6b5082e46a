"""A causal model with its tokenizer as a scorer of texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from inspect import signature
from typing import TYPE_CHECKING, Any

from .language import LanguageError
from .lazy import torch
from .render import Renderer
from .token_scorer import MOST_LOGITS, TILE, TokenScorer

if TYPE_CHECKING:
    from .languages.lm import CausalLanguage

SAME = 1e-3  # logits of a causal model at one place, whatever comes behind it, relative to their size


def masked(called: str, kind: str) -> LanguageError:
    """The mistake of a model that looks at what comes later."""
    needs = "`lm` needs a causal model such as GPT-2 or Llama"
    return LanguageError(f"{called}: a {kind} model does not predict the next word; {needs}")


class CausalScorer(TokenScorer):
    """log p(text) of a causal model, from the beginning of a sentence (BOS, else EOS, else CLS) or from the prompt.

    Float32 logits, summed in float64; `temperature` divides the logits before they are normalised, `power` multiplies
    the sum. A token that the model has no embedding for is impossible. Scores are remembered by text.
    """

    causal = True

    def __init__(self, model: Any, tokenizer: Any, renderer: Renderer, settings: CausalLanguage) -> None:
        super().__init__(model, tokenizer, renderer, settings)
        self.normalised = settings.end == "eos" and settings.power >= 1.0
        self.power, self.temperature, self.ends = settings.power, settings.temperature, settings.end == "eos"
        self._short = "logits_to_keep" in signature(model.forward).parameters  # logits of the last places only
        self.left = [self._special("bos", "eos", "cls"), *self.head]
        self.end = [self._special("eos", "sep")] if settings.end == "eos" else []
        self.room = _positions(model.config) - len(self.left) - len(self.end) + 1  # ids of a text at most
        if self.room < 1:
            raise LanguageError(f"{settings.called}: the prompt fills the model's {_positions(model.config)} positions")
        self.vocabulary = min(model.get_input_embeddings().weight.shape[0], self._probe())
        self._fitting(self.left + self.end, self.vocabulary)

    def _special(self, *names: str) -> int:
        """The first special token that the tokenizer has."""
        for name in names:
            found: int | None = getattr(self.tokenizer, f"{name}_token_id", None)
            if found is not None:
                return found
        what = " nor ".join(name.upper() for name in names[:2])
        raise LanguageError(
            f"{self.settings.called}: its tokenizer has neither {what}; "
            + ('write `end="none"`' if names[0] == "eos" else "set `bos_token` in its tokenizer_config.json")
        )

    def _probe(self) -> int:
        """How many tokens the model predicts. Raises LanguageError where a prediction depends on what comes later."""
        size = self.model.get_input_embeddings().weight.shape[0]
        first = min(self.left[0], size - 1)
        ids = torch.tensor([[first, first], [first, (first + 1) % size]], device=self._device)
        with torch.inference_mode():
            logits = self.model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits.float()
        if not bool((logits[0, 0] - logits[1, 0]).abs().max() <= SAME * (1.0 + logits[0, 0].abs().max())):
            raise masked(self.settings.called, self.model.config.model_type)
        return int(logits.shape[-1])

    # ---- ids

    @property
    def prompt(self) -> str:
        """The prompt without spaces at its end."""
        return self._prompt

    def ids(self, strings: list[str]) -> list[list[int]]:
        """The tokenizer's ids of each string alone."""
        return self._ids(strings)

    def tokens(self, rows: Sequence[tuple[int, ...]]) -> list[list[int]]:
        """The token ids of each text, without what stands before it."""
        return [ids + self.end for ids in self.spelled(rows)]

    # ---- scores

    def _score(self, texts: Sequence[tuple[int, ...]]) -> list[float]:
        """The scores of new texts, those of like length in one pass. Raises RunError where one is too long."""
        rows = self.tokens(texts)
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]), reverse=True)
        self._room_for(texts[order[0]], len(rows[order[0]]) - len(self.end))
        scores = [-math.inf] * len(rows)
        order = [number for number in order if max(rows[number], default=0) < self.vocabulary]
        while order:
            most = MOST_LOGITS // (self.vocabulary * max(len(rows[order[0]]), 1))
            size = max(min(TILE, most), 1)
            tile, order = order[:size], order[size:]
            for number, score in zip(tile, self._forward([rows[number] for number in tile]), strict=True):
                scores[number] = score
        return scores

    def _forward(self, rows: list[list[int]]) -> list[float]:
        """Log probability of each row of ids behind what stands before it. Padding is on the right."""
        start, width = len(self.left), max(len(row) for row in rows)
        self.evaluations += len(rows)
        if not width:
            return [0.0] * len(rows)
        padded = [self.left + row + [self.left[0]] * (width - len(row)) for row in rows]
        ids = torch.tensor(padded, device=self._device)  # [rows, start + width]
        length = torch.tensor([start + len(row) for row in rows], device=self._device)
        inside = torch.arange(start + width, device=self._device) < length[:, None]
        keep = {"logits_to_keep": width} if self._short else {}
        with torch.inference_mode():
            logits = self.model(input_ids=ids[:, :-1], attention_mask=inside[:, :-1].long(), **keep).logits
            logits = logits[:, -width:].float()  # [rows, width, tokens]
            if self.settings.temperature != 1.0:
                logits = logits / self.settings.temperature
            # one pass over the logits: two and a half times as fast as a gather and a logsumexp
            lost = torch.nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, start:].flatten(), reduction="none")
        chosen = -lost.view(len(rows), width).double()
        summed: list[float] = torch.where(inside[:, start:], chosen, 0.0).sum(1).tolist()
        return summed


def _positions(config: Any) -> int:
    """How many tokens the model can look at."""
    found = (getattr(config, name, None) for name in ("max_position_embeddings", "n_positions", "max_seq_len"))
    return int(next((size for size in found if size), 1 << 40))


__all__ = ["CausalScorer", "masked"]
