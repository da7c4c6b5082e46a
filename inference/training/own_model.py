"""A model of the user's own text: an n-gram always, a small transformer where one is wanted, and a card."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..arpa import write_arpa
from ..card import FILE, Card, digests, write_card
from ..companions import NGRAM, WORDS
from ..estimate import learn
from ..language import LanguageError
from ..lazy import torch
from ..ngram import NGram
from ..pretrained import quietly
from .architecture import Size
from .own_text import FEWEST, OwnText
from .tokens import characters, encode, word_first
from .trainer import Report, Settings, Trainer

Kind = Literal["trigram", "causal", "masked"]
KINDS: dict[Kind, str] = {
    "trigram": "n-gram model", "causal": "causal transformer", "masked": "masked transformer",
}  # fmt: skip
ORDER = 3
SIZE = Size(dropout=0.1)
BATCH = 96
EPOCHS, MINUTES = 30, 10.0  # where neither steps nor minutes are said: what ends first


@dataclass(frozen=True)
class Wanted:
    """What is to be trained, and for how long."""

    kind: Kind
    seed: int = 0
    steps: int = 0
    minutes: float = math.inf
    size: Size = SIZE
    device: str = "cpu"

    def settings(self, texts: int) -> Settings:
        """The run over so many texts: small batches for few, so that an epoch has several steps."""
        assert self.kind != "trigram"
        batch = min(BATCH, max(8, texts // 16))
        steps, minutes = self.steps, self.minutes
        if not steps and math.isinf(minutes):
            steps, minutes = EPOCHS * math.ceil(texts / batch), MINUTES
        return Settings(
            self.kind, self.size, batch, seed=self.seed, device=self.device, half=_half(self.device), steps=steps,
            minutes=minutes,
        )  # fmt: skip


def _half(device: str) -> bool:
    """Whether bfloat16 pays: on accelerators, and on processors with instructions for it (1.9 times as fast a step)."""
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return device != "cpu" or (supported is not None and bool(supported()))


@dataclass(frozen=True)
class Trained:
    """The card of what stands in the folder now, and whether the training was cut short."""

    card: Card
    interrupted: bool = False


def train_own(
    text: OwnText, wanted: Wanted, folder: Path, name: str, watch: Callable[[Report], None] | None = None
) -> Trained:
    """Train and write a model called `name` into an empty folder: words, n-gram, weights if there are any, and a card.

    Interrupted by the keyboard, it writes the best weights so far. Raises LanguageError where no text fits.
    """
    ngram = learn([text.units(one) for one in text.trained], ORDER, text.lexicon.units)
    (folder / WORDS).write_text("\n".join(text.lexicon.units) + "\n", encoding="utf-8")
    write_arpa(ngram, folder / NGRAM)
    trained = f"{len(text.trained):,} texts of {text.source} (SHA-256 {text.sha256})"
    if wanted.kind == "trigram":
        held_out: dict[str, Any] = {"texts": len(text.held_out), **_ngram_figures(ngram, text, text.held_out)}
        size, how, interrupted = len(ngram.arc_word), "interpolated modified Kneser-Ney of order 3", False
    else:
        with quietly():
            run = _Run(text, wanted, folder, watch)
        beside = _ngram_figures(ngram, text, run.held)["perplexity_per_unit"]
        held_out = run.figures() | {"ngram_perplexity_per_unit": beside}
        size, how, interrupted = run.parameters, run.how(), run.interrupted
    card = Card(
        name=name, kind=KINDS[wanted.kind], language=text.lexicon.style, licence="that of your text",
        attribution=(text.source,), parameters=size, trained=f"{trained}; {how}",
        files=digests(folder, [path.name for path in folder.iterdir()]), held_out=held_out,
    )  # fmt: skip
    write_card(card, folder / FILE)
    return Trained(card, interrupted)


def _ngram_figures(ngram: NGram, text: OwnText, held: Sequence[str]) -> dict[str, float]:
    """Units (ends included) and perplexity a unit of the n-gram on held-out texts."""
    sequences = [text.units(one) for one in held]
    units = sum(len(one) + 1 for one in sequences)
    return {"units": units, "perplexity_per_unit": _perplexity(-sum(ngram.log_prob(one) for one in sequences), units)}


def _perplexity(nats: float, count: int) -> float:
    return round(math.exp(min(nats / count, 700.0)), 2)


class _Run:
    """One transformer on the user's text: the weights that were best on the held-out texts are kept."""

    def __init__(self, text: OwnText, wanted: Wanted, folder: Path, watch: Callable[[Report], None] | None) -> None:
        self.text, self.watch = text, watch
        texts = list(text.trained)
        self.tokenizer = word_first(texts) if text.lexicon.style == "en" else characters([*texts, *text.held_out])
        self.rows = encode(self.tokenizer, texts)
        self.held = [one for one in text.held_out if encode(self.tokenizer, [one])]
        self.held_rows = encode(self.tokenizer, self.held)
        if len(self.rows) < FEWEST // 2 or not self.held:
            raise LanguageError("too little to learn from: nearly all lines are too long; write one sentence a line")
        self.settings = wanted.settings(len(self.rows))
        self.trainer = Trainer(len(self.tokenizer), self.settings)
        self.parameters = sum(one.numel() for one in self.trainer.model.parameters())
        self.best, self.state, self.interrupted = math.inf, dict[str, Any](), False
        self.last: Report | None = None
        self._train()
        self._save(folder)

    def _train(self) -> None:
        try:
            self.trainer.train(lambda epoch: self.rows, self.held_rows, self._heard)
        except KeyboardInterrupt:
            if not self.state:
                raise
            self.interrupted = True
        self.trainer.model.load_state_dict(self.state)

    def _heard(self, report: Report) -> None:
        self.last = report
        if report.held is not None and report.held < self.best:
            self.best = report.held
            self.state = {name: value.detach().clone() for name, value in self.trainer.model.state_dict().items()}
        if self.watch is not None:
            self.watch(report)

    def figures(self) -> dict[str, float]:
        """How good the kept weights are on the held-out texts; a masked model at hidden places."""
        nats, tokens = self.trainer.evaluate(self.held_rows), sum(len(row) - 1 for row in self.held_rows)
        if self.settings.task == "masked":
            return {"texts": len(self.held), "perplexity_per_hidden_token": _perplexity(nats, 1)}
        units = sum(len(self.text.units(one)) + 1 for one in self.held)
        return {
            "texts": len(self.held), "tokens": tokens, "perplexity_per_token": _perplexity(nats, 1),
            "units": units, "perplexity_per_unit": _perplexity(nats * tokens, units),
        }  # fmt: skip

    def how(self) -> str:
        """The run in a line."""
        assert self.last is not None
        size, last = self.settings.size, self.last
        run = f"{last.steps:,} steps, {last.tokens:,} tokens, {last.minutes:.1f} minutes, seed {self.settings.seed}"
        kind = f"{size.layers} layers of width {size.width}, {self.trainer.optimizer}"
        numbers = "bfloat16" if self.settings.half else "float32"
        return f"{kind}, {run}, {numbers} on {self.settings.device}, torch {torch.__version__}"

    def _save(self, folder: Path) -> None:
        """The weights in half precision and the tokenizer, as plain Hugging Face files."""
        model = self.trainer.model
        deepcopy(model).half().save_pretrained(folder)  # a state of tensors of its own would hold tied ones twice
        self.tokenizer.save_pretrained(folder)
