"""Sixteen runs, four good and twelve deliberately bad: the verdict must be right on every one."""

from __future__ import annotations

import pytest
from commands import call, write
from wordfield.inference import chains as chains_module

PAIRS = 'text s : words ~ ngram(learn=["a b", "b a", "a a b", "b b a"], order=2)\nrequire s has 1..4 words\n'
VARIED = PAIRS + "prefer type_token_ratio(s) weight 2\n"
MODES = 'text s : words ~ uniform(["a", "b"])\nrequire s has 6 words\n'
MODES += 'prefer (count(s, "a") == 6 or count(s, "b") == 6) weight 14\n'
LONG = 'text s : words ~ uniform(["a", "b", "c", "d"])\nrequire s has 12 words\nprefer type_token_ratio(s) weight -60\n'
MIRROR = 'text s : words ~ uniform(["ada", "bob", "cat"])\nrequire s has 9 words\nrequire palindrome(s) as mirror\n'
REPLACE = "moves { 100% replace(ngram) }"

GOOD = {
    "solved exactly": PAIRS + "infer { sampler = exact() }",
    "gibbs long enough": VARIED + "infer { sampler = gibbs()  chains = 32  draws = 1000 }",
    "weights that hardly differ": VARIED.replace("weight 2", "weight 0.5")
    + "infer { sampler = importance()  draws = 100 }",
    "rungs that exchange": VARIED + "infer { sampler = parallel_tempering(rungs=4)  chains = 16  draws = 300 }",
}
BAD = {
    "three draws a chain": (VARIED + "infer { sampler = gibbs()  chains = 16  draws = 3 }", "too few to compare"),
    "twenty draws a chain": (VARIED + "infer { sampler = gibbs()  chains = 4  draws = 20 }", "disagree on"),
    "two modes of one score and no way between": (
        MODES + f"infer {{ sampler = mh()  chains = 8  draws = 200  {REPLACE} }}",
        "the commonest text",
    ),
    "all at one start and no way out": (
        MODES + f'infer {{ start = "a a a a a a"  sampler = mh()  chains = 8  draws = 200  {REPLACE} }}',
        "no chain has left",
    ),
    "lengths that hardly change": (
        VARIED.replace("1..4", "1..12")
        + "infer { sampler = mh()  chains = 8  draws = 60  moves { 98% replace(ngram)  2% resize } }",
        "disagree on",
    ),
    "never inside": (MIRROR + "infer { sampler = mh()  chains = 2  warmup = 0 steps  draws = 4 }", "requirement"),
    "a proposal law far from the target": (LONG + "infer { sampler = importance()  draws = 100 }", "weight"),
    "forty weighted draws": (
        VARIED.replace("weight 2", "weight 0.5") + "infer { sampler = importance()  chains = 4  draws = 10 }",
        "400 needed",
    ),
    "no text kept": (
        MIRROR.replace("9 words", "5 words") + "require type_token_ratio(s) > 0.9\n"
        "infer { sampler = rejection()  chains = 1  draws = 1 }",
        "",
    ),
    "few populations": (
        LONG.replace("-60", "-900") + "infer { sampler = smc(particles=8)  chains = 1  draws = 10 }",
        "needed",
    ),
    "a ratio left out on purpose": (
        VARIED + "infer { sampler = mh(hastings=false)  chains = 16  draws = 300 }",
        "does not sample the model",
    ),
}  # fmt: skip


def verdict(capsys, path, *flags):
    ended = call(capsys, "sample", path, "--seed", "3", "--json", "-n", "1", *flags)
    return ended, ended.records[-1] if ended.records else {}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_run_is_called_good(tmp_path, capsys, name):
    ended, summary = verdict(capsys, write(tmp_path, GOOD[name]), "--strict")
    assert summary["verdict"] == "good" and summary["converged"] and ended.code == 0


SLOW = ("no text kept",)  # a million tries


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow) if n in SLOW else n for n in BAD])
def test_a_bad_run_is_not_trusted(tmp_path, capsys, name):
    program, why = BAD[name]
    ended, summary = verdict(capsys, write(tmp_path, program), "--strict")
    if not summary:
        assert ended.code != 0 and ended.err.strip()
        return
    assert summary["verdict"].startswith("do not trust: ") and why in summary["verdict"]
    assert not summary["converged"] and ended.code in (5, 6)


def test_an_interrupted_run_is_not_trusted(tmp_path, capsys, monkeypatch):
    real, steps = chains_module.step, []

    def until(*given, **named):
        steps.append(1)
        if len(steps) > 330:
            raise KeyboardInterrupt
        return real(*given, **named)

    monkeypatch.setattr(chains_module, "step", until)
    ended, summary = verdict(capsys, write(tmp_path, GOOD["gibbs long enough"]))
    assert summary["verdict"] == "do not trust: the run was interrupted" and ended.code == 130
