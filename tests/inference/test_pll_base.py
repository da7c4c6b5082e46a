"""A masked model's pseudo-log-likelihood as the base: its score, its law enumerated, its kernels, its samplers."""

from __future__ import annotations

import json
import math

import pytest
import torch
from commands import call, write
from laws import noise_bound, total_variation
from masked_reference import Plain
from neural import POSITIONS, UNEVEN, WIDE, build, byte_level, save, word_piece
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.ground import GroundError
from wordfield.dsl.source import Source
from wordfield.inference.certify import certify
from wordfield.inference.exact import enumerated, solve
from wordfield.inference.masked import SHARPER
from wordfield.inference.random import Stream
from wordfield.inference.sampler import Recipe
from wordfield.inference.samplers.auto import Auto
from wordfield.inference.samplers.gibbs import Gibbs
from wordfield.inference.samplers.smc import Smc
from wordfield.inference.texts import Texts

import wordfield as wf

UNITS = ("the", "sea", "harbour", "zürich", "lamp")
TOY = f'text s : en ~ pll(MODEL, lexicon={json.dumps(UNITS)})\nrequire s has 1..3 words\nrequire s contains "sea"\n'
FLAT = TOY.replace(" en ", " words ")  # whose surrogate likes all words alike
KINDS = {
    "bert": (lambda: word_piece(True), "BertForMaskedLM", "BertConfig"),
    "roberta": (lambda: byte_level(True), "RobertaForMaskedLM", "RobertaConfig"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with small random masked models."""
    torch.manual_seed(6)
    root = tmp_path_factory.mktemp("bases")
    for name, (tokenizer, model, config) in KINDS.items():
        made = tokenizer()
        ids = {"pad_token_id": made.pad_token_id, "bos_token_id": made.cls_token_id, "eos_token_id": made.sep_token_id}
        tiny = {**WIDE, **UNEVEN, "max_position_embeddings": POSITIONS}
        save(root / name, made, build(model, config, len(made), **tiny, **ids))
    return root


def compiled(folder, arguments='"./bert"', more="", toy=TOY):
    text = toy.replace("MODEL", arguments) + more
    return compile_model(elaborate(check_source(Source("toy.wf", text), folder)), folder)


# ---- the law


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("power, temperature", [(1.0, 1.0), (0.6, 1.7)])
def test_the_score_is_that_of_plain_passes(folder, kind, power, temperature):
    graph = compiled(folder, f'"./{kind}", power={power}, temperature={temperature}, prompt="At dawn,"')
    texts, _ = enumerated(graph)
    texts = texts.rows(torch.arange(0, len(texts.length), 2))
    plain = Plain(folder, kind)
    strings = [string if kind == "bert" else " " + string for string in graph.strings(texts)]
    head = plain.ids("At dawn,")
    wanted = [power * plain.score(plain.ids(string), head, temperature) for string in strings]
    assert len(wanted) > 20 and torch.tensor(wanted).std() > 1.0
    terms, allowed = graph.evaluate(texts)
    assert bool(allowed.all()) and graph.term_names == ("base",)
    assert terms[:, 0].tolist() == pytest.approx(wanted, abs=1e-4)


def test_exact_sums_what_score_gives(folder, capsys):
    path = write(folder, TOY.replace("MODEL", '"./bert", power=0.5'), "exact.wf")
    ended = call(capsys, "exact", path, "--json")
    (record,) = ended.records
    assert ended.code == 0 and record["method"] == "enumeration"
    assert record["states"] == len(record["texts"]) == 5 + 5**2 + 5**3 - (4 + 4**2 + 4**3)
    assert sum(math.exp(one["log_prob"]) for one in record["texts"]) == pytest.approx(1.0)
    for one in record["texts"][::30]:
        (found,) = call(capsys, "score", path, "--text", one["text"], "--json").records
        assert found["terms"] == {"base": found["log_score"]}
        assert one["log_prob"] == pytest.approx(found["log_score"] - record["log_z"], abs=1e-4)


def test_a_model_may_stand_beside_another(folder):
    """`pll` as the base and as a term, `logprob` of the text under its own base."""
    graph = compiled(folder, more='factor f = 0.5 * pll(s, mlm("./roberta"))\ntrack own = logprob(s) / length(s)')
    texts, _ = enumerated(graph)
    terms, _ = graph.evaluate(texts)
    other = compiled(folder, '"./roberta"')
    assert terms[:, 1].tolist() == pytest.approx((0.5 * other.base.log_prob(texts)).tolist(), abs=1e-6)
    tracked = [one["own"] for one in graph.tracked(texts)]
    words = [len(string.split()) for string in graph.strings(texts)]
    assert tracked == pytest.approx([float(base) / count for base, count in zip(terms[:, 0], words, strict=True)])


# ---- kernels and samplers


@pytest.mark.parametrize("kind", ["bert", pytest.param("roberta", marks=pytest.mark.slow)])
def test_the_default_kernels_keep_the_law(folder, kind):
    graph = compiled(folder, f'"./{kind}"')
    table = Gibbs().table(graph)
    name = f'mlm("./{kind}")'
    assert [entry.label for entry in table][:2] == [f"replace({name})", f"resize({name})"]
    found = certify(graph, [(entry.share, entry.move) for entry in table], enumerated(graph)[0])
    assert all(one.passed for one in found) and found[-1].irreducible, found


def test_the_command_certifies_a_small_instance(folder, capsys):
    ended = call(capsys, "certify", write(folder, TOY.replace("MODEL", '"./bert", words=true'), "c.wf"), "--json")
    found = [record for record in ended.records if "passed" in record]
    assert ended.code == 0 and len(found) > 4 and all(record["passed"] for record in found)
    assert found[0]["kernel"] == 'replace(mlm("./bert", words=true))'


def counted(graph, texts):
    states, scores = enumerated(graph)
    number = {row: at for at, row in enumerate(graph.host.rows(states))}
    rows = graph.host.rows(texts)
    return torch.bincount(torch.tensor([number[row] for row in rows]), minlength=len(number)), scores.softmax(0)


def test_chains_reach_the_law(folder):
    graph = compiled(folder, '"./bert", power=0.5', toy=FLAT)
    run = Gibbs().sample(graph, Recipe(chains=2_000, warmup=60, draws=1, seed=3))
    counts, law = counted(graph, Texts(run.texts.units[:, 0], run.texts.length[:, 0]))
    assert total_variation(counts, law) <= noise_bound(law, 2_000)
    start = graph.surrogate.draw(Stream(3, "other", 2_000), 2_000)
    assert total_variation(counted(graph, start)[0], law) > 2.0 * noise_bound(law, 2_000)  # they had a way to go


def test_the_path_begins_at_the_surrogate(folder):
    graph = compiled(folder, '"./bert", power=0.5', toy=FLAT)
    run = Smc(particles=128, over="path", rungs=6).sample(graph, Recipe(chains=16, draws=128, seed=4))
    assert run.log_z_error < 0.2
    assert abs(run.log_z - solve(graph).log_z) <= 4.5 * run.log_z_error + 1e-3


def test_the_surrogate_is_as_sharp_as_the_base(folder):
    """Power and temperature of the base, and what a pseudo-log-likelihood is sharper by than an n-gram model."""
    graph = compiled(folder, '"./bert", power=0.8, temperature=1.5')
    texts, _ = enumerated(graph)
    model = graph.proposals.like(0.8 * SHARPER[0], 1.5 * SHARPER[1], False)
    assert torch.allclose(graph.surrogate.log_weight(texts), model.log_prob(texts).double(), atol=1e-6)


def test_auto_takes_chains_and_says_why(folder):
    long = TOY.replace("1..3", "6..8")
    graph = compiled(folder, toy=long)
    assert isinstance(Auto.chosen(graph), Gibbs) and Auto().usual(graph).chains == 8
    assert Auto().usual(compiled(folder)).chains == 16  # a program that can be listed is solved
    run = wf.load(write(folder, long.replace("MODEL", '"./bert"'), "long.wf")).sample(seed=1, warmup=2, draws=4)
    assert run.shape == (8, 4) and all("sea" in text.lower() for text in run.texts("s").flatten())
    note = run.summary()["note"]
    assert "masked model's law of a hidden unit" in note and "does not read from left to right" in note


# ---- what is said


def test_only_the_checker_says_that_the_law_is_not_normalised(folder, capsys):
    path = write(folder, TOY.replace("MODEL", '"./bert"'), "said.wf")
    ended = call(capsys, "check", path)
    assert ended.code == 0 and "note[L002]: the base `pll` is not normalised" in ended.err and "ok" in ended.err
    assert "L002" not in call(capsys, "sample", path, "-n", "2", "--seed", "1").err
    assert json.loads(call(capsys, "check", path, "--format", "json").out)[0]["severity"] == "note"


@pytest.mark.parametrize(
    "base, message",
    [
        ('pll("./nowhere")', "no such folder"),
        ('pll("./bert", spelling="other")', "`spelling` is"),
        ('pll("./bert", lexicon=["old sea"])', "is not one unit"),
    ],
)
def test_what_cannot_be_used_is_said(folder, base, message):
    with pytest.raises(GroundError) as caught:
        compiled(folder, toy=f"text s : en ~ {base}\nrequire s has 2 words")
    assert message in caught.value.values["what"] and caught.value.values["what"].startswith("pll(")


def test_letters_need_a_list(folder):
    with pytest.raises(GroundError) as caught:
        compiled(folder, toy='text s : letters ~ pll("./bert")\nrequire s has 3 chars')
    assert "no list of words for `: letters`" in caught.value.values["what"]


def test_python_builds_the_same(folder):
    m = wf.Model("toy")
    s = m.text("s", language="en", base=wf.pll("./bert", lexicon=list(UNITS), power=1.5))
    m.require(s.has(words=(1, 3)))
    written = wf.load(write(folder, TOY.replace("MODEL", '"./bert"').replace(")\n", ", power=1.5)\n", 1), "p.wf"))
    found, other = m.program(), written.program()
    assert elaborate(found).texts[0].base == elaborate(other).texts[0].base


# ---- the model that comes along


@pytest.mark.slow
@pytest.mark.parametrize(
    "style, words, size", [("en", ("sea", "letter"), "6..10 words"), ("zh", ("海", "信"), "8..12 chars")]
)
def test_ten_draws_of_a_keyword_program(tmp_path, capsys, style, words, size):
    text = f"text s : {style} ~ pll()\nrequire s has {size}\nrequire s contains all of {json.dumps(words)}\n"
    ended = call(capsys, "sample", write(tmp_path, text, "keywords.wf"), "-n", "10", "--seed", "1", "--json")
    draws = [record for record in ended.records if record["kind"] == "draw"]
    assert ended.code == 0 and len({record["text"]["s"] for record in draws}) == 10
    assert all(record["hard_ok"] and all(w in record["text"]["s"].lower() for w in words) for record in draws)
    accepted = ended.records[-1]["acceptance"]["replace(mlm)"]
    assert accepted > 0.08 and "masked" in ended.records[-1]["note"]
