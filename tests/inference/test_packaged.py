"""Models that an extra installs: assembled, verified, converted once, and their terms said once."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace

import pytest
import torch
from commands import call, write
from neural import WORDS, Plain, byte_level, gpt2, lexicon, save
from wordfield.inference import gemma, packaged
from wordfield.inference.card import read_card
from wordfield.inference.language import LanguageError
from wordfield.inference.languages.lm import CausalLanguage
from wordfield.inference.packaged import GEMMA

CONTENT = b"weights as they come, in parts"
PACKAGE = """
from pathlib import Path

def assemble(path):
    Path(path).write_bytes(b"weights as they come, " + b"in parts")
    return path
"""
PROGRAM = f"""
text s : en ~ lm("little-1", lexicon={json.dumps(WORDS[:6])})
require s has 2..3 words
infer {{ sampler = mh()  chains = 2  draws = 2  warmup = 1 sweeps }}
"""


@pytest.fixture
def little(tmp_path, monkeypatch):
    """A packaged model whose file becomes a tiny GPT-2, in a cache of its own; how often it was converted."""
    (tmp_path / "site" / "little_package" / "data").mkdir(parents=True)
    (tmp_path / "site" / "little_package" / "__init__.py").write_text(PACKAGE)
    (tmp_path / "site" / "little_package" / "data" / "NOTICE.md").write_text("as it came")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    one = replace(
        GEMMA, card=replace(GEMMA.card, name="little-1", parameters=7), modules=("little_package",),
        sha256=hashlib.sha256(CONTENT).hexdigest(), terms="Used under the Little Terms.",
    )  # fmt: skip
    monkeypatch.setattr(packaged, "PACKAGED", {"little-1": one})
    converted = []

    def convert(one, file, folder):
        assert file.read_bytes() == CONTENT
        torch.manual_seed(3)
        tokenizer = byte_level()
        save(folder, tokenizer, gpt2(len(tokenizer)))
        converted.append(one.card.name)

    monkeypatch.setattr(gemma, "_convert", convert)
    yield one, converted
    sys.modules.pop("little_package", None)


def test_it_is_converted_once_and_its_terms_are_said_once(little, tmp_path, capsys):
    one, converted = little
    program = write(tmp_path, PROGRAM)
    first, second = (call(capsys, "sample", program, "-n", 2, "--seed", 1) for _ in range(2))
    assert first.code == second.code == 0 and first.out == second.out
    assert first.err.count(one.terms) == 1 and one.terms not in second.err
    assert converted == ["little-1"]
    (folder,) = (tmp_path / "cache" / "wordfield" / "models").iterdir()
    card = read_card(folder / "card.json")
    assert card.changed(folder) == [] and card.licence == GEMMA.card.licence
    assert {"NOTICE", "NOTICE.md", "model.safetensors"} <= card.files.keys()
    assert one.terms in (folder / "NOTICE").read_text() and (folder / "NOTICE.md").read_text() == "as it came"


def test_it_scores_as_the_converted_folder_does(little, tmp_path):
    scorer = CausalLanguage("little-1").load(lexicon(), tmp_path)
    place = little[0].ready()
    plain = Plain(place.parent, place.name)
    expected = plain.score(plain.begin, [*plain.ids("The sea slept."), plain.end[0]])
    units = [WORDS.index(unit) for unit in ("the", "sea", "slept", ".")]
    assert scorer._score([tuple(units)])[0] == pytest.approx(expected, abs=1e-4)


def test_a_wrong_checksum_is_refused(little, tmp_path, capsys, monkeypatch):
    one, converted = little
    monkeypatch.setattr(packaged, "PACKAGED", {"little-1": replace(one, sha256="0" * 64)})
    ended = call(capsys, "sample", write(tmp_path, PROGRAM))
    assert ended.code == 3 and not ended.out
    assert "SHA-256" in ended.err and hashlib.sha256(CONTENT).hexdigest() in ended.err
    assert converted == [] and list((tmp_path / "cache" / "wordfield" / "models").iterdir()) == []


def test_half_a_conversion_is_made_again(little, tmp_path, monkeypatch):
    one, converted = little
    with monkeypatch.context() as broken:
        broken.setattr(gemma, "_terms", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(LanguageError, match="No space left"):
            gemma.prepared(one)
    assert one.ready() is None and list(one.place().parent.iterdir()) == []
    one.place().mkdir()
    (one.place() / "model.safetensors").write_bytes(b"half")
    assert gemma.prepared(one) == one.place() and one.ready()
    assert len(converted) == 2 and (one.place() / "model.safetensors").stat().st_size > 4


@pytest.mark.parametrize("command", ["check", "sample"])
def test_without_the_extra_it_says_how_to_get_it(command, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(packaged, "find_spec", lambda name: None if name == "gguf" else name)
    program = write(tmp_path, 'text s : en ~ lm("gemma-3-270m")\nrequire s has 2..3 words')
    ended = call(capsys, command, program)
    assert ended.code == 3
    assert "gguf is missing" in ended.err and "pip install 'wordfield[gemma]'" in ended.err


def test_what_was_converted_before_needs_no_packages(little, tmp_path, monkeypatch):
    gemma.prepared(little[0])
    monkeypatch.setattr(packaged, "find_spec", lambda name: None)
    assert packaged.packaged("lm", "little-1") is little[0]
    assert packaged.packaged("lm", "gpt2") is None


@pytest.mark.slow
def test_gemma_itself(tmp_path, monkeypatch):
    """The real packages, where the extra is installed: a plain sentence against its words in another order."""
    for name in GEMMA.modules:
        pytest.importorskip(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    words = ("the", "cat", "sat", "on", "mat", "and", "looked", "out", "of", "window", ".")
    scorer = CausalLanguage("gemma-3-270m", end="none").load(lexicon(words), tmp_path)
    line = ["the", "cat", "sat", "on", "the", "mat", "and", "looked", "out", "of", "the", "window", "."]
    rows = [tuple(words.index(unit) for unit in order) for order in (line, [*line[-2::-1], "."])]
    good, bad = scorer._score(rows)
    assert good == pytest.approx(-13 * 2.916, abs=1.0)  # perplexity 18.5 a token; kernels of bfloat16 differ
    assert bad < good - 30
