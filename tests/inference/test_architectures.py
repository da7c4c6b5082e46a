"""Causal architectures from small random configurations: each scores as its own plain forward pass does."""

from __future__ import annotations

import json

import pytest
import torch
from neural import (
    POSITIONS,
    UNEVEN,
    WIDE,
    WORDS,
    Plain,
    build,
    byte_level,
    lexicon,
    metaspace,
    random_rows,
    save,
    texts_of,
    unigram,
    word_piece,
    written,
)
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.source import Source
from wordfield.inference.languages.lm import CausalLanguage
from wordfield.inference.render import START, Renderer

SHARED = {**WIDE, **UNEVEN, "num_key_value_heads": 1, "max_position_embeddings": POSITIONS}
HEADS = {**SHARED, "head_dim": 16}
STATES = {"hidden_size": 32, "state_size": 8, "num_hidden_layers": 2, **UNEVEN}

# name -> tokenizer, model, configuration, its settings. Sliding windows are shorter than the texts.
KINDS = {
    "gpt2": (byte_level, "GPT2LMHeadModel", "GPT2Config", {"n_layer": 2, "n_embd": 32, "n_head": 2, **UNEVEN}),
    "llama": (metaspace, "LlamaForCausalLM", "LlamaConfig", SHARED),
    "mistral": (metaspace, "MistralForCausalLM", "MistralConfig", {**SHARED, "sliding_window": 4}),
    "qwen2": (byte_level, "Qwen2ForCausalLM", "Qwen2Config", SHARED),
    "qwen3": (byte_level, "Qwen3ForCausalLM", "Qwen3Config", HEADS),
    "gemma2": (unigram, "Gemma2ForCausalLM", "Gemma2Config", {**HEADS, "sliding_window": 4}),
    "gemma3": (unigram, "Gemma3ForCausalLM", "Gemma3TextConfig", {**HEADS, "sliding_window": 4}),
    "mamba": (byte_level, "MambaForCausalLM", "MambaConfig", STATES),
    "mamba2": (
        byte_level, "Mamba2ForCausalLM", "Mamba2Config",
        {**STATES, "num_heads": 4, "head_dim": 16, "n_groups": 1, "chunk_size": 8},
    ),
    "rwkv": (
        word_piece, "RwkvForCausalLM", "RwkvConfig",
        {"hidden_size": 32, "num_hidden_layers": 7, "context_length": POSITIONS, **UNEVEN},  # layers 6 on are rescaled
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a model of each kind."""
    torch.manual_seed(2)
    root = tmp_path_factory.mktemp("architectures")
    for name, (tokenizer, model, config, settings) in KINDS.items():
        made = tokenizer()
        begin = made.bos_token_id if made.bos_token_id is not None else made.cls_token_id
        end = made.eos_token_id if made.eos_token_id is not None else made.sep_token_id
        ids = {"bos_token_id": begin, "eos_token_id": end, "pad_token_id": 0}
        save(root / name, made, build(model, config, len(made), **settings, **ids))
    return root


def scorer(folder, kind, **settings):
    return CausalLanguage(f"./{kind}", **settings).load(lexicon(), folder)


@pytest.mark.parametrize("kind", KINDS)
def test_canonical_is_a_plain_pass_over_the_tokenizers_ids(folder, kind):
    plain, rows = Plain(folder, kind), random_rows(200)
    found = scorer(folder, kind, spelling="canonical").log_prob(texts_of(rows))
    wanted = [plain.score(plain.begin, plain.ids(written(row)) + plain.end) for row in rows]
    assert torch.tensor(wanted).std() > 5.0  # the scores are worth comparing
    assert found.tolist() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_units_is_a_plain_pass_over_the_ids_of_each_unit(folder, kind):
    plain, rows, renderer = Plain(folder, kind), random_rows(200, seed=1), Renderer(lexicon())
    found = scorer(folder, kind, spelling="units").log_prob(texts_of(rows))
    wanted = []
    for row in rows:
        ids = []
        for place in range(len(row)):
            ids += plain.ids(renderer.form(renderer.context_after(row[:place]), row[place])[0])
        wanted.append(plain.score(plain.begin, ids + plain.end))
    assert found.tolist() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_prompt_power_and_temperature_are_those_of_plain_passes(folder, kind):
    plain, rows = Plain(folder, kind), random_rows(40, seed=2)
    settings = {"prompt": "Dear Anna,", "power": 0.5, "temperature": 1.7, "end": "none"}
    model = scorer(folder, kind, spelling="units", **settings)
    head = plain.ids("Dear Anna,")
    wanted = [0.5 * plain.score(plain.begin + head, ids, 1.7) for ids in model.tokens(rows)]
    assert model.log_prob(texts_of(rows)).tolist() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_a_score_does_not_depend_on_the_texts_beside_it(folder, kind):
    rows = random_rows(60, seed=3)
    together, alone = scorer(folder, kind).log_prob(texts_of(rows)), scorer(folder, kind)
    single = [float(alone.log_prob(texts_of([row]))) for row in rows]
    assert single == pytest.approx(together.tolist(), abs=2e-5, rel=2e-7)


PRODUCT = """
text s : en ~ lm("./gpt2", lexicon={words}, prompt="Dear Anna,", power=0.7)
require s has 1..9 words
factor second = 0.5 * logprob(s, lm("./llama", temperature=1.3))
factor third = 0.25 * logprob(s, lm("./rwkv", prompt="She wrote:", power=2.0, end="none"))
factor fourth = -0.1 * logprob(s, lm("./gemma3", spelling="units"))
"""


def test_a_product_of_models_is_the_sum_of_what_each_plain_pass_gives(folder):
    words = [word for word in WORDS if word[0].isalpha()]
    program = PRODUCT.format(words=json.dumps(words, ensure_ascii=False))
    graph = compile_model(elaborate(check_source(Source("product.wf", program), folder)), folder)
    rows = random_rows(200, graph.lexicon.units, seed=4)
    plain = {kind: Plain(folder, kind) for kind in ("gpt2", "llama", "rwkv", "gemma3")}

    def alone(kind, ids, temperature=1.0, prompt="", end=True):
        p = plain[kind]
        return p.score(p.begin + (p.ids(prompt) if prompt else []), ids + (p.end if end else []), temperature)

    wanted = []
    for row in rows:
        string, forms, context = graph.renderer.render(row), [], START
        for unit in row:
            form, context = graph.renderer.form(context, unit)
            forms += plain["gemma3"].ids(form)
        behind = plain["gpt2"].ids("Dear Anna, " + string)[len(plain["gpt2"].ids("Dear Anna,")) :]
        wrote = plain["rwkv"].ids("She wrote: " + string)[len(plain["rwkv"].ids("She wrote:")) :]
        first = 0.7 * alone("gpt2", behind, prompt="Dear Anna,")
        second = 0.5 * alone("llama", plain["llama"].ids(string), 1.3)
        third = 0.25 * 2.0 * alone("rwkv", wrote, prompt="She wrote:", end=False)
        wanted.append(first + second + third - 0.1 * alone("gemma3", forms))
    texts = graph.texts(rows)
    assert graph.term_names == ("base", "second", "third", "fourth")
    assert graph.evaluate(texts)[0].sum(1).tolist() == pytest.approx(wanted, abs=1e-4)
    assert graph.log_prob(texts).tolist() == pytest.approx(wanted, abs=1e-4)
