"""Bad input of every kind: one clear message, the right exit code, never a traceback."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import types

import pytest
from commands import BASE, TOY, call, write

ARPA = "\\data\\\nngram 1=2\n\n\\1-grams:\nfoo bar\n"
PROGRAMS = {
    "empty": ("", 3, "has no text"),
    "no model": ("let x = 3", 3, "has no text"),
    "too long": ("text s : en ~ lm()\nrequire s has 1..1000000 words", 3, "the limit is"),
    "pattern": (BASE + "require s matches /.*a.{20}/", 3, "too large"),
    "arpa": ('text s : words ~ ngram("bad.arpa")\nrequire s has 2 words', 3, "bad.arpa"),
    "no arpa": ('text s : words ~ ngram("none.arpa")\nrequire s has 2 words', 3, "none.arpa"),
    "outside": ('text s : words ~ ngram("../x.arpa")\nrequire s has 2 words', 3, "outside"),
    "no tokenizer": ('text s : en ~ lm("./model")\nrequire s has 2..3 words', 3, "tokenizer"),
    "not fetched": ('text s : en ~ lm("nobody/nothing")\nrequire s has 2..3 words', 3, "--download"),
    "later": (BASE + "require s has 2 words\nprefer coherence(s) weight 2", 3, "not available"),
    "one side": (BASE + "require s has 2..3 words\ninfer { moves { 100% insert } }", 3, "delete"),
    "no value": ("param k: int in 1..5\n" + BASE + "require s has k words", 2, "--set"),
    "no units": ("text s : words ~ uniform([])\nrequire s has 1 words", 3, "which units"),
    "weight": (BASE + 'require s has 2 words\nprefer s contains "a" weight 1e300', 3, "a weight is too large"),
    "factor": (BASE + "require s has 2 words\nfactor f = 1e300 * length(s)", 3, "this number is too large"),
    "impossible": (BASE + "require s has 2..3 words\nrequire s matches /x+/", 4, "no text can satisfy"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name, tmp_path, capsys):
    text, code, said = PROGRAMS[name]
    (tmp_path / "bad.arpa").write_text(ARPA)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text('{"model_type": "gpt2"}')
    ended = call(capsys, "sample", write(tmp_path, text), "--seed", 1)
    assert ended.code == code
    assert said in ended.err
    assert not ended.out


@pytest.mark.parametrize("command", ["check", "sample", "exact", "fmt", "certify"])
def test_files(command, tmp_path, capsys):
    (tmp_path / "binary.wf").write_bytes(bytes(range(256)) * 4)
    assert call(capsys, command, tmp_path / "missing.wf").code == 1
    assert call(capsys, command, tmp_path).code == 1
    assert call(capsys, command, tmp_path / "binary.wf").code == 3


@pytest.mark.parametrize(
    "flags",
    [
        ("--set", "k"), ("--set", "nobody=3"), ("--set", "k=99"), ("--set", "k=x"), ("--set", "k=1", "--set", "k=2"),
        ("--recipe", "none"), ("--model", "none"), ("--chains", "0"), ("--seed", "-1"), ("--seed", "x"),
        ("--threads", "0"), ("--lang", "fr"), ("--device", "abacus"), ("--nonsense",),
    ],
)  # fmt: skip
def test_flags(flags, tmp_path, capsys):
    program = write(tmp_path, "param k: int in 1..5 = 2\n" + BASE + "require s has k words")
    ended = call(capsys, "sample", program, *flags)
    assert ended.code == 2
    assert ended.err.strip()


def test_standard_input(capsys, monkeypatch):
    for command in ("check", "sample", "exact", "fmt"):
        monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(buffer=io.BytesIO(TOY.encode())))
        assert call(capsys, command, "-").code == 0


def test_pages(capsys):
    for name in ("S020", "contains", "gibbs", "replace", "ngram"):
        assert call(capsys, "explain", name).out
    assert "did you mean `contains`" in call(capsys, "explain", "contain").err


def test_alone_it_shows_the_commands(capsys):
    ended = call(capsys)
    assert ended.code == 0
    assert all(f"wordfield {name} " in ended.out for name in ("check", "fmt", "sample", "exact", "score", "certify"))


def test_doctor(capsys):
    ended = call(capsys, "doctor")
    assert ended.code == 0
    for word in ("torch", "device", "threads", "model english", "extra gemma", "parser tables", "hub cache"):
        assert word in ended.out


def test_a_crash_of_ours_is_one_line(tmp_path, capsys, monkeypatch):
    from wordfield.dsl import driver

    from wordfield.__main__ import main

    def broken(*_):
        raise RuntimeError("the floor gave way")

    monkeypatch.setattr(driver, "planned", broken)
    monkeypatch.delenv("WORDFIELD_TRACEBACK", raising=False)
    assert main(["sample", str(write(tmp_path, TOY))]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("internal error: RuntimeError: the floor gave way")


def test_a_closed_pipe_is_no_error(tmp_path):
    command = f'"{sys.executable}" -m wordfield exact "{write(tmp_path, TOY)}" | head -n 1; echo ${{PIPESTATUS[0]}}'
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, env=dict(os.environ))
    assert "Traceback" not in ended.stderr
    assert ended.stdout.splitlines()[-1] == "0"


def test_a_checkout_without_installing_says_what_to_do(tmp_path):
    (tmp_path / "wordfield").symlink_to(os.path.dirname(sys.modules["wordfield"].__file__ or ""))
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.meta_path = [f for f in sys.meta_path if"
    code += " 'editable' not in str(f).lower()]; import wordfield"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert "pip install -e ." in ended.stderr
