"""`wordfield sample`: what it prints, its records and its exit codes."""

from __future__ import annotations

import math

import pytest
from commands import CHAINS, STUCK, TOY, TWO_MODELS, UNREACHABLE, call, write
from wordfield.inference import chains as engine

HEADER = {"kind", "v", "model", "seed", "params", "lexicon", "spelling", "versions", "device"}
SUMMARY = {"acceptance", "rhat", "ess", "distinct", "infeasible_chains", "lm_evaluations", "seconds", "verdict"}


def test_plain_output_is_texts_and_nothing_else(tmp_path, capsys):
    ended = call(capsys, "sample", write(tmp_path, TOY), "--seed", 7)
    lines = ended.out.splitlines()
    assert ended.code == 0
    assert len(lines) == 10
    assert all(2 <= len(line.split()) <= 4 and set(line) <= set("abc ") for line in lines)
    assert "seed 7" in ended.err
    assert "good" in ended.err


def test_the_same_seed_gives_the_same_texts(tmp_path, capsys):
    path = write(tmp_path, CHAINS)
    first, second, other = (call(capsys, "sample", path, "--seed", seed).out for seed in (3, 3, 4))
    assert first == second != other


def test_records(tmp_path, capsys):
    ended = call(capsys, "sample", write(tmp_path, CHAINS + "track size = length(s)"), "--json", "-n", 8, "--seed", 1)
    header, *draws, summary = ended.records
    assert header.keys() >= HEADER
    assert (header["kind"], header["v"], header["model"], header["seed"]) == ("header", 1, "toy", 1)
    assert summary.keys() >= SUMMARY
    assert summary["kind"] == "summary"
    assert [draw["chain"] for draw in draws] == [0, 1, 2, 3] * 2
    assert [draw["draw"] for draw in draws] == [11] * 4 + [5] * 4
    for draw in draws:
        assert draw["kind"] == "draw"
        assert draw["hard_ok"] is True
        assert set(draw["terms"]) == {"base", "contains"}
        assert draw["log_score"] == pytest.approx(math.fsum(draw["terms"].values()), abs=1e-9)
        assert draw["track"] == {"size": len(draw["text"]["s"].split())}


def test_how_many(tmp_path, capsys):
    path = write(tmp_path, CHAINS)
    for n, expected in (("all", 48), ("3", 3), ("100", 100)):
        assert len(call(capsys, "sample", path, "-n", n, "--seed", 1).out.splitlines()) == expected
    for n in ("0", "-3", "x", "1.5", "1e3", "9" * 40):
        assert call(capsys, "sample", path, f"-n={n}").code == 2


def test_best_prints_distinct_texts_best_first(tmp_path, capsys):
    found = call(capsys, "sample", write(tmp_path, CHAINS), "--best", "--json", "-n", 5, "--seed", 1).records[1:-1]
    scores = [record["log_score"] for record in found]
    assert scores == sorted(scores, reverse=True)
    assert len({record["text"]["s"] for record in found}) == 5
    assert {record["kind"] for record in found} == {"found"}


def test_a_search_finds_and_does_not_draw(tmp_path, capsys):
    program = TOY + "infer { sampler = gibbs()  chains = 4  anneal = geometric(start=3, stop=0.2, over=20)  keep = 3 }"
    found = call(capsys, "sample", write(tmp_path, program), "--json", "--seed", 1)
    assert [record["kind"] for record in found.records] == ["header", "found", "found", "found", "summary"]
    assert found.records[-1]["rhat"] == {}
    assert found.records[-1]["verdict"] == "found"


def test_weighted_draws(tmp_path, capsys):
    program = TOY + "infer { sampler = importance()  chains = 50  draws = 20 }"
    path = write(tmp_path, program)
    records = call(capsys, "sample", path, "--json", "--seed", 1).records
    assert all(isinstance(record["log_weight"], float) for record in records[1:-1])
    assert records[-1]["log_z"] == pytest.approx(-1.17229, abs=1e-4)
    assert len(call(capsys, "sample", path, "--seed", 1).out.splitlines()) == 10


@pytest.mark.parametrize("sampler", ["exact", "importance", "smc", "ais", "parallel_tempering", "mh", "rejection"])
def test_a_text_whose_score_is_missing_is_no_draw(tmp_path, capsys, sampler):
    program = 'text s : words ~ uniform(["a", "b"])\nrequire s has 1..2 words\n'
    program += 'factor f = -length(s) / count(w == "a" for w in s.words)\n'
    recipe = f"infer {{ sampler = {sampler}()  chains = 20  draws = 4  warmup = 5 sweeps }}\n"
    ended = call(capsys, "sample", write(tmp_path, program + recipe), "--json", "-n", "all", "--seed", 1)
    draws = [one for one in ended.records if one["kind"] == "draw"]
    assert draws and all("a" in one["text"]["s"] and one["log_score"] is not None for one in draws)
    assert all(one.get("log_weight", 0.0) is not None for one in draws)


def test_exit_codes(tmp_path, capsys):
    assert call(capsys, "sample", tmp_path / "missing.wf").code == 1
    assert call(capsys, "sample", tmp_path).code == 1
    assert call(capsys, "sample", write(tmp_path, TOY), "--recipe", "nope").code == 2
    assert call(capsys, "sample", write(tmp_path, TWO_MODELS)).code == 2
    assert call(capsys, "sample", write(tmp_path, TWO_MODELS), "--model", "b", "--seed", 1).code == 0
    assert call(capsys, "sample", write(tmp_path, TOY + "require s has 9 words")).code == 4
    assert call(capsys, "sample", write(tmp_path, UNREACHABLE), "--seed", 1).code == 5
    stuck = call(capsys, "sample", write(tmp_path, STUCK), "--seed", 1, "--strict", "--json")
    assert stuck.code == 6
    assert stuck.records[-1]["verdict"].startswith("do not trust")
    assert call(capsys, "sample", write(tmp_path, STUCK), "--seed", 1).code == 0


def test_an_interrupted_run_keeps_what_there_is(tmp_path, capsys, monkeypatch):
    real, calls = engine.step, []

    def step(*arguments):
        calls.append(1)
        if len(calls) > 80:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(engine, "step", step)
    ended = call(capsys, "sample", write(tmp_path, CHAINS), "--json", "-n", "all", "--seed", 1)
    assert ended.code == 130
    assert 0 < len(ended.records) - 2 < 48
    assert ended.records[-1]["interrupted"] is True
    assert "interrupted" in ended.records[-1]["verdict"]


def test_a_word_of_probability_zero_is_impossible(tmp_path, capsys):
    program = 'text s : words ~ uniform(["a", "b"])\nrequire s has 1..3 words\nrequire s contains "z"'
    ended = call(capsys, "sample", write(tmp_path, program))
    assert ended.code == 4
    assert "no text" in ended.err
    assert not ended.out
