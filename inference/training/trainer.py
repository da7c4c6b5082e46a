"""The loop: batches of like length, two optimizers, a rate that rises and falls, figures on held-out rows."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..lazy import torch
from .architecture import Size, Task, build, causal_loss, hide, masked_loss
from .tokens import PAD, POSITIONS

if TYPE_CHECKING:
    from torch import Generator, Tensor

ROUND = 4  # rows are padded to a multiple of this length
MASKED = (0.12, 0.4)  # share of places hidden from the masked model
EVALUATIONS = 25
SIZE = Size()
HELD_OUT = 2_000  # rows in an evaluation on the way
_TABLES = ("embed", ".wte", ".wpe", "lm_head")  # matrices that are looked up, which Muon is not for

Rows = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Settings:
    """What a training run depends on. It ends when `steps` are made or `minutes` are over, whichever is first."""

    task: Task
    size: Size = SIZE
    batch: int = 96
    lr: float = 2e-3
    muon: float = 0.02
    """Learning rate of the hidden matrices under Muon (Jordan 2024)."""
    decay: float = 0.02
    seed: int = 0
    device: str = "cpu"
    compile: bool = False
    shift: float = 0.0
    """Share of a causal model's batches that begin at a random place, so that it knows the later ones too."""
    half: bool = True
    """Forward passes in bfloat16."""
    steps: int = 0
    """0: no bound."""
    minutes: float = math.inf

    def progress(self, steps: int, minutes: float) -> float:
        """The share of the run that is over."""
        return max(steps / self.steps if self.steps else 0.0, minutes / self.minutes)


class Report(NamedTuple):
    """How far a run is; `held` where it was measured at this step, in nats a token."""

    progress: float
    minutes: float
    epoch: int
    steps: int
    tokens: int
    loss: float
    held: float | None


class Trainer:
    """One model on the way, with its loss and its optimizers. The same settings and rows give the same weights."""

    def __init__(self, vocabulary: int, settings: Settings) -> None:
        if not settings.steps and math.isinf(settings.minutes):
            raise ValueError("settings: got neither steps nor minutes; the run would not end")
        torch.manual_seed(settings.seed)
        self.settings, self.vocabulary = settings, vocabulary
        self.model: Any = build(settings.task, vocabulary, settings.size).to(settings.device)
        if settings.device == "cpu":
            self.model.set_attn_implementation("eager")  # at twenty tokens a row, a sixth of the fused kernel's time
        self.generator = torch.Generator().manual_seed(settings.seed)
        loss: Callable[..., Tensor] = causal_loss if settings.task == "causal" else masked_loss
        self.loss = torch.compile(loss, dynamic=True) if settings.compile else loss
        self.optimizers, self.rates = self._optimizers()

    def _optimizers(self) -> tuple[list[Any], list[float]]:
        """Muon for the hidden matrices, AdamW for the rest; AdamW for all where this torch has no Muon."""
        settings = self.settings
        named = [(name, p) for name, p in self.model.named_parameters() if p.ndim == 2]
        matrices = [p for name, p in named if not any(part in name for part in _TABLES)]
        chosen = {id(p) for p in matrices} if self.optimizer == "Muon and AdamW" else set()
        rest = [p for p in self.model.parameters() if id(p) not in chosen]
        adam = torch.optim.AdamW(rest, lr=settings.lr, betas=(0.9, 0.98), weight_decay=settings.decay, fused=True)
        if not chosen:
            return [adam], [settings.lr]
        muon = torch.optim.Muon(matrices, lr=settings.muon, weight_decay=settings.decay)
        return [muon, adam], [settings.muon, settings.lr]

    @property
    def optimizer(self) -> str:
        """The optimizers by name, for the record."""
        return "Muon and AdamW" if hasattr(torch.optim, "Muon") else "AdamW"

    def cost(self, ids: Tensor, rate: float, generator: Generator, first: int = 0) -> tuple[Tensor, int]:
        """Summed loss of a batch, which begins at the place `first`, and the number of tokens in it."""
        device = self.settings.device
        with torch.autocast(device, dtype=torch.bfloat16, enabled=self.settings.half):
            if self.settings.task == "causal":
                place = torch.tensor([first], device=device)
                return self.loss(self.model, ids.to(device), place), int((ids[:, 1:] != PAD).sum())
            seen, places = hide(ids, rate, self.vocabulary, generator)
            loss = self.loss(self.model, seen.to(device), ids.to(device), places.to(device))
            return loss, places.numel()

    def step(self, ids: Tensor, progress: float) -> float:
        """One step of the optimizers at a learning rate that rises over 1 % and falls to zero from 30 % on."""
        scale = min(progress / 0.01 + 0.01, 1.0, (1.0 - progress) / 0.7)
        for optimizer, rate in zip(self.optimizers, self.rates, strict=True):
            for group in optimizer.param_groups:
                group["lr"] = rate * max(scale, 0.0)
        low, high = MASKED
        rate = low + (high - low) * float(torch.rand((), generator=self.generator))
        loss, count = self.cost(ids, rate, self.generator, self.first(ids.shape[1]))
        (loss / count).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        return float(loss.detach()) / count

    def first(self, width: int) -> int:
        """The place where a batch of this width begins: 0, or anywhere that leaves room for it."""
        if not self.settings.shift:
            return 0
        coin, place = torch.rand(2, generator=self.generator).tolist()
        return int(place * max(POSITIONS - width + 2, 1)) if coin < self.settings.shift else 0

    def evaluate(self, rows: Rows) -> float:
        """Nats a token, ends included; of the masked model at hidden places, 15 % of all."""
        total, count = 0.0, 0
        generator = torch.Generator().manual_seed(1)
        self.model.eval()
        with torch.no_grad():
            for batch in batches(rows, 64, random.Random(0)):
                loss, size = self.cost(batch, 0.15, generator)
                total, count = total + float(loss), count + size
        self.model.train()
        return total / count

    def train(self, rows_of: Callable[[int], Rows], held: Rows, watch: Callable[[Report], None]) -> None:
        """Epoch after epoch until steps or minutes are used up; `watch` hears of every step."""
        held = list(held)
        random.Random(0).shuffle(held)
        start, steps, tokens, loss, shown, epoch, progress = time.monotonic(), 0, 0, 0.0, 0.0, 0, 0.0
        while progress < 1.0:
            for batch in batches(rows_of(epoch), self.settings.batch, random.Random(epoch)):
                minutes = (time.monotonic() - start) / 60
                progress = self.settings.progress(steps, minutes)
                if progress >= 1.0:
                    break
                found = self.step(batch, progress)
                loss = found if not steps else 0.98 * loss + 0.02 * found
                steps, tokens = steps + 1, tokens + int((batch != PAD).sum())
                measured = None
                if progress >= shown:
                    shown += 1 / EVALUATIONS
                    measured = self.evaluate(held[:HELD_OUT])
                watch(Report(progress, minutes, epoch, steps, tokens, loss, measured))
            epoch += 1
        minutes = (time.monotonic() - start) / 60
        watch(Report(1.0, minutes, epoch, steps, tokens, loss, self.evaluate(held)))


def batches(rows: Rows, size: int, rng: random.Random) -> Iterator[Tensor]:
    """Rows of like length, padded to a multiple of ROUND, in random order."""
    order = sorted(range(len(rows)), key=lambda number: (len(rows[number]), rng.random()))
    chunks = [order[first : first + size] for first in range(0, len(order), size)]
    rng.shuffle(chunks)
    for chunk in chunks:
        width = -(-max(len(rows[number]) for number in chunk) // ROUND) * ROUND
        yield torch.tensor([[*rows[number], *([PAD] * (width - len(rows[number])))] for number in chunk])
