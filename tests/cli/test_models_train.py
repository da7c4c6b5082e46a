"""`wordfield models train`: a model of one's own text that a program can name at once, and what is refused."""

from __future__ import annotations

import contextlib
import itertools
import math
import random
import subprocess
import sys

import pytest
import torch
from commands import call, write
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.source import Source
from wordfield.inference.arpa import read_arpa
from wordfield.inference.card import read_card, sha256
from wordfield.inference.texts import Texts
from wordfield.inference.training.own_text import read_own

from wordfield.cli import models_train

SMALL = ("--width", 32, "--layers", 1, "--seed", 5)
NAMES, THINGS = ("Anna", "my sister", "the doctor", "nobody"), ("zürich lamp", "old boat", "letter", "grey cat")
LINES = [
    f"{name[0].upper()}{name[1:]} {verb} the {thing}{mark}"
    for name, verb, thing, mark in itertools.product(NAMES, ("saw", "found", "sold"), THINGS, (".", "?", " (again)."))
]
CHINESE = [
    f"{who}{does}{what}。"
    for who in "我你他她"
    for does in ("爱", "不爱", "看见")
    for what in ("猫", "大海", "月光", "书")
]


@pytest.fixture
def text(tmp_path):
    """A text of short lines in no order."""
    lines = random.Random(0).sample(LINES, len(LINES))
    return write(tmp_path, "\n".join(lines) + "\n\n", "corpus.txt")


@pytest.fixture
def chinese(tmp_path):
    return write(tmp_path, "\n".join(CHINESE), "zh.txt")


def trained(capsys, text, folder, *flags):
    """The folder, and what the command said."""
    ended = call(capsys, "models", "train", text, "-o", folder, *flags)
    assert ended.code == 0, ended.err
    return ended


def graph_of(source, folder):
    """A program as it is compiled."""
    program = elaborate(check_source(Source("p.wf", source), folder))
    return compile_model(program, folder)


# ---- n-grams


def test_a_trigram_is_named_at_once(text, tmp_path, capsys):
    said = trained(capsys, text, tmp_path / "mine", "--kind", "trigram")
    assert said.out == 'text s : en ~ ngram("mine/ngram.arpa.gz")\n'
    source = 'text s : en ~ ngram("mine/ngram.arpa.gz")\nrequire s has 3..6 words\nrequire s contains "zürich"'
    texts = call(capsys, "sample", write(tmp_path, source), "-n", 20, "--seed", 1).out.splitlines()
    assert len(texts) == 20 and all("zürich lamp" in one for one in texts)
    assert set(texts) & set(LINES)


def test_its_figure_is_that_of_the_held_out_lines(text, tmp_path, capsys):
    trained(capsys, text, tmp_path / "mine", "--kind", "trigram")
    own, model = read_own(text, "en"), read_arpa(tmp_path / "mine" / "ngram.arpa.gz")
    assert len(own.held_out) == len(LINES) // 20 and not set(own.held_out) & set(own.trained)
    assert {*own.held_out, *own.trained} == set(LINES)
    sequences = [own.units(one) for one in own.held_out]
    units = sum(len(one) + 1 for one in sequences)
    expected = math.exp(-sum(model.log_prob(one) for one in sequences) / units)
    assert read_card(tmp_path / "mine" / "card.json").held_out["perplexity_per_unit"] == pytest.approx(
        expected, abs=0.01
    )
    assert model.words == own.lexicon.units


# ---- transformers


def test_a_transformer_learns_and_is_named_at_once(text, tmp_path, capsys):
    said = trained(capsys, text, tmp_path / "mine", *SMALL, "--steps", 150)
    assert said.out == 'text s : en ~ lm("mine")\n'
    card = read_card(tmp_path / "mine" / "card.json")
    # the lines leave about 4 ways at each of 3 of their 6 places: a perplexity near 2 is all there is to learn
    assert card.held_out["perplexity_per_token"] < 6.0
    assert card.changed(tmp_path / "mine") == []
    assert "corpus.txt" in card.trained and card.kind == "causal transformer"
    source = (
        'text s : en ~ lm("mine")\nrequire s has 3..6 words\nrequire s contains "boat"\n'
        "infer { sampler = mh() chains = 4 warmup = 5 sweeps draws = 3 }"
    )
    texts = call(capsys, "sample", write(tmp_path, source), "-n", 4, "--seed", 1).out.splitlines()
    assert len(texts) == 4
    words = {word.strip(".?()").lower() for line in LINES for word in line.split()}
    assert all(word.strip(".?()").lower() in words for one in texts for word in one.split() if word.strip(".?()"))


def test_the_folder_is_a_plain_model_and_its_figure_holds(text, tmp_path, capsys):
    """The figure against a plain forward pass of the saved weights, line by line. They are halves, tied ones once."""
    trained(capsys, text, tmp_path / "mine", *SMALL, "--steps", 20)
    saved = load_file(tmp_path / "mine" / "model.safetensors")
    assert {one.dtype for one in saved.values()} == {torch.float16}
    assert "lm_head.weight" not in saved
    model = AutoModelForCausalLM.from_pretrained(tmp_path / "mine").float().eval()
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "mine")
    nats, tokens, units = 0.0, 0, 0
    own = read_own(text, "en")
    for line in own.held_out:
        ids = torch.tensor([tokenizer(line)["input_ids"]])
        assert tokenizer.decode(ids[0], skip_special_tokens=True) == line
        with torch.no_grad():
            nats += float(model(ids, labels=ids).loss) * (ids.shape[1] - 1)
        tokens, units = tokens + ids.shape[1] - 1, units + len(own.units(line)) + 1
    held = read_card(tmp_path / "mine" / "card.json").held_out
    assert (held["tokens"], held["units"]) == (tokens, units)
    assert held["perplexity_per_token"] == pytest.approx(math.exp(nats / tokens), rel=0.02)  # half precision
    assert held["perplexity_per_unit"] == pytest.approx(math.exp(nats / units), rel=0.02)


def test_the_same_seed_gives_the_same_weights(text, tmp_path, capsys):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        trained(capsys, text, tmp_path / name, "--width", 32, "--layers", 1, "--seed", seed, "--steps", 3)
    a, b, c = (sha256(tmp_path / name / "model.safetensors") for name in "abc")
    assert a == b != c


def test_its_own_words_and_its_own_ngram_are_used(text, tmp_path, capsys):
    trained(capsys, text, tmp_path / "mine", *SMALL, "--steps", 2)
    graph = graph_of('text s : en ~ lm("mine")\nrequire s has 3..6 words\nrequire s contains "volcano"', tmp_path)
    own = read_own(text, "en")
    units = graph.requirements.scope.lexicon.units
    assert set(units) == {*own.lexicon.units, "volcano"}
    model = read_arpa(tmp_path / "mine" / "ngram.arpa.gz")
    line = own.units(own.trained[0])
    index = graph.requirements.scope.lexicon.index
    texts = Texts(torch.tensor([[index[unit] for unit in line]]), torch.tensor([len(line)]))
    assert float(graph.proposals.log_prob(texts)) == pytest.approx(model.log_prob(line))


def test_a_folder_of_another_language_is_refused(chinese, tmp_path, capsys):
    trained(capsys, chinese, tmp_path / "mine", *SMALL, "--steps", 2, "--language", "zh")
    ended = call(capsys, "sample", write(tmp_path, 'text s : en ~ lm("mine")\nrequire s has 2..3 words'))
    assert ended.code == 3
    assert "was trained on `zh` text" in ended.err


def test_chinese_masked(chinese, tmp_path, capsys):
    said = trained(capsys, chinese, tmp_path / "mine", *SMALL, "--steps", 60, "--language", "zh", "--kind", "masked")
    program = f'text s : zh ~ uniform(["我", "爱", "猫"])\nrequire s has 2..3 chars\n{said.out}'
    assert call(capsys, "check", write(tmp_path, program)).code == 0
    held = read_card(tmp_path / "mine" / "card.json").held_out
    assert held["perplexity_per_hidden_token"] < len(set("".join(CHINESE)))
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "mine")
    ids = tokenizer(CHINESE[0])["input_ids"]
    assert len(ids) == len(CHINESE[0]) + 2 and tokenizer.unk_token_id not in ids
    loaded = AutoModelForMaskedLM.from_pretrained(tmp_path / "mine", output_loading_info=True)
    assert not loaded[1]["missing_keys"]
    assert set((tmp_path / "mine" / "lexicon.txt").read_text().split()) == set("".join(CHINESE))


def test_interrupted_it_keeps_the_best_so_far(text, tmp_path, capsys, monkeypatch):
    def impatient(report):
        if report.steps == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(models_train, "_watching", lambda: contextlib.nullcontext(impatient))
    ended = call(capsys, "models", "train", text, "-o", tmp_path / "mine", *SMALL, "--steps", 1000)
    assert ended.code == 130
    assert "the best weights so far are kept" in ended.err
    card = read_card(tmp_path / "mine" / "card.json")
    assert card.changed(tmp_path / "mine") == [] and card.held_out["perplexity_per_token"] > 1


# ---- what it says, and what it refuses


def test_json_and_no_bar_where_nobody_looks(text, tmp_path, capsys):
    ended = trained(capsys, text, tmp_path / "mine", "--kind", "trigram", "--json")
    (record,) = ended.records
    assert record["kind"] == "trained" and record["card"]["held_out"]["texts"] == len(LINES) // 20
    assert "\x1b" not in ended.err and "\r" not in ended.err


BAD = {
    "empty": (b"", 3, "holds no text"),
    "blank": (b"\n  \n\t\n", 3, "holds no text"),
    "few": (b"One line.\nAnother line.\n" * 50, 3, "2 different lines"),
    "not utf-8": (b"Good line.\nBad \xff line.\n" * 30, 3, "line 2 is not UTF-8"),
    "binary": (b"a b\0c\n" * 30, 3, "binary data"),
    "long": (b"".join(b"w%d " % (n * n) * 90 + b"\n" for n in range(40)), 3, "too little"),
}


@pytest.mark.parametrize("name", BAD)
def test_text_that_cannot_be_used(name, tmp_path, capsys):
    content, code, said = BAD[name]
    (tmp_path / "text.txt").write_bytes(content)
    ended = call(capsys, "models", "train", tmp_path / "text.txt", "-o", tmp_path / "mine", "--kind", "trigram")
    assert ended.code == code
    assert said in ended.err and "text.txt" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["text.txt"]


def test_files_that_cannot_be_read_or_written(text, tmp_path, capsys):
    assert call(capsys, "models", "train", tmp_path / "none.txt", "-o", tmp_path / "mine").code == 1
    assert call(capsys, "models", "train", tmp_path, "-o", tmp_path / "mine").code == 1
    ended = call(capsys, "models", "train", text, "-o", text / "mine", "--kind", "trigram")
    assert ended.code == 1 and "corpus.txt" in ended.err


@pytest.mark.parametrize(
    "flags, said",
    [
        (("--kind", "gan"), "trigram, causal or masked"),
        (("--language", "fr"), "--language fr"),
        (("--minutes", 1, "--steps", 1), "not both"),
        (("--kind", "trigram", "--steps", 1), "--kind trigram"),
        (("--minutes", 0), "--minutes"),
        (("--minutes", "nan"), "--minutes"),
        (("--width", 33), "--width 33"),
        (("--device", "abacus"), "--device abacus"),
        (("--steps", 0), "--steps"),
        ((), "-o"),
    ],
)
def test_flags(flags, said, text, tmp_path, capsys):
    output = ("-o", tmp_path / "mine") if flags else ()
    ended = call(capsys, "models", "train", text, *output, *flags)
    assert ended.code == 2
    assert said in ended.err
    assert not (tmp_path / "mine").exists()


def test_a_folder_that_exists_is_kept(text, tmp_path, capsys):
    mine = tmp_path / "mine"
    mine.mkdir()
    trigram = ("models", "train", text, "-o", mine, "--kind", "trigram")
    assert call(capsys, *trigram).code == 0  # an empty folder is in nobody's way
    before = (mine / "card.json").stat().st_mtime_ns
    ended = call(capsys, *trigram)
    assert ended.code == 2 and "--force" in ended.err
    assert (mine / "card.json").stat().st_mtime_ns == before
    assert call(capsys, *trigram, "--force").code == 0
    assert (mine / "card.json").stat().st_mtime_ns != before
    (mine / "diary.txt").write_text("mine")
    ended = call(capsys, *trigram, "--force")
    assert ended.code == 2 and "diary.txt" in ended.err
    assert (mine / "diary.txt").read_text() == "mine"
    assert call(capsys, "models", "train", text, "-o", text, "--kind", "trigram").code == 2


def test_long_lines_are_cut_into_sentences(tmp_path):
    prose = " ".join(f'He said: "{line}" (And so on.)' for line in LINES)
    own = read_own(write(tmp_path, prose, "prose.txt"), "en")
    assert len({*own.trained, *own.held_out}) > 20 and own.left_out == 0
    assert 'He said: "Anna saw the letter."' in {*own.trained, *own.held_out}


def test_first_words_lose_the_capital_that_is_not_their_own(tmp_path):
    lines = [*LINES, "She gave Anna the boat.", "Then my sister left.", "NASA found the doctor."]
    own = read_own(write(tmp_path, "\n".join(lines), "text.txt"), "en")
    assert {"Anna", "my", "she", "then", "NASA"} <= set(own.lexicon.units)
    assert not {"My", "anna", "She", "nASA"} & set(own.lexicon.units)


def test_the_help_needs_no_torch():
    program = "import sys; from wordfield.__main__ import main; main(['models', 'train', '--help']); "
    program += "print('torch' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert ended.stdout.splitlines()[-1] == "False"
