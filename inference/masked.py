"""A masked model with its tokenizer: pseudo-log-likelihoods of texts, and its law at one hidden place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from inspect import signature
from typing import TYPE_CHECKING, Any

from .language import LanguageError
from .lazy import torch
from .render import Renderer
from .token_scorer import MOST_LOGITS, TokenScorer

if TYPE_CHECKING:
    from torch import Tensor

    from .masked_model import MaskedModel

ROWS = 128  # rows of one forward pass at most
MOST_PLACES = 1 << 13  # rows x places of one forward pass: what bounds the memory of the layers
SHARPER = (1.25, 0.75)  # draws of the n-gram model then score as texts of the law do, and their weights vary no more
SAME = 1e-3  # logits beside padding and without, relative to their size
SPARE = "the sea was calm"  # a text of several tokens for the probes


class MaskedScorer(TokenScorer):
    """The pseudo-log-likelihood of a text: each token hidden in turn, the sum of the log probabilities of what stood
    there, as many passes as tokens. A soft score, the probability of nothing.

    With `words` the tokens behind it in the same word are hidden too, so that a word of several tokens does not give
    itself away. Float32 logits, summed in float64; `temperature` divides the logits before they are normalised, `power`
    multiplies the sum; a prompt stands before the text and is not scored; nor is what the tokenizer sets around it.
    Sources: Salazar, Liang, Nguyen, Kirchhoff 2020; words: Kauf, Ivanova 2023.
    """

    normalised = False
    ends = False
    stand_in = SHARPER

    def __init__(self, model: Any, tokenizer: Any, renderer: Renderer, settings: MaskedModel) -> None:
        super().__init__(model, tokenizer, renderer, settings)
        self.power, self.temperature = settings.power, settings.temperature
        if getattr(tokenizer, "mask_token_id", None) is None:
            raise LanguageError(f"{settings.called}: its tokenizer has no mask token; set `mask_token` in its folder")
        self.mask: int = tokenizer.mask_token_id
        first, self.end = _frame(tokenizer)
        self.left = [*first, *self.head]
        pad = getattr(tokenizer, "pad_token_id", None)
        self._pad: int = self.mask if pad is None else pad
        self._takes_mask = "attention_mask" in signature(model.forward).parameters
        positions = _positions(model)
        self.room = positions - len(self.left) - len(self.end)
        if self.room < 1:
            raise LanguageError(f"{settings.called}: the prompt fills the model's {positions} positions")
        self.vocabulary = model.get_input_embeddings().weight.shape[0]
        self._fitting([*self.left, *self.end, self.mask, self._pad], self.vocabulary)
        self._early, self._pads = False, True
        try:
            self._probe()
        except RuntimeError as error:  # landmarks that need one length of all texts, say
            why = str(error).splitlines()[0].replace("; ", ", ")[:200]
            raise LanguageError(f"{settings.called}: the model does not run on one sentence: {why}") from None

    def _probe(self) -> None:
        """Learns how many tokens it predicts, whether padding is harmless, and whether the head can be kept short."""
        inside = self._ids([SPARE])[0][: max(self.room - 2, 1)]
        framed = self._framed([inside], [{0}])[0]
        plain = self._logits([framed], [len(self.left)])
        self.vocabulary = min(self.vocabulary, plain.shape[1])
        self._early = self.model.get_output_embeddings() is not None
        if self._early and not _close(self._logits([framed], [len(self.left)]), plain):
            self._early = False
        longer = self._framed([inside + inside[:1] * min(2, self.room - len(inside))], [set()])[0]
        beside = self._logits([framed, longer], [len(self.left)] * 2)[:1]
        self._pads = len(longer) == len(framed) or _close(beside, plain)

    # ---- scores

    def _score(self, texts: Sequence[tuple[int, ...]]) -> list[float]:
        """Every token of every text hidden in turn, rows of like length in one pass. Raises RunError."""
        rows = self.spelled(texts)
        longest = max(range(len(rows)), key=lambda number: len(rows[number]))
        self._room_for(texts[longest], len(rows[longest]))
        self.evaluations += len(rows)
        scores = [-math.inf if max(ids, default=0) >= self.vocabulary else 0.0 for ids in rows]
        hidden = [self._hidden(text, ids) for text, ids in zip(texts, rows, strict=True)]
        jobs = [(n, at) for n, ids in enumerate(rows) if scores[n] == 0.0 for at in range(len(ids))]
        jobs.sort(key=lambda job: len(rows[job[0]]), reverse=True)
        for tile in self._tiles(jobs, [len(rows[number]) for number, _ in jobs]):
            framed = self._framed([rows[number] for number, _ in tile], [hidden[number][at] for number, at in tile])
            logits = self._logits(framed, [len(self.left) + at for _, at in tile])
            wanted = torch.tensor([rows[number][at] for number, at in tile], device=self._device)
            lost = torch.nn.functional.cross_entropy(logits, wanted, reduction="none").double()
            for (number, _), loss in zip(tile, lost.tolist(), strict=True):
                scores[number] -= loss
        return scores

    def _hidden(self, text: tuple[int, ...], ids: list[int]) -> list[set[int]]:
        """For each token, the places that are hidden while it is predicted."""
        if not self.settings.words:
            return [{at} for at in range(len(ids))]
        word = self._words(text, len(ids))
        return [{at, *(other for other in range(at, len(ids)) if word[other] == word[at])} for at in range(len(ids))]

    def _words(self, text: tuple[int, ...], count: int) -> list[int | None]:
        """The word that each token belongs to: the unit, or what the tokenizer takes for a word."""
        if self.spelling == "units":
            pieces = [self._pieces[form] for form in self._forms(text)]
            return [number for number, ids in enumerate(pieces) for _ in ids]
        string = self._lead + self.renderer.render(text)
        found = self.tokenizer([string], add_special_tokens=False)
        words: list[int | None] = found.word_ids(0)
        if len(words) != count:  # cut differently behind the prompt
            words = self.tokenizer([self._prompt + string], add_special_tokens=False).word_ids(0)[-count:]
        return words

    # ---- passes

    def at_mask(self, left: Sequence[list[int]], right: Sequence[list[int]]) -> Tensor:
        """Log probabilities of tokens at a mask between ids, the settings applied. Float32 [rows, tokens]"""
        rows = [[*before, self.mask, *after] for before, after in zip(left, right, strict=True)]
        found = torch.empty(len(rows), self.vocabulary, device=self._device)
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]), reverse=True)
        jobs = [(number, len(left[number])) for number in order]
        for tile in self._tiles(jobs, [len(rows[number]) for number in order]):
            framed = self._framed([rows[number] for number, _ in tile], [set()] * len(tile))
            logits = self._logits(framed, [len(self.left) + at for _, at in tile])
            found[[number for number, _ in tile]] = logits.log_softmax(-1) * self.settings.power
        self.evaluations += len(rows)
        return found

    def _framed(self, rows: Sequence[list[int]], hidden: Sequence[set[int]]) -> list[list[int]]:
        """Whole inputs, with the mask at the hidden places."""
        found = []
        for ids, gone in zip(rows, hidden, strict=True):
            masked = [self.mask if at in gone else one for at, one in enumerate(ids)]
            found.append([*self.left, *masked, *self.end])
        return found

    def _tiles(self, jobs: list[tuple[int, int]], lengths: list[int]) -> Iterator[list[tuple[int, int]]]:
        """Jobs in order of falling length, in batches that fit; of one length each where padding changes the scores."""
        first = 0
        around = len(self.left) + len(self.end)
        while first < len(jobs):
            width = lengths[first] + around
            logits = self.vocabulary * (1 if self._early else width)
            most = max(1, min(ROWS, MOST_PLACES // width, MOST_LOGITS // logits))
            last = min(first + most, len(jobs))
            if not self._pads:
                last = next((n for n in range(first, last) if lengths[n] != lengths[first]), last)
            yield jobs[first:last]
            first = last

    def _logits(self, rows: list[list[int]], places: list[int]) -> Tensor:
        """Logits at one place of each row, temperature applied. Padding is on the right. Float32 [rows, tokens]"""
        width = max(len(row) for row in rows)
        ids = torch.tensor([row + [self._pad] * (width - len(row)) for row in rows], device=self._device)
        length = torch.tensor([len(row) for row in rows], device=self._device)
        inside = torch.arange(width, device=self._device) < length[:, None]
        more = {"attention_mask": inside.long()} if self._takes_mask else {}
        place = torch.tensor(places, device=self._device)
        number = torch.arange(len(rows), device=self._device)
        hook = None
        if self._early:  # the last layer, which knows all tokens, sees one place a row

            def one_place(module: Any, given: tuple[Tensor]) -> tuple[Tensor]:
                return (given[0][number, place][:, None],)

            hook = self.model.get_output_embeddings().register_forward_pre_hook(one_place)
        try:
            with torch.inference_mode():
                logits = self.model(input_ids=ids, **more).logits
        finally:
            if hook is not None:
                hook.remove()
        found = (logits[:, 0] if self._early else logits[number, place]).float()
        tempered: Tensor = found if self.settings.temperature == 1.0 else found / self.settings.temperature
        return tempered


def _close(one: Tensor, other: Tensor) -> bool:
    """Whether logits are the same but for rounding."""
    return one.shape == other.shape and bool((one - other).abs().max() <= SAME * (1.0 + other.abs().max()))


def _frame(tokenizer: Any) -> tuple[list[int], list[int]]:
    """What the tokenizer sets around a text; of one that sets nothing, CLS or BOS and SEP or EOS where it has them."""
    inner = list(tokenizer(SPARE, add_special_tokens=False)["input_ids"])
    whole = list(tokenizer(SPARE)["input_ids"])
    if len(whole) > len(inner):
        for first in range(len(whole) - len(inner) + 1):
            if whole[first : first + len(inner)] == inner:
                return whole[:first], whole[first + len(inner) :]
    around = []
    for names in (("cls", "bos"), ("sep", "eos")):
        found = (getattr(tokenizer, f"{name}_token_id", None) for name in names)
        around.append([one for one in found if one is not None][:1])
    return around[0], around[1]


def _positions(model: Any) -> int:
    """How many tokens the model can look at; of one that counts positions behind its padding index, as RoBERTa does,
    those that are left."""
    found = getattr(model.config, "max_position_embeddings", None)
    size = int(found) if found else 1 << 40
    for name, module in model.named_modules():
        if name.endswith("position_embeddings") and getattr(module, "padding_idx", None) is not None:
            return min(size, int(module.num_embeddings)) - int(module.padding_idx) - 1
    return size


__all__ = ["MaskedScorer"]
