"""Modern Chinese sentences and lines of classical verse, one character a unit; a verse line begins with <verse>."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from corpus import Source, Tally, read_lines
from split import RUN, Part, Split

TATOEBA = "Tatoeba (tatoeba.org), CC BY 2.0 FR"
POEMS = "chinese-poetry, MIT, Copyright (c) 2016 JackeyGao; the poems are in the public domain"
SOURCES = (
    Source("zh_tatoeba_ccby.txt.xz", "modern", "CC BY 2.0 FR", TATOEBA),
    Source("zh_tatoeba2_ccby.txt.xz", "modern", "CC BY 2.0 FR", TATOEBA),
    Source("zh_stories_ccby.txt.xz", "modern", "CC BY 4.0", "African Storybook, StoryWeaver (translations), CC BY"),
    Source("zh_kdconv_apache.txt.xz", "modern", "Apache-2.0", "KdConv (thu-coai), Apache-2.0"),
    Source("zh_commonvoice_cc0.txt.xz", "modern", "CC0 1.0", "Mozilla Common Voice sentences, CC0 1.0"),
    Source("zh_poems_tang.txt.xz", "verse", "MIT", POEMS),
    Source("zh_poems_song.txt.xz", "verse", "MIT", POEMS),
    Source("zh_poems_ci.txt.xz", "verse", "MIT", POEMS),
)
EVERY = {"zh_commonvoice_cc0.txt.xz": 3, "zh_poems_tang.txt.xz": 6, "zh_poems_song.txt.xz": 8, "zh_poems_ci.txt.xz": 16}
"""An epoch sees one sentence in so many: about one verse line to two modern sentences."""
PAIRED = ("zh_poems_tang.txt.xz", "zh_poems_song.txt.xz")
"""Files of couplets, where neighbouring lines are mostly of one poem."""
VERSE = "<verse>"
MARKS = "，。？！；：、"
CHARACTERS = 6_000
NAMES = re.compile("汤姆|玛丽|玛莉|瑪麗")
NAMED = 8  # one sentence in so many with the names of Tatoeba's examples is kept
_TEXT = re.compile(rf"[\u4e00-\u9fff][\u4e00-\u9fff{MARKS}]*[。？！]")
_WHOLE_QUOTE = re.compile("“([^“”]*)”")


def content_filter(path: Path) -> re.Pattern[str]:
    """One pattern that finds an expression of the Chinese list."""
    rows = (row.split("\t") for row in read_lines(path)[1][1:])
    return re.compile("|".join(row[2] for row in rows if row[0] == "zh"))


def read(folder: Path, every: Mapping[str, int] = EVERY) -> Split:
    """Every sentence of characters and full-width marks, once; the characters are the commonest CHARACTERS.

    `every`: of which files an epoch sees one sentence in how many. The characters do not depend on it.
    """
    unwanted = content_filter(folder / "filter_words.tsv.xz")
    seen: set[str] = set()
    parts, facts, found = [], {}, list[tuple[Part, Tally, list[tuple[int, str]]]]()
    named = 0
    for source in SOURCES:
        tally, lines = Tally(), list[tuple[int, str]]()
        tally.sha256, raw = read_lines(folder / source.file)
        tally.lines = len(raw)
        for number, line in enumerate(raw):
            if whole := _WHOLE_QUOTE.fullmatch(line):
                line = whole[1]
            if unwanted.search(line):
                tally.filtered += 1
            elif not _TEXT.fullmatch(line) or re.search(rf"[{MARKS}]{{2}}", line) or len(line) > 40:
                tally.symbols += 1
            elif line in seen:
                tally.twins += 1
            elif NAMES.search(line) and (named := named + 1) % NAMED:
                tally.filtered += 1
            else:
                seen.add(line)
                lines.append((number, line))
        part = Part(source.file, every.get(source.file, 1))
        parts.append(part)
        facts[source.file] = {"licence": source.licence, "credit": source.credit, "every": part.every}
        found.append((part, tally, lines))
    kept = characters([(part, lines) for part, _, lines in found])
    for (part, tally, lines), source in zip(found, SOURCES, strict=True):
        lead = VERSE if source.group == "verse" else ""
        known = [(number, line) for number, line in lines if kept.issuperset(line)]
        for number, line in pairs(known) if source.file in PAIRED else known:
            part.add(number, lead + line)
        tally.sentences, tally.held_out = len(part.trained), len(part.held_out)
        facts[part.file] |= vars(tally)
    return Split(parts, facts)


def pairs(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Two neighbouring couplets of one shape as one quatrain, of which each is used once; what is left as it is."""
    found: list[tuple[int, str]] = []
    waiting: tuple[int, str] | None = None
    for number, line in lines:
        if waiting and waiting[0] + 1 == number and _shape(waiting[1]) == _shape(line) and _in_one_run(number):
            found.append((waiting[0], waiting[1] + line))
            waiting = None
            continue
        if waiting:
            found.append(waiting)
        waiting = (number, line)
    return [*found, *([waiting] if waiting else [])]


def _in_one_run(number: int) -> bool:
    """Whether a line and the one before it are in one run, so that they are trained on or held out together."""
    return number % RUN != 0


def _shape(line: str) -> tuple[int, ...]:
    """The length of each half."""
    return tuple(map(len, re.split(f"[{MARKS}]", line)))


def characters(found: list[tuple[Part, list[tuple[int, str]]]]) -> set[str]:
    """The commonest characters by weighted count, marks included."""
    counts: Counter[str] = Counter()
    for part, lines in found:
        for _, line in lines:
            for character in line:
                counts[character] += 1 / EVERY.get(part.file, 1)
    order = sorted(counts, key=lambda character: (-counts[character], character))
    return set(order[:CHARACTERS]) | set(MARKS)
