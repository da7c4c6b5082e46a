"""Masked models from small random configurations: pseudo-log-likelihoods against plain passes, and what is refused."""

from __future__ import annotations

import functools
import shutil

import pytest
import torch
from masked_reference import Plain
from neural import (
    POSITIONS,
    UNEVEN,
    WIDE,
    WORDS,
    bert_config,
    build,
    byte_level,
    gpt2,
    lexicon,
    random_rows,
    save,
    texts_of,
    unigram,
    word_piece,
    written,
)
from transformers import (
    BertForMaskedLM,
    BertLMHeadModel,
    BertModel,
    PreTrainedTokenizerFast,
)
from wordfield.inference.language import LanguageError
from wordfield.inference.languages.mlm import MaskedLanguage
from wordfield.inference.render import Renderer
from wordfield.inference.run import RunError

framed_words = functools.partial(word_piece, framed=True)
masked_bytes = functools.partial(byte_level, masked=True)
SHARED = {**WIDE, **UNEVEN, "max_position_embeddings": POSITIONS}
APART = {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "position_buckets": 8}
FNET = {"hidden_size": 32, "num_hidden_layers": 2, "intermediate_size": 64, "max_position_embeddings": POSITIONS}
KINDS = {
    "bert": (framed_words, "BertForMaskedLM", "BertConfig", SHARED),
    "bare": (word_piece, "BertForMaskedLM", "BertConfig", SHARED),  # a tokenizer that sets nothing around a text
    "roberta": (masked_bytes, "RobertaForMaskedLM", "RobertaConfig", SHARED),
    "prelayernorm": (masked_bytes, "RobertaPreLayerNormForMaskedLM", "RobertaPreLayerNormConfig", SHARED),
    "deberta": (unigram, "DebertaV2ForMaskedLM", "DebertaV2Config", {**SHARED, **APART}),
    "electra": (framed_words, "ElectraForMaskedLM", "ElectraConfig", {**SHARED, "embedding_size": 16}),
    "nystromformer": (unigram, "NystromformerForMaskedLM", "NystromformerConfig", {**SHARED, "conv_kernel_size": 5}),
    "fnet": (unigram, "FNetForMaskedLM", "FNetConfig", {**FNET, **UNEVEN}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a model of each kind."""
    torch.manual_seed(3)
    root = tmp_path_factory.mktemp("masked")
    for name, (tokenizer, model, config, settings) in KINDS.items():
        made = tokenizer()
        ids = {"pad_token_id": made.pad_token_id, "bos_token_id": made.cls_token_id, "eos_token_id": made.sep_token_id}
        save(root / name, made, build(model, config, len(made), **settings, **ids))
    return root


@pytest.fixture
def own(folder, tmp_path):
    """A copy of the BERT folder that a test may break."""
    shutil.copytree(folder / "bert", tmp_path / "bert")
    return tmp_path


def scorer(folder, kind, **settings):
    return MaskedLanguage(f"./{kind}", **settings).load(lexicon(), folder)


def pieces(plain, row):
    """The ids of each unit's form."""
    renderer = Renderer(lexicon())
    return [plain.ids(renderer.form(renderer.context_after(row[:place]), row[place])[0]) for place in range(len(row))]


# ---- laws


@pytest.mark.parametrize("kind", KINDS)
def test_each_token_is_hidden_in_turn(folder, kind):
    plain, rows = Plain(folder, kind), random_rows(200, longest=7)
    found = scorer(folder, kind).log_prob(texts_of(rows))
    wanted = [plain.score(plain.ids(written(row))) for row in rows]
    assert found.dtype == torch.float64 and torch.tensor(wanted).std() > 5.0
    assert found.tolist() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "bare"])
def test_what_stands_around_a_text_is_what_the_tokenizer_sets_there(folder, kind):
    plain = Plain(folder, kind)
    whole = plain.tokenizer("the sea")["input_ids"]
    assert whole == [*plain.first, *plain.ids("the sea"), *plain.last]
    model = scorer(folder, kind)
    assert model.left == plain.first and model.end == plain.last


@pytest.mark.parametrize("kind", KINDS)
def test_units_are_written_one_by_one(folder, kind):
    plain, rows = Plain(folder, kind), random_rows(60, longest=6, seed=1)
    found = scorer(folder, kind, spelling="units").log_prob(texts_of(rows))
    wanted = [plain.score([one for ids in pieces(plain, row) for one in ids]) for row in rows]
    assert found.tolist() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("kind", ["bert", "roberta", "fnet"])
def test_prompt_power_and_temperature_are_those_of_plain_passes(folder, kind):
    plain, rows = Plain(folder, kind), random_rows(30, longest=6, seed=2)
    model = scorer(folder, kind, prompt="Dear Anna,", power=0.5, temperature=1.7, spelling="units")
    head = plain.ids("Dear Anna,")
    wanted = [0.5 * plain.score(ids, head, 1.7) for ids in model.spelled(rows)]
    assert model.log_prob(texts_of(rows)).tolist() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("kind", ["bert", "roberta", "deberta"])
@pytest.mark.parametrize("spelling", ["canonical", "units"])
def test_the_rest_of_a_word_is_hidden_with_each_of_its_tokens(folder, kind, spelling):
    plain, rows = Plain(folder, kind), random_rows(40, longest=5, seed=3)
    model = scorer(folder, kind, spelling=spelling, words=True)
    wanted = []
    for row in rows:
        if spelling == "units":
            parts = pieces(plain, row)
            ids, words = [i for part in parts for i in part], [n for n, part in enumerate(parts) for _ in part]
        else:
            found = plain.tokenizer(written(row), add_special_tokens=False)
            ids, words = found["input_ids"], found.word_ids()
        wanted.append(plain.score(ids, words=words))
    assert model.log_prob(texts_of(rows)).tolist() == pytest.approx(wanted, abs=1e-4)
    alone = scorer(folder, kind, spelling=spelling).log_prob(texts_of(rows))
    assert (alone - torch.tensor(wanted)).abs().max() > 0.1  # it makes a difference


@pytest.mark.parametrize("kind", KINDS)
def test_a_score_does_not_depend_on_the_texts_beside_it(folder, kind):
    rows = random_rows(40, seed=4)
    together, alone = scorer(folder, kind).log_prob(texts_of(rows)), scorer(folder, kind)
    single = [float(alone.log_prob(texts_of([row]))) for row in rows]
    assert single == pytest.approx(together.tolist(), abs=2e-5, rel=2e-7)


def test_padding_is_left_out_where_it_would_change_scores(folder):
    pads = {kind: scorer(folder, kind)._pads for kind in KINDS}
    assert {kind for kind, fine in pads.items() if not fine} == {"nystromformer", "fnet"}


def test_texts_without_units_score_nothing(folder):
    found = scorer(folder, "bert").log_prob(texts_of([(), (1,)]))
    assert float(found[0]) == 0.0 and float(found[1]) < 0.0


# ---- cost


def test_scores_are_remembered_by_text(folder):
    model, rows = scorer(folder, "bert"), random_rows(60)
    first = model.log_prob(texts_of(rows))
    done = model.evaluations
    assert done == len(set(rows))
    assert torch.equal(model.log_prob(texts_of(rows)), first) and model.evaluations == done


def test_all_hidden_copies_of_all_texts_share_passes_of_bounded_size(folder, monkeypatch):
    rows, model = list(dict.fromkeys(random_rows(30))), scorer(folder, "bert")
    wanted, sizes = model.log_prob(texts_of(rows)), []

    def watched(one):
        small, once = scorer(folder, "bert"), one
        inner = small._logits
        monkeypatch.setattr(
            small, "_logits", lambda tile, at: once.append((len(tile), len(tile[0]))) or inner(tile, at)
        )
        return small

    whole = watched(sizes)
    assert torch.allclose(whole.log_prob(texts_of(rows)), wanted, atol=1e-5)
    copies = sum(len(ids) for ids in whole.spelled(rows))
    assert sum(size for size, _ in sizes) == copies and len(sizes) <= copies // 64 + 1
    monkeypatch.setattr("wordfield.inference.masked.MOST_PLACES", 100)
    sizes.clear()
    assert torch.allclose(watched(sizes).log_prob(texts_of(rows)), wanted, atol=1e-5)
    assert all(size == 1 or size * width <= 100 for size, width in sizes) and len(sizes) > 5


# ---- mistakes


def refused(folder, language, match):
    with pytest.raises(LanguageError, match=match) as caught:
        language.load(lexicon(), folder)
    message = str(caught.value)
    assert "\n" not in message and "Traceback" not in message and len(message) < 400, message
    assert message.startswith("mlm(")


@pytest.mark.parametrize("model", [gpt2, lambda size: BertLMHeadModel(bert_config(size, is_decoder=True))])
def test_causal_models_are_refused(tmp_path, model):
    tokenizer = word_piece()
    save(tmp_path / "causal", tokenizer, model(len(tokenizer)))
    refused(tmp_path, MaskedLanguage("causal"), "fills no gaps; `mlm` needs a masked model such as BERT or RoBERTa")


def test_a_tokenizer_without_a_mask_is_refused(own):
    bare = PreTrainedTokenizerFast(tokenizer_object=word_piece().backend_tokenizer, unk_token="[UNK]")
    save(own / "bert", bare, BertForMaskedLM(bert_config(len(bare))))
    refused(own, MaskedLanguage("bert"), "its tokenizer has no mask token; set `mask_token`")


def test_weights_that_are_missing_are_not_made_up(own):
    save(own / "bert", None, BertModel(bert_config(len(word_piece()))))
    refused(own, MaskedLanguage("bert"), "of the model's weights are not there, such as `cls")


def test_a_discriminator_is_no_generator(tmp_path):
    tokenizer = framed_words()
    save(tmp_path / "electra", tokenizer, build("ElectraForPreTraining", "ElectraConfig", len(tokenizer), **SHARED))
    refused(tmp_path, MaskedLanguage("electra"), "of the model's weights are not there, such as `generator")


def test_a_word_that_the_model_has_no_token_for_is_refused(own):
    save(own / "bert", None, BertForMaskedLM(bert_config(100)))
    refused(own, MaskedLanguage("bert"), "with token 10., and the model has only 100;")


@pytest.mark.parametrize("kind, room", [("bert", 94), ("roberta", 92)])
def test_a_text_longer_than_the_model_is_named(folder, kind, room):
    model, comma = scorer(folder, kind), WORDS.index(",")  # RoBERTa counts positions behind its padding index
    assert torch.isfinite(model.log_prob(texts_of([(comma,) * room], room))).all()
    with pytest.raises(RunError, match=f"takes {room + 1} tokens, the model has room for {room}; ask for shorter"):
        model.log_prob(texts_of([(comma,) * (room + 1)], room + 1))
    with pytest.raises(LanguageError, match=f"room for texts of {room} tokens, and the program's may have {room + 1}"):
        model.fits(room + 1)


def test_a_prompt_longer_than_the_model_is_refused(folder):
    refused(folder, MaskedLanguage("./bert", prompt="word " * 90), "the prompt fills the model's 96 positions")


def test_a_model_that_takes_texts_of_one_length_alone_is_refused(tmp_path):
    tokenizer = unigram()
    settings = {**SHARED, "segment_means_seq_len": 64, "num_landmarks": 8}
    save(
        tmp_path / "few",
        tokenizer,
        build("NystromformerForMaskedLM", "NystromformerConfig", len(tokenizer), **settings),
    )
    refused(tmp_path, MaskedLanguage("few"), "the model does not run on one sentence")


@pytest.mark.parametrize("settings", [{"spelling": "wrong"}, {"temperature": 0.0}, {"power": float("nan")}])
def test_settings_are_checked(folder, settings):
    refused(folder, MaskedLanguage("./bert", **settings), next(iter(settings)))


@pytest.mark.parametrize("name", ["./nowhere", "../nowhere", "no where"])
def test_a_folder_that_is_not_there(tmp_path, name):
    refused(tmp_path, MaskedLanguage(name), "there is no such folder")
