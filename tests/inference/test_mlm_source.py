"""A masked model in programs: lists of an open place, certificates of its moves, `pll` as a term, mistakes."""

from __future__ import annotations

import functools
import json
import random

import pytest
import torch
from commands import call, write
from laws import noise_bound, total_variation
from neural import POSITIONS, UNEVEN, WIDE, build, byte_level, save, unigram, word_piece
from pair import WORDS, pair
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.ground import GroundError
from wordfield.dsl.source import Source
from wordfield.inference.certify import certify
from wordfield.inference.chains import run as run_chains
from wordfield.inference.exact import enumerated, solve
from wordfield.inference.languages.mlm import MaskedLanguage
from wordfield.inference.move import EPSILON, Hole, units_at
from wordfield.inference.moves.replace import Replace
from wordfield.inference.moves.resize import Resize
from wordfield.inference.table import table_of
from wordfield.inference.texts import Texts

import wordfield

TINY = {**WIDE, **UNEVEN, "max_position_embeddings": POSITIONS}
KINDS = {
    "bert": (functools.partial(word_piece, True), "BertForMaskedLM", "BertConfig"),
    "roberta": (functools.partial(byte_level, True), "RobertaForMaskedLM", "RobertaConfig"),
    "deberta": (unigram, "DebertaV2ForMaskedLM", "DebertaV2Config"),
}
UNITS = ("the", "sea", "harbour", "zürich", ",", ".")  # of one token and of several, with capitals and without
PROGRAM = """
text s : en ~ ngram(learn=["The sea, the harbour.", "The harbour zürich.", "the sea zürich"], order=2)
require s has 1..3 words
forbid s contains "sea sea"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with small random masked models."""
    torch.manual_seed(4)
    root = tmp_path_factory.mktemp("sources")
    for name, (tokenizer, model, config) in KINDS.items():
        made = tokenizer()
        ids = {"pad_token_id": made.pad_token_id, "bos_token_id": made.cls_token_id, "eos_token_id": made.sep_token_id}
        save(root / name, made, build(model, config, len(made), **TINY, **ids))
    return root


def compiled(text, folder):
    return compile_model(elaborate(check_source(Source("tiny.wf", text), folder)), folder)


def moved(program, call):
    return f"{program}infer {{ moves {{ 60% replace({call})  20% insert({call})  20% delete }} }}\n"


def written(kind, **settings):
    return f'mlm("./{kind}"{"".join(f", {name}={json.dumps(value)}" for name, value in settings.items())})'


def source_of(graph):
    (name,) = graph.sources
    return name


# ---- lists


def holes(graph, count=150):
    """Texts of the program with a place open, some of them the same but for what stood there."""
    texts = enumerated(graph)[0]
    rows = [(row, place) for row in graph.host.rows(texts) for place in range(len(row))]
    rows = rows[:40] + random.Random(1).sample(rows[40:], count - 40)
    place = torch.tensor([place for _, place in rows])
    return graph.texts([row for row, _ in rows]).open(place), place


@pytest.mark.parametrize("spelling", ["canonical", "units"])
@pytest.mark.parametrize("kind", KINDS)
def test_units_share_the_probability_of_their_first_token(folder, kind, spelling):
    graph = compiled(moved(PROGRAM, written(kind, spelling=spelling, temperature=1.4)), folder)
    texts, place = holes(graph)
    found = graph.candidates(source_of(graph), texts, place)
    plain = MaskedLanguage(f"./{kind}", spelling=spelling).load(graph.lexicon, folder)
    model, tokenizer, renderer = plain.model, plain.tokenizer, graph.renderer
    share = graph.neighbours(texts, place).exp()
    for number in range(0, len(place), 3):
        row, at = graph.host.rows(texts.rows(torch.tensor([number])))[0], int(place[number])
        before, context = renderer.render(row[:at]), renderer.context_after(row[:at])
        forms = [renderer.form(context, unit)[0] for unit in range(len(UNITS))]
        first = [tokenizer(form, add_special_tokens=False)["input_ids"][0] for form in forms]
        after, rest = [], context._replace(capital=False, glue=False)
        for unit in row[at + 1 :]:
            form, rest = renderer.form(rest, unit)
            after.append(form)
        pieces = after if spelling == "units" else ["".join(after)]
        behind = [one for form in pieces for one in tokenizer(form, add_special_tokens=False)["input_ids"]]
        left = tokenizer(before, add_special_tokens=False)["input_ids"] if spelling == "canonical" else []
        if spelling == "units":
            (left,) = plain.spelled([row[:at]])
        ids = [tokenizer.cls_token_id, *left, tokenizer.mask_token_id, *behind, tokenizer.sep_token_id]
        with torch.no_grad():
            law = (model(torch.tensor([ids])).logits[0, 1 + len(left)].double() / 1.4).softmax(-1)
        for unit in range(len(UNITS)):
            alike = [other for other in range(len(UNITS)) if first[other] == first[unit]]
            wanted = law[first[unit]] * share[number, unit] / share[number, alike].sum()
            assert float(found[number, unit].exp()) == pytest.approx(float(wanted), rel=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_depends_on_the_hole_alone_and_has_full_support(folder, kind):
    graph = compiled(moved(PROGRAM, written(kind)), folder)
    texts, place = holes(graph)
    hole = Hole(texts, place, torch.zeros_like(place))
    listed = units_at(graph, source_of(graph), hole)
    allowed = graph.fill(texts, place) > -torch.inf
    assert torch.equal(listed > -torch.inf, allowed)
    law = listed.softmax(-1)
    even = EPSILON / allowed.sum(1, keepdim=True)
    assert bool((law >= even * 0.999)[allowed].all())
    other = texts.put(place, torch.full_like(place, 3))  # something stands at the hole
    name = source_of(graph)
    assert torch.equal(graph.candidates(name, other, place), graph.candidates(name, texts, place))
    reversed_ = torch.arange(len(place) - 1, -1, -1)
    again = compiled(moved(PROGRAM, written(kind)), folder)
    backwards = again.candidates(source_of(again), texts.rows(reversed_), place[reversed_])
    assert torch.allclose(backwards[reversed_], graph.candidates(source_of(graph), texts, place), atol=1e-4)


def test_a_trained_model_proposes_what_belongs_there():
    program = f"text s : words ~ uniform({json.dumps(WORDS)})\nrequire s has 3..9 words\n"
    graph = compiled(moved(program, 'mlm("masked")'), pair())
    (name,), index = graph.sources, graph.lexicon.index
    wanted = {"the hen eats _": "corn", "a horse sleeps in the _": "field", "the _ likes fish": "cat"}
    wanted["the dog _ in the yard"] = "sleeps"
    for text, word in wanted.items():
        row = [index.get(unit, 0) for unit in text.split()]
        listed = graph.candidates(name, graph.texts([row]), torch.tensor([text.split().index("_")]))
        assert WORDS[int(listed[0].argmax())] == word, text


def test_each_hole_is_asked_for_once(folder):
    graph = compiled(moved(PROGRAM, written("bert")), folder)
    texts, place = holes(graph)
    scorer = graph.sources[source_of(graph)].scorer
    first = graph.candidates(source_of(graph), texts, place)
    done = scorer.evaluations
    assert 0 < done < len(place)  # texts that differ at the hole alone share it
    assert torch.equal(graph.candidates(source_of(graph), texts, place), first) and scorer.evaluations == done


def test_a_text_beyond_the_models_positions_has_the_ngrams_list(folder):
    graph = compiled(moved(PROGRAM.replace("1..3", "1..30"), written("roberta")), folder)
    long = [graph.lexicon.index["zürich"]] * 30  # several tokens each
    texts, place = graph.texts([long]), torch.tensor([4])
    found = graph.candidates(source_of(graph), texts, place).log_softmax(-1)
    assert graph.sources[source_of(graph)].scorer.evaluations == 0
    assert torch.isfinite(found).all()


# ---- certificates and laws


@pytest.mark.parametrize("kind", KINDS)
def test_moves_with_a_masked_model_keep_their_target(folder, kind):
    graph = compiled(moved(PROGRAM.replace("1..3", "1..2"), written(kind)), folder)
    states, _ = enumerated(graph)
    name = source_of(graph)
    found = certify(graph, [(0.6, Replace(name)), (0.4, Resize(name))], states)
    assert len(states.length) > 50 and found[-1].irreducible
    assert all(one.passed for one in found), found


def test_a_program_with_a_masked_source_is_certified_by_the_command(folder, capsys):
    path = write(folder, moved(PROGRAM, written("roberta")), "certified.wf")
    ended = call(capsys, "certify", path, "--json")
    assert ended.code == 0, ended.err
    kernels = [record["kernel"] for record in ended.records if "kernel" in record]
    assert kernels[0] == 'replace(mlm("./roberta"))' and kernels[-1] == "table"
    assert all(record["passed"] for record in ended.records if "passed" in record)


def test_chains_with_a_masked_source_reach_the_law(folder):
    graph = compiled(moved(PROGRAM.replace("1..3", "1..2"), written("bert")), folder)
    solved, name = solve(graph), source_of(graph)
    table = table_of([(0.6, Replace(name)), (0.4, Resize(name))])
    run = run_chains(graph, table, chains=4_000, warmup=59, draws=1, thin=1, seed=3)
    states, _ = enumerated(graph)
    number = {row: n for n, row in enumerate(graph.host.rows(states))}
    law = graph.log_prob(states).softmax(0)
    rows = graph.host.rows(Texts(run.texts.units[:, 0], run.texts.length[:, 0]))
    counts = torch.bincount(torch.tensor([number[row] for row in rows]), minlength=len(number))
    assert solved.count == len(number)
    assert total_variation(counts, law) <= noise_bound(law, 4_000)


TWO_RECIPES = """
infer { moves { 100% replace(mlm("./bert", words=true)) }  chains = 2  draws = 2  warmup = 1 sweeps }
infer other { moves { 100% replace(mlm("./roberta")) }  chains = 2  draws = 2  warmup = 1 sweeps }
"""


def test_each_recipe_has_its_own_sources(folder):
    program = wordfield.load(write(folder, PROGRAM + TWO_RECIPES, "two.wf"))
    assert list(program.graph().sources) == ['mlm("./bert", words=true)']
    assert list(program.graph(recipe="other").sources) == ['mlm("./roberta")']
    found = program.sample(recipe="other", seed=1)
    assert len(found.texts("s").flatten()) == 4


# ---- terms


SCORED = """
text s : words ~ lm("causal", lexicon={words}, power=0.8)
require s has 2..9 words
factor smooth = 0.5 * pll(s, mlm("masked"))
track fluency = pll(s, mlm("masked", temperature=2.0)) / length(s)
"""


def test_pll_is_a_term_beside_a_causal_base():
    graph = compiled(SCORED.format(words=json.dumps(WORDS)), pair())
    index = graph.lexicon.index
    strings = ("the hen eats corn", "the hen eats hay", "a old old cat")
    texts = graph.texts([[index[word] for word in string.split()] for string in strings])
    terms, _ = graph.evaluate(texts)
    alone = MaskedLanguage("masked").load(graph.lexicon, pair()).log_prob(texts)
    warmer = MaskedLanguage("masked", temperature=2.0).load(graph.lexicon, pair()).log_prob(texts)
    assert graph.term_names == ("base", "smooth")
    assert terms[:, 1].tolist() == pytest.approx((0.5 * alone).tolist(), abs=1e-9)
    tracked = [one["fluency"] for one in graph.tracked(texts)]
    assert tracked == pytest.approx((warmer / torch.tensor([4.0, 4.0, 4.0])).tolist(), abs=1e-5)
    assert alone[0] > alone[1] > alone[2]


# ---- mistakes


def mistakes(text, folder):
    """Code and message of everything that is wrong with a program."""
    from wordfield.dsl.diagnostics import ProgramError
    from wordfield.dsl.prove import prove

    try:
        spec = elaborate(check_source(Source("tiny.wf", text), folder))
    except ProgramError as error:
        return [(one.code, one.message) for one in error.diagnostics]
    found = prove(spec, folder).mistake
    return [(found.code, found.message)] if found else []


def test_a_masked_model_is_the_base_of_no_text(folder):
    for model in ("mlm()", 'mlm("./bert")'):
        ((code, message),) = mistakes(f"text s : en ~ {model}\nrequire s has 2 words", folder)
        assert code == "L001" and "a masked model declares no law of texts, so it is the base of none" in message


@pytest.mark.parametrize(
    "term, message",
    [
        ('logprob(s, mlm("./bert"))', "`base` of `logprob`"),
        ('pll(s, lm("./bert"))', "a masked model such as `mlm()`"),
        ("pll(s, ngram())", "a masked model such as `mlm()`"),
        ("pll(s)", "needs an argument `base`"),
    ],
)
def test_one_kind_of_model_does_not_stand_for_the_other(folder, term, message):
    (found,) = mistakes(f"text s : en ~ ngram()\nrequire s has 2 words\nfactor f = {term}", folder)
    assert found[0].startswith("E11") and message in found[1]


def test_what_cannot_be_used_is_said_at_its_place(folder):
    for program in (PROGRAM + 'factor f = pll(s, mlm("./nowhere"))\n', moved(PROGRAM, 'mlm("./nowhere")')):
        with pytest.raises(GroundError) as caught:
            compiled(program, folder)
        assert caught.value.code == "L001" and "no such folder" in caught.value.values["what"]
        span = caught.value.span
        assert program[span.start : span.stop] == 'mlm("./nowhere")'
    with pytest.raises(GroundError) as caught:
        compiled(PROGRAM.replace("1..3", "1..95") + 'factor f = pll(s, mlm("./bert"))', folder)
    assert "room for texts of 94 tokens" in caught.value.values["what"]


def test_a_source_outside_the_programs_folder_is_refused(folder, capsys):
    (folder / "inner").mkdir(exist_ok=True)
    path = write(folder / "inner", moved(PROGRAM, 'mlm("../bert")'))
    ended = call(capsys, "sample", path, "-n", "1")
    assert ended.code == 3 and "is outside the program's folder" in ended.err
