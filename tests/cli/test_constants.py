"""Conditions that read no text: decided when a program is checked, as far as they need no model."""

from __future__ import annotations

import pytest
from commands import call, write

import wordfield as wf

HEAD = 'text s : words ~ uniform(["sea", "lamp"])\nrequire s has 1 words\n'

NEVER = [
    'require rhyme("zzxq", "sea")',
    'require not rhyme("zzxq", "sea")',
    'forbid syllables("zzxq") >= 3',
    'require not (syllables("zzxq") >= 0)',
    'require tones("a", "平")',
]
ALWAYS = [
    'require not rhyme("sea", "off")',
    'require rhyme("sea", "off") implies syllables("zzxq") >= 3',
    'require rhyme("sea", "key") or not rhyme("zzxq", "sea")',
    'forbid syllables("sea") >= 3',
]


@pytest.mark.parametrize("line", NEVER)
def test_what_is_unknown_is_never_met(tmp_path, capsys, line):
    ended = call(capsys, "check", write(tmp_path, f"{HEAD}{line}\n"))
    assert ended.code == 4 and "S020" in ended.err


@pytest.mark.parametrize("line", ALWAYS)
def test_what_holds_of_all_texts_is_no_hindrance(tmp_path, capsys, line):
    assert call(capsys, "check", write(tmp_path, f"{HEAD}{line}\n")).code == 0


def test_a_model_is_asked_of_a_string_when_the_program_is_compiled(tmp_path):
    lines = 'track one = logprob("sea")\ntrack two = logprob("sea lamp", uniform(["sea", "lamp", "on", "off"]))\n'
    terms = wf.load(write(tmp_path, HEAD + lines)).score("sea")["track"]
    assert terms["one"] == pytest.approx(-0.693147, abs=1e-5) and terms["two"] == pytest.approx(-2.772589, abs=1e-5)
