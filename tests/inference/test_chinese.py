"""The embedded Chinese trigram: characters, two models of one file, their laws, and settings that name them."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from wordfield.inference.embedded import DATA, load_embedded, load_frequencies, load_lexicon
from wordfield.inference.language import LanguageError
from wordfield.inference.languages.ngram import NGramLanguage

HERE = Path()
MODERN = (
    "我们明天去看电影。",
    "他在学校里学习中文。",
    "你觉得这本书怎么样？",
    "今天的天气很好，我想出去走走。",
    "这座城市有很多公园。",
)
VERSE = (
    "明月出东山，清风入小窗。",
    "白云生远岫，流水绕孤村。",
    "千里故人别，一江秋水寒。",
    "山中无一事，花落鸟声闲。",
)


def models():
    return {"": load_embedded("chinese"), "verse": load_embedded("chinese", "verse")}


def perplexity(model, lines):
    return math.exp(-sum(map(model.log_prob, lines)) / sum(len(line) + 1 for line in lines))


def test_lexicon_is_characters_and_full_width_marks():
    units = load_lexicon("chinese")
    assert 5_900 <= len(units) == len(set(units)) <= 6_007
    assert {"的", "春", "雁", "一", *"，。？！；：、"} <= set(units)
    assert all(len(unit) == 1 and not unit.isascii() for unit in units)
    frequencies = load_frequencies("chinese")
    assert len(frequencies) == len(units)
    assert np.all(np.diff(frequencies) <= 0) and frequencies[-1] > 0


@pytest.mark.parametrize("style", ["", "verse"])
def test_every_node_sums_to_one(style):
    model = models()[style]
    assert model.words == load_lexicon("chinese")
    chance = np.random.default_rng(0)
    nodes = [0, model.start, *range(1, 200), *chance.integers(0, model.nodes, 300).tolist()]
    for node in nodes:
        unknown, at = model.unk_log_prob, node
        while at != 0:
            unknown, at = unknown + model.log_backoff[at], int(model.backoff_to[at])
        total = np.exp(model.conditional(node)).sum() + math.exp(model.log_end[node]) + math.exp(unknown)
        assert total == pytest.approx(1.0, abs=1e-9)


def test_each_model_knows_its_own_text():
    """Lines that the author of this test wrote; the held-out figures are 47 (modern) and 180 (verse)."""
    modern, verse = models()[""], models()["verse"]
    assert perplexity(modern, MODERN) < 60
    assert perplexity(verse, VERSE) < 200
    assert perplexity(verse, MODERN) > 5 * perplexity(modern, MODERN)
    assert perplexity(modern, VERSE) > 5 * perplexity(verse, VERSE)


@pytest.mark.parametrize("style", ["", "verse"])
def test_order_matters(style):
    line = (VERSE if style else MODERN)[0]
    model = models()[style]
    assert model.log_prob(line) > model.log_prob(line[-2::-1] + line[-1]) + 5


def test_verse_goes_on_behind_a_full_stop():
    """Couplets were learned in pairs: behind `。` a second one is about as likely as the end; prose ends there."""
    verse, modern = models()["verse"], models()[""]
    for model, line, low, high in ((verse, VERSE[0], 0.3, 0.8), (modern, MODERN[0], 0.99, 1.0)):
        node = model.start
        for character in line:
            node = model.step(node, model.ids[character])[1]
        assert low <= math.exp(model.log_end[node]) <= high


def test_size():
    names = ("lexicon.txt", "frequencies.txt", "counts.bin")
    assert sum((DATA / f"chinese_{name}").stat().st_size for name in names) < 5e6


@pytest.mark.parametrize("style", ["", "verse"])
def test_loads_quickly_from_a_cold_process(style):
    """Processor time, so that a busy machine does not matter: 0.6 s was measured, 2 s are allowed."""
    code = (
        "import time; from wordfield.inference.embedded import load_embedded; a = time.process_time();"
        f"load_embedded('chinese', {style!r}); print(time.process_time() - a);"
        "import sys; assert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 2.0


def test_the_language_finds_them():
    assert NGramLanguage().units(HERE, "zh") == load_lexicon("chinese")
    assert NGramLanguage(style="verse").units(HERE, "zh") == load_lexicon("chinese")


@pytest.mark.parametrize(
    ("settings", "style"),
    [({"style": "prose"}, "zh"), ({"style": "verse"}, "en"), ({"style": "verse", "learn": ("春",)}, "zh"),
     ({"style": "verse", "file": "x.arpa"}, "zh")],
)  # fmt: skip
def test_a_style_that_it_has_not(settings, style):
    with pytest.raises(LanguageError, match='`style` is "verse", and the embedded model of `: zh` alone has it'):
        NGramLanguage(**settings).units(HERE, style)


def test_other_styles_of_text_have_none():
    with pytest.raises(LanguageError, match="no language model for `: letters`"):
        NGramLanguage().units(HERE, "letters")
    with pytest.raises(ValueError, match="style: got 'verse', english has none"):
        load_embedded("english", "verse")
