"""Candidate sources made of others: their laws, their certificates, and bugs of each that a certificate sees."""

import json
from pathlib import Path

import pytest
import torch
from commands import call, write
from injected import with_ratio
from small import program
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.small import instance_of
from wordfield.dsl.source import Source
from wordfield.inference.beside import CopiedText
from wordfield.inference.blends import Copied, Product, Ranked, Sum, Top
from wordfield.inference.certify import admissible, certify, certify_move
from wordfield.inference.move import EPSILON, Hole, MoveError, units_at
from wordfield.inference.moves.replace import Replace
from wordfield.inference.moves.resize import Resize
from wordfield.inference.within import spread

import wordfield as wf

BLENDS = {
    "copied": Copied((0, 2)),
    "nothing": Copied(()),
    "product": Product(("left", "ngram")),
    "copied product": Product(("copied", "ngram")),
    "sum": Sum((0.7, 0.3), ("left", "copied product")),
    "top": Top("sum", 1),
    "ranked": Ranked("sum", 2),
}


@pytest.fixture(scope="module")
def target():
    graph = program(order=2, base_order=3, keyword="sea", soft=True)
    graph.sources.update(BLENDS)
    return graph, admissible(graph)


def opened(graph, states):
    """Every text with its last unit taken out."""
    place = states.length - 1
    return Hole(states.open(place), place, torch.zeros_like(place))


@pytest.mark.parametrize("name", BLENDS)
def test_a_move_from_a_blend_keeps_the_target_and_reaches_everything(target, name):
    graph, states = target
    found = certify(graph, [(0.6, Replace(name)), (0.4, Resize(name))], states)
    assert all(one.passed for one in found) and found[-1].irreducible, found


@pytest.mark.parametrize("name", BLENDS)
def test_a_list_reaches_what_the_requirements_allow(target, name):
    graph, states = target
    hole = opened(graph, states)
    listed, allowed = units_at(graph, name, hole).softmax(-1), graph.fill(hole.texts, hole.place) > -torch.inf
    assert torch.equal(listed > 0, allowed)
    assert bool((listed >= 0.999 * EPSILON / allowed.sum(1, keepdim=True))[allowed].all())


def test_a_sum_mixes_the_laws_by_their_shares(target):
    graph, states = target
    hole = opened(graph, states)
    allowed = graph.fill(hole.texts, hole.place)
    laws = [
        (graph.candidates(part, hole.texts, hole.place) + allowed).softmax(-1).nan_to_num(0.0)
        for part in BLENDS["sum"].parts
    ]
    shares = torch.tensor([0.7, 0.3]).double() * torch.stack([law.sum(-1) for law in laws], 1)
    mixed = (shares[:, :1] * laws[0] + shares[:, 1:] * laws[1]) / shares.sum(1, keepdim=True)
    found = (graph.candidates("sum", hole.texts, hole.place) + allowed).softmax(-1)
    torch.testing.assert_close(found, mixed)
    graph.sources["alone"] = Sum((0.9, 0.1), ("nothing", "ngram"))
    alone, plain = (graph.candidates(one, hole.texts, hole.place) + allowed for one in ("alone", "ngram"))
    torch.testing.assert_close(alone.softmax(-1), plain.softmax(-1))  # a source that reaches nothing leaves its share


def test_a_product_counts_tables_once(target):
    graph, states = target
    hole = opened(graph, states)
    plain = [graph.candidates(name, hole.texts, hole.place) - graph.added for name in ("left", "ngram")]
    torch.testing.assert_close(graph.candidates("product", hole.texts, hole.place), sum(plain) + graph.added)


def test_the_top_of_a_list_is_its_best_under_the_requirements(target):
    graph, states = target
    hole = opened(graph, states)
    allowed = graph.fill(hole.texts, hole.place)
    whole, found = (graph.candidates(name, hole.texts, hole.place) + allowed for name in ("sum", "top"))
    assert torch.equal(found > -torch.inf, (whole == whole.amax(1, keepdim=True)) & (whole > -torch.inf))


def test_ranked_over_all_units_is_heat_bath(target):
    graph, states = target
    graph.sources["all"] = Ranked("ngram", 9)
    hole = opened(graph, states)
    listed = graph.candidates("all", hole.texts, hole.place) + graph.fill(hole.texts, hole.place)
    score = torch.stack(
        [graph.log_prob(hole.texts.put(hole.place, hole.place * 0 + unit)) for unit in range(graph.units)], 1
    )
    torch.testing.assert_close(listed.softmax(-1), score.softmax(-1))


class Remembering(Replace):
    """The copied words and the one that stands there (the copy set of released code also holds what was taken out)."""

    def open(self, graph, texts, place, kind):
        hole, old = super().open(graph, texts, place, kind)
        return Hole(hole.texts, hole.place, old), old

    def list(self, graph, hole):
        weights = graph.candidates("copied", hole.texts, hole.place) + graph.fill(hole.texts, hole.place)
        return weights.scatter(1, hole.content[:, None], 0.0)


def law_of(graph, name, state, found, unit):
    hole = Hole(state.texts.open(found.change.place), found.change.place, found.change.place * 0)
    return units_at(graph, name, hole).log_softmax(-1).gather(1, unit[:, None])[:, 0]


def by(name):
    """The ratio of another list than the one that was drawn from."""

    def change(graph, move, state, found):
        old, new = (law_of(graph, name, state, found, one) for one in (found.change.old, found.change.choice))
        return old - new

    return with_ratio(change)


WRONG = {
    "copies: the list holds the current unit": (Remembering("copied"), None),
    "product: the density of one factor": (Replace("product"), by("left")),
    "sum: the density of the part that was drawn": (Replace("sum"), by("left")),
    "ranked: the density of the list before it was ranked": (Replace("ranked"), by("sum")),
    "top: the density of the whole list": (Replace("top"), by("sum")),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_density_fails_its_certificate(target, name):
    graph, states = target
    move, advance = WRONG[name]
    found = certify_move(graph, move, states, **({"advance": advance} if advance else {}))
    assert max(found.detailed_balance, found.stationarity) >= 1e-3 and not found.passed, found


# ---- in programs

PROGRAM = """
let source = "The old sea slept."
text s : en ~ ngram(learn=["the sea slept", "an old ship slept on the cold sea", "the ship was old"], order=2)
require s has 2..4 words
infer { sampler = mh()  chains = 4  warmup = 5 sweeps  draws = 5
        moves { 50% replace(SOURCE)  25% insert(70% * ngram + 30% * copy(source))  25% delete } }
"""
WRITTEN = {
    "copy(source)": 'copy("The old sea slept.")',
    'copy(["sea", "ship"])': 'copy(["sea", "ship"])',
    "ngram * copy(source)": 'ngram * copy("The old sea slept.")',
    "1 * ngram + 3 * (uniform * copy(source))": '25% * ngram + 75% * uniform * copy("The old sea slept.")',
    "top(ngram, 2)": "top(ngram, 2)",
    "ranked(copy(source), 2)": 'ranked(copy("The old sea slept."), 2)',
    "top(ngram + uniform)": "top(50% * ngram + 50% * uniform, 64)",
}


def compiled(text):
    return compile_model(elaborate(check_source(Source("tiny.wf", text), Path())), Path())


@pytest.mark.parametrize("source", WRITTEN)
def test_blends_are_written_in_programs(source):
    graph = compiled(PROGRAM.replace("SOURCE", source))
    assert WRITTEN[source] in graph.sources
    texts = graph.texts([[0, 1, 2]])
    assert graph.candidates(WRITTEN[source], texts.open(torch.tensor([1])), torch.tensor([1])).shape == (1, graph.units)


def test_copied_words_are_those_that_the_lexicon_has():
    graph = compiled(PROGRAM.replace("The old sea", "The Baltic sea").replace("SOURCE", "copy(source)"))
    units = graph.sources['copy("The Baltic sea slept.")'].units
    assert {graph.lexicon.units[unit] for unit in units} == {"the", "sea", "slept", "."} & set(graph.lexicon.units)


def test_a_program_with_blends_is_certified_and_run_by_the_command(tmp_path, capsys):
    path = write(tmp_path, PROGRAM.replace("SOURCE", "ngram * copy(source)"))
    ended = call(capsys, "certify", path, "--json")
    assert ended.code == 0 and all(one["passed"] for one in ended.records if "passed" in one), ended.err
    ended = call(capsys, "sample", path, "-n", "3", "--seed", "1", "--json")
    assert ended.code == 0 and len([one for one in ended.records if one["kind"] == "draw"]) == 3


def test_the_twin_in_python_prints_the_same_program():
    m = wf.Model("tiny")
    source = m.let("source", "The old sea slept.")
    s = m.text("s", "words", wf.ngram(learn=["the sea slept", "the old ship slept"]))
    m.require(s.has(words=3))
    blend = wf.percent(70) * wf.name("ngram") + wf.percent(30) * wf.copy(source)
    m.infer(moves=[(60, wf.replace(blend)), (40, wf.replace(wf.top(wf.name("ngram") * wf.name("uniform"), 8)))])
    printed = m.to_source()
    assert (
        "60% replace(70% * ngram + 30% * copy(source))" in printed and "40% replace(top(ngram * uniform, 8))" in printed
    )
    assert {*m.graph().sources} >= {'70% * ngram + 30% * copy("The old sea slept.")', "top(ngram * uniform, 8)"}


def test_an_odd_sum_is_a_mistake(tmp_path, capsys):
    for source in ("lm - mlm", "2 * ngram", "ngram + 0 * uniform", "top(ngram, 0)", "copy(3)"):
        ended = call(capsys, "check", write(tmp_path, PROGRAM.replace("SOURCE", source)), "--format", "json")
        assert ended.code == 3 and json.loads(ended.out)[0]["severity"] == "error", source


# ---- words of another text

TWO = """
let lines = ["the sea was cold", "the cold sea slept", "a ship slept on the sea", "the ship was old"]
text a : words ~ ngram(learn=lines, order=2)
text b : words ~ ngram(learn=lines, order=2)
require a has 2 words
require b has 1..2 words
prefer a.words(1) == b.words(1) weight 2
infer { sampler = mh()  chains = 4  warmup = 9 sweeps  draws = 3
        moves { 40% replace(copy(a))  20% replace(50% * ngram + 50% * copy(b), block=2)  40% resize(ngram * copy(a)) } }
"""


def two():
    spec = elaborate(check_source(Source("two.wf", TWO), Path()))
    graph = compile_model(spec, Path())
    return graph, spread(graph, [(1, Replace("copy(a)"))])[0][1]


def test_copies_of_another_text_are_the_words_that_it_holds():
    graph, move = two()
    rows = [[graph.graphs[0].lexicon.index[w] for w in words.split()] for words in ("old ship", "sea sea")]
    both = graph.bundle.join([graph.graphs[0].texts(rows), graph.graphs[1].texts([[0, 1], [2]])])
    kind = torch.zeros(2, dtype=torch.int64)
    hole, _ = move.open(graph, both, kind, kind)
    law = move.list(graph, hole).softmax(-1)
    names = graph.graphs[1].lexicon.units
    likely = [{names[unit] for unit in torch.where(row > 0.2)[0].tolist()} for row in law]
    assert move.label == "b: replace(copy(a))" and likely == [{"old", "ship"}, {"sea"}]


def test_copies_of_another_text_are_certified_and_a_wrong_ratio_is_seen(tmp_path, capsys):
    ended = call(capsys, "certify", write(tmp_path, TWO), "--json")
    kernels = [one for one in ended.records if "kernel" in one]
    assert ended.code == 0 and kernels[0]["kernel"] == "b: replace(copy(a))" and kernels[-1]["irreducible"]
    _, move = two()
    small = instance_of(wf.Model.from_source(TWO).compiled())
    by_score = with_ratio(lambda graph, move, state, found: torch.zeros_like(found.log_ratio))
    found = certify_move(small.graph, move, small.states, advance=by_score)
    assert max(found.detailed_balance, found.stationarity) >= 1e-3 and not found.passed


@pytest.mark.parametrize("source", ["copy(s)", "ngram * copy(s)"])
def test_a_text_is_not_copied_into_itself(tmp_path, capsys, source):
    ended = call(capsys, "check", write(tmp_path, PROGRAM.replace("SOURCE", source)))
    assert ended.code == 3 and "error[R009]: `copy(s)` reads every text that this move could change" in ended.err
    graph = compiled(PROGRAM.replace("SOURCE", "ngram"))
    graph.sources["copy(s)"] = CopiedText("s")
    with pytest.raises(MoveError, match="may not depend on the text that it changes"):
        spread(graph, [(1, Replace("copy(s)"))])
