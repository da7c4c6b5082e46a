"""Features and functions of one's own: their contract, `extern` in files and from Python, values from files."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pytest
from commands import call
from wordfield.inference.feature import Feature, Text
from wordfield.inference.opened import Opened
from wordfield.inference.outside import Outside
from wordfield.inference.run import RunError

import wordfield as wf

PROGRAM = """wordfield 1
extern vowels(t: text, which: string) -> score = python("own_vowels_%s:vowels", batch=3)
extern short(t: text) -> bool = python("own_vowels_%s:short")
model m {
  text s : words ~ uniform(["sea", "a", "lamp", "on"])
  require s has 1..2 words
  require short(s)
  prefer vowels(s, "a") weight 1
  track first = vowels(s.words(1), "e")
}
infer { sampler = gibbs()  chains = 20  warmup = 20 sweeps  draws = 20 }
"""
MODULE = """
calls = []
def vowels(texts, which):
    calls.append(list(texts))
    return [float(text.count(which)) for text in texts]
def short(texts):
    return [len(text) <= 6 for text in texts]
"""


@pytest.fixture
def program(tmp_path, request):
    """A program beside its module; each test has a module of its own name."""
    name = request.node.name.split("[")[0]
    (tmp_path / f"own_vowels_{name}.py").write_text(MODULE, encoding="utf-8")
    path = tmp_path / "m.wf"
    path.write_text(PROGRAM.replace("%s", name), encoding="utf-8")
    yield path
    sys.modules.pop(f"own_vowels_{name}", None)


def test_a_file_calls_python_where_it_may(program):
    result = wf.load(program, allow_python=True).sample(seed=3)
    texts = result.texts("s").ravel().tolist()
    assert len(texts) == 400 and all(len(text) <= 6 for text in texts)
    calls = sys.modules["own_vowels_test_a_file_calls_python_where_it_may"].calls
    assert max(map(len, calls)) <= 3, "batch"
    whole = [text for call in calls for text in call]
    assert max(map(whole.count, whole)) <= 2, "each text once for each letter"


def test_the_law_is_that_of_the_function(program):
    exact = wf.load(program, allow_python=True)
    logs = {text: exact.log_prob(text) for text in ("a", "a a", "sea a", "on", "lamp on")}
    assert logs["a"] - logs["on"] == pytest.approx(1) and logs["a a"] - logs["sea a"] == pytest.approx(0)
    assert logs["lamp on"] == -np.inf


def test_without_leave_it_does_not_run(program, capsys):
    with pytest.raises(wf.ProgramError, match="--allow-python"):
        wf.load(program).sample(seed=3)
    done = call(capsys, "sample", str(program), "-n", "2")
    assert done.code == 3 and "--allow-python" in done.err
    assert call(capsys, "check", str(program)).code == 0


def test_with_leave_the_command_runs(program, capsys):
    done = call(capsys, "sample", str(program), "-n", "5", "--seed", "1", "--allow-python")
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 5 and all(len(line) <= 6 for line in done.out.splitlines())


def test_the_twin_in_python(program):
    m = wf.Model("m", folder=program.parent)
    vowels = m.extern("vowels", {"t": "text", "which": "string"}, "score", "own_vowels_test_the_twin_in_python:vowels")
    s = m.text("s", "words", wf.uniform(["sea", "a"]))
    m.require(s.has(words=1))
    m.prefer(vowels(s, "a"), weight=2)
    assert m.log_prob("a") - m.log_prob("sea") == pytest.approx(0)
    assert "extern vowels(t: text, which: string) -> score" in m.to_source()


@pytest.mark.parametrize(
    ("python", "says"),
    [
        ("no_such_module_here:f", "cannot be imported"),
        ("math:no_such", "cannot be imported"),
        ("math:pi", "is no function"),
    ],
)
def test_what_cannot_be_opened_is_said(tmp_path, python, says):
    path = tmp_path / "m.wf"
    path.write_text(
        f'extern f(t: text) -> score = python("{python}")\ntext s : words ~ uniform(["a"])\n'
        "require s has 1 words\nfactor x = f(s)\n",
        encoding="utf-8",
    )
    with pytest.raises(wf.ProgramError, match=says):
        wf.load(path, allow_python=True).sample(seed=1)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('extern f(t: text) -> score = python("module")', "out of range"),
        ('extern f(t: text) -> score = python("m:f", batch=0)', "batch"),
        ('extern f(t: text) -> text = python("m:f")', "result"),
        ('extern f(t: text) -> score = ruby("m:f")', "python"),
        ('extern f(t: texto) -> score = python("m:f")', "texto"),
    ],
)
def test_a_wrong_declaration_is_a_mistake(line, code):
    with pytest.raises(wf.ProgramError):
        wf.Model.from_source(f'{line}\ntext s : words ~ uniform(["a"])\nrequire s has 1 words\nfactor x = f(s)\n')


@pytest.mark.parametrize(
    ("result", "answer"),
    [("score", [float("nan")]), ("score", ["a"]), ("score", [1.0, 2.0]), ("bool", [1]), ("int", [1.5]),
     ("string", [1]), ("real", [float("inf")]), ("score", None)],
)  # fmt: skip
def test_a_wrong_answer_stops_the_run(result, answer):
    outside = Outside("f", "m:f", (True,), result)
    with pytest.raises(RunError, match="m:f"):
        outside._batched(lambda texts: answer)([("one",)])


def test_opened_things_remember():
    seen: list[list[str]] = []
    opened = Opened("f", lambda some: seen.append(list(some)) or [len(one) for one in some], batch=2)
    opened.ask(["a", "bb", "a", "ccc"])
    assert [opened("a"), opened("bb"), opened("ccc")] == [1, 2, 3] and seen == [["a", "bb"], ["ccc"]]


# ---- the contract


def _vowels(texts: list[str]) -> list[float]:
    return [float(sum(text.count(v) for v in "aeiou")) for text in texts]


def test_a_good_function_passes():
    assert wf.check_feature(_vowels, "One more.") > 5
    assert wf.check_feature(
        lambda texts, letter: [text.startswith(letter) for text in texts], result="bool", letter="T"
    )


counter = iter(range(10**9))
BAD = {
    "depends on its neighbours": lambda texts: [float(len(texts))] * len(texts),
    "depends on the order": lambda texts: [float(at) for at, _ in enumerate(texts)],
    "random": lambda texts: [float(next(counter)) for _ in texts],
    "not finite": lambda texts: [float("-inf")] * len(texts),
    "too few": lambda texts: [1.0],
    "a string": lambda texts: ["1"] * len(texts),
    "raises": lambda texts: [1.0 / len(text) for text in texts],
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_function_is_found(what):
    with pytest.raises((wf.BrokenContract, RunError)):
        wf.check_feature(BAD[what])


@pytest.fixture
def own():
    """Features of a test's own are forgotten behind it."""
    before = dict(Feature.known)
    yield
    for name in set(Feature.known) - set(before):
        del Feature.known[name]


def test_a_registered_feature_of_ones_own_works(own):
    @dataclass(frozen=True)
    class Esses(wf.Feature, name="esses", result="int"):
        """`esses(s)` counts the letter s. Example: `factor hiss = esses(s)`."""

        text: Text

        def measure(self):
            return self.text.string.count("s")

        def table(self, scope):
            return np.array([unit.count("s") for unit in scope.lexicon.units], float)

    assert wf.check_feature(Esses) > 3
    m = wf.Model("m")
    s = m.text("s", "words", wf.uniform(["sass", "sea", "a"]))
    m.require(s.has(words=1))
    m.factor("hiss", wf.name("esses")(s))
    assert m.log_prob("sass") - m.log_prob("a") == pytest.approx(3)
    assert m.exact().log_z > -10


def test_broken_features_are_found(own):
    @dataclass(frozen=True)
    class Base(wf.Feature):
        text: Text

        def measure(self):
            return len(self.text.words) > 3

    @dataclass(frozen=True)
    class NoPage(Base, name="own_nopage"):
        pass

    @dataclass(frozen=True)
    class WrongType(Base, name="own_type", result="int"):
        """`own_type(s)`."""

        def measure(self):
            return 0.5

    @dataclass(frozen=True)
    class WrongTable(Base, name="own_table", result="int"):
        """`own_table(s)`."""

        def measure(self):
            return len(self.text.units)

        def table(self, scope):
            return np.zeros(len(scope.lexicon))

    @dataclass(frozen=True)
    class ZeroDistance(Base, name="own_zero"):
        """`own_zero(s)`."""

        graded = True

        def distance(self):
            return max(0.0, 4 - len(self.text.words)) - 1

    @dataclass(frozen=True)
    class Ungraded(Base, name="own_ungraded"):
        """`own_ungraded(s)`."""

        def distance(self):
            return max(0.0, 4.0 - len(self.text.words))

    @dataclass(frozen=True)
    class WrongAutomaton(Base, name="own_automaton"):
        """`own_automaton(s)`."""

        def automaton(self, scope):
            return scope.everything()

    for broken in (NoPage, WrongType, WrongTable, ZeroDistance, Ungraded, WrongAutomaton):
        with pytest.raises(wf.BrokenContract):
            wf.check_feature(broken)


# ---- values from files


def test_set_reads_a_file(tmp_path, capsys):
    program = tmp_path / "m.wf"
    program.write_text(
        'param words: list[string]\nparam one: string = "x"\ntext s : words ~ uniform(words)\nrequire s has 1 words\n'
        "forbid s == one\n",
        encoding="utf-8",
    )
    (tmp_path / "list.txt").write_text("red,white\n\nblue\nblue\n  green \n", encoding="utf-8")
    (tmp_path / "one.txt").write_text("green\n", encoding="utf-8")
    sets = ("--set", f"words=@{tmp_path / 'list.txt'}", "--set", f"one=@{tmp_path / 'one.txt'}")
    done = call(capsys, "sample", str(program), "-n", "40", "--seed", "2", *sets)
    assert done.code == 0, done.err
    assert set(done.out.splitlines()) <= {"red,white", "blue"} and "blue" in done.out
    missing = call(capsys, "sample", str(program), "--set", "words=@nowhere.txt")
    assert missing.code == 2 and "nowhere.txt" in missing.err


def test_two_signs_are_one(tmp_path):
    from wordfield.cli.options import sets_of

    assert sets_of(["a=@@b", "c=d@e"]) == {"a": "@b", "c": "d@e"}
