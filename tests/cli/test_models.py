"""`wordfield models`: what comes along, what is installed and what is kept, each with licence and attribution."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from commands import call
from wordfield.inference import inventory, packaged
from wordfield.inference.card import Card, CardError, digests, read_card, write_card
from wordfield.inference.embedded import DATA
from wordfield.inference.inventory import UNSTATED, embedded, hub, kept, tables
from wordfield.inference.lexicons.stored import DATA as TABLES

FACTS = {"name", "where", "kind", "language", "licence", "attribution", "parameters", "bytes", "used_as", "path"}
CARD = Card("mine", "causal transformer", "en", "CC0 1.0", ("somebody",), 3, "on little", {"a.bin": ""}, {"x": 1.5})


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """Without what this machine has in its caches, or installed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(inventory, "hub", lambda: hub(tmp_path / "hub"))
    monkeypatch.setattr(packaged, "find_spec", lambda name: None)


def test_everything_that_comes_along_has_a_licence_and_says_whom_it_thanks():
    found = {one.card.name: one for one in [*embedded(), *tables()]}
    assert {"english_trigram", "english_sounds", "chinese_readings"} <= found.keys()
    for name, one in found.items():
        assert one.card.licence != UNSTATED, f"{name}: write a card"
        assert one.card.attribution and one.card.trained and one.bytes, name


def test_cards_are_of_the_files_that_are_there():
    for path in [*DATA.glob("*.card.json"), *DATA.glob("*/card.json")]:
        assert read_card(path).changed(path.parent) == [], path
    for one in tables():
        assert one.card.changed(one.path) == [], one.card.name
    assert {path.name for path in TABLES.glob("*.gz")} == {name for one in tables() for name in one.card.files}


def test_the_list_names_licence_and_size(capsys):
    ended = call(capsys, "models")
    assert ended.code == 0
    assert "english_trigram: en, n-gram model, 3.5 M n-grams, 4.0 MB, used as ngram()" in ended.out
    assert "licence: Apache-2.0" in ended.out and "from: Mozilla Common Voice sentences, CC0 1.0" in ended.out
    assert "wordfield[gemma]" in ended.err


def test_json_has_a_line_a_model(capsys):
    records = call(capsys, "models", "--json").records
    assert all(record.keys() >= FACTS for record in records)
    trigram = next(record for record in records if record["name"] == "english_trigram")
    assert trigram["held_out"]["perplexity_per_unit"] == 41.3
    assert trigram["bytes"] == sum(path.stat().st_size for path in DATA.glob("english_*.*") if path.suffix != ".json")


def test_the_list_needs_no_torch():
    program = "import sys; from wordfield.__main__ import main; main(['models']); print('torch' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert ended.stdout.splitlines()[-1] == "False"


def test_a_file_without_a_card_is_listed_and_has_no_licence(tmp_path):
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "a.bin").write_bytes(b"12345")
    write_card(CARD, tmp_path / "good" / "card.json")
    (tmp_path / "loose").mkdir()
    for name in ("loose/b.bin", "loose/c.bin", "d.txt", "good/extra.bin"):
        (tmp_path / name).write_bytes(b"123")
    found = {one.card.name: one for one in embedded(tmp_path)}
    assert {name: one.bytes for name, one in found.items()} == {"mine": 5, "loose": 6, "d.txt": 3, "good": 3}
    assert [name for name, one in found.items() if one.card.licence == UNSTATED] == ["d.txt", "good", "loose"]


def test_the_hub_cache_is_read_without_a_connection(tmp_path, capsys):
    for number, (name, made) in enumerate(
        {"gpt": "GPT2LMHeadModel", "bert": "BertForMaskedLM", "x": "ViTModel"}.items()
    ):
        folder = tmp_path / "hub" / f"models--somebody--{name}"
        snapshot = folder / "snapshots" / f"{number:040x}"
        for inner in (snapshot, folder / "refs", folder / "blobs"):
            inner.mkdir(parents=True)
        (folder / "refs" / "main").write_text(snapshot.name)
        (snapshot / "config.json").write_text(json.dumps({"architectures": [made]}))
        page = "---\ntags: [a]\nlicense: mit\n---\nlicense: not this\n" if name == "gpt" else "# A page without a head"
        (snapshot / "README.md").write_text(page)
    records = {record["name"]: record for record in call(capsys, "models", "--json").records}
    gpt, bert = records["somebody/gpt"], records["somebody/bert"]
    assert (gpt["kind"], gpt["licence"], gpt["used_as"]) == ("causal transformer", "mit", 'lm("somebody/gpt")')
    assert (bert["kind"], bert["licence"], bert["used_as"]) == ("masked transformer", UNSTATED, 'mlm("somebody/bert")')
    assert gpt["where"] == "hub" and gpt["bytes"] > 0
    assert "somebody/x" not in records


def test_models_that_were_converted_are_listed(tmp_path, capsys):
    folder = tmp_path / "cache" / "wordfield" / "models" / "mine-0123"
    folder.mkdir(parents=True)
    (folder / "a.bin").write_bytes(b"1234567")
    write_card(CARD, folder / "card.json")
    broken = folder.parent / "broken"
    broken.mkdir()
    (broken / "card.json").write_text("{")
    (one,) = kept()
    assert (one.card, one.bytes, one.where) == (CARD, 7, "cache")
    assert "mine: en, causal transformer" in call(capsys, "models").out


def test_installed_packages_are_listed(capsys, monkeypatch):
    assert "gemma-3-270m:" not in call(capsys, "models").out
    monkeypatch.setattr(packaged, "find_spec", lambda name: name)
    said = call(capsys, "models").out
    assert "gemma-3-270m: causal transformer, 268.1 M parameters" in said and "Gemma Terms of Use" in said


def test_a_card_is_read_as_it_was_written(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"abc")
    card = Card(**{**vars(CARD), "files": digests(tmp_path, ["a.bin"])})
    write_card(card, tmp_path / "card.json")
    assert read_card(tmp_path / "card.json") == card
    assert card.changed(tmp_path) == []
    (tmp_path / "a.bin").write_bytes(b"abd")
    assert card.changed(tmp_path) == ["a.bin"]
    (tmp_path / "a.bin").unlink()
    assert card.changed(tmp_path) == ["a.bin"] and card.bytes(tmp_path) == 0


@pytest.mark.parametrize(
    "text, said",
    [
        ("{", "is not JSON"),
        ("[]", "at least a name"),
        ('{"name": "x", "kind": "y", "language": "en"}', "at least a name"),
        ('{"name": "x", "kind": "y", "language": "en", "licence": "z", "weight": 3}', "no `weight`"),
    ],
)
def test_a_wrong_card_is_named(text, said, tmp_path):
    (tmp_path / "card.json").write_text(text)
    with pytest.raises(CardError, match=said) as error:
        read_card(tmp_path / "card.json")
    assert "card.json" in str(error.value)
