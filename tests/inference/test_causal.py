"""Causal models of three kinds of tokenizers against plain forward passes, and whole programs on them."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"

import json
import random
import shutil

import pytest
import torch
from laws import noise_bound, registered_moves, total_variation
from neural import (
    WORDS,
    Plain,
    bert_config,
    byte_level,
    gpt2,
    lexicon,
    llama,
    llama_config,
    metaspace,
    random_rows,
    save,
    texts_of,
    word_piece,
    written,
)
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    BertForMaskedLM,
    BertLMHeadModel,
    GPT2LMHeadModel,
    LlamaModel,
    PreTrainedTokenizerFast,
)
from transformers.utils import logging
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.ground import GroundError
from wordfield.dsl.source import Source
from wordfield.inference.causal import CausalScorer
from wordfield.inference.certify import certify_move
from wordfield.inference.chains import run as run_chains
from wordfield.inference.exact import enumerated, solve
from wordfield.inference.language import LanguageError
from wordfield.inference.languages.lm import CausalLanguage
from wordfield.inference.random import Stream
from wordfield.inference.render import Renderer
from wordfield.inference.run import RunError
from wordfield.inference.sampler import Recipe
from wordfield.inference.samplers.auto import Auto
from wordfield.inference.samplers.gibbs import Gibbs
from wordfield.inference.samplers.mh import Mh
from wordfield.inference.samplers.smc import Smc
from wordfield.inference.texts import Texts
from wordfield.inference.token_scorer import REMEMBERED

KINDS = {"gpt2": (byte_level, gpt2), "llama": (metaspace, llama), "bert": (word_piece, gpt2)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a model of each kind."""
    torch.manual_seed(1)
    root = tmp_path_factory.mktemp("models")
    for name, (tokenizer, model) in KINDS.items():
        made = tokenizer()
        save(root / name, made, model(len(made)))
    return root


@pytest.fixture
def own(folder, tmp_path):
    """A copy of the GPT-2 folder that a test may break."""
    shutil.copytree(folder / "gpt2", tmp_path / "gpt2")
    return tmp_path


def scorer(folder, kind, words=WORDS, style="en", **settings):
    return CausalLanguage(f"./{kind}", **settings).load(lexicon(words, style), folder)


# ---- laws


@pytest.mark.parametrize("kind", KINDS)
def test_canonical_is_a_plain_pass_over_the_tokenizers_ids(folder, kind):
    plain, rows = Plain(folder, kind), random_rows(200)
    found = scorer(folder, kind).log_prob(texts_of(rows))
    wanted = [plain.score(plain.begin, plain.ids(written(row)) + plain.end) for row in rows]
    assert found.dtype == torch.float64
    assert found.tolist() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_units_is_a_plain_pass_over_the_ids_of_each_unit(folder, kind):
    plain, rows, renderer = Plain(folder, kind), random_rows(200), Renderer(lexicon())
    found = scorer(folder, kind, spelling="units").log_prob(texts_of(rows))
    wanted = []
    for row in rows:
        ids = []
        for place in range(len(row)):
            ids += plain.ids(renderer.form(renderer.context_after(row[:place]), row[place])[0])
        wanted.append(plain.score(plain.begin, ids + plain.end))
    assert found.tolist() == pytest.approx(wanted, abs=1e-4)


def test_the_three_tokenizers_write_as_their_models_do(folder):
    row = tuple(WORDS.index(word) for word in ("the", "sea", ",", "zürich"))
    found = {kind: scorer(folder, kind) for kind in KINDS}
    pieces = {kind: one.tokenizer.convert_ids_to_tokens(one.tokens([row])[0]) for kind, one in found.items()}
    assert pieces["gpt2"][:2] == ["The", "Ġsea"] and pieces["gpt2"][-1] == "<|endoftext|>"
    assert pieces["llama"][:2] == ["▁The", "▁sea"] and "<unk>" in pieces["llama"]
    assert pieces["bert"] == ["the", "sea", ",", "[UNK]", "[SEP]"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_score_does_not_depend_on_the_texts_beside_it(folder, kind):
    rows = random_rows(150, seed=3)
    together = scorer(folder, kind).log_prob(texts_of(rows))
    alone = scorer(folder, kind)
    single = torch.cat([alone.log_prob(texts_of([row])) for row in rows])
    close = {"abs": 1e-5, "rel": 2e-7}  # the second for scores of hundreds of nats: single precision
    assert single.tolist() == pytest.approx(together.tolist(), **close)
    shuffled = random.Random(1).sample(rows, len(rows))
    again = dict(zip(shuffled, scorer(folder, kind).log_prob(texts_of(shuffled, 30)).tolist(), strict=True))
    assert [again[row] for row in rows] == pytest.approx(together.tolist(), **close)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spelling", ["canonical", "units"])
def test_settings_are_those_of_plain_passes(folder, kind, spelling):
    plain, rows = Plain(folder, kind), random_rows(40, seed=5)
    texts, word = texts_of(rows), scorer(folder, kind, spelling=spelling)
    ids = [row[:-1] for row in word.tokens(rows)]
    tempered = scorer(folder, kind, spelling=spelling, temperature=1.7, power=0.5).log_prob(texts)
    wanted = [0.5 * plain.score(plain.begin, row + plain.end, 1.7) for row in ids]
    assert tempered.tolist() == pytest.approx(wanted, abs=1e-4)
    endless = scorer(folder, kind, spelling=spelling, end="none").log_prob(texts)
    assert endless.tolist() == pytest.approx([plain.score(plain.begin, row) for row in ids], abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prompt", ["Dear Anna,", "Dear Anna, ", "She wrote:\n", "At the ("])
def test_a_prompt_stands_before_the_text_and_is_not_scored(folder, kind, prompt):
    plain, rows = Plain(folder, kind), random_rows(40, seed=6)
    found = scorer(folder, kind, prompt=prompt).log_prob(texts_of(rows))
    joint = prompt.rstrip(" ") + ("" if prompt[-1] in "\n(" else " ")
    wanted = []
    for row in rows:
        head, full = plain.ids(prompt.rstrip(" ")), plain.ids(joint + written(row))
        if full[: len(head)] != head:  # one token across the seam: each is written alone
            full = head + plain.ids(written(row))
        wanted.append(plain.score(plain.begin + head, full[len(head) :] + plain.end))
    assert found.tolist() == pytest.approx(wanted, abs=1e-4)


def test_units_behind_a_prompt_begin_with_a_space(folder):
    found = scorer(folder, "gpt2", prompt="Dear Anna,", spelling="units")
    row = tuple(WORDS.index(word) for word in ("(", "sea", "letter", ")"))
    plain = Plain(folder, "gpt2")
    assert found.tokens([row])[0] == plain.ids(" (") + plain.ids("Sea") + plain.ids(" letter") + plain.ids(")") + [0]
    assert found.head == plain.ids("Dear Anna,")


def test_texts_without_units_have_the_probability_of_the_end(folder):
    plain = Plain(folder, "gpt2")
    found = scorer(folder, "gpt2").log_prob(texts_of([(), (1,)]))
    assert float(found[0]) == pytest.approx(plain.score(plain.begin, plain.end), abs=1e-5)
    assert scorer(folder, "gpt2", end="none").log_prob(texts_of([()])).tolist() == [0.0]


def test_probabilities_of_all_short_texts_sum_to_less_than_one(folder):
    words = ("the", "sea", ",")
    rows = [(a,) for a in range(3)] + [(a, b) for a in range(3) for b in range(3)]
    model = scorer(folder, "gpt2", words)
    assert model.normalised and float(model.log_prob(texts_of(rows)).exp().sum()) < 1.0
    assert not scorer(folder, "gpt2", words, power=0.5).normalised
    assert not scorer(folder, "gpt2", words, end="none").normalised


def test_half_precision_weights_are_scored_in_single_precision(folder, own):
    model = AutoModelForCausalLM.from_pretrained(own / "gpt2").bfloat16()
    save(own / "gpt2", None, model)
    plain, rows = Plain(own, "gpt2"), random_rows(20)
    found = scorer(own, "gpt2").log_prob(texts_of(rows))
    wanted = [plain.score(plain.begin, plain.ids(written(row)) + plain.end) for row in rows]
    assert found.tolist() == pytest.approx(wanted, abs=1e-4)


def test_scores_are_remembered_by_text(folder, monkeypatch):
    model, rows = scorer(folder, "gpt2"), random_rows(80)
    first = model.log_prob(texts_of(rows))
    done = model.evaluations
    assert done == len(set(rows))
    assert torch.equal(model.log_prob(texts_of(rows)), first) and model.evaluations == done
    monkeypatch.setattr("wordfield.inference.token_scorer.REMEMBERED", 10)
    assert REMEMBERED > 10 and torch.allclose(model.log_prob(texts_of(rows)), first)
    assert len(model._scores) == 10


def test_large_logits_make_small_tiles(folder, monkeypatch):
    rows, model = random_rows(30), scorer(folder, "gpt2")
    wanted, sizes = model.log_prob(texts_of(rows)), []
    small = scorer(folder, "gpt2")
    monkeypatch.setattr("wordfield.inference.causal.MOST_LOGITS", 330 * 60)
    once = small._forward
    monkeypatch.setattr(small, "_forward", lambda tile: sizes.append(len(tile)) or once(tile))
    assert torch.allclose(small.log_prob(texts_of(rows)), wanted, atol=1e-5)
    assert len(sizes) > 5 and sizes[-1] > sizes[0]


# ---- tokens and positions that the model lacks


def test_a_word_that_the_model_has_no_token_for_is_refused(own):
    save(own / "gpt2", None, gpt2(280))
    with pytest.raises(LanguageError, match=r"writes `.*` with token 2.., and the model has only 280;"):
        scorer(own, "gpt2")


def test_a_text_that_joins_into_a_token_that_the_model_lacks_is_impossible(own):
    tokenizer = AutoTokenizer.from_pretrained(own / "gpt2")
    (joined,) = tokenizer("ea")["input_ids"]
    assert joined > max(tokenizer("e")["input_ids"] + tokenizer("a")["input_ids"])
    save(own / "gpt2", None, gpt2(joined))
    found = scorer(own, "gpt2", ("e", "a"), "letters").log_prob(texts_of([(0, 1), (1, 0)]))
    assert found[0] == -torch.inf and torch.isfinite(found[1])


def test_a_text_longer_than_the_model_is_named(folder):
    model = scorer(folder, "gpt2")
    row = (WORDS.index("zürich"),) * 40
    with pytest.raises(RunError, match=r'lm\("./gpt2"\): .* tokens, the model has room for 95; ask for shorter texts'):
        model.log_prob(texts_of([(1,), row], 40))
    comma = WORDS.index(",")  # 95 tokens behind BOS: the end is predicted and never read
    assert len(model.tokens([(comma,) * 95])[0]) == 96
    assert torch.isfinite(model.log_prob(texts_of([(comma,) * 95], 95))).all()
    with pytest.raises(RunError, match="takes 96 tokens, the model has room for 95"):
        model.log_prob(texts_of([(comma,) * 96], 96))
    with pytest.raises(LanguageError, match="room for texts of 95 tokens, and the program's may have 96 units"):
        model.fits(96)
    model.fits(95)


def test_a_prompt_longer_than_the_model_is_refused(folder):
    with pytest.raises(LanguageError, match="the prompt fills the model's 96 positions"):
        scorer(folder, "gpt2", prompt="word " * 90)


# ---- mistakes


def refused(folder, language, match):
    with pytest.raises(LanguageError, match=match) as caught:
        language.load(lexicon(), folder)
    message = str(caught.value)
    assert "\n" not in message and "Traceback" not in message and len(message) < 400, message
    assert message.startswith("lm(")


@pytest.mark.parametrize(
    "remove, message",
    [
        (("config.json",), "the folder holds no config.json"),
        (
            ("tokenizer.json", "tokenizer_config.json"),
            "the folder holds no tokenizer; save it there with `tokenizer.save",
        ),
        (("model.safetensors",), "the folder holds no weights; save it there with `model.save_pretrained`"),
    ],
)
def test_a_folder_that_lacks_something_says_what(own, remove, message):
    for name in remove:
        (own / "gpt2" / name).unlink()
    refused(own, CausalLanguage("./gpt2"), message)
    with pytest.raises(LanguageError, match="the folder holds no"):
        CausalLanguage("gpt2").units(own, "en")  # the checker says so before anything is loaded


@pytest.mark.parametrize("name", ["./nowhere", "../nowhere", "/nowhere", "no where", "a/b/c", "."])
def test_a_folder_that_is_not_there(tmp_path, name):
    refused(tmp_path, CausalLanguage(name), "there is no such folder|the folder holds no config.json")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "model.bin").write_text("x")
    refused(tmp_path, CausalLanguage("model.bin"), "is a file; give the folder")


@pytest.fixture
def hub(folder, tmp_path, monkeypatch):
    """A cache of the hub that holds one model, and nobody who answers."""
    snapshot = tmp_path / "models--nobody--tiny" / "snapshots" / "0123"
    shutil.copytree(folder / "llama", snapshot)
    (tmp_path / "models--nobody--tiny" / "refs").mkdir()
    (tmp_path / "models--nobody--tiny" / "refs" / "main").write_text("0123")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    return snapshot


def test_without_the_flag_names_are_looked_up_on_this_machine_alone(hub, folder, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("socket.getaddrinfo", lambda *given, **more: asked.append(given) or [])
    rows = texts_of(random_rows(10))
    found = CausalLanguage("nobody/tiny").load(lexicon(), tmp_path / "beside")
    assert torch.allclose(found.log_prob(rows), scorer(folder, "llama").log_prob(rows), atol=1e-5)
    refused(tmp_path, CausalLanguage("nobody/no-such-model"), "not on this machine; `--download` fetches it, or give")
    (hub / "model.safetensors").unlink()
    refused(tmp_path, CausalLanguage("nobody/tiny"), "not on this machine; `--download` fetches it, or give")
    assert not asked


def test_a_name_that_cannot_be_fetched_says_so(hub, tmp_path, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # the hub's client tries again after pauses
    with pytest.raises(LanguageError, match="could not be fetched"):
        CausalLanguage("nobody/no-such-model").load(lexicon(), tmp_path, allow_download=True)


@pytest.mark.parametrize("content", [b"", b"\x00" * 64, b'{"a'])
@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json"])
def test_broken_files_give_one_line(own, capfd, name, content):
    (own / "gpt2" / name).write_bytes(content)
    refused(own, CausalLanguage("./gpt2"), "cannot be loaded")
    captured = capfd.readouterr()
    assert not captured.out and not captured.err


def test_cut_weights_give_one_line(own):
    path = own / "gpt2" / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-200])
    refused(own, CausalLanguage("./gpt2"), "cannot be loaded")


def test_weights_of_another_size_give_one_line(own):
    config = json.loads((own / "gpt2" / "config.json").read_text())
    (own / "gpt2" / "config.json").write_text(json.dumps(config | {"n_embd": 64}))
    refused(own, CausalLanguage("./gpt2"), "cannot be loaded")


def test_weights_that_are_missing_are_not_made_up(tmp_path):
    tokenizer = metaspace()
    save(tmp_path / "headless", tokenizer, LlamaModel(llama_config(len(tokenizer))))
    refused(tmp_path, CausalLanguage("headless"), "1 of the model's weights are not there, such as `lm_head.weight`")


@pytest.mark.parametrize("model", [BertForMaskedLM, BertLMHeadModel])
def test_masked_models_are_refused(tmp_path, capfd, model):
    tokenizer = word_piece()
    save(tmp_path / "bert", tokenizer, model(bert_config(len(tokenizer))))
    capfd.readouterr()
    refused(tmp_path, CausalLanguage("bert"), "a bert model does not predict the next word; `lm` needs a causal model")
    assert not capfd.readouterr().err


def test_a_bert_that_decodes_is_a_causal_model(tmp_path):
    tokenizer = word_piece()
    save(tmp_path / "bert", tokenizer, BertLMHeadModel(bert_config(len(tokenizer), is_decoder=True)))
    plain, rows = Plain(tmp_path, "bert"), random_rows(10)
    found = scorer(tmp_path, "bert").log_prob(texts_of(rows))
    wanted = [plain.score(plain.begin, plain.ids(written(row)) + plain.end) for row in rows]
    assert found.tolist() == pytest.approx(wanted, abs=1e-4)


def test_a_model_that_looks_ahead_is_found_out_whatever_it_is_called(folder, monkeypatch):
    good, forward = scorer(folder, "gpt2"), GPT2LMHeadModel.forward

    def peeking(self, input_ids, attention_mask):
        out = forward(self, input_ids, attention_mask=attention_mask)
        out.logits = out.logits + out.logits.flip(1)
        return out

    monkeypatch.setattr(GPT2LMHeadModel, "forward", peeking)
    with pytest.raises(LanguageError, match="a gpt2 model does not predict the next word"):
        CausalScorer(good.model, good.tokenizer, good.renderer, good.settings)


def test_models_with_code_of_their_own_are_refused(own):
    config = json.loads((own / "gpt2" / "config.json").read_text())
    mapped = {"AutoConfig": "mine.Config", "AutoModelForCausalLM": "mine.Model"}
    (own / "gpt2" / "config.json").write_text(json.dumps(config | {"model_type": "mine", "auto_map": mapped}))
    (own / "gpt2" / "mine.py").write_text("raise SystemExit('ran')")
    refused(own, CausalLanguage("./gpt2"), "cannot be loaded")


def test_tokenizers_without_a_beginning_or_an_end(own):
    tokenizer = word_piece()
    bare = PreTrainedTokenizerFast(tokenizer_object=tokenizer.backend_tokenizer, unk_token="[UNK]")
    save(own / "bare", bare, gpt2(len(bare)))
    refused(own, CausalLanguage("bare"), "its tokenizer has neither BOS nor EOS; set `bos_token`")
    begins = PreTrainedTokenizerFast(tokenizer_object=tokenizer.backend_tokenizer, bos_token="[CLS]")
    save(own / "begins", begins, gpt2(len(begins)))
    refused(own, CausalLanguage("begins"), 'its tokenizer has neither EOS nor SEP; write `end="none"`')
    assert torch.isfinite(scorer(own, "begins", end="none").log_prob(texts_of([(1, 2)]))).all()


@pytest.mark.parametrize(
    "settings",
    [{"spelling": "wrong"}, {"end": "wrong"}, {"temperature": 0.0}, {"temperature": -1.0}, {"power": float("nan")}],
)
def test_settings_are_checked(folder, settings):
    refused(folder, CausalLanguage("./gpt2", **settings), next(iter(settings)))
    with pytest.raises(LanguageError):
        CausalLanguage("./gpt2", **settings).units(folder, "en")


def test_nothing_is_written_and_the_librarys_settings_are_left_alone(folder, capfd):
    logging.set_verbosity_info()
    logging.enable_progress_bar()
    try:
        model = scorer(folder, "llama")
        model.log_prob(texts_of(random_rows(20)))
        assert logging.get_verbosity() == logging.INFO and logging.is_progress_bar_enabled()
    finally:
        logging.set_verbosity_error()
        logging.disable_progress_bar()
    captured = capfd.readouterr()
    assert not captured.out and not captured.err


def test_words_come_from_the_lexicon_or_the_embedded_list(folder):
    assert CausalLanguage("./gpt2", lexicon=("sea", "a", "sea")).units(folder, "words") == ("sea", "a")
    assert len(CausalLanguage("./gpt2").units(folder, "en")) > 10_000
    with pytest.raises(LanguageError, match="give one as `lexicon=LIST`"):
        CausalLanguage("./gpt2").units(folder, "letters")
    with pytest.raises(LanguageError, match="'the sea' in `lexicon` is not one unit"):
        CausalLanguage("./gpt2", lexicon=("the sea",)).units(folder, "en")
    with pytest.raises(LanguageError, match='`style` is "verse"'):
        CausalLanguage("./gpt2", style="verse").units(folder, "zh")
    with pytest.raises(LanguageError, match="is for `: zh` alone"):
        CausalLanguage(style="verse").units(folder, "en")


# ---- whole programs


def compiled(text, folder):
    return compile_model(elaborate(check_source(Source("tiny.wf", text), folder)), folder)


LARGER = """
text s : en ~ lm("./gpt2", lexicon=["the", "sea", "letter", "harbour", "lamp", "slept", "in", "winter", "and", "was"])
require s has 3..6 words
require s contains "sea"
track rarity = -logprob(s) / length(s)
"""


def test_gibbs_runs_on_a_neural_base_and_keeps_every_requirement(folder):
    graph = compiled(LARGER, folder)
    assert isinstance(Auto.chosen(graph), Smc) and graph.base.exact is None
    recipe = Recipe(chains=16, warmup=4 * graph.places, draws=4, thin=graph.places, seed=3)
    run = Gibbs().sample(graph, recipe)
    assert bool(run.allowed.all())
    flat = Texts(run.texts.units.flatten(0, 1), run.texts.length.flatten())
    for string, score, track in zip(
        graph.host.strings(flat), run.log_score.flatten().tolist(), graph.tracked(flat), strict=True
    ):
        words = string.lower().split()
        assert 3 <= len(words) <= 6 and "sea" in words, string
        plain = graph.base.log_prob(graph.texts([graph.renderer.segment(string)]))
        assert score == pytest.approx(float(plain), abs=1e-9)
        assert track["rarity"] == pytest.approx(-score / len(words), abs=1e-9)
    assert graph.base.evaluations <= 16 * 3 * (run.steps + 1)  # a rest that is drawn anew reads two more texts
    assert sum(count.changed for count in run.moves) > 0


SMALL = """
text s : en ~ lm("./gpt2", lexicon=["the", "sea", "slept", "lamp"], power=0.3)
require s has 1..3 words
prefer s contains "sea" weight 1
"""


def test_every_registered_kernel_keeps_a_neural_target(folder):
    graph = compiled(SMALL, folder)
    states, _ = enumerated(graph)
    assert len(states.length) == 4 + 16 + 64
    failed = []
    for move in registered_moves():
        if getattr(move, "source", "") == "conditional":
            continue  # needs a target that gives its own conditionals
        found = certify_move(graph, move, states)
        if not found.passed:
            failed.append(found)
    assert not failed


def far_from(graph, solved, sampler, seed, steps, start=None, chains=20_000):
    """Total variation between chains and the enumerated law, as a multiple of what independent draws stay below."""
    table = sampler.table(graph)
    run = run_chains(graph, table, chains=chains, warmup=steps - 1, draws=1, thin=1, seed=seed, start=start)
    number = {row: n for n, row in enumerate(graph.host.rows(solved.texts))}
    rows = graph.host.rows(Texts(run.texts.units[:, 0], run.texts.length[:, 0]))
    counts = torch.bincount(torch.tensor([number[row] for row in rows]), minlength=len(number))
    law = solved.log_probs.exp()
    return total_variation(counts, law) / noise_bound(law, chains)


@pytest.mark.parametrize(
    "sampler, seed", [(Gibbs(), 11), pytest.param(Mh(), 12, marks=pytest.mark.slow)], ids=["gibbs", "mh"]
)
def test_chains_reach_the_enumerated_law(folder, sampler, seed):
    graph = compiled(SMALL.replace(": en", ": words"), folder)  # proposals are uniform: 80 steps are enough, 40 are not
    solved = solve(graph)
    assert solved.method == "enumeration" and solved.states == 84
    assert far_from(graph, solved, sampler, seed, steps=100, chains=8_000) <= 1.0
    # each text once, and the empty one that a deletion proposes; the guide reads beginnings and pieces
    assert graph.base.evaluations <= 3 * 85


def test_chains_that_begin_at_the_law_stay_there(folder):
    graph = compiled(SMALL, folder)  # the embedded trigram proposes: far from this model, so chains mix slowly
    solved = solve(graph)
    start = solved.draw(graph, Stream(5, "start", 20_000), 20_000)
    assert far_from(graph, solved, Gibbs(), 13, 20, start) <= 1.0


def test_a_second_model_adds_what_it_gives_alone(folder):
    program = LARGER + 'factor second = 0.5 * logprob(s, lm("./llama"))\n'
    graph, first = compiled(program, folder), compiled(LARGER, folder)
    other = compiled(LARGER.replace("gpt2", "llama"), folder)
    rows = random_rows(200, graph.lexicon.units, 6, seed=9)
    texts = graph.texts(rows)
    terms, _ = graph.evaluate(texts)
    wanted = first.base.log_prob(texts) + 0.5 * other.base.log_prob(texts)
    assert graph.term_names == ("base", "second")
    assert terms.sum(1).tolist() == pytest.approx(wanted.tolist(), abs=1e-4)
    plain = {kind: Plain(folder, kind) for kind in ("gpt2", "llama")}
    for row, total in zip(rows[:50], terms.sum(1).tolist(), strict=False):
        string = graph.renderer.render(row)
        each = {kind: p.score(p.begin, p.ids(string) + p.end) for kind, p in plain.items()}
        assert total == pytest.approx(each["gpt2"] + 0.5 * each["llama"], abs=1e-4)


def test_a_model_that_cannot_be_used_is_a_mistake_of_the_program(folder):
    with pytest.raises(GroundError) as caught:
        compiled(LARGER.replace("./gpt2", "./nowhere"), folder)
    assert caught.value.code == "L001" and "no such folder" in caught.value.values["what"]
    with pytest.raises(GroundError) as caught:
        compiled(LARGER + 'factor other = logprob(s, lm("nobody/nothing"))', folder)
    assert "--download" in caught.value.values["advice"]


def test_a_program_longer_than_its_model_is_a_mistake_of_the_program(folder):
    with pytest.raises(GroundError) as caught:
        compiled(LARGER.replace("3..6", "3..97"), folder)
    assert caught.value.values["what"].endswith("room for texts of 95 tokens, and the program's may have 97 units")
    assert caught.value.values["advice"] == "give a smaller length, as in `require s has ..47 words`"
    with pytest.raises(GroundError):
        compiled(LARGER.replace("3..6", "3..96") + 'factor second = logprob(s, lm("./llama"))', folder)


def test_a_device_is_passed_on(folder):
    graph = compiled(SMALL, folder)
    assert next(graph.base.model.parameters()).device.type == "cpu"
    assert graph.base.log_prob(graph.texts([(0,)])).device == graph.device
    with pytest.raises(LanguageError, match="cannot be loaded"):
        CausalLanguage("./gpt2").load(lexicon(), folder, device="cuda:99")
