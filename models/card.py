"""The model card of the embedded English trigram, from the facts of its training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus import HELD_OUT_EVERY, Source, Tally

TEMPLATE = Path(__file__).with_name("card.md")


def card(
    sources: Sequence[Source],
    tallies: Sequence[Tally],
    facts: Mapping[str, Any],
    samples: Sequence[str],
    weights: Sequence[float],
) -> str:
    """The card as Markdown."""
    rows = [
        f"| {source.file} | `{tally.sha256}` | {tally.lines:,} | {tally.filtered:,} | {tally.symbols:,} "
        f"| {tally.twins:,} | {tally.sentences:,} | {tally.held_out:,} | {source.licence} |"
        for source, tally in zip(sources, tallies, strict=True)
    ]
    shipped, scored, unknown = facts["perplexity"]
    sentences = sum(tally.sentences for tally in tallies)
    return TEMPLATE.read_text(encoding="utf-8").format(
        words=facts["rows"][0] - 2,
        table="\n".join(rows),
        unk=facts["unk"],
        plain=facts["units"][0],
        books=facts["units"][1],
        weights=" : ".join(f"{weight:g}" for weight in weights),
        bigrams=facts["rows"][1],
        trigrams=facts["rows"][2],
        megabytes=facts["bytes"] / 1e6,
        seconds=facts["seconds"],
        every=HELD_OUT_EVERY,
        held=facts["held out"],
        scored=scored,
        unknown=unknown,
        share=100 * unknown / (scored + unknown),
        shipped=shipped,
        before=facts["before packing"][0],
        only=facts["plain only"][0],
        equal=facts["equal weights"][0],
        samples="\n".join(f"{at}. {text}" for at, text in enumerate(samples, 1)),
        length=sum(facts["units"]) / sentences,
        credits="\n".join(f"- {credit}" for credit in dict.fromkeys(source.credit for source in sources)),
    )
