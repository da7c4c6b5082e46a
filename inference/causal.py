"""A causal model with its tokenizer as a scorer of texts."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from inspect import signature
from typing import TYPE_CHECKING, Any

from .language import LanguageError
from .lazy import torch
from .lexicon import Kind, kind_of
from .render import START, Renderer
from .run import RunError
from .scorer import Scorer

if TYPE_CHECKING:
    from torch import Tensor

    from .languages.lm import CausalLanguage
    from .texts import Texts

TILE = 64  # texts in one forward pass, fewer where the logits would grow beyond MOST_LOGITS
MOST_LOGITS = 1 << 26  # values: a quarter of a gigabyte
REMEMBERED = 200_000  # texts whose scores are kept
SAME = 1e-3  # logits of a causal model at one place, whatever comes behind it, relative to their size


def masked(called: str, kind: str) -> LanguageError:
    """The mistake of a model that looks at what comes later."""
    needs = "`lm` needs a causal model such as GPT-2 or Llama"
    return LanguageError(f"{called}: a {kind} model does not predict the next word; {needs}")


class CausalScorer(Scorer):
    """log p(text) of a causal model, from the beginning of a sentence (BOS, else EOS, else CLS) or from the prompt.

    Float32 logits, summed in float64; `temperature` divides the logits before they are normalised, `power` multiplies
    the sum. A token that the model has no embedding for is impossible. Scores are remembered by text.
    """

    def __init__(self, model: Any, tokenizer: Any, renderer: Renderer, settings: CausalLanguage) -> None:
        self.model, self.tokenizer, self.renderer, self.settings = model, tokenizer, renderer, settings
        self.spelling, self.evaluations = settings.spelling, 0
        self.normalised = settings.end == "eos" and settings.power >= 1.0
        self._device = next(model.parameters()).device
        self._short = "logits_to_keep" in signature(model.forward).parameters  # logits of the last places only
        self._pieces: dict[str, list[int]] = {}  # the ids of each form
        self._scores: OrderedDict[tuple[int, ...], float] = OrderedDict()
        self._prompt, self._lead = _before(settings.prompt, renderer.style)
        self.head = self._ids([self._prompt])[0] if self._prompt else []
        self.left = [self._special("bos", "eos", "cls"), *self.head]
        self.end = [self._special("eos", "sep")] if settings.end == "eos" else []
        self.room = _positions(model.config) - len(self.left) - len(self.end) + 1  # ids of a text at most
        if self.room < 1:
            raise LanguageError(f"{settings.called}: the prompt fills the model's {_positions(model.config)} positions")
        self.vocabulary = min(model.get_input_embeddings().weight.shape[0], self._probe())
        self._fitting()

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

    def _fitting(self) -> None:
        """Raises LanguageError where the tokenizer writes the prompt or a word with tokens that the model lacks."""
        self._known({"the beginning, the prompt or the end": self.left + self.end})
        if len(self.tokenizer) > self.vocabulary:
            contexts = self.renderer.contexts()
            forms = list(dict.fromkeys(form for context in contexts for form in self.renderer.forms(context)[0]))
            self._known({f"`{form.strip()}`": ids for form, ids in zip(forms, self._ids(forms), strict=True)})

    def _known(self, written: dict[str, list[int]]) -> None:
        for what, ids in written.items():
            if max(ids, default=0) >= self.vocabulary:
                where = f"{self.settings.called}: its tokenizer writes {what} with token {max(ids)}"
                has = f"and the model has only {self.vocabulary:,}"
                raise LanguageError(f"{where}, {has}; the tokenizer and the model do not belong together")

    def fits(self, longest: int) -> None:
        """Raises LanguageError where texts of so many units are longer than the model; a unit takes a token or more."""
        if longest > self.room:
            raise LanguageError(
                f"{self.settings.called}: the model has room for texts of {self.room} tokens, and the program's may "
                f"have {longest} units; give a smaller length, as in `require s has ..{max(self.room // 2, 1)} words`"
            )

    # ---- ids

    def _ids(self, strings: list[str]) -> list[list[int]]:
        found = self.tokenizer(strings, add_special_tokens=False, return_attention_mask=False, verbose=False)
        return [list(ids) for ids in found["input_ids"]]

    def tokens(self, rows: Sequence[tuple[int, ...]]) -> list[list[int]]:
        """The token ids of each text, without what stands before it."""
        found = self._canonical(rows) if self.spelling == "canonical" else self._united(rows)
        return [ids + self.end for ids in found]

    def _canonical(self, rows: Sequence[tuple[int, ...]]) -> list[list[int]]:
        """The tokenizer's ids of the string; behind a prompt of both together, where it cuts between the two."""
        strings = [self._lead + self.renderer.render(row) for row in rows]
        if not self.head:
            return self._ids(strings)
        cut, found = len(self.head), self._ids([self._prompt + string for string in strings])
        return [
            ids[cut:] if ids[:cut] == self.head else self._ids([string])[0]
            for ids, string in zip(found, strings, strict=True)
        ]

    def _united(self, rows: Sequence[tuple[int, ...]]) -> list[list[int]]:
        """The ids of each unit's form, one unit after another."""
        forms = [self._forms(row) for row in rows]
        fresh = [form for form in dict.fromkeys(form for row in forms for form in row) if form not in self._pieces]
        if fresh:
            self._pieces.update(zip(fresh, self._ids(fresh), strict=True))
        return [[one for form in row for one in self._pieces[form]] for row in forms]

    def _forms(self, row: tuple[int, ...]) -> list[str]:
        found: list[str] = []
        context = START
        for unit in row:
            form, context = self.renderer.form(context, unit)
            found.append(form if found else self._lead + form)
        return found

    # ---- scores

    def log_prob(self, texts: Texts) -> Tensor:
        """[chains], float64."""
        units, length = texts.units.tolist(), texts.length.tolist()
        rows = [tuple(row[:size]) for row, size in zip(units, length, strict=True)]
        fresh = [row for row in dict.fromkeys(rows) if row not in self._scores]
        if fresh:
            self._scores.update(zip(fresh, self._score(fresh), strict=True))
        found = torch.tensor([self._scores[row] for row in rows], dtype=torch.float64, device=texts.units.device)
        while len(self._scores) > REMEMBERED:
            self._scores.popitem(last=False)
        return found * self.settings.power

    def _score(self, texts: Sequence[tuple[int, ...]]) -> list[float]:
        """The scores of new texts, those of like length in one pass. Raises RunError where one is too long."""
        rows = self.tokens(texts)
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]), reverse=True)
        longest = len(rows[order[0]]) - len(self.end)
        if longest > self.room:
            what = f"{self.settings.called}: {self.renderer.render(texts[order[0]])!r} takes {longest} tokens"
            raise RunError(f"{what}, the model has room for {self.room}; ask for shorter texts")
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


def _before(prompt: str, style: str) -> tuple[str, str]:
    """The prompt without spaces at its end, and the space between it and the text, as the style writes it."""
    if style not in ("en", "words") or not prompt.strip(" "):
        return prompt.strip(" ") and prompt, ""
    prompt = prompt.rstrip(" ")
    opens = kind_of(prompt[-1]) is Kind.OPEN or (prompt[-1] == '"' and prompt.count('"') % 2 == 1)
    return prompt, "" if opens or prompt[-1].isspace() else " "


__all__ = ["CausalScorer", "masked"]
