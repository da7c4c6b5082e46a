"""`wordfield certify`: every kernel of a recipe on a small instance."""

from __future__ import annotations

import pytest
from commands import call, write
from wordfield.inference import kernel
from wordfield.inference.certify import TOLERANCE

KEYS = {"kernel", "states", "detailed_balance", "stationarity", "irreducible", "passed"}
GIBBS = "infer { sampler = gibbs() }"
SMALL = 'text s : words ~ ngram(learn=["a b", "b a", "a a b"], order=2)\nrequire s has 1..3 words\n'


def test_every_kernel_passes(tmp_path, capsys):
    ended = call(capsys, "certify", write(tmp_path, SMALL + GIBBS), "--json")
    assert ended.code == 0
    assert all(record.keys() == KEYS for record in ended.records)
    assert all(record["passed"] and record["detailed_balance"] <= TOLERANCE for record in ended.records)
    assert ended.records[-1]["kernel"] == "table"
    assert ended.records[-1]["irreducible"]
    assert {record["states"] for record in ended.records} == {2 + 4 + 8}


def test_a_program_of_any_size_is_shrunk(tmp_path, capsys):
    program = 'text s : words ~ ngram(learn=["a b c d e f g h"], order=2)\nrequire s has 5..20 words\n'
    program += 'require s contains "h"\n'
    program += "infer { sampler = mh()  moves { 50% replace(ngram)  50% swap } }\n"
    ended = call(capsys, "certify", write(tmp_path, program), "--json")
    assert ended.code == 0
    assert all(record["states"] <= 4096 for record in ended.records)
    assert "dropped" in ended.err


@pytest.mark.parametrize("other", ["", 'text t : words ~ uniform(["a", "b"])\nrequire t has 1..2 words\n'])
def test_what_is_checked_text_by_text_and_leaves_nothing_of_an_instance_is_dropped(tmp_path, capsys, other):
    impossible = "require reading_ease(s) < 5 and reading_ease(s) > 900"
    ended = call(capsys, "certify", write(tmp_path, SMALL + impossible + "\n" + other + GIBBS), "--json")
    assert ended.code == 0
    assert f"dropped: {impossible}" in ended.err


def test_a_wrong_kernel_fails(tmp_path, capsys, monkeypatch):
    real = kernel.metropolis

    def biased(stream, graph, state, proposed, log_ratio, *rest):
        return real(stream, graph, state, proposed, log_ratio + 0.05 * (proposed.units[:, 0] - 0.5), *rest)

    monkeypatch.setattr(kernel, "metropolis", biased)
    program = SMALL + "infer { moves { 100% replace(ngram) } }"
    ended = call(capsys, "certify", write(tmp_path, program), "--json")
    assert ended.code == 7
    assert not ended.records[0]["passed"]


@pytest.mark.parametrize("sampler", ["auto", "exact", "importance", "rejection"])
def test_what_stands_in_for_a_sampler_without_kernels_is_named(tmp_path, capsys, sampler):
    path = write(tmp_path, f"{SMALL}infer {{ sampler = {sampler}() }}")
    ended = call(capsys, "certify", path, "--json")
    header, *kernels = ended.records
    assert (header["sampler"], header["kernels_of"]) == (sampler, "gibbs()")
    assert header["note"] in ended.err
    assert f"`{sampler}()`" in header["note"]
    assert all(record.keys() == KEYS for record in kernels)
    first, *lines = call(capsys, "certify", path).out.splitlines()
    assert first == f"certified: the table of gibbs(), not {sampler}()"
    own = write(tmp_path, SMALL + GIBBS, "own.wf")
    ended = call(capsys, "certify", own)
    assert ended.out.splitlines() == lines
    assert "certified here" not in ended.err
