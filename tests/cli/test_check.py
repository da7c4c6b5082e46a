"""`wordfield check` and `fmt`: mistakes, proofs, formats, speed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from commands import BASE, TOY, call, write
from wordfield.dsl.diagnostics import report
from wordfield.dsl.examine import examine
from wordfield.grammar.proofs import PROOFS

BAD = Path(__file__).parents[1] / "programs" / "bad"
PROGRAMS = sorted(path for path in BAD.glob("*.wf") if path.name[:4] in PROOFS)
CLASH = BASE + (
    'require s has 2..3 words\nrequire s contains "c"\nrequire s.words(1) == "b"\nforbid s.words(2) == "c"\n'
    'forbid s.words(3) == "c"\nforbid s contains "zzz"\n'
)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_the_report_of_a_proof(path):
    examined = examine(str(path))
    written = report(examined.diagnostics, examined.source).replace(str(path), path.name)
    assert written + "\n" == path.with_suffix(".expected").read_text("utf8")
    assert path.name[:4] in {diagnostic.code for diagnostic in examined.diagnostics}


def test_every_proof_has_a_program():
    assert {path.name[:4] for path in PROGRAMS} == set(PROOFS)


def test_a_clash_is_minimal(tmp_path, capsys):
    ended = call(capsys, "check", write(tmp_path, CLASH), "--format", "json")
    (found,) = json.loads(ended.out)
    assert ended.code == 4
    assert found["code"] == "S020"
    assert [label["line"] for label in found["labels"]] == [2, 3, 4, 5, 6]
    lines = CLASH.splitlines()
    for gone in range(1, 6):
        fewer = "\n".join(line for number, line in enumerate(lines) if number != gone)
        assert call(capsys, "check", write(tmp_path, fewer)).code == 0


def test_good_programs(tmp_path, capsys):
    first, second = write(tmp_path, TOY), write(tmp_path, TOY, "other.wf")
    ended = call(capsys, "check", first, second, "-v")
    assert ended.code == 0
    assert not ended.out
    assert "for example" in ended.err
    assert call(capsys, "check", first, "--format", "json").out == "[]\n"


def test_exit_codes(tmp_path, capsys):
    broken = write(tmp_path, TOY + "require s containz 3", "broken.wf")
    empty = write(tmp_path, CLASH, "empty.wf")
    assert call(capsys, "check", broken).code == 3
    assert call(capsys, "check", empty, broken).code == 3
    assert call(capsys, "check", empty, write(tmp_path, TOY)).code == 4
    assert call(capsys, "check", tmp_path / "missing.wf", broken).code == 1
    assert call(capsys, "check", broken, "--format", "xml").code == 2


def test_fmt(tmp_path, capsys):
    ugly = write(tmp_path, 'require   s has 3 words   # three\ntext s:words~uniform(["a","b"])')
    ended = call(capsys, "fmt", ugly)
    assert ended.code == 0
    assert "# three" in ended.out
    assert call(capsys, "fmt", "--check", ugly).code == 3
    assert call(capsys, "fmt", "--write", ugly).code == 0
    assert ugly.read_text("utf8") == ended.out
    assert call(capsys, "fmt", "--check", ugly).code == 0
    assert call(capsys, "fmt", write(tmp_path, "require s has")).code == 3


def test_check_does_not_load_torch(tmp_path):
    path = write(tmp_path, 'text s : en ~ lm()\nrequire s has 6..9 words\nrequire s contains "sea"\n')
    code = f"import sys; from wordfield.__main__ import main; main(['check', {str(path)!r}, '--format', 'json']);"
    code += "print(sorted({'torch', 'pyro', 'transformers', 'rich'} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.splitlines() == ["[]", "[]"]


def test_check_loads_only_the_features_that_a_program_names(tmp_path):
    path = write(tmp_path, 'text s : en ~ uniform(["a", "b"])\nrequire s contains "a"\ntrack n = length(s)\n')
    code = f"import sys; from wordfield.__main__ import main; main(['check', {str(path)!r}]);"
    code += "print(sorted(n[29:] for n in sys.modules if n.startswith('wordfield.inference.features.')))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert set(ended.stdout.split("'")[1::2]) == {"contains", "length"}
