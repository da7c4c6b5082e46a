"""Programs of several texts on the command line."""

from __future__ import annotations

import json

from commands import call, write

PAIR = """
text q : words ~ ngram(learn=["red go", "go red", "red red go"], order=2)
text a : words ~ ngram(learn=["go", "red go red"], order=2)
require q has 1..2 words
require a has 1..2 words
require q.words(-1) != a.words(1)
"""


def test_texts_are_lines_and_records_name_them(tmp_path, capsys):
    path = write(tmp_path, PAIR)
    shown = call(capsys, "sample", path, "-n", 3, "--seed", 1)
    blocks = shown.out.rstrip("\n").split("\n\n")
    assert shown.code == 0 and len(blocks) == 3 and all(len(block.split("\n")) == 2 for block in blocks)
    lines = [json.loads(line) for line in call(capsys, "sample", path, "-n", 2, "--seed", 1, "--json").out.splitlines()]
    assert set(lines[0]["lexicon"]) == {"q", "a"}
    assert set(lines[1]["text"]) == {"q", "a"} and set(lines[1]["terms"]) == {"base.q", "base.a"}


def test_score_takes_a_text_each(tmp_path, capsys):
    path = write(tmp_path, PAIR)
    assert call(capsys, "score", path, "--text", "red", "--text", "go").code == 0
    assert call(capsys, "score", path, "--text", "red", "--text", "red").out == "log_score\t-inf\n"
    missing = call(capsys, "score", path, "--text", "red")
    assert missing.code == 2 and "q, a" in missing.err


def test_exact_and_certify(tmp_path, capsys):
    path = write(tmp_path, PAIR)
    answer = json.loads(call(capsys, "exact", path, "--json").out.splitlines()[0])
    assert answer["method"] == "enumeration" and set(answer["texts"][0]["text"]) == {"q", "a"}
    found = [json.loads(line) for line in call(capsys, "certify", path, "--json").out.splitlines()]
    assert all(one["passed"] for one in found if "passed" in one)


def test_each_text_is_proved(tmp_path, capsys):
    path = write(tmp_path, PAIR + 'require a contains all of ["go", "red", "blue"]\n')
    shown = call(capsys, "check", path)
    assert shown.code == 4 and "a" in shown.err
