"""A causal transformer of a folder: log probabilities of sentences by plain forward passes, and free samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from corpora import fingerprint
from torch import Tensor
from torch.nn.functional import cross_entropy

TILE = 64  # sentences in one pass, fewer where the logits would grow beyond MOST_LOGITS
MOST_LOGITS = 1 << 26
Mask = Callable[[list[list[int]]], Tensor]
"""What is added to the logits [rows, tokens], given the tokens of each row so far."""


@dataclass(frozen=True)
class Draw:
    """One sample: its tokens without those before and behind it, whether it ended, and its text."""

    ids: tuple[int, ...]
    ended: bool
    text: str


class Transformer:
    """Model and tokenizer, in single precision."""

    def __init__(self, folder: Path | str) -> None:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self.model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
        self.model.eval()
        self.weights = fingerprint(self.model)
        self.model.config.use_cache = False
        first = (self.tokenizer.bos_token_id, self.tokenizer.eos_token_id, self.tokenizer.cls_token_id)
        self.begin = next(one for one in first if one is not None)
        self.end = self.tokenizer.eos_token_id
        self.room = getattr(self.model.config, "max_position_embeddings", 1 << 30)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text, nothing before or behind."""
        return [list(row) for row in self.tokenizer(list(texts), add_special_tokens=False)["input_ids"]]

    @torch.inference_mode()
    def log_probs(self, texts: Sequence[str], end: bool = True, before: str = "") -> list[float]:
        """log p of each text, in nats, with that of the end if `end`; `before` stands in front and is not scored."""
        lead = [self.begin, *(self.ids([before])[0] if before else [])]
        rows = [row + [self.end] * end for row in self.ids(texts)]
        order = sorted(range(len(rows)), key=lambda number: -len(rows[number]))
        found = [0.0] * len(rows)
        while order:
            width = len(rows[order[0]])
            size = max(min(TILE, MOST_LOGITS // (len(self.tokenizer) * max(width, 1))), 1)
            chunk, order = order[:size], order[size:]
            padded = [lead + rows[number] + [self.begin] * (width - len(rows[number])) for number in chunk]
            ids = torch.tensor(padded)
            mask = torch.tensor([[1] * (len(lead) + len(rows[n])) + [0] * (width - len(rows[n])) for n in chunk])
            logits = self.model(input_ids=ids[:, :-1], attention_mask=mask[:, :-1]).logits[:, len(lead) - 1 :].float()
            lost = cross_entropy(logits.transpose(1, 2), ids[:, len(lead) :], reduction="none")
            sums = (-lost.double() * mask[:, len(lead) :]).sum(1)
            for number, value in zip(chunk, sums.tolist(), strict=True):
                found[number] = value
        return found

    @torch.inference_mode()
    def draw(
        self,
        count: int,
        generator: torch.Generator,
        temperature: float = 1.0,
        before: str = "",
        mask: Mask | None = None,
    ) -> list[Draw]:
        """Ancestral samples, each from the beginning of a sentence to its end or until the model has no more room."""
        lead = [self.begin, *(self.ids([before])[0] if before else [])]
        ids, cache = torch.tensor([lead] * count), None
        rows: list[list[int]] = [[] for _ in range(count)]
        open_rows = [True] * count
        for _ in range(self.room - len(lead)):
            output = self.model(input_ids=ids, past_key_values=cache, use_cache=True)
            cache = output.past_key_values
            logits = output.logits[:, -1].double() / temperature
            if mask:
                logits = logits + mask(rows)
            chosen = torch.multinomial(torch.softmax(logits, -1), 1, generator=generator)
            for number, token in enumerate(chosen[:, 0].tolist()):
                if open_rows[number]:
                    open_rows[number] = token != self.end
                    if token != self.end:
                        rows[number].append(token)
            if not any(open_rows):
                break
            ids = chosen
        texts = [self.tokenizer.decode(row) for row in rows]
        return [Draw(tuple(row), not is_open, text) for row, is_open, text in zip(rows, open_rows, texts, strict=True)]


def drawn_until(
    model: Transformer,
    keep: Callable[[Draw], bool],
    wanted: int,
    seed: int,
    batch: int = 100,
    most: int = 100_000,
    temperature: float = 1.0,
    before: str = "",
) -> tuple[list[Draw], int]:
    """The first `wanted` samples that are kept, in the order of drawing, and how many were drawn for them.

    These are exact draws of the model's law on the kept texts. Raises ValueError where `most` draws do not suffice.
    """
    generator = torch.Generator().manual_seed(seed)
    found: list[Draw] = []
    tried = 0
    while tried < most:
        for one in model.draw(batch, generator, temperature, before):
            tried += 1
            if keep(one):
                found.append(one)
            if len(found) == wanted:
                return found, tried
    raise ValueError(f"wanted: got {wanted}, but {tried:,} draws gave {len(found)} that are kept")


def spelled(model: Transformer, draw: Draw) -> bool:
    """Whether the tokens are those of the text: pieces may spell a word in other ways, which the product leaves out."""
    return draw.ended and model.ids([draw.text])[0] == list(draw.ids)
