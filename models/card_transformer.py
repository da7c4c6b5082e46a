"""Write the card of an embedded transformer: docs/models/NAME.md and FOLDER/card.json.

    python models/card_transformer.py inference/languages/data/english_causal --results benchmarks/quality/results

Reads what training left in the folder (log.json, sources.json) and what the quality benchmarks wrote about these very
weights: NAME_perplexity.json, NAME_samples.json, NAME_verse_samples.json, NAME_blind.json, each where it exists.
Figures of other weights are refused.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

from fingerprint import fingerprint
from training_runs import commands, runs
from wordfield.inference.card import FILE, Card, digests, sha256, write_card

Json = dict[str, Any]
LANGUAGES = {"en": "English", "zh": "Chinese"}
TASKS = {"causal": "predicts the next token", "masked": "predicts hidden tokens from both sides"}
USES = {"causal": "`lm()`", "masked": "`mlm()` and `pll()`"}
BLIND = ("blind", "blind_at_0.7", "blind_at_0.5")
RESULTS = ("perplexity", "samples", "verse_samples", *BLIND)
CREDITS = "titles, authors and translators in stories_ccby_credits.tsv.xz"
STYLES = {
    "en": "Short sentences in the style of textbook examples, children's stories, photograph captions and, at small "
    "weight, novels written before 1929, whose views of people and places are of their time. First names in a part of "
    "the Tatoeba sentences were replaced by 25 common English ones.",
    "zh": "Short sentences in simplified characters: textbook examples, encyclopaedic lines, chat about films, music "
    "and sights, a few stories for children; behind the control token `<verse>`, lines of classical verse. Modern text "
    "is scarce (about two million characters), so this is the weaker language.",
}
TEMPLATE = Path(__file__).with_suffix(".md")


@dataclass(frozen=True)
class Facts:
    """What a card is made of."""

    name: str
    folder: Path
    runs: Sequence[Json]  # what the logs say, the first run first
    sources: Mapping[str, Json]
    results: Mapping[str, Json]
    parameters: int

    @property
    def options(self) -> Json:
        return dict(self.runs[-1]["options"])

    @property
    def log(self) -> Sequence[Mapping[str, float]]:
        return list(self.runs[-1]["log"])

    def total(self, what: str) -> float:
        """Steps, tokens or minutes of all runs of its task."""
        return sum(float(run["log"][-1][what]) for run in self.runs if run["options"]["task"] == self.task)

    @property
    def language(self) -> str:
        return str(self.options["language"])

    @property
    def task(self) -> str:
        return str(self.options["task"])


def read(folder: Path, results: Path) -> Facts:
    """Everything known of the model. Raises ValueError for figures of other weights."""
    from transformers import AutoModelForCausalLM, AutoModelForMaskedLM

    log = json.loads((folder / "log.json").read_text(encoding="utf-8"))
    kind = AutoModelForCausalLM if log["options"]["task"] == "causal" else AutoModelForMaskedLM
    model, found = kind.from_pretrained(folder), {}
    weights = fingerprint(model)
    for what in RESULTS:
        path = results / f"{folder.name}_{what}.json"
        if path.exists():
            found[what] = json.loads(path.read_text(encoding="utf-8"))
            if found[what].get("weights") != weights:
                raise ValueError(f"{path}: its figures are of other weights than those in {folder}; run it again")
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    return Facts(folder.name, folder, runs(log), sources, found, model.num_parameters())


def attribution(sources: Mapping[str, Json]) -> list[str]:
    """One line for each credit that is asked for."""
    lines = dict.fromkeys(
        source["credit"] + (f"; {CREDITS}" if "stories" in file else "") for file, source in sources.items()
    )
    return list(lines)


def row_of_all(facts: Facts, style: str) -> Json | None:
    """The line of all files in the perplexity of a style."""
    found = facts.results.get("perplexity", {}).get("styles", {}).get(style)
    return next((row for row in found["rows"] if row["file"] == "all"), None) if found else None


def short(facts: Facts) -> Card:
    """The card that comes along with the weights."""
    last, held = facts.log[-1], dict[str, Any]()
    held["nats_per_token"] = last["held"]
    for style, lead in (("modern", ""), ("verse", "verse_")):
        if row := row_of_all(facts, style):
            held[f"{lead}sentences"], held[f"{lead}units"] = row["lines"], row["units"]
            held[f"{lead}perplexity_per_unit"] = round(row["transformer"], 2)
            held[f"{lead}trigram_perplexity_per_unit"] = round(row["trigram"], 2)
            held[f"{lead}bits_per_character"] = round(row["bits/char"], 3)
    if samples := facts.results.get("samples"):
        held["share_of_8_grams_in_training_text"] = free_row(samples)["8-grams"]
    sentences = sum(source["sentences"] for source in facts.sources.values())
    trained = (
        f"From {sentences:,} sentences by models/train_transformer.py, {facts.total('steps'):,.0f} steps, "
        f"{facts.total('tokens'):,.0f} tokens, seed {facts.options['seed']}. docs/models/{facts.name}.md says more."
    )
    names = [path.name for path in facts.folder.iterdir() if path.is_file() and path.name != FILE]
    return Card(
        facts.name, f"{facts.task} transformer", facts.language, "Apache-2.0", tuple(attribution(facts.sources)),
        facts.parameters, trained, digests(facts.folder, names), held,
    )  # fmt: skip


def free_row(samples: Json) -> Json:
    """The figures of the samples at temperature 1."""
    return next(row for row in samples["rows"] if row["texts"] == "temperature 1")


def markdown(rows: Sequence[Mapping[str, Any]]) -> str:
    """A table."""
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([_cell(row[name]) for name in names] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def section_sources(facts: Facts) -> str:
    keys = ("sha256", "lines", "filtered", "sentences", "held_out", "every", "licence")
    return markdown([{"file": file, **{key: source[key] for key in keys}} for file, source in facts.sources.items()])


def section_perplexity(facts: Facts) -> str:
    """Tables by file; what stands in them is said by the benchmark."""
    if facts.task == "masked":
        return f"{facts.log[-1]['held']:.3f} nats a token at hidden places, 15 % of all."
    found = facts.results.get("perplexity")
    if found is None:
        return "Not measured."
    blocks = []
    for style, own in found["styles"].items():
        by = f"python benchmarks/quality/perplexity.py DATA --language {facts.language}"
        blocks += [f"{style.capitalize()} text (`{by}`):", markdown(own["rows"])]
        if both := own.get("outside"):
            blocks.append(f"Beside {found['outside']}, bits per character without ends:\n\n{markdown([both])}")
    outer = "" if found["outside"] else "No outside model was at hand."
    return "\n\n".join(
        [*blocks, f"Perplexity a unit, ends included; bits per character with and without the end. {outer}"]
    )


def section_samples(facts: Facts) -> str:
    """Figures and the first fifty samples of each kind."""
    blocks = []
    for what in ("samples", "verse_samples"):
        if found := facts.results.get(what):
            listed = "\n".join(f"{number}. {text}" for number, text in enumerate(found["samples"], 1))
            verse = " of verse" if found["verse"] else ""
            blocks += [
                markdown(found["rows"]),
                f"The first fifty samples{verse}, seed {found['seed']}, unfiltered:",
                listed,
            ]
    return "\n\n".join(blocks) or "None: this model fills holes, it does not write texts."


def section_blind(facts: Facts) -> str:
    said = ""
    for kind in BLIND:
        found = facts.results.get(kind)
        if found is None:
            continue
        (ours, number), (theirs, other) = found["counts"]["sample"], found["counts"]["corpus"]
        said += (
            f"\nTemperature {found.get('temperature', 1.0):g}: {ours} of {number} samples and {theirs} of {other} "
            f"held-out sentences were called natural before unblinding: ratio {found['ratio']:.2f}, 95 % interval "
            f"{found['low']:.2f} to {found['high']:.2f}.\n"
        )
    return said


def full(facts: Facts) -> str:
    """The card as Markdown."""
    return TEMPLATE.read_text(encoding="utf-8").format(
        language=LANGUAGES[facts.language],
        task=facts.task,
        name=facts.name,
        parameters=facts.parameters,
        does=TASKS[facts.task],
        uses=USES[facts.task],
        digest=sha256(facts.folder / "model.safetensors"),
        sources=section_sources(facts),
        commands=commands(facts.runs),
        seed=facts.options["seed"],
        steps=facts.total("steps"),
        tokens=facts.total("tokens"),
        minutes=facts.total("minutes"),
        last=" of the last run" if len(facts.runs) > 1 else "",
        places=" at hidden places" if facts.task == "masked" else "",
        curve=markdown([{"minutes": o["minutes"], "tokens": o["tokens"], "held out": o["held"]} for o in facts.log]),
        held_out=section_perplexity(facts),
        blind=section_blind(facts),
        samples=section_samples(facts),
        style=fill(STYLES[facts.language], 120),
        credits="\n".join(f"- {line}" for line in attribution(facts.sources)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--results", type=Path, default=Path("benchmarks/quality/results"))
    parser.add_argument("--docs", type=Path, default=Path("docs/models"), help="where the page goes")
    options = parser.parse_args()
    facts = read(options.folder.resolve(), options.results)
    write_card(short(facts), options.folder / FILE)
    (options.docs / f"{facts.name}.md").write_text(full(facts), encoding="utf-8")


if __name__ == "__main__":
    main()
