"""Quatrains and couplets that the examples draw, judged by another table than the program's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import verse
from wordfield.inference.lexicons.characters import level, pingshui

import wordfield as wf

EXAMPLES = Path(__file__).parents[2] / "examples"
PATTERNS = {
    "07_wuyan": ("中仄平平仄", "平平仄仄平", "中平平仄仄", "中仄仄平平"),
    "15_qiyan": ("中平中仄平平仄", "中仄平平仄仄平", "中仄中平平仄仄", "中平中仄仄平平"),
}
FAMOUS = ("白日依山尽黄河入海流", "仄仄平平仄平平仄仄平"), ("危楼高百尺手可摘星辰", "平平平仄仄仄仄仄平平")


@pytest.mark.parametrize(("verses", "tones"), FAMOUS)
def test_the_judge_reads_known_verses(verses, tones):
    assert verse.judged(verses, tones) == []
    flipped = tones.translate(str.maketrans("平仄", "仄平"))
    assert len(verse.judged(verses, flipped)) > len(verses) / 2


def test_the_judge_knows_rhymes():
    assert verse.rhyme("流", "楼") and verse.rhyme("家", "花") and verse.rhyme("间", "山")
    assert not verse.rhyme("天", "中") and not verse.rhyme("流", "山")


def held(found: list[str]) -> list[str]:
    """Objections to characters that have one tone only; the others are printed."""
    print(sorted(found))
    return [one for one in found if len(level(one[1])) < 2]


def texts(example: str, name: str) -> list[str]:
    """The draws of an example that count."""
    result = wf.load(EXAMPLES / f"{example}.wf").sample(seed=7)
    return [record["text"][name] for record in result.draw_records(None)]


@pytest.mark.slow
@pytest.mark.parametrize("name", PATTERNS)
def test_every_quatrain_passes(name):
    drawn = texts(name, "诗")
    assert len(drawn) >= 20
    for text in drawn:
        lines = re.findall(r"\w+", text)
        assert len(set("".join(lines))) == len("".join(lines)), text
        found = [
            one for line, pattern in zip(lines, PATTERNS[name], strict=True) for one in verse.judged(line, pattern)
        ]
        ends = lines[1][-1], lines[3][-1]
        assert held(found) == [], text
        assert verse.rhyme(*ends) or max(len(pingshui(one)) for one in ends) > 1, text


@pytest.mark.slow
def test_every_couplet_passes():
    upper = "春风入户千家暖"
    opposite = {True: "仄", False: "平"}
    pattern = "".join(opposite[verse.is_level(c)] if at in (2, 4, 6) else "中" for at, c in enumerate(upper, 1))
    drawn = texts("08_duilian", "下联")
    assert len(drawn) >= 100
    for lower in drawn:
        assert len(lower) == len(set(lower)) == 7 and not set(lower) & set(upper)
        assert held(verse.judged(lower, pattern[:6] + "平")) == [], lower
