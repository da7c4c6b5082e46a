"""Small programs solved exactly, against an independent script that lists every text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

sys.path.insert(0, str(Path(__file__).parents[1] / "toys"))
from brute_force import TOYS, main, solved
from twelve import toy
from wordfield.inference.exact import enumerated, solve

SOLVED = ("01", "02", "03", "04", "05", "06", "08", "09", "10", "11")  # by their automaton; the others by listing


@pytest.fixture(params=TOYS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_log_z_and_the_law_are_those_of_brute_force(name):
    graph, (log_z, law) = toy(name), solved(name)
    found = solve(graph, few=100_000)
    assert found.method == ("automaton" if name.startswith(SOLVED) else "enumeration"), graph.reductions
    assert found.log_z == pytest.approx(log_z, abs=1e-9)
    own = dict(zip(graph.strings(found.texts), found.log_probs.tolist(), strict=True))
    assert own.keys() == law.keys()
    assert max(abs(own[text] - law[text]) for text in law) < 1e-9


def test_listing_agrees_with_the_automaton(name):
    graph = toy(name)
    texts, scores = enumerated(graph)
    assert float(torch.logsumexp(scores, 0)) == pytest.approx(solve(graph).log_z, abs=1e-9)
    assert len(set(graph.strings(texts))) == len(texts.length), "two texts are written alike"


def test_the_script_prints_log_z_and_laws(capsys):
    main([])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(TOYS)
    main(["09"])
    first, *texts = capsys.readouterr().out.splitlines()
    assert first.startswith("09_uniform") and len(texts) == len(solved("09_uniform")[1])
