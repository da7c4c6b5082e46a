"""A run whose chains stay outside says which requirement is in the way."""

from __future__ import annotations

from commands import call, write

import wordfield as wf

WORDS = "text s : words ~ uniform(LIST)\n".replace("LIST", '["ada", "bob", "cat"]')
HARD = (
    WORDS + "require s has 3..3 words\nrequire palindrome(s) as mirror\nrequire type_token_ratio(s) > 0.9 as varied\n"
)
SHORT = "infer { sampler = mh()  chains = 8  warmup = 0 steps  draws = 1  seed = 2 }\n"


def test_the_requirement_is_named(tmp_path, capsys):
    ended = call(capsys, "sample", write(tmp_path, HARD + SHORT), "--json", "-n", "8")
    summary = ended.records[-1]
    draws = [one for one in ended.records if one["kind"] == "draw"]
    assert summary["infeasible_chains"] > 0
    assert set(summary["in_the_way"]) <= {"mirror", "varied"} and "mirror" in summary["in_the_way"]
    assert max(summary["in_the_way"].values()) <= summary["infeasible_chains"]
    assert all(one["hard_ok"] for one in draws)
    told = call(capsys, "sample", write(tmp_path, HARD + SHORT), "-n", "8").err
    assert "in the way: `" in told and "`mirror`" in told


def test_nothing_is_in_the_way_of_chains_that_are_inside(tmp_path, capsys):
    program = WORDS + "require s has 3..3 words\ninfer { sampler = mh()  chains = 8  draws = 4  seed = 2 }\n"
    ended = call(capsys, "sample", write(tmp_path, program), "--json")
    assert ended.records[-1]["in_the_way"] == {} and ended.records[-1]["infeasible_chains"] == 0


def test_a_requirement_over_two_texts_is_named():
    """A chain that got in after the warm-up gives no draws, but nothing is in its way any more."""
    program = (
        'text a : words ~ uniform(["ada", "bob", "cat"])\ntext b : words ~ uniform(["ada", "bob", "cat"])\n'
        "require a has 3 words\nrequire b has 3 words\nrequire edits(a, b) == 0 as same\n"
    )
    recipe = "infer { sampler = mh()  chains = 60  warmup = 0 steps  draws = 1  seed = 3 }\n"
    found = wf.Model.from_source(program + recipe).sample()
    units = found.run.texts.units[:, -1]
    outside = int((units[:, :3] != units[:, 4:]).any(1).sum())
    summary = found.summary()
    assert summary["in_the_way"] == {"same": outside} and 0 < outside < summary["infeasible_chains"]
