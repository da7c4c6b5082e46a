"""Train an embedded transformer: python models/train_transformer.py DATA --language en --task causal -o DIR --steps N

The tokenizer is made first and is the same for both tasks. --steps N gives the same weights on every machine of one
kind; with --minutes M instead, the number of steps that were made is in the log.
Weights are written in half precision as plain Hugging Face folders, with log.json beside them.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chinese
import english
import torch
import word_first
from split import Split
from torch.nn.functional import cross_entropy
from transformers.utils.logging import disable_progress_bar

LEXICON = Path(__file__).parent.parent / "inference" / "languages" / "data" / "english_lexicon.txt"
ROUND = 4  # rows are padded to a multiple of this length
MASKED = (0.12, 0.4)  # share of places hidden from the masked model
HELD_OUT = 2_000  # sentences in an evaluation on the way


@dataclass(frozen=True)
class Size:
    width: int
    layers: int
    heads: int


def corpus(folder: Path, language: str) -> tuple[Split, Any]:
    """The sentences of a language and their tokenizer."""
    if language == "en":
        split = english.read(folder, set(LEXICON.read_text(encoding="utf-8").split()))
        return split, word_first.english(split.epoch(0))
    split = chinese.read(folder)
    return split, word_first.chinese(split.seen(), chinese.VERSE)


def build(task: str, tokenizer: Any, size: Size) -> Any:
    """A fresh model of the task."""
    from transformers import GPT2Config, GPT2LMHeadModel, RobertaPreLayerNormConfig, RobertaPreLayerNormForMaskedLM

    special = {"pad_token_id": word_first.PAD, "bos_token_id": word_first.BOS, "eos_token_id": word_first.EOS}
    if task == "causal":
        config = GPT2Config(
            vocab_size=len(tokenizer),
            n_positions=64,
            n_embd=size.width,
            n_layer=size.layers,
            n_head=size.heads,
            resid_pdrop=0.0,
            embd_pdrop=0.0,
            attn_pdrop=0.0,
            **special,
        )
        return GPT2LMHeadModel(config)
    masked = RobertaPreLayerNormConfig(
        vocab_size=len(tokenizer),
        hidden_size=size.width,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        intermediate_size=4 * size.width,
        max_position_embeddings=66,
        type_vocab_size=1,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        **special,
    )
    return RobertaPreLayerNormForMaskedLM(masked)


def batches(ids: list[list[int]], size: int, rng: random.Random) -> Iterator[torch.Tensor]:
    """Rows of like length, padded to a multiple of ROUND, in random order."""
    order = sorted(range(len(ids)), key=lambda number: (len(ids[number]), rng.random()))
    chunks = [order[first : first + size] for first in range(0, len(order), size)]
    rng.shuffle(chunks)
    for chunk in chunks:
        width = -(-max(len(ids[number]) for number in chunk) // ROUND) * ROUND
        rows = [ids[number] + [word_first.PAD] * (width - len(ids[number])) for number in chunk]
        yield torch.tensor(rows)


def causal_loss(model: Any, ids: torch.Tensor) -> torch.Tensor:
    """Summed loss of the next token. Padding is on the right, where a causal model cannot see it."""
    hidden = model.transformer(input_ids=ids[:, :-1], use_cache=False).last_hidden_state
    logits = model.lm_head(hidden)
    return cross_entropy(
        logits.flatten(0, 1).float(), ids[:, 1:].flatten(), ignore_index=word_first.PAD, reduction="sum"
    )


def masked_loss(model: Any, hidden_ids: torch.Tensor, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """Summed loss of the tokens at `places` [rows, places]; `hidden_ids` is what the model sees."""
    mask = (ids != word_first.PAD).long()
    found = model.roberta_prelayernorm(input_ids=hidden_ids, attention_mask=mask).last_hidden_state
    found = found.gather(1, places[..., None].expand(-1, -1, found.shape[-1]))
    logits = model.lm_head(found)
    return cross_entropy(logits.flatten(0, 1).float(), ids.gather(1, places).flatten(), reduction="sum")


def hide(ids: torch.Tensor, rate: float, size: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids with places hidden (85 % mask token, 10 % another token, 5 % left), and the places [rows, places].

    One row in three hides neighbours, the others scattered places, so that blocks can be filled too.
    """
    inner = ids > word_first.MASK
    count = max(round(rate * int(inner.sum(1).min())), 1)
    noise = torch.rand(ids.shape, generator=generator)
    first = (torch.rand(len(ids), generator=generator) * (inner.sum(1) - count + 1)).long() + 1
    at = torch.arange(ids.shape[1])
    run = (at >= first[:, None]) & (at < first[:, None] + count)
    score = torch.where((torch.rand(len(ids), generator=generator) < 1 / 3)[:, None], noise + 2.0 * run, noise)
    places = score.masked_fill(~inner, -1.0).topk(count, dim=1).indices
    coin = torch.rand(places.shape, generator=generator)
    other = torch.randint(word_first.MASK + 1, size, places.shape, generator=generator)
    old = ids.gather(1, places)
    new = torch.where(coin < 0.85, word_first.MASK, torch.where(coin < 0.95, other, old))
    return ids.scatter(1, places, new), places


class Trainer:
    """One model on the way: its loss, its two optimizers, and its log."""

    def __init__(self, task: str, tokenizer: Any, options: argparse.Namespace) -> None:
        torch.manual_seed(options.seed)
        self.task, self.tokenizer, self.options = task, tokenizer, options
        self.model = build(task, tokenizer, Size(options.width, options.layers, options.heads)).to(options.device)
        self.generator = torch.Generator().manual_seed(options.seed)
        loss: Callable[..., torch.Tensor] = causal_loss if task == "causal" else masked_loss
        self.loss = torch.compile(loss, dynamic=True) if options.compile else loss
        named = [(name, p) for name, p in self.model.named_parameters() if p.ndim == 2]
        matrices = [p for name, p in named if not any(part in name for part in ("embed", ".wte", ".wpe", "lm_head"))]
        chosen = {id(p) for p in matrices}
        rest = [p for p in self.model.parameters() if id(p) not in chosen]
        self.optimizers = [
            torch.optim.Muon(matrices, lr=options.muon, weight_decay=options.decay),
            torch.optim.AdamW(rest, lr=options.lr, betas=(0.9, 0.98), weight_decay=options.decay, fused=True),
        ]
        self.rates = [options.muon, options.lr]
        self.log: list[dict[str, float]] = []

    def cost(self, ids: torch.Tensor, rate: float, generator: torch.Generator) -> tuple[torch.Tensor, int]:
        """Summed loss of a batch and the number of tokens in it."""
        device = self.options.device
        with torch.autocast(device, dtype=torch.bfloat16):
            if self.task == "causal":
                return self.loss(self.model, ids.to(device)), int((ids[:, 1:] != word_first.PAD).sum())
            seen, places = hide(ids, rate, len(self.tokenizer), generator)
            loss = self.loss(self.model, seen.to(device), ids.to(device), places.to(device))
            return loss, places.numel()

    def step(self, ids: torch.Tensor, progress: float) -> float:
        """One step of both optimizers at a learning rate that rises over 1 % and falls to zero from 30 % on."""
        scale = min(progress / 0.01 + 0.01, 1.0, (1.0 - progress) / 0.7)
        for optimizer, rate in zip(self.optimizers, self.rates, strict=True):
            for group in optimizer.param_groups:
                group["lr"] = rate * max(scale, 0.0)
        low, high = MASKED
        rate = low + (high - low) * float(torch.rand((), generator=self.generator))
        loss, count = self.cost(ids, rate, self.generator)
        (loss / count).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        return float(loss.detach()) / count

    @torch.no_grad()
    def evaluate(self, ids: list[list[int]]) -> float:
        """Nats a token, ends included; of the masked model at hidden places, 15 % of all."""
        total, count = 0.0, 0
        generator = torch.Generator().manual_seed(1)
        for batch in batches(ids, 64, random.Random(0)):
            loss, size = self.cost(batch, 0.15, generator)
            total, count = total + float(loss), count + size
        return total / count

    def train(self, split: Split, encode: Callable[[list[str]], list[list[int]]]) -> None:
        """Epoch after epoch until time or steps are used up."""
        held = encode([line for _, line in split.held_out()])
        random.Random(0).shuffle(held)
        start, steps, tokens, smooth, shown, epoch, progress = time.time(), 0, 0, 0.0, 0.0, 0, 0.0
        while progress < 1.0:
            rows = encode(split.epoch(epoch))
            for batch in batches(rows, self.options.batch, random.Random(epoch)):
                spent = (time.time() - start) / 60
                progress = steps / self.options.steps if self.options.steps else spent / self.options.minutes
                if progress >= 1.0:
                    break
                loss = self.step(batch, progress)
                smooth = loss if not steps else 0.98 * smooth + 0.02 * loss
                steps, tokens = steps + 1, tokens + int((batch != word_first.PAD).sum())
                if progress >= shown:
                    shown += 1 / 25
                    held_out = self.evaluate(held[:HELD_OUT])
                    self.note(
                        minutes=round(spent, 1), epoch=epoch, steps=steps, tokens=tokens, loss=smooth, held=held_out
                    )
                    self.save()
            epoch += 1
        self.note(
            minutes=round((time.time() - start) / 60, 1),
            epoch=epoch,
            steps=steps,
            tokens=tokens,
            held=self.evaluate(held),
        )
        self.save()

    def note(self, **values: float) -> None:
        self.log.append({name: round(value, 4) for name, value in values.items()})
        print(json.dumps(self.log[-1]), flush=True)

    def save(self) -> None:
        """The folder as it stands, in half precision."""
        folder = self.options.output
        state = {name: value.half() for name, value in self.model.state_dict().items()}
        self.model.config.dtype = torch.float16
        disable_progress_bar()
        self.model.save_pretrained(folder, state_dict=state)
        self.tokenizer.save_pretrained(folder)
        options = {
            name: value if isinstance(value, int | float | str) else str(value)
            for name, value in vars(self.options).items()
            if name not in ("data", "output")
        }
        (folder / "log.json").write_text(json.dumps({"options": options, "log": self.log}, indent=1), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--language", choices=("en", "zh"), required=True)
    parser.add_argument("--task", choices=("causal", "masked"), required=True)
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--minutes", type=float, default=math.inf)
    length.add_argument("--steps", type=int, default=0)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--heads", type=int, default=6)
    parser.add_argument("--batch", type=int, default=96, help="sentences")
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--muon", type=float, default=0.02, help="learning rate of the hidden matrices")
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    split, tokenizer = corpus(options.data, options.language)
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "sources.json").write_text(
        json.dumps(split.facts, indent=1, ensure_ascii=False), encoding="utf-8"
    )

    def encode(lines: list[str]) -> list[list[int]]:
        return [list(row) for row in tokenizer(lines)["input_ids"] if len(row) <= 64]

    Trainer(options.task, tokenizer, options).train(split, encode)


if __name__ == "__main__":
    main()
