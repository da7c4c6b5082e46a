"""`wordfield exact` and `wordfield score` agree with each other."""

from __future__ import annotations

import math

import pytest
from commands import TOY, call, write


def test_exact_lists_every_text(tmp_path, capsys):
    ended = call(capsys, "exact", write(tmp_path, TOY), "--json", "-n", 5, "--seed", 2)
    first, *draws = ended.records
    assert ended.code == 0
    assert first["kind"] == "exact"
    assert first["method"] in ("automaton", "enumeration")
    assert len(first["texts"]) == 9 + 27 + 81
    assert math.fsum(math.exp(one["log_prob"]) for one in first["texts"]) == pytest.approx(1.0)
    assert [draw["kind"] for draw in draws] == ["draw"] * 5


def test_score_is_log_prob_and_log_z(tmp_path, capsys):
    path = write(tmp_path, TOY)
    exact = call(capsys, "exact", path, "--json").records[0]
    for one in exact["texts"][:5] + exact["texts"][-5:]:
        (found,) = call(capsys, "score", path, "--text", one["text"], "--json").records
        assert found["log_score"] - exact["log_z"] == pytest.approx(one["log_prob"])
        assert found["log_score"] == pytest.approx(math.fsum(found["terms"].values()))


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("a", ["has"]),
        ("a b zzz", ["readable"]),
        ("a  b", ["readable"]),
        (" a b", ["readable"]),
        ("", ["length", "has"]),
    ],
)
def test_an_impossible_text_says_why(tmp_path, capsys, text, failed):
    (found,) = call(capsys, "score", write(tmp_path, TOY), "--text", text, "--json").records
    assert found["hard_ok"] is False
    assert found["failed"] == failed
    assert found["log_score"] is None
    assert set(found["terms"]) == {"base", "contains"} and found["terms"]["contains"] is None


def test_plain_output(tmp_path, capsys):
    path = write(tmp_path, TOY)
    assert call(capsys, "score", path, "--text", "a b").out.splitlines()[0].startswith("log_score\t-")
    assert call(capsys, "score", path, "--text", "a").out == "log_score\t-inf\n"
    assert len(call(capsys, "exact", path).out.splitlines()) == 117
    assert len(call(capsys, "exact", path, "-n", 4, "--seed", 1).out.splitlines()) == 4


def test_too_many_texts_is_said(tmp_path, capsys):
    program = TOY.replace("2..4", "2..30") + 'factor half = 0.5 * share(w == "a" for w in s.words)'
    ended = call(capsys, "exact", write(tmp_path, program))
    assert ended.code == 2
    assert "cannot be solved exactly" in ended.err
