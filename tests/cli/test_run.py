"""`wordfield run` and stored runs: what a file holds, what is never overwritten, what is left of a run that fails."""

from __future__ import annotations

import json
import sys

import pytest
from commands import CHAINS, TOY, call, write
from wordfield.inference import chains as engine
from wordfield.inference import run_file

import wordfield as wf

TRACKED = CHAINS + (
    'track size = length(s)\ntrack chain = s.words(1)\ntrack third = s.words(4)\ntrack even = s contains "a"\n'
    "track parts = s.words\ntrack half = length(s) / 2\n"
)
SEARCH = TOY + (
    "infer { sampler = gibbs()  chains = 4  warmup = 1 sweeps  keep = 3\n"
    "anneal = geometric(start=3, stop=0.2, over=4) }"
)
WEIGHTED = TOY + "infer { sampler = importance()  chains = 5  draws = 4 }"
SEVERAL = (
    'model m { text q : words ~ uniform(["a", "b"])  text r : letters ~ uniform(["x", "茶"])\n'
    "require q has 1..2 words  require r has 2 chars }\ninfer { chains = 2  draws = 3 }\n"
)
MIXTURE = (
    'model m { text s : words ~ uniform(["a", "b", "c"])  require s has 2..3 words\n'
    'mixture t balanced { 70% x { require s contains "a"  prefer s contains "b" as likes }\n'
    '30% y { prefer s contains "c" as loves } } }\n'
    "infer { sampler = gibbs()  chains = 5  draws = 6  warmup = 3 sweeps }\n"
)
FORMATS = (".jsonl", ".nc")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The current folder is an empty one."""
    monkeypatch.chdir(tmp_path)


def netcdf(suffix: str) -> None:
    """Skips where netCDF is asked for and not installed."""
    if suffix == ".nc":
        pytest.importorskip("xarray")
        pytest.importorskip("h5netcdf")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "program",
    [TRACKED, SEARCH, WEIGHTED, SEVERAL, MIXTURE, MIXTURE.replace("balanced", "")],
    ids=["chains", "search", "weights", "two", "balanced", "mixture"],
)
def test_a_stored_run_is_the_run(tmp_path, suffix, program):
    netcdf(suffix)
    run = wf.Model.from_source(program).sample(seed=2)
    run.save(f"a{suffix}")
    found = wf.load_run(f"a{suffix}")
    assert list(found.records()) == [json.loads(json.dumps(one)) for one in run.records()]
    assert str(found) == str(run) and found.verdict == run.verdict
    if "balanced" in program:  # the file holds the draws that keep the shares
        return
    assert found.best(3) == run.best(3)
    for name in run.graph.names:
        assert (found.texts(name) == run.texts(name)).all()
    assert found.log_score == pytest.approx(run.log_score)
    assert found.terms["base" if len(run.graph.names) == 1 else "base.q"].shape == run.shape
    assert (found.log_weights is None) == (run.log_weights is None)
    found.save(f"again{suffix}")
    assert list(wf.load_run(f"again{suffix}").records()) == list(found.records())
    with pytest.raises(ValueError, match="no text of this run"):
        found.texts("nope")


def test_arviz_reads_it(tmp_path, capsys):
    arviz = pytest.importorskip("arviz")
    netcdf(".nc")
    assert call(capsys, "run", write(tmp_path, TRACKED), "-o", "a.nc", "--seed", 4).code == 0
    run = wf.Model.from_source(TRACKED, "toy.wf").sample(seed=4)
    for tree in (arviz.from_netcdf("a.nc"), run.to_arviz(), wf.load_run("a.nc").to_arviz()):
        assert (tree["text"]["s"].values == run.texts("s")).all()
        assert tree["sample_stats"]["log_score"].values == pytest.approx(run.log_score)
        assert tree["terms"]["contains"].values == pytest.approx(run.terms["contains"])
        table = arviz.summary(tree)
        assert {"log_score", "size", "even", "half"} == set(table.index)
        sizes = [len(text.split()) for text in run.texts("s").ravel()]
        assert float(table.loc["size", "mean"]) == pytest.approx(sum(sizes) / len(sizes), abs=1e-3)


def test_run_stores_and_says_so(tmp_path, capsys):
    path = write(tmp_path, CHAINS)
    ended = call(capsys, "run", path, "-o", "a.jsonl", "--seed", 1)
    assert (ended.code, ended.out) == (0, "") and "a.jsonl: 48 texts stored" in ended.err and "R-hat" in ended.err
    printed = call(capsys, "sample", path, "-n", "all", "--json", "--seed", 1)
    stored = list(wf.load_run("a.jsonl").records())
    assert stored[:-1] == printed.records[:-1]
    piped = call(capsys, "run", path, "-o", "-", "--seed", 1)
    assert piped.records[:-1] == stored[:-1]
    again = call(capsys, "run", path, "-o", "a.jsonl", "--seed", 1, "--lang", "zh", "--strict")
    assert "存下了 48 个文本" in again.err and again.code == 6
    assert {one.name for one in tmp_path.iterdir()} == {path.name, "a.jsonl"}


def test_the_recipe_says_where(tmp_path, capsys):
    program = CHAINS.replace("draws = 12", 'draws = 12  store = "a.jsonl"  threads = 1')
    path = write(tmp_path, program)
    assert call(capsys, "run", path, "--seed", 1).code == 0
    stored = list(wf.load_run("a.jsonl").records())
    ended = call(capsys, "sample", path, "-n", 3, "--seed", 1)
    assert len(ended.out.splitlines()) == 3 and "a.jsonl: stored" in ended.err
    assert list(wf.load_run("a.jsonl").records())[:-1] == stored[:-1]
    (tmp_path / "a.jsonl").unlink()
    wf.load(path).sample(seed=1)
    assert list(wf.load_run("a.jsonl").records())[:-1] == stored[:-1]
    assert call(capsys, "run", path, "-o", "b.jsonl", "--seed", 1).code == 0
    assert (tmp_path / "b.jsonl").exists()
    built = wf.Model("toy")
    s = built.text("s", "words", wf.uniform(["a", "b"]))
    built.require(s.has(words=2))
    built.infer(store="c.jsonl", threads=1, draws=5)
    built.sample(seed=1)
    assert len(wf.load_run("c.jsonl").draws) == 80
    assert wf.Model.from_source(built.to_source()).program() == built.program()


def test_other_files_are_left_alone(tmp_path, capsys):
    path = write(tmp_path, CHAINS)
    for name in ("mine.jsonl", "empty.jsonl", "mine.nc"):
        (tmp_path / name).write_text("" if name.startswith("empty") else '{"kind": "poem"}\n')
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "link.jsonl").symlink_to(path)
    for name in ("mine.jsonl", "empty.jsonl", "mine.nc", "folder.jsonl", "link.jsonl", "no/a.jsonl", "a.txt", "a"):
        before = path.read_text()
        ended = call(capsys, "run", path, "-o", name)
        assert ended.code == 2 and ended.err.startswith("error: ") and len(ended.err.splitlines()) == 1, name
        assert path.read_text() == before
    assert (tmp_path / "mine.jsonl").read_text() == '{"kind": "poem"}\n'
    assert call(capsys, "run", path).code == 2


def test_a_program_writes_only_below_the_current_folder(tmp_path, capsys):
    for name in ("../a.jsonl", "/tmp/a.jsonl", "C:a.jsonl", "sub/../../a.jsonl", "..\\\\a.jsonl"):
        path = write(tmp_path, CHAINS.replace("draws = 12", f'draws = 12  store = "{name}"'))
        assert call(capsys, "check", path).code == 3, name
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "out").symlink_to(tmp_path)
    path = write(inner, CHAINS.replace("draws = 12", 'draws = 12  store = "out/a.jsonl"'))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(inner)
        assert call(capsys, "sample", path).code == 2
        with pytest.raises(ValueError, match="leads out of"):
            wf.load(path).sample(seed=1)
    assert not (tmp_path / "a.jsonl").exists()


def test_what_is_missing_is_said_before_the_run(tmp_path, capsys, monkeypatch):
    real = run_file.find_spec
    monkeypatch.setattr(run_file, "find_spec", lambda name: None if name in run_file.LIBRARIES else real(name))
    path = write(tmp_path, CHAINS)
    ended = call(capsys, "run", path, "-o", "a.nc")
    assert ended.code == 2 and "pip install 'wordfield[arviz]'" in ended.err and "compiling" not in ended.err
    chinese = call(capsys, "run", path, "-o", "a.nc", "--lang", "zh")
    assert "需要 `xarray`, `h5netcdf`, `h5py`" in chinese.err and "pip install 'wordfield[arviz]'" in chinese.err
    with pytest.raises(ValueError, match="pip install"):
        wf.load_run("a.nc")


def test_an_interrupted_run_is_stored(tmp_path, capsys, monkeypatch):
    real, calls = engine.step, []

    def step(*arguments):
        calls.append(1)
        if len(calls) > 80:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(engine, "step", step)
    ended = call(capsys, "run", write(tmp_path, CHAINS), "-o", "a.jsonl", "--seed", 1)
    assert ended.code == 130 and "what there was until then is stored" in ended.err
    found = wf.load_run("a.jsonl")
    assert 0 < len(found.draws) < 48 and found.summary()["interrupted"] is True


def test_a_full_disk_loses_nothing(tmp_path, capsys, monkeypatch):
    path = write(tmp_path, CHAINS.replace("draws = 12", 'draws = 12  store = "a.jsonl"'))
    call(capsys, "run", path, "-o", "a.jsonl", "--seed", 1)
    before = (tmp_path / "a.jsonl").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device", "a.jsonl")

    monkeypatch.setattr(run_file.os, "replace", full)
    ended = call(capsys, "run", path, "-o", "a.jsonl", "--seed", 1)
    assert ended.code == 1 and "No space left" in ended.err and "follows on standard output" in ended.err
    assert len(ended.records) == 50
    sampled = call(capsys, "sample", path, "-n", 3, "--seed", 1)
    assert sampled.code == 1 and len(sampled.out.splitlines()) == 3
    assert (tmp_path / "a.jsonl").read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {path.name, "a.jsonl"}


def test_threads_are_those_of_the_recipe(tmp_path):
    import torch

    seen = []
    built = wf.Model("m")
    s = built.text("s", "words", wf.uniform(["a", "b"]))
    built.require(s.has(words=2))
    built.factor("looked", lambda texts: seen.append(torch.get_num_threads()) or [0.0] * len(texts), s)
    built.infer(threads=3, sampler=wf.gibbs(), chains=2, draws=5, warmup=1)
    before = torch.get_num_threads()
    built.sample(seed=1)
    assert set(seen) == {3} and torch.get_num_threads() == before


def test_nothing_that_is_stored_has_been_rounded(tmp_path):
    """Values of every kind, and chains that gave no draw."""
    netcdf(".nc")
    draw = {"text": {"s": ""}, "log_score": None, "terms": {"base": 0.1}, "hard_ok": True}
    header = {"kind": "header", "v": 1, "versions": {"wordfield": "0.1.0"}, "params": {"l": ["x" * 70_000]}}
    draws = [
        {"kind": "draw", "chain": 2, "draw": 0, **draw, "track": {"n": 2**60, "mix": 1, "none": None}},
        {"kind": "draw", "chain": 5, "draw": 3, **draw, "track": {"n": -1, "mix": 'a\n茶\t"', "none": None}},
    ]
    records = [header, *draws, {"kind": "summary", "verdict": "good"}]
    run_file.write(run_file.Path("a.nc"), records)
    assert run_file.read(run_file.Path("a.nc")) == records
    assert wf.load_run("a.nc").texts().shape == (2, 2)
    run_file.write(run_file.Path("none.nc"), [header, records[-1]])
    assert run_file.read(run_file.Path("none.nc")) == [header, records[-1]]
    assert "xarray" not in sys.modules or wf.load_run("none.nc").draws == []


def test_pages_of_settings_and_commands(capsys):
    """Every setting has one, and so has the command; what a page shows is a recipe that checks."""
    from wordfield.dsl import planned
    from wordfield.dsl.setting_pages import PAGES

    assert planned.SETTINGS.keys() == PAGES.keys()
    listed = call(capsys, "explain").out
    for name, (written, text) in PAGES.items():
        assert wf.Model.from_source(f"{TOY}infer {{ {written} }}").program().warnings == (), name
        assert f"infer {{ {written} }}" in call(capsys, "explain", name).out and f"\n  {name}" in listed
        assert text.split("\n")[0] in call(capsys, "explain", name).out
    assert "command wordfield run" in call(capsys, "explain", "run").out
    both = call(capsys, "explain", "exact").out
    assert "sampler exact(" in both and "command wordfield exact" in both
    assert "did you mean `checkpoint`" in call(capsys, "explain", "checkpont").err
