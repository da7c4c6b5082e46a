"""The model cards of the embedded trigrams, from the facts of their training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus import HELD_OUT_EVERY, Source, Tally

TEMPLATE = Path(__file__).with_name("card.md")
CHINESE = Path(__file__).with_name("card_chinese.md")


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


def chinese_card(
    files: Mapping[str, Mapping[str, Any]], facts: Mapping[str, Any], samples: Mapping[str, Sequence[str]]
) -> str:
    """The card of the Chinese trigram as Markdown. `files` and `samples` by file and by group."""
    rows = [
        f"| {file} | `{own['sha256']}` | {own['lines']:,} | {own['filtered']:,} | {own['symbols']:,} "
        f"| {own['twins']:,} | {own['sentences']:,} | {own['held_out']:,} | {own['licence']} |"
        for file, own in files.items()
    ]
    shipped, measured = facts["shipped"], facts["measured"]
    return CHINESE.read_text(encoding="utf-8").format(
        words=facts["rows"][0] - 2,
        table="\n".join(rows),
        modern=facts["units"]["modern"],
        verse=facts["units"]["verse"],
        bigrams=facts["rows"][1],
        trigrams=facts["rows"][2],
        whole=facts["whole"][2],
        megabytes=facts["bytes"] / 1e6,
        seconds=facts["seconds"],
        held=facts["held out"],
        scored={group: found[1] for group, found in shipped.items()},
        shipped={group: found[0] for group, found in shipped.items()},
        other={name.replace(" : ", "_").replace(" ", "_").replace(".", ""): own[0] for name, own in measured.items()},
        copied={group: 100 * share for group, share in facts["copied"].items()},
        samples={group: "\n".join(f"{at}. {text}" for at, text in enumerate(own, 1)) for group, own in samples.items()},
        credits="\n".join(f"- {credit}" for credit in dict.fromkeys(own["credit"] for own in files.values())),
    )
