"""The embedded transformers: plain Hugging Face folders whose tokenizer cuts texts as the engine does."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"

import math
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from wordfield.inference.embedded import DATA, NAMES, embedded_folder, load_lexicon
from wordfield.inference.language import LanguageError
from wordfield.inference.languages.lm import CausalLanguage
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.render import Renderer
from wordfield.inference.texts import Texts

STYLES = sorted(style for style, name in NAMES.items() if (DATA / f"{name}_causal").is_dir())
GOOD = {"en": ["She wrote a letter from the sea.", "Do you know, my friend, where it is?"], "zh": ["我昨天去了海边。"]}
BAD = {"en": ["Letter the from sea a wrote she.", "Where friend my, is it know you do?"], "zh": ["边海了天去昨我。"]}
PROBES = ["I can't believe it!", "Mr. Smith went home; we didn't.", "Zygotes wobble, strangely: why?"]


@pytest.fixture(scope="module", params=STYLES)
def style(request):
    return request.param


@pytest.fixture(scope="module")
def lexicon(style):
    return Lexicon(load_lexicon(NAMES[style]), style)


def texts_of(lexicon, strings):
    renderer = Renderer(lexicon)
    rows = [renderer.segment(text) for text in strings]
    units = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.int64)
    for number, row in enumerate(rows):
        units[number, : len(row)] = torch.tensor(row)
    return Texts(units, torch.tensor([len(row) for row in rows]))


def random_texts(units, count):
    """Texts of the first so many units, which are the commonest."""
    generator = torch.Generator().manual_seed(0)
    length = torch.randint(1, 12, (count,), generator=generator)
    return Texts(torch.randint(0, units, (count, 12), generator=generator), length)


def test_both_languages_come_along():
    assert "en" in STYLES
    with pytest.raises(LanguageError, match="no causal transformer for `: letters`"):
        embedded_folder("letters", "causal")


@pytest.mark.parametrize("most", [500, 20_000])
def test_a_unit_alone_and_in_its_text_has_the_same_tokens(lexicon, most):
    """The two spellings are one target, for frequent words and for rare ones, which take several tokens."""
    texts = random_texts(min(most, len(lexicon)), 1_000)
    rows = [tuple(row[:size]) for row, size in zip(texts.units.tolist(), texts.length.tolist(), strict=True)]
    one, other = (CausalLanguage(spelling=spelling).load(lexicon, Path(".")) for spelling in ("units", "canonical"))
    assert one.tokens(rows) == other.tokens(rows)


def test_scores_are_those_of_a_plain_forward_pass(style, lexicon):
    folder = embedded_folder(style, "causal")
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder).float()
    scorer = CausalLanguage().load(lexicon, Path("."))
    found = scorer.log_prob(texts_of(lexicon, GOOD[style]))
    for text, score in zip(GOOD[style], found.tolist(), strict=True):
        ids = torch.tensor([tokenizer(text)["input_ids"]])
        with torch.inference_mode():
            logs = model(input_ids=ids[:, :-1]).logits.log_softmax(-1)
        plain = logs.gather(2, ids[:, 1:, None]).double().sum()
        assert score == pytest.approx(float(plain), abs=1e-4)


def test_it_knows_the_language(style, lexicon):
    scorer = CausalLanguage().load(lexicon, Path("."))
    good, bad = (scorer.log_prob(texts_of(lexicon, found[style])) for found in (GOOD, BAD))
    assert bool((good > bad + 10).all())


def test_the_tokenizer_loses_nothing(style):
    tokenizer = AutoTokenizer.from_pretrained(embedded_folder(style, "causal"))
    for text in [*GOOD[style], *(PROBES if style == "en" else [])]:
        assert tokenizer.decode(tokenizer(text)["input_ids"], skip_special_tokens=True) == text


def test_probabilities_of_short_texts_stay_below_one(lexicon):
    scorer = CausalLanguage().load(lexicon, Path("."))
    units = torch.arange(1_000)[:, None]
    total = scorer.log_prob(Texts(units, torch.ones(1_000, dtype=torch.int64))).logsumexp(0)
    assert -15 < float(total) < math.log(1.0 + 1e-6)


@pytest.mark.skipif("zh" not in STYLES, reason="no Chinese model in this version")
def test_verse_is_a_style():
    lexicon = Lexicon(load_lexicon("chinese"), "zh")
    plain, verse = (CausalLanguage(style=style).load(lexicon, Path(".")) for style in ("", "verse"))
    couplet = texts_of(lexicon, ["白云生远岫，明月照空山。"])
    assert float(verse.log_prob(couplet)) > float(plain.log_prob(couplet)) + 10
