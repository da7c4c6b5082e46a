"""Small programs on a tiny causal transformer whose units take one, two or three tokens."""

from __future__ import annotations

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import GPT2Config, GPT2LMHeadModel, MistralConfig, MistralForCausalLM, PreTrainedTokenizerFast
from wordfield.inference.backoff import Backoff
from wordfield.inference.causal import CausalScorer
from wordfield.inference.estimate import learn
from wordfield.inference.formula import Apply, Compare, Constant, Not, Ordinal, Part, Within
from wordfield.inference.graph import FactorGraph
from wordfield.inference.guide.causal_predictor import CausalPredictor
from wordfield.inference.guide.guide import Guide
from wordfield.inference.guide.potentials import Potentials
from wordfield.inference.languages.lm import CausalLanguage
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.render import Renderer
from wordfield.inference.requirements import Requirement, Requirements
from wordfield.inference.scorer import Scorer
from wordfield.inference.term import Hosted, preference

TEXT = Part("s")
UNITS = ("a", "b", "sea", "seal", "seals", "beach")
LINES = [["a", "b", "sea"], ["sea", "a"], ["seal", "a", "a"], ["b", "seals"], ["a", "sea", "beach"], ["beach"]]
VOCABULARY = ("<unk>", "<s>", "</s>", "a", "b", "sea", "##l", "##s", "##each", "se", "##a")


def tokenizer() -> PreTrainedTokenizerFast:
    """Pieces of words: `seals` is sea ##l ##s, `seal` begins as it does, `sea` is a token of its own."""
    pieces = models.WordPiece({piece: number for number, piece in enumerate(VOCABULARY)}, unk_token="<unk>")
    made = Tokenizer(pieces)
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=made, unk_token="<unk>", bos_token="<s>", eos_token="</s>")


def model(seed: int = 0, double: bool = False) -> GPT2LMHeadModel:
    """Random weights, large enough that laws are uneven."""
    torch.manual_seed(seed)
    sizes = {"n_layer": 2, "n_embd": 16, "n_head": 2, "n_positions": 32}
    made = GPT2LMHeadModel(
        GPT2Config(vocab_size=len(VOCABULARY), initializer_range=0.5, bos_token_id=1, eos_token_id=2, **sizes)
    ).eval()
    return made.double() if double else made


def windowed(window: int) -> MistralForCausalLM:
    """Random weights, and no look at what stands more than `window` tokens back."""
    torch.manual_seed(0)
    sizes = {"num_hidden_layers": 2, "hidden_size": 16, "intermediate_size": 32, "max_position_embeddings": 64}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 2}
    config = MistralConfig(vocab_size=len(VOCABULARY), initializer_range=0.5, sliding_window=window, **sizes, **heads)
    return MistralForCausalLM(config).eval()


def scorer(
    spelling: str = "units",
    double: bool = False,
    seed: int = 0,
    units: tuple[str, ...] = UNITS,
    window: int = 0,
    **settings,
) -> CausalScorer:
    """The tiny model over some units."""
    made = windowed(window) if window else model(seed, double)
    language = CausalLanguage("./tiny", spelling=spelling, **settings)
    return CausalScorer(made, tokenizer(), Renderer(Lexicon(units, "words")), language)


def program(
    base: Scorer | None = None,
    units: tuple[str, ...] = UNITS,
    lengths: tuple[int, int] = (1, 3),
    keyword: str = "",
    soft: bool = False,
    hosted: bool = False,
    once: bool = False,
    order: int = 2,
    **settings,
) -> FactorGraph:
    """Texts of some words under the tiny model; `hosted` adds a term that no automaton or table knows, `once` asks that
    no word comes twice."""
    base = base or scorer(units=units, **settings)
    renderer = Renderer(Lexicon(units, "words"))
    length = Apply("length", (("text", TEXT),))
    statements = [Requirement(Within(length, Constant(lengths[0]), Constant(lengths[1])))]
    if keyword:
        statements.append(Requirement(Apply("contains", (("text", TEXT), ("items", Constant((keyword,)))))))
    if once:
        statements.append(Requirement(Not(Apply("repeats", (("text", TEXT),)))))
    requirements = Requirements("s", renderer, tuple(statements))
    lines = [[unit for unit in line if unit in units] for line in LINES]
    proposals = Backoff(learn([line for line in lines if line], order, units), dtype=torch.float64)
    terms = []
    if soft:
        first = Compare("==", Ordinal(TEXT, "words", Constant(1)), Constant("a"))
        terms.append(preference("first", first, 1.5, requirements.scope))
    if hosted:
        terms.append(Hosted("ends", lambda found: float(len(found.views[TEXT].units[-1])) / 2))
    return FactorGraph(requirements, base, proposals, terms)


def with_cache(graph):
    """The guide of a program as large ones have it: with a key/value cache, whatever the number of texts."""
    frequencies = graph.proposals.arc_log[: graph.units].numpy()
    predictor = CausalPredictor(graph.base, frequencies, graph.places, graph.dtype)
    assert predictor._memory is None
    return Guide(predictor, Potentials(graph.surrogate, graph.dtype))
