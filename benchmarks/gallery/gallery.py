"""Writes docs/gallery.md: twenty texts of each example, unselected, and the best three of the same run.

    python benchmarks/gallery/gallery.py            every example, about twenty minutes
    python benchmarks/gallery/gallery.py 34 42      those alone; the other sections stay as they are

Each program runs as `wordfield sample FILE -n 20 --seed 7` runs it on a machine of two cores.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "gallery.md"
SEED, TEXTS, BEST = 7, 20, 3
LIMIT = 600  # seconds of one program
CORES = 2

HEAD = f"""# The gallery

Twenty texts of each example, unselected, from one run with seed {SEED}, and the three of that run with the best log
score. They are what the embedded models give: small ones, so not every line is one that a person would write; the point
is that every line keeps every requirement. Each section has its command; the seconds are those of two cores, loading
included. Each verdict is what the run says of itself. `python benchmarks/gallery/gallery.py` writes this page.
"""


@dataclass(frozen=True)
class Entry:
    """An example with what the command line gives it."""

    file: str
    sets: dict[str, str] = field(default_factory=dict)
    model: str | None = None
    recipe: str | None = None
    allow_python: bool = False

    @property
    def name(self) -> str:
        """The heading of its section."""
        return Path(self.file).stem + (f" ({self.model})" if self.model else "")

    @property
    def command(self) -> str:
        """What a reader types."""
        words = ["wordfield sample", f"examples/{self.file}", f"-n {TEXTS}", f"--seed {SEED}"]
        words += [f"--model {self.model}"] if self.model else []
        words += [f"--recipe {self.recipe}"] if self.recipe else []
        words += [f"--set {shlex.quote(f'{name}={value}')}" for name, value in self.sets.items()]
        return " ".join(words + ["--allow-python"] * self.allow_python)


ENTRIES = (
    Entry("00_letter.wf"),
    Entry("01_keywords.wf"),
    Entry("02_infill.wf"),
    Entry("03_pattern.wf"),
    Entry("04_soft.wf"),
    Entry("05_length_forbid.wf"),
    Entry("06_haiku_limerick.wf", model="haiku"),
    Entry("06_haiku_limerick.wf", {"long": "sea", "short": "day"}, model="limerick"),
    Entry("07_wuyan.wf"),
    Entry("08_duilian.wf", {"上联": "春风入户千家暖"}),
    Entry("09_paraphrase.wf", {"source": "The old man walked slowly to the station."}),
    Entry("10_mixture.wf"),
    Entry("11_moments.wf", recipe="fit"),
    Entry("12_full.wf", {"product": "soap"}, allow_python=True),
    Entry("13_cangtou.wf"),
    Entry("14_log.wf"),
    Entry("15_qiyan.wf"),
    Entry("16_tongue_twister.wf"),
    Entry("17_couplet.wf"),
    Entry("18_two_lines.wf"),
    Entry("19_question.wf"),
    Entry("30_headline.wf"),
    Entry("31_alphabet.wf"),
    Entry("32_lipogram.wf"),
    Entry("33_acrostic.wf"),
    Entry("34_names.wf"),
    Entry("35_json.wf"),
    Entry("40_topic.wf"),
    Entry("41_review.wf"),
    Entry("42_quiz.wf"),
    Entry("50_cangtou.wf"),
    Entry("51_jijie.wf"),
)


def drawn(entry: Entry) -> dict[str, object]:
    """The texts, the best, the verdict and the seconds of one program, in this process."""
    import time

    import torch
    from wordfield.inference import workers

    import wordfield as wf

    torch.set_num_threads(1)
    began = time.monotonic()
    model = wf.load(ROOT / "examples" / entry.file, allow_python=entry.allow_python)
    with workers.at_most(CORES):
        result = model.sample(n=TEXTS, seed=SEED, sets=entry.sets or None, model=entry.model, recipe=entry.recipe)
    best = ["\n".join(record["text"].values()) for record in result.best_records(BEST)]
    return {
        "texts": result.show(TEXTS), "best": best, "verdict": result.verdict,
        "seconds": round(time.monotonic() - began),
    }  # fmt: skip


def section(entry: Entry, found: dict[str, object]) -> str:
    """One program of the page."""
    source = (ROOT / "examples" / entry.file).read_text("utf8").rstrip()
    texts, best = found["texts"], found["best"]
    assert isinstance(texts, list) and isinstance(best, list)
    program = [] if entry.model and entry.model == "limerick" else ["```wf", source, "```", ""]
    lines = [f"## {entry.name}", "", *program, f"`{entry.command}` ({found['seconds']} s)", ""]
    lines += [f"{number}. {shown(text)}" for number, text in enumerate(texts, 1)]
    lines += ["", "Best by log score:", ""] + [f"- {shown(text)}" for text in best]
    return "\n".join([*lines, "", f"Verdict of the run: {found['verdict']}.", ""])


def shown(text: str) -> str:
    """A text on one line of the page; lines of verse side by side."""
    return "`" + " / ".join(line.strip() for line in text.splitlines()) + "`"


def known(page: str) -> dict[str, str]:
    """The sections of a page by their headings."""
    return {
        one.partition("\n")[0]: f"## {one}".rstrip() + "\n" for one in re.split(r"^## (?=\d\d_)", page, flags=re.M)[1:]
    }


def run(entry: Entry) -> dict[str, object]:
    """The same in a process of its own. Raises CalledProcessError, TimeoutExpired."""
    command = [sys.executable, __file__, "--one", str(ENTRIES.index(entry))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LIMIT)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(wanted: list[str]) -> None:
    """Writes the page, section by section."""
    if wanted[:1] == ["--one"]:
        print(json.dumps(drawn(ENTRIES[int(wanted[1])]), ensure_ascii=False))
        return
    sections = known(PAGE.read_text("utf8")) if PAGE.exists() else {}
    for entry in ENTRIES:
        if wanted and not any(entry.file.startswith(one) for one in wanted):
            continue
        try:
            found = run(entry)
        except subprocess.CalledProcessError as error:
            print(f"{entry.name}: {error.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            continue
        except subprocess.TimeoutExpired:
            print(f"{entry.name}: more than {LIMIT} s", file=sys.stderr)
            continue
        print(f"{entry.name}: {found['seconds']} s, {found['verdict']}", file=sys.stderr)
        sections[entry.name] = section(entry, found)
        ordered = [sections[one.name] for one in ENTRIES if one.name in sections]
        PAGE.write_text("\n".join([HEAD, *ordered]), "utf8")


if __name__ == "__main__":
    main(sys.argv[1:])
