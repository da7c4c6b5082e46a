"""`protect`: the law of a recipe that keeps words is that of the model given that they stand in order."""

from __future__ import annotations

import math

import pytest
import torch
from commands import call, write
from injected import BUGS
from wordfield.inference.certify import certify_move
from wordfield.inference.exact import enumerated, solve
from wordfield.inference.moves.resize import Resize

import wordfield as wf

MOVES = "moves { 40% replace(ngram)  20% insert(ngram)  20% delete  10% move  8% swap  2% bridge }"
WORDS = """text s : words ~ ngram(learn=["a b c", "b a", "c a b", "a a b c"], order=2)
require s has 2..4 words
prefer s contains "c" weight 1
"""
LETTERS = """text s : letters ~ uniform(["x", "y", "z"])
require s has 2..5 chars
factor f = 0.7 * count(s.chars(i) == s.chars(i + 1) for i in 1..4)
"""
PROGRAMS = {  # program, what is protected, and whether a text keeps it
    "words": (WORDS, ["b", "a"], lambda text: "a" in text.partition("b")[2]),
    "a phrase": (WORDS, ["a b"], lambda text: "a b" in text),
    "one word twice": (WORDS, ["a", "a"], lambda text: text.count("a") > 1),
    "letters": (LETTERS, ["xy", "x"], lambda text: "x" in text.partition("xy")[2]),
}


def model(name: str, more: str = "") -> wf.Model:
    program, words, _ = PROGRAMS[name]
    listed = ", ".join(f'"{word}"' for word in words)
    return wf.Model.from_source(f"{program}infer {{ sampler = mh()  protect = [{listed}]  {MOVES}  {more} }}\n")


def law(graph) -> dict[str, float]:
    """Every text with its probability."""
    found = solve(graph, few=10_000)
    return dict(zip(graph.strings(found.texts), found.log_probs.exp().tolist(), strict=True))


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_law_is_that_of_the_model_given_that_the_words_are_kept(name):
    program, _, keeps = PROGRAMS[name]
    kept = model(name)
    whole = law(wf.Model.from_source(program).graph())
    assert law(kept.graph()) == whole  # of the model as it stands
    left = {text: share for text, share in whole.items() if keeps(text)}
    found, total = law(kept.graph(follow=True)), sum(left.values())
    assert found.keys() == left.keys() and 0 < len(left) < len(whole)
    assert all(math.isclose(found[text], share / total, rel_tol=1e-9) for text, share in left.items())


@pytest.mark.parametrize("name", PROGRAMS)
def test_moves_are_certified_for_that_law_and_wrong_slots_are_seen(name):
    kept = model(name)
    certificates = kept.certify()
    assert all(one.passed for one in certificates) and certificates[-1].irreducible
    graph = kept.graph(follow=True)
    states = enumerated(graph)[0]
    bug = BUGS["slot ratio omitted with protected words"]
    assert certify_move(graph, Resize("ngram"), states).passed
    found = certify_move(graph, Resize("ngram"), states, advance=bug.advance)
    assert max(found.detailed_balance, found.stationarity) >= 1e-3 and not found.passed


@pytest.mark.parametrize("name", PROGRAMS)
def test_moves_leave_alone_what_cannot_be_taken_out(name):
    graph, keeps = model(name).graph(follow=True), PROGRAMS[name][2]
    texts = enumerated(graph)[0]
    free = graph.free(texts)
    for text, row, length in zip(texts.units.tolist(), free.tolist(), texts.length.tolist(), strict=True):
        without = [graph.texts([text[:at] + text[at + 1 : length]]) for at in range(length)]
        assert row == [keeps(graph.strings(one)[0]) for one in without] + [False] * (texts.places - length)
    assert bool(free.any()) and not bool(free[texts.length == texts.length.min()].all())


SEVERAL = """text q : words ~ ngram(learn=["a b c", "b a", "c a b", "a a b c"], order=2)
text r : letters ~ uniform(["x", "y", "z"])
require q has 2 words
require r has 1..3 chars
require q contains "c" implies r contains "z"
"""
EACH = 'protect = [in_order(q, ["b"]), in_order(r, ["x", "z"])]'


def rows(graph) -> dict[tuple[str, ...], float]:
    """Every row of texts with its probability."""
    texts, scores = enumerated(graph)
    return dict(
        zip(map(tuple, (one.split("\n") for one in graph.strings(texts))), scores.softmax(0).tolist(), strict=True)
    )


def test_each_text_keeps_its_own():
    program = wf.Model.from_source(
        f"{SEVERAL}infer {{ sampler = mh()  {EACH}  chains = 4  warmup = 4 sweeps  draws = 3 }}"
    )
    whole, found = rows(program.graph()), rows(program.graph(follow=True))
    left = {row: share for row, share in whole.items() if "b" in row[0] and "z" in row[1].partition("x")[2]}
    assert found.keys() == left.keys() and 0 < len(left) < len(whole)
    assert all(found[row] == pytest.approx(share / sum(left.values()), rel=1e-9) for row, share in left.items())
    assert all(one.passed for one in program.certify())
    run = program.sample(seed=2)
    assert run.header["protect"] == {"q": ["b"], "r": ["x", "z"]} and not run.empty
    assert all("b" in text for text in run.texts("q").ravel())
    assert all("z" in text.partition("x")[2] for text in run.texts("r").ravel())
    assert "given that `b` stand in `q` in this order" in str(run) and "`x`, `z` stand in `r`" in str(run)


def test_one_text_may_be_named_and_a_hole_too():
    named = wf.Model.from_source(WORDS + 'infer { sampler = mh()  protect = in_order(s, ["b", "a"]) }')
    assert law(named.graph(follow=True)) == law(model("words").graph(follow=True))
    base = 'uniform(["a", "b", "c"])'
    text = f'text s : words = "a {{one:1..2 words}} a {{two:1..2 words}}" ~ {base}\n'
    kept = wf.Model.from_source(text + 'infer { sampler = mh()  protect = in_order(s.two, ["a"]) }')
    found = law(kept.graph(follow=True))
    free = wf.Model.from_source(text + 'require s.two contains "a"').graph()
    assert found == pytest.approx(law(free)) and len(found) < len(law(kept.graph()))
    assert all(one.passed for one in kept.certify())


def test_words_of_several_texts_need_a_text():
    for words in ('"b"', '["b", "x"]'):
        with pytest.raises(wf.ProgramError, match="`protect` needs a text of the program for its words"):
            wf.Model.from_source(f"{SEVERAL}infer {{ protect = {words} }}").sample()


def test_draws_have_that_law():
    run = model("words", "chains = 3000  warmup = 25 sweeps  draws = 1").sample(seed=4)
    keeps, texts = PROGRAMS["words"][2], run.texts().ravel()
    assert all(map(keeps, texts))
    truth = law(model("words").graph(follow=True))
    for value in (len, lambda text: text.count("c"), lambda text: text == max(truth, key=truth.__getitem__)):
        mean = sum(share * value(text) for text, share in truth.items())
        spread = math.sqrt(sum(share * (value(text) - mean) ** 2 for text, share in truth.items()))
        found = sum(map(value, texts)) / len(texts)
        assert abs(found - mean) <= 4.5 * spread / math.sqrt(len(texts))
    assert run.header["protect"] == ["b", "a"]
    assert "the model given that `b`, `a` stand in the text in this order" in str(run)


@pytest.mark.parametrize("sampler", ["gibbs()", "parallel_tempering()", "smc()", "auto()", "anneal(sweeps=5)"])
def test_every_sampler_keeps_them(sampler):
    run = wf.Model.from_source(
        f'{WORDS}infer {{ sampler = {sampler}  chains = 4  warmup = 4 sweeps  draws = 3  protect = "b" }}'
    ).sample(seed=1)
    assert all("b" in text.split() for text in run.texts().ravel()) and not run.empty


def test_a_balanced_mixture_keeps_them_in_every_branch():
    run = wf.Model.from_source(
        f"{WORDS}mixture t balanced {{ 50% x {{ require s has 2 words }}  50% y {{ require s has 4 words }} }}\n"
        'infer { sampler = gibbs()  chains = 4  warmup = 4 sweeps  draws = 3  protect = ["b", "a"] }'
    ).sample(seed=1)
    assert all("a" in text.partition("b")[2] for text in run.texts().ravel())
    assert str(run).count("given that `b`, `a` stand") == 1


def test_they_are_a_requirement_of_the_recipe_alone(tmp_path, capsys):
    path = write(tmp_path, WORDS + 'infer { protect = ["b", "a"]  chains = 2  draws = 2 }\n')
    assert call(capsys, "score", path, "--text", "c a").out.startswith("log_score\t-")
    assert "c a" in call(capsys, "exact", path).out
    outside = write(tmp_path, WORDS + 'infer { protect = ["b", "a"]  sampler = mh()  start = "a b" }\n')
    ended = call(capsys, "sample", outside)
    assert ended.code == 2 and "breaks a requirement" in ended.err
    never = write(tmp_path, WORDS + 'infer { chains = 2 }\ninfer kept { protect = ["b", "b", "b", "b", "b"] }\n')
    assert call(capsys, "check", never).code == 4
    assert call(capsys, "sample", never, "--recipe", "kept").code == 4
    assert call(capsys, "sample", never, "-n", 1).code == 0


def test_the_twin_in_python():
    built = wf.Model("m")
    s = built.text("s", "words", wf.uniform(["a", "b"]))
    built.require(s.has(words=(1, 3)))
    built.infer(sampler=wf.gibbs(), chains=2, draws=3, warmup=5, protect=["b", "a"])
    written = wf.Model.from_source(built.to_source())
    assert 'protect = ["b", "a"]' in built.to_source() and written.program() == built.program()
    assert set(built.sample(seed=1).texts().ravel()) <= {"b a", "a b a", "b a a", "b b a", "b a b"}
    assert torch.equal(built.sample(seed=1).run.texts.units, written.sample(seed=1).run.texts.units)
