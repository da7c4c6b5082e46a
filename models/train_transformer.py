"""Train an embedded transformer: python models/train_transformer.py DATA --language en --task causal -o DIR --steps N

The tokenizer is made first and is the same for both tasks. --steps N gives the same weights on every machine of one
kind; with --minutes M instead, the number of steps that were made is in the log.
Weights are written in half precision as plain Hugging Face folders, with log.json beside them.
"""

from __future__ import annotations

import argparse
import json
import math
from copy import deepcopy
from pathlib import Path
from typing import Any

import chinese
import english
import torch
from split import Split
from transformers import AutoTokenizer
from transformers.utils.logging import disable_progress_bar
from wordfield.inference.training.architecture import Size
from wordfield.inference.training.start import begin
from wordfield.inference.training.tokens import characters, encode, word_first
from wordfield.inference.training.trainer import Report, Settings, Trainer

LEXICON = Path(__file__).parent.parent / "inference" / "languages" / "data" / "english_lexicon.txt"


def share(text: str) -> tuple[str, int]:
    """FILE=N of the command line."""
    file, _, number = text.rpartition("=")
    if not file or not number.isdigit() or not int(number):
        raise argparse.ArgumentTypeError(f"{text}: got no FILE=N with N of at least 1")
    return file, int(number)


def corpus(folder: Path, language: str, every: dict[str, int]) -> Split:
    """The sentences of a language."""
    if language == "en":
        return english.read(folder, set(LEXICON.read_text(encoding="utf-8").split()))
    return chinese.read(folder, chinese.EVERY | every)


def tokenizer_of(split: Split, language: str, start: Path | None) -> Any:
    """The tokenizer of the model to begin from, or a new one for the sentences."""
    if start:
        return AutoTokenizer.from_pretrained(start)
    return word_first(split.epoch(0)) if language == "en" else characters(split.seen(), chinese.VERSE)


class Folder:
    """The folder that a model is trained into: its weights as they stand, and the log."""

    def __init__(self, trainer: Trainer, tokenizer: Any, options: argparse.Namespace) -> None:
        self.trainer, self.tokenizer, self.options = trainer, tokenizer, options
        self.log: list[dict[str, float]] = []

    def heard(self, report: Report) -> None:
        """Write a line of the log, and the weights, where they were measured."""
        if report.held is None:
            return
        found = {"minutes": round(report.minutes, 1), "epoch": report.epoch, "steps": report.steps}
        self.log.append(found | {"tokens": report.tokens, "loss": round(report.loss, 4), "held": round(report.held, 4)})
        print(json.dumps(self.log[-1]), flush=True)
        self.save()

    def save(self) -> None:
        """The folder as it stands, in half precision."""
        folder, model = self.options.output, self.trainer.model
        disable_progress_bar()
        deepcopy(model).half().save_pretrained(folder)  # a state of tensors of its own would hold tied ones twice
        self.tokenizer.save_pretrained(folder)
        options = {
            name: value if isinstance(value, int | float | str | dict) else str(value)
            for name, value in vars(self.options).items()
            if name not in ("data", "output", "start")
        }
        record = {"options": options, "log": self.log, "before": before(self.options.start)}
        (folder / "log.json").write_text(json.dumps(record, indent=1), encoding="utf-8")


def before(start: Path | None) -> dict[str, Any] | None:
    """The log of the run that this one begins from."""
    if start is None:
        return None
    found: dict[str, Any] = json.loads((start / "log.json").read_text(encoding="utf-8"))
    return found


def settings(options: argparse.Namespace) -> Settings:
    """The run that the options ask for."""
    return Settings(
        options.task, Size(options.width, options.layers, options.heads, options.dropout), options.batch, options.lr,
        options.muon, options.decay, options.seed, options.device, options.compile, options.shift,
        steps=options.steps, minutes=options.minutes,
    )  # fmt: skip


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
    parser.add_argument(
        "--every", type=share, action="append", default=[], metavar="FILE=N", help="one sentence of a file in N (zh)"
    )
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--shift", type=float, default=0.0, help="share of batches that begin at a random place")
    parser.add_argument(
        "--start",
        type=Path,
        help="folder of a causal model to begin from, of this size or, for a causal one, with fewer layers",
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    options.every = dict(options.every)
    torch.set_num_threads(options.threads)
    split = corpus(options.data, options.language, options.every)
    tokenizer = tokenizer_of(split, options.language, options.start)
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "sources.json").write_text(
        json.dumps(split.facts, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    trainer = Trainer(len(tokenizer), settings(options))
    if options.start:
        begin(trainer.model, options.task, options.start)
    held = encode(tokenizer, [line for _, line in split.held_out()])
    trainer.train(lambda epoch: encode(tokenizer, split.epoch(epoch)), held, Folder(trainer, tokenizer, options).heard)


if __name__ == "__main__":
    main()
