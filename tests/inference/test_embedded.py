"""The embedded English trigram: its size, time to load and laws; the packed form."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from wordfield.inference.counts import count, levels
from wordfield.inference.embedded import DATA, load_embedded, load_frequencies, load_lexicon
from wordfield.inference.packing import codebook, nearest, pack, unpack


def test_lexicon():
    units = load_lexicon()
    assert len(units) == len(set(units)) == 20_000
    assert {".", ",", "?", "!", ";", ":", "the", "I", "don't", "winter", "sea", "letter", "London"} <= set(units)
    assert not {"<s>", "</s>", "<unk>", "The", '"'} & set(units)
    frequencies = load_frequencies()
    assert len(frequencies) == len(units)
    assert np.all(np.diff(frequencies) <= 0)


def test_every_node_sums_to_one():
    model = load_embedded()
    assert model.words == load_lexicon()
    chance = np.random.default_rng(0)
    nodes = [0, model.start, *range(1, 200), *chance.integers(0, model.nodes, 300).tolist()]
    for node in nodes:
        unknown, at = model.unk_log_prob, node
        while at != 0:
            unknown, at = unknown + model.log_backoff[at], int(model.backoff_to[at])
        total = np.exp(model.conditional(node)).sum() + math.exp(model.log_end[node]) + math.exp(unknown)
        assert total == pytest.approx(1.0, abs=1e-9)


def test_it_knows_some_english():
    model = load_embedded()
    good, bad = "I would like a cup of coffee .", "coffee a like . would of I cup"
    assert model.log_prob(good.split()) > model.log_prob(bad.split()) + 20


def test_size():
    assert sum(path.stat().st_size for path in DATA.glob("english_*")) < 5e6


def test_loads_quickly_from_a_cold_process():
    """Processor time, so that a busy machine does not matter: 0.6 s was measured, 2 s are allowed."""
    code = (
        "import time; from wordfield.inference.embedded import load_embedded, load_lexicon; a = time.process_time();"
        "load_lexicon(); b = time.process_time(); load_embedded(); c = time.process_time(); print(b - a, c - b);"
        "import sys; assert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lexicon, model = map(float, done.stdout.split())
    assert lexicon < 0.03
    assert model < 2.0


def test_unknown_name():
    with pytest.raises(ValueError, match="the embedded models are chinese, english"):
        load_lexicon("klingon")


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_small_counts_survive_packing(tmp_path, order):
    lines = [line.split() for line in ("the cat sat .", "the dog sat .", "a cat ran away .", "the cat ran .")]
    code = {word: id for id, word in enumerate(sorted({unit for line in lines for unit in line}))}
    trie = levels(count(lines, order, code, len(code)), len(code))
    pack(tmp_path / "x.bin", len(code), trie, (1.0,), {"note": "x"})
    again = unpack(tmp_path / "x.bin")
    assert again.weights == (1.0,)
    assert again.about == {"note": "x"}
    for one, other in zip(trie, again.trie, strict=True):
        for name in ("prefix", "last", "suffix", "counts"):
            assert np.array_equal(getattr(one, name), getattr(other, name))


def test_large_counts_are_rounded_by_three_per_cent():
    book = codebook(50_000)
    counts = np.arange(50_001, dtype=np.float32)
    rounded = book[nearest(counts, book)]
    assert np.array_equal(rounded[:64], counts[:64])
    assert np.max(np.abs(rounded[64:] / counts[64:] - 1)) < 0.03


def test_a_damaged_file_is_an_error(tmp_path):
    content = (DATA / "english_counts.bin").read_bytes()
    (tmp_path / "cut.bin").write_bytes(content[: len(content) // 2])
    with pytest.raises(ValueError, match=r"cut\.bin is damaged"):
        unpack(tmp_path / "cut.bin")
