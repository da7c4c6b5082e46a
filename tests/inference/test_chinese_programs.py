"""Chinese programs against a script that lists every text: shape, lengths in characters, templates, certificates."""

from __future__ import annotations

import math
import re
from itertools import product
from pathlib import Path

import pytest
from commands import call, write
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.source import Source
from wordfield.inference.estimate import learn
from wordfield.inference.exact import solve
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.render import Renderer
from wordfield.inference.scope import Scope
from wordfield.inference.shape import shape_of

HERE = Path(__file__).parent
LINES = ("春风来。", "春来，风来。", "风来了，春来了。", "来了？", "春风了。")
UNITS = tuple(dict.fromkeys("".join(LINES)))
MODEL = learn([list(line) for line in LINES], 3)
QUOTED = ", ".join(f'"{line}"' for line in LINES)
BASE = f"ngram(learn=[{QUOTED}])"
SHAPED = re.compile("[春风来了]([，。？]?[春风来了])*[。？]?")
TEMPLATED = re.compile("[春风来了]([，。？]?[春风来了])*[，。？]?")

PROGRAMS = {  # program -> what its texts are, longest text
    f"text s : zh ~ {BASE}\nrequire s has 2..4 chars": (lambda t: 2 <= len(t) <= 4, SHAPED, 4),
    f'text s : zh ~ {BASE}\nrequire s has 5 chars\nrequire s contains "春风"': (
        lambda t: len(t) == 5 and "春风" in t, SHAPED, 5),
    f"text s : zh ~ {BASE}\nrequire s has 2..5 chars\nrequire length(s) == 3": (
        lambda t: len(re.sub("[，。？]", "", t)) == 3 and len(t) <= 5, SHAPED, 5),
    f'text s : zh = "{{a:2 chars}}，{{b:2 chars}}。" ~ {BASE}\nrequire s.b.chars(1) == "风"': (
        lambda t: len(t) == 6 and t[2] == "，" and t[5] == "。" and t[3] == "风", TEMPLATED, 6),
    f'text s : zh = "{{a:2..3 chars}}，" ~ {BASE}': (
        lambda t: 3 <= len(t) <= 4 and t[-1] == "，", TEMPLATED, 4),
    f'text s : zh ~ {BASE}\nrequire s matches /\\w{{2}}，\\w{{2}}[。？]/\nforbid s contains "了"': (
        lambda t: re.fullmatch(r"\w{2}，\w{2}[。？]", t) and "了" not in t, SHAPED, 6),
    f'text s : zh ~ {BASE[:-1]}, power=2)\nrequire s has 1..3 chars\nprefer s contains "风" weight 1.5': (
        lambda t: len(t) <= 3, SHAPED, 3),
}  # fmt: skip


def compiled(program):
    return compile_model(elaborate(check_source(Source("zh.wf", program), HERE)), HERE)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.split("\n", 1)[-1][:40])
def test_the_law_is_that_of_the_list(program):
    holds, shape, longest = PROGRAMS[program]
    texts = ["".join(units) for size in range(1, longest + 1) for units in product(UNITS, repeat=size)]
    power, weight = (2.0 if "power" in program else 1.0), (1.5 if "prefer" in program else 0.0)
    law = {
        text: power * MODEL.log_prob(text) - weight * ("风" not in text)
        for text in texts
        if shape.fullmatch(text) and holds(text)
    }
    log_z = math.log(sum(map(math.exp, law.values())))
    graph = compiled(program)
    found = solve(graph, few=100_000)
    assert found.log_z == pytest.approx(log_z, abs=1e-9)
    own = dict(zip(graph.host.strings(found.texts), found.log_probs.tolist(), strict=True))
    assert own.keys() == law.keys()
    assert max(abs(own[text] - law[text] + log_z) for text in law) < 1e-9


@pytest.mark.parametrize(
    ("text", "sentence", "templated"),
    [("春风。", True, True), ("春，风", True, True), ("春风，", False, True), ("春，，风", False, False),
     ("，春", False, False), ("“春。”风。", True, True), ("“春风", False, False), ("《春》风", True, True),
     ("春。，", False, False), ("春、", False, True), ("“春，”", True, True)],
)  # fmt: skip
def test_the_shape_of_a_chinese_sentence(text, sentence, templated):
    scope = Scope(Renderer(Lexicon(tuple("春风，。、“”《》"), "zh")))
    units = [scope.lexicon.index[character] for character in text]
    assert shape_of(scope, templated=False).accepts(units) == sentence
    assert shape_of(scope, templated=True).accepts(units) == templated


def test_the_shape_can_be_lifted():
    free = compiled(f'text s : zh ~ {BASE[:-1]}, shape="free")\nrequire s has 2 chars')
    assert len(solve(free).texts.length) == len(UNITS) ** 2


def test_verse_and_modern_give_one_list_of_texts_two_laws():
    laws = []
    for style in ("", 'style="verse", '):
        graph = compiled(
            f'text s : zh ~ ngram({style}lexicon=["春", "风", "明", "月", "，", "。"])\n'
            'require s has 3..5 chars\nrequire s contains "明月"'
        )
        found = solve(graph, few=1_000)
        laws.append(dict(zip(graph.host.strings(found.texts), found.log_probs.tolist(), strict=True)))
    assert laws[0].keys() == laws[1].keys()
    assert all("明月" in text for text in laws[0])
    assert max(abs(laws[0][text] - laws[1][text]) for text in laws[0]) > 0.1


def test_every_kernel_keeps_the_law(tmp_path, capsys):
    program = (
        'text s : zh ~ ngram(lexicon=["春", "天", "我", "，", "。"])\nrequire s has 2..4 chars\n'
        'require s contains any of ["春天", "我"]\nprefer s contains "春" weight 1\ninfer { sampler = gibbs() }\n'
    )
    ended = call(capsys, "certify", write(tmp_path, program), "--json")
    assert ended.code == 0
    assert ended.records[-1]["kernel"] == "table" and ended.records[-1]["irreducible"]
    assert all(record["passed"] and record["states"] > 100 for record in ended.records)
