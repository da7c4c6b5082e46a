"""`wordfield models train`: a model of your own text, ready to be named in a program."""

from __future__ import annotations

import math
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options as o
from .guard import INTERRUPTED, Misused, guarded
from .streams import out, record, tell

if TYPE_CHECKING:
    from ..inference.card import Card
    from ..inference.training.trainer import Report

KINDS = ("trigram", "causal", "masked")
Text = Annotated[Path, typer.Argument(metavar="TEXT", help="A file of plain UTF-8 text, one text a line.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to make.")]
KindOf = Annotated[str, typer.Option("--kind", help="trigram, causal or masked.")]
Language = Annotated[str, typer.Option("--language", help="en: words and marks; zh: characters.")]
_LENGTH = "[30 epochs or 10 minutes]"
Minutes = Annotated[float | None, typer.Option("--minutes", help=f"How long a transformer is trained. {_LENGTH}")]
Steps = Annotated[int | None, typer.Option("--steps", min=1, max=1_000_000_000, help="The same in steps.")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**63 - 1, help="The same seed and steps, the same weights.")]
Width = Annotated[int, typer.Option("--width", min=32, max=1024, help="Width of a transformer, a multiple of 32.")]
Layers = Annotated[int, typer.Option("--layers", min=1, max=48, help="Layers of a transformer.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a folder that this command made.")]


@guarded
def train(
    text: Text, output: Output, kind: KindOf = "causal", language: Language = "en", minutes: Minutes = None,
    steps: Steps = None, seed: Seed = 0, width: Width = 192, layers: Layers = 4, device: o.Device = None,
    threads: o.Threads = None, force: Force = False, json: o.Json = False,
) -> None:  # fmt: skip
    """Train a model on your own text: an n-gram, or a small transformer with an n-gram beside it."""
    _fitting(kind, language, minutes, steps, width)
    _free(output, force)
    from ..inference.training.architecture import Size
    from ..inference.training.own_model import Wanted, train_own
    from ..inference.training.own_text import read_own

    own = read_own(text, language)
    learned, held, units = len(own.trained), len(own.held_out), len(own.lexicon)
    tell(f"{text.name}: {learned:,} lines to learn from, {held:,} held out, {units:,} different units")
    if own.left_out:
        tell(f"left out: {own.left_out:,} lines that are too long or hold rare words")
    size, where = (
        Size(width, layers, width // 32, dropout=0.1),
        "cpu" if kind == "trigram" else _device(device, threads),
    )
    wanted = Wanted(kind, seed, steps or 0, minutes or math.inf, size, where)  # type: ignore[arg-type]
    with _working(output) as folder, _watching() as watch:
        trained = train_own(own, wanted, folder, output.name, watch)
    if json:
        record({"kind": "trained", "folder": str(output), "card": asdict(trained.card)})
    else:
        _told(trained.card, output, kind)
    if trained.interrupted:
        tell("interrupted: the best weights so far are kept")
        raise typer.Exit(INTERRUPTED)


def _fitting(kind: str, language: str, minutes: float | None, steps: int | None, width: int) -> None:
    """Raises Misused for options that do not go together."""
    if kind not in KINDS:
        raise Misused(f"--kind {kind}: write trigram, causal or masked")
    if language not in ("en", "zh"):
        raise Misused(f"--language {language}: write en (words and marks) or zh (characters)")
    if minutes is not None and steps is not None:
        raise Misused("give --minutes or --steps, not both")
    if kind == "trigram" and (minutes is not None or steps is not None):
        raise Misused("--kind trigram: counts every line once and takes no --minutes and no --steps")
    if minutes is not None and not 0 < minutes <= 1_000_000:
        raise Misused("--minutes: write a number above 0")
    if width % 32:
        raise Misused(f"--width {width}: write a multiple of 32")


def _free(output: Path, force: bool) -> None:
    """Raises Misused where the folder exists, unless it is empty, or ours and `--force` says so."""
    if not output.exists() or (output.is_dir() and not any(output.iterdir())):
        return
    if not output.is_dir():
        raise Misused(f"-o {output}: is a file; name a folder")
    if not force:
        raise Misused(f"-o {output}: exists; name another folder, or `--force` replaces it")
    from ..inference.card import FILE, CardError, read_card

    try:
        known = {FILE, *read_card(output / FILE).files}
    except (OSError, CardError):
        known = set()
    strange = sorted(path.name for path in output.iterdir() if path.name not in known)
    if strange:
        raise Misused(f"-o {output}: `{strange[0]}` in it was not written by this command; name another folder")


def _device(device: str | None, threads: int | None) -> str:
    """The device to train on. Raises Misused for one that is not there."""
    import torch

    if threads is not None:
        torch.set_num_threads(threads)
    if device not in (None, "auto", "cpu", "cuda"):
        raise Misused(f"--device {device}: write auto, cpu or cuda")
    if device == "cuda" and not torch.cuda.is_available():
        raise Misused("--device cuda: there is no such device here; `--device cpu` works everywhere")
    return "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"


@contextmanager
def _working(output: Path) -> Iterator[Path]:
    """An empty folder, which takes the name of the output when all is well."""
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as working:
        made = Path(working) / "made"
        made.mkdir()
        yield made
        if output.exists():
            shutil.rmtree(output)
        os.replace(made, output)


@contextmanager
def _watching() -> Iterator[Callable[[Report], None] | None]:
    """A bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.percentage:>3.0f} %"),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, held = bar.add_task("train", total=1.0, note=""), math.inf

        def watch(report: Report) -> None:
            nonlocal held
            held = report.held if report.held is not None else held
            note = f"epoch {report.epoch}, loss {report.loss:.3f}, held out {held:.3f} nats a token"
            bar.update(task, completed=report.progress, note=note)

        yield watch


def _told(card: Card, output: Path, kind: str) -> None:
    """What was made, how good it is on text it has not seen, and how a program names it."""
    from ..inference.companions import NGRAM

    for name, value in card.held_out.items():
        tell(f"held out: {name.replace('_', ' ')} {value:,}")
    if card.held_out.get("perplexity_per_unit", 0.0) > card.held_out.get("ngram_perplexity_per_unit", math.inf):
        tell("the n-gram beside it does better on these lines: train longer, on more text, or take the n-gram")
    tell(f"{card.parameters:,} {'n-grams' if kind == 'trigram' else 'parameters'}, in {output}")
    tell(f"a program in {output.parent.resolve()} names it so:")
    base = {"trigram": f'ngram("{output.name}/{NGRAM}")', "causal": f'lm("{output.name}")'}
    if kind == "masked":
        out(f'factor smooth = 0.5 * pll(s, mlm("{output.name}"))')
    else:
        out(f"text s : {card.language} ~ {base[kind]}")
