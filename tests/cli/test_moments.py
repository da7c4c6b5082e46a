"""`expect` on the command line: what is printed, the records, the exit codes."""

from __future__ import annotations

import re

from commands import BASE, call, write

HELD = BASE + 'require s has 2..4 words\nexpect mean(s contains "c") == 40% within 5% as some\n'
FEW = HELD + "infer { sampler = importance()  chains = 8  draws = 5  report = [divergence] }\n"


def test_a_run_that_holds_its_means(tmp_path, capsys):
    path = write(tmp_path, HELD)
    ended = call(capsys, "sample", path, "-n", 3, "--seed", 1, "--strict")
    assert ended.code == 0 and len(ended.out.splitlines()) == 3
    assert re.search(r"`some`: mean \d[\d.]*% ± [\d.]+%, wanted 40% within 5%: met; weight \S+ ± 0", ended.err)
    assert "divergence from the law without `expect`: " in ended.err
    (*_, summary) = call(capsys, "sample", path, "-n", 1, "--seed", 1, "--json").records
    (moment,) = summary["moments"]
    assert moment["met"] and moment["low"] == moment["high"] == 0.4 and abs(moment["mean"] - 0.4) < 0.05
    assert summary["converged"] and summary["divergence"] > 0 and summary["fit"]["settled"]


def test_a_run_that_does_not(tmp_path, capsys):
    ended = call(capsys, "sample", write(tmp_path, FEW), "-n", 3, "--seed", 1, "--strict")
    assert ended.code == 6 and "wanted 40% within 5%: not met" in ended.err and "; weight -" not in ended.err
    again = call(capsys, "sample", write(tmp_path, FEW), "-n", 3, "--seed", 1)
    assert again.code == 0 and again.out == ended.out


def test_the_same_in_chinese(tmp_path, capsys):
    ended = call(capsys, "sample", write(tmp_path, HELD), "-n", 3, "--seed", 1, "--lang", "zh")
    assert "要求40%" in ended.err.replace(" ", "") and "散度" in ended.err and "wanted" not in ended.err


def test_a_program_solved(tmp_path, capsys):
    path = write(tmp_path, HELD)
    (record,) = call(capsys, "exact", path, "--json").records
    (moment,) = record["moments"]
    assert abs(moment["mean"] - 0.4) < 1e-9 and moment["multiplier_error"] == 0 and record["kind"] == "exact"
    assert "weights without error" in call(capsys, "exact", path).err


def test_means_that_cannot_be(tmp_path, capsys):
    clash = HELD + 'expect mean(s contains "c" and s contains "b") == 50%\n'
    ended = call(capsys, "exact", write(tmp_path, clash))
    assert ended.code == 4 and "no weights give these means at once" in ended.err
    never = BASE + "require s has 2..4 words\nexpect mean(length(s)) >= 5\n"
    ended = call(capsys, "sample", write(tmp_path, never))
    assert ended.code == 4 and "error[M006]" in ended.err and "between 2 words and 4 words" in ended.err


def test_what_is_scored_and_certified(tmp_path, capsys):
    path = write(tmp_path, HELD)
    ended = call(capsys, "score", path, "--text", "a b")
    assert "scored without `expect`" in ended.err and "some" not in ended.out
    ended = call(capsys, "certify", path)
    assert ended.code == 0 and "each `expect` has weight 1 here" in ended.err
