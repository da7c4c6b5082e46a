"""Small random transformers and tokenizers of every kind, saved as people save theirs, and texts to score with them."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast
from transformers.utils import logging
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.render import Renderer
from wordfield.inference.texts import Texts

LINES = [
    "The sea was calm, and the harbour slept.",
    "A letter came in winter; she read it by the lamp.",
    "Boats leave the harbour at dawn. Gulls cry over the sea!",
]
WORDS = ("the", "sea", "letter", "harbour", "lamp", "slept", "winter", "Anna", "zürich", ",", ".", "(", ")", '"', "and")
POSITIONS = 96

# ---- tokenizers


def byte_level(masked: bool = False) -> Any:
    """As GPT-2 (masked: RoBERTa) has it: bytes, spaces belong to the word behind them."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"] if masked else ["<|endoftext|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=330, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(LINES, trainer)
    if not masked:
        return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=special[0], eos_token=special[0])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    named = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"}
    named |= {"pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"}
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named)


def metaspace() -> Any:
    """As Llama has it: a space before the first word too; unknown characters are <unk>."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    tokenizer.decoder = decoders.Metaspace()
    special = ["<unk>", "<s>", "</s>"]
    tokenizer.train_from_iterator(
        LINES, trainers.BpeTrainer(vocab_size=120, special_tokens=special, show_progress=False)
    )
    named = {"unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"}
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named)


def unigram() -> Any:
    """As SentencePiece's unigram models have it (DeBERTa, Gemma's kin): a space before every piece of text."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    special = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
    trainer = trainers.UnigramTrainer(
        vocab_size=80, special_tokens=special, unk_token="[UNK]", initial_alphabet=list("ze"), show_progress=False
    )
    tokenizer.train_from_iterator(LINES, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **NAMED)


def word_piece(framed: bool = False) -> Any:
    """As BERT has it: lower case, spaces dropped, [CLS] and [SEP] in place of BOS and EOS."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=110, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(LINES, trainer)
    if framed:
        tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **NAMED)


NAMED = {
    "pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]",
}  # fmt: skip

# ---- models

WIDE = {"num_hidden_layers": 2, "num_attention_heads": 2, "hidden_size": 32, "intermediate_size": 64}
UNEVEN = {"initializer_range": 0.3}  # of weights, so that scores differ by many nats


def gpt2(vocabulary: int) -> Any:
    """A GPT-2."""
    sizes = {"n_layer": 2, "n_embd": 32, "n_head": 2, "n_positions": POSITIONS}
    ids = {"bos_token_id": 0, "eos_token_id": 0}
    return transformers.GPT2LMHeadModel(transformers.GPT2Config(vocab_size=vocabulary, **UNEVEN, **sizes, **ids))


def llama_config(vocabulary: int) -> Any:
    """The configuration of a Llama."""
    return transformers.LlamaConfig(
        vocab_size=vocabulary, max_position_embeddings=POSITIONS, tie_word_embeddings=False, **UNEVEN, **WIDE
    )


def llama(vocabulary: int) -> Any:
    """A Llama."""
    return transformers.LlamaForCausalLM(llama_config(vocabulary))


def bert_config(vocabulary: int, **settings: Any) -> Any:
    """The configuration of a BERT."""
    return transformers.BertConfig(vocab_size=vocabulary, **UNEVEN, **WIDE, **settings)


def build(kind: str, config: str, vocabulary: int, **settings: Any) -> Any:
    """`kind` on a `config`, both by their names in transformers, with `vocabulary` tokens."""
    return getattr(transformers, kind)(getattr(transformers, config)(vocab_size=vocabulary, **settings))


def save(folder: Path, tokenizer: Any, model: Any) -> Path:
    """A folder with the model, and its tokenizer unless None."""
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    model.save_pretrained(folder)
    if tokenizer is not None:
        tokenizer.save_pretrained(folder)
    return folder


# ---- texts


def lexicon(words: tuple[str, ...] = WORDS, style: str = "en") -> Lexicon:
    """A lexicon of the words."""
    return Lexicon(tuple(words), style)


def random_rows(count: int, words: tuple[str, ...] = WORDS, longest: int = 9, seed: int = 0) -> list[tuple[int, ...]]:
    """Texts of 1 to `longest` units, all equally likely."""
    chance = random.Random(seed)
    return [tuple(chance.choices(range(len(words)), k=chance.randint(1, longest))) for _ in range(count)]


def texts_of(rows: list[tuple[int, ...]], places: int = 12) -> Texts:
    """Rows as texts."""
    units = torch.zeros(len(rows), places, dtype=torch.int64)
    for number, row in enumerate(rows):
        units[number, : len(row)] = torch.tensor(row, dtype=torch.int64)
    return Texts(units, torch.tensor([len(row) for row in rows]))


def written(row: tuple[int, ...]) -> str:
    """A text of WORDS as English writes it."""
    return Renderer(lexicon()).render(row)


class Plain:
    """The reference of causal models: one text at a time, no padding, no cache."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder / kind)
        self.model = AutoModelForCausalLM.from_pretrained(folder / kind).float().eval()
        t = self.tokenizer
        self.begin = [t.bos_token_id if t.bos_token_id is not None else t.cls_token_id]
        self.end = [t.eos_token_id if t.eos_token_id is not None else t.sep_token_id]

    def ids(self, string: str) -> list[int]:
        """The tokenizer's ids, nothing around them."""
        found: list[int] = self.tokenizer(string, add_special_tokens=False)["input_ids"]
        return found

    def score(self, left: list[int], ids: list[int], temperature: float = 1.0) -> float:
        """Log probability of `ids` behind `left`."""
        with torch.no_grad():
            logits = self.model(torch.tensor([left + ids])).logits[0].double() / temperature
        logs = logits.log_softmax(-1)
        return sum(float(logs[len(left) + place - 1, one]) for place, one in enumerate(ids))
