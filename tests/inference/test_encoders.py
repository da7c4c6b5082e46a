"""Classifiers and sentence models from folders, made here at random: their values, their batches, what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from wordfield.inference.classifier import classifier
from wordfield.inference.language import LanguageError
from wordfield.inference.opened import Place
from wordfield.inference.sentences import sentence_model

import wordfield as wf

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "sea", "lamp", "cold", "the", "was"]
TEXTS = ["sea", "the sea was cold", "lamp lamp", "", "nothing known", "the lamp was the sea"]


def save(folder: Path, kind: str, **settings: Any) -> Path:
    """A tiny model of random weights and its tokenizer."""
    import transformers

    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(3)
    config = transformers.BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=12, initializer_range=0.8, **settings,
    )  # fmt: skip
    getattr(transformers, kind)(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("encoders")
    names = ("NEGATIVE", "positive", "neutral")
    labels = {"id2label": dict(enumerate(names)), "label2id": {name: at for at, name in enumerate(names)}}
    save(root / "mood", "BertForSequenceClassification", **labels)
    save(root / "many", "BertForSequenceClassification", problem_type="multi_label_classification", **labels)
    save(root / "score", "BertForSequenceClassification", num_labels=1)
    save(root / "plain", "BertModel")
    cls = root / "cls"
    shutil.copytree(root / "plain", cls)
    (cls / "1_Pooling").mkdir()
    said = {"word_embedding_dimension": 16, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    (cls / "1_Pooling" / "config.json").write_text(json.dumps(said), encoding="utf-8")
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
    (cls / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    dense = root / "dense"
    shutil.copytree(cls, dense)
    modules.append({"idx": 2, "name": "2", "path": "2_Dense", "type": "sentence_transformers.models.Dense"})
    (dense / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return root


def forward(folder: Path, kind: str, text: str) -> Any:
    """The model's own answer to one text, without padding."""
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = getattr(transformers, kind).from_pretrained(folder).eval()
    with torch.no_grad():
        return model(**tokenizer([text], truncation=True, max_length=12, return_tensors="pt"))


@pytest.mark.parametrize("label", ["negative", "positive", "NEUTRAL"])
@pytest.mark.parametrize("name", ["mood", "many"])
def test_a_classifier_gives_the_share_of_a_label(home, name, label):
    opened = classifier(name, label, Place(home))
    opened.ask(TEXTS)
    at = ["negative", "positive", "neutral"].index(label.lower())
    for text in TEXTS:
        logits = forward(home / name, "AutoModelForSequenceClassification", text).logits[0].double()
        wanted = (torch.sigmoid(logits) if name == "many" else torch.softmax(logits, 0))[at]
        assert opened(text) == pytest.approx(float(wanted), abs=1e-5), "padding beside longer texts does not matter"


def test_long_texts_are_cut(home):
    opened = classifier("mood", "positive", Place(home))
    assert opened("sea " * 100) == pytest.approx(opened("sea " * 50), abs=1e-6)


@pytest.mark.parametrize(
    ("name", "label", "says"),
    [
        ("mood", "glad", "no label"),
        ("score", "LABEL_0", "no labels"),
        ("plain", "LABEL_0", "weights are not there"),
        ("nowhere", "x", "no such folder"),
        ("some/where", "x", "--download"),
        ("mood/config.json", "x", "is a file"),
    ],
)
def test_what_cannot_classify_is_refused(home, name, label, says):
    with pytest.raises(LanguageError, match=says):
        classifier(name, label, Place(home))


def test_a_classifier_in_a_program(home):
    m = wf.Model("m", folder=home)
    s = m.text("s", "words", wf.uniform(["sea", "lamp", "cold"]))
    m.require(s.has(words=(1, 2)))
    m.prefer(wf.classify(s, "mood", label="positive"), weight=3, name="mood")
    share = classifier("mood", "positive", Place(home))
    assert m.score("sea cold")["terms"]["mood"] == pytest.approx(3 * share("sea cold"), abs=1e-6)
    hard = wf.Model("hard", folder=home)
    t = hard.text("t", "words", wf.uniform(["sea", "lamp", "cold"]))
    hard.require(t.has(words=(1, 2)))
    values = {text: share(text) for text in ("sea", "lamp", "cold", "sea sea", "sea lamp")}
    bound = sorted(values.values())[2]
    hard.require(wf.classify(t, "mood", label="positive") >= bound)
    found = hard.sample(chains=8, draws=20, seed=1).texts("t").ravel().tolist()
    assert found and all(share(text) >= bound - 1e-9 for text in found)


@pytest.mark.parametrize("name", ["plain", "cls"])
def test_a_sentence_model_pools_as_its_folder_says(home, name):
    opened = sentence_model(name, Place(home))
    opened.ask(TEXTS)
    for text in TEXTS:
        hidden = forward(home / name, "AutoModel", text).last_hidden_state[0].double()
        one = hidden[0] if name == "cls" else hidden.mean(0)
        assert opened(text) == pytest.approx((one / one.norm()).numpy(), abs=1e-5)


def test_similarity_by_embedding(home):
    m = wf.Model("m", folder=home)
    s = m.text("s", "words", wf.uniform(["sea", "lamp", "cold"]))
    m.require(s.has(words=(1, 2)))
    m.factor("like", wf.similarity(s, "sea cold", by="embedding", model="plain"))
    one = sentence_model("plain", Place(home))
    assert m.score("sea cold")["terms"]["like"] == pytest.approx(1, abs=1e-6)
    assert m.score("lamp")["terms"]["like"] == pytest.approx(float(one("lamp") @ one("sea cold")), abs=1e-6)


def test_what_is_no_sentence_model_is_refused(home, monkeypatch):
    monkeypatch.setattr("wordfield.inference.sentences.find_spec", lambda name: None)
    with pytest.raises(LanguageError, match=r"wordfield\[similarity\]"):
        sentence_model("dense", Place(home))
    with pytest.raises(LanguageError, match="no such folder"):
        sentence_model("nowhere", Place(home))
    with pytest.raises(LanguageError, match="--download"):
        sentence_model("sentence-transformers/not-there", Place(home))


@pytest.mark.parametrize("call", ['by="embedding"', 'by="letters"'])
def test_a_wrong_way_is_a_mistake_of_the_program(call):
    with pytest.raises(wf.ProgramError, match=r"`by`|`model`"):
        wf.Model.from_source(f'text s : en ~ lm()\nrequire s has 3 words\nfactor x = similarity(s, "sea", {call})\n')


def test_a_program_names_no_folder_outside_its_own(home, tmp_path):
    path = tmp_path / "m.wf"
    path.write_text(
        f'text s : words ~ uniform(["a"])\nrequire s has 1 words\nfactor x = classify(s, "{home}/mood", label="x")\n',
        encoding="utf-8",
    )
    with pytest.raises(wf.ProgramError, match="outside the program's folder"):
        wf.load(path).sample(seed=1)
