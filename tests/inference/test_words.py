"""Ratings, parts of speech and frequencies of English words; every table has its source, and is small and quick."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys

import pytest
from wordfield.inference.embedded import load_lexicon
from wordfield.inference.lexicons.stored import DATA, read_lines, sources
from wordfield.inference.lexicons.words import frequency, sentiment, tags

# What a word is first of all, by any dictionary.
TAGS = {
    "the": "DET",
    "lamp": "NOUN",
    "river": "NOUN",
    "happy": "ADJ",
    "quickly": "ADV",
    "she": "PRON",
    "under": "ADP",
    "and": "CCONJ",
    "London": "PROPN",
    "seven": "NUM",
    "went": "VERB",
    "sing": "VERB",
    "could": "AUX",
    "oh": "INTJ",
    "because": "SCONJ",
    "don't": "AUX+PART",
}
FINE = {"went": "VBD", "lamps": "NNS", "lamp": "NN", "better": "JJR", "goes": "VBZ", "singing": "VBG", "London": "NNP"}


@pytest.mark.parametrize(
    ("word", "least", "most"),
    [
        ("good", 1, 3),
        ("love", 2, 4),
        ("wonderful", 2, 4),
        ("happy", 2, 4),
        ("terrible", -3, -1),
        ("hate", -4, -2),
        ("murder", -4, -3),
        ("sad", -3, -1),
    ],
)
def test_sentiment(word, least, most):
    assert least <= sentiment(word) <= most
    assert sentiment(word.upper()) == sentiment(word)


@pytest.mark.parametrize("word", ["lamp", "the", "brillig", ""])
def test_a_word_that_nobody_rated_has_no_rating(word):
    assert sentiment(word) is None


@pytest.mark.parametrize("word", TAGS)
def test_tags(word):
    found = tags(word)
    assert next(iter(found)) == TAGS[word]
    assert sum(found.values()) == pytest.approx(1)
    assert list(found.values()) == sorted(found.values(), reverse=True)


@pytest.mark.parametrize("word", FINE)
def test_fine_tags(word):
    assert next(iter(tags(word, fine=True))) == FINE[word]


def test_a_word_may_be_several_parts_of_speech():
    assert {"NOUN", "VERB"} <= tags("walk").keys()
    assert {"NOUN", "VERB"} <= tags("light").keys()
    assert {"VBD", "VB"} <= tags("read", fine=True).keys()


def test_case_counts_where_the_lexicon_has_both():
    assert next(iter(tags("bill"))) == "NOUN"
    assert next(iter(tags("Bill"))) == "PROPN"
    assert tags("Lamp") == tags("lamp")


@pytest.mark.parametrize("word", ["brillig", "", "猫"])
def test_an_unknown_word_has_no_tags_and_no_frequency(word):
    assert not tags(word)
    assert frequency(word) is None


def test_frequency_is_of_a_million_units():
    assert frequency("the") > frequency("lamp") > 0
    assert sum(frequency(unit) for unit in load_lexicon()) == pytest.approx(1e6)


def test_nearly_every_word_of_the_lexicon_has_tags():
    words = [unit for unit in load_lexicon() if unit[0].isalpha()]
    assert sum(bool(tags(word)) for word in words) >= 0.99 * len(words)


def test_sources_name_every_table():
    """A file without a source may not be shipped; a source that is wrong about its file is found out."""
    tables = sources()["tables"]
    assert {path.name for path in DATA.iterdir()} == {*tables, "SOURCES.json", "NOTICE.txt"}
    for name, facts in tables.items():
        packed = (DATA / name).read_bytes()
        assert hashlib.sha256(packed).hexdigest() == facts["sha256"]
        assert gzip.decompress(packed).count(b"\n") == facts["lines"]
        assert facts["packages"] or facts["files"]
        assert set(facts["packages"]) <= sources()["packages"].keys()
        assert set(facts["files"]) <= sources()["files"].keys()
    assert all(one["licence"] and one["credit"] for kind in ("packages", "files") for one in sources()[kind].values())


def test_licences_that_ask_for_it_stand_in_full():
    notice = (DATA / "NOTICE.txt").read_text(encoding="utf-8")
    assert "Carnegie Mellon University. All rights reserved." in notice
    for holder in ("2016 C.J. Hutto", "2016 mozillazg", "2024 rbnyng", "ExplosionAI"):
        assert holder in notice
    assert notice.count("Permission is hereby granted, free of charge") >= 4


def test_the_tables_are_small():
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 5_000_000


LOOKUPS = {
    "sounds": "sounds.pronunciations('lamp')",
    "sentiment": "words.sentiment('lamp')",
    "tags": "words.tags('lamp')",
    "readings": "characters.readings('灯')",
    "rhymes": "characters.pingshui('灯')",
}


@pytest.mark.parametrize("table", LOOKUPS)
def test_a_table_is_read_at_once_and_without_torch(table):
    """Processor time of the first look-up; numpy and the modules are there already."""
    script = (
        "import sys, time\n"
        "from wordfield.inference.lexicons import characters, sounds, words\n"
        "start = time.process_time()\n"
        f"{LOOKUPS[table]}\n"
        "print(time.process_time() - start, 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds, torch = done.stdout.split()
    assert float(seconds) < 0.2
    assert torch == "False"


def test_tables_are_text_of_whole_lines():
    for name in sources()["tables"]:
        assert all(line == line.strip("\r\n") for line in read_lines(name.removesuffix(".txt.gz")))
