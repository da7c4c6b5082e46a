"""A tiny trained pair of models for tests that a random model would not tell much: one causal, one masked transformer.

Two hundred sentences of one small grammar, a word a token, width 48, two layers: seconds on one core, the same weights
every time on one machine. `pair()` trains once a session.
"""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import torch
from neural import build, save
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

ANIMALS, FOODS = ("cat", "dog", "hen", "horse"), {"cat": "fish", "dog": "bones", "hen": "corn", "horse": "hay"}
PLACES = {"cat": "kitchen", "dog": "yard", "hen": "barn", "horse": "field"}
WORDS = (
    "the",
    "a",
    "old",
    "small",
    *ANIMALS,
    "eats",
    "likes",
    "sleeps",
    "in",
    "and",
    *FOODS.values(),
    *PLACES.values(),
)
SPECIAL = ("<pad>", "<unk>", "<bos>", "<eos>", "<mask>")
WIDE = {"num_hidden_layers": 2, "num_attention_heads": 4, "hidden_size": 48, "intermediate_size": 96}


def sentences(count: int = 200, seed: int = 0) -> list[str]:
    """Sentences in which every animal has its own food and its own place."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        animal = chance.choice(ANIMALS)
        who = " ".join(filter(None, (chance.choice(("the", "a")), chance.choice(("", "", "old", "small")), animal)))
        eats = f"{chance.choice(('eats', 'likes'))} {FOODS[animal]}"
        sleeps = f"sleeps in the {PLACES[animal]}"
        found.append(f"{who} {chance.choice((eats, sleeps, f'{eats} and {sleeps}'))}")
    return found


def tokenizer() -> Any:
    """A word a token, with its space; a capital counts for nothing; <bos> and <eos> around a text."""
    entries = [*SPECIAL, *WORDS]
    made = Tokenizer(models.WordLevel({one: number for number, one in enumerate(entries)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Split(Regex(r"\s+"), "removed")
    made.post_processor = processors.TemplateProcessing("<bos> $A <eos>", special_tokens=[("<bos>", 2), ("<eos>", 3)])
    names = ("pad_token", "unk_token", "bos_token", "eos_token", "mask_token")
    return PreTrainedTokenizerFast(tokenizer_object=made, **dict(zip(names, SPECIAL, strict=True)))


def _rows(made: Any) -> torch.Tensor:
    """The sentences as padded ids. [sentences, places]"""
    return torch.as_tensor(made(sentences(), padding=True)["input_ids"])


def _fit(model: Any, steps: int, batch: Any) -> None:
    """Adam on the mean loss of what `batch` gives: inputs and labels, -100 where nothing is learned."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=0.01)
    model.train()
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 4e-3 * min(1.0, 2 * (steps - step) / steps)
        ids, labels, mask = batch()
        logits = model(input_ids=ids, attention_mask=mask).logits
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=-100)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()


def causal(made: Any, steps: int = 130) -> Any:
    """A GPT-2 that predicts the next word."""
    torch.manual_seed(5)
    sizes = {"n_layer": 2, "n_embd": 48, "n_head": 4, "n_positions": 32, "bos_token_id": 2, "eos_token_id": 3}
    dropped = {"resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0}
    model, rows = build("GPT2LMHeadModel", "GPT2Config", len(made), **sizes, **dropped), _rows(made)
    chance = torch.Generator().manual_seed(6)

    def batch() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        some = rows[torch.randint(len(rows), (32,), generator=chance)]
        labels = some.masked_fill(some == 0, -100)[:, 1:]
        return some[:, :-1], labels, (some[:, :-1] != 0).long()

    _fit(model, steps, batch)
    return model


def masked(made: Any, steps: int = 270) -> Any:
    """A pre-LN RoBERTa that fills hidden places; a third of them is hidden at a time."""
    torch.manual_seed(7)
    ids = {"pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3, "max_position_embeddings": 34}
    dropped = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "type_vocab_size": 1}
    names = ("RobertaPreLayerNormForMaskedLM", "RobertaPreLayerNormConfig")
    model, rows = build(*names, len(made), **WIDE, **ids, **dropped), _rows(made)
    chance = torch.Generator().manual_seed(8)

    def batch() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        some = rows[torch.randint(len(rows), (32,), generator=chance)]
        hidden = (torch.rand(some.shape, generator=chance) < 1 / 3) & (some >= len(SPECIAL))
        return some.masked_fill(hidden, 4), some.masked_fill(~hidden, -100), (some != 0).long()

    _fit(model, steps, batch)
    return model


@cache
def pair() -> Path:
    """A folder that holds `causal` and `masked`, trained at the first call."""
    root, made = Path(tempfile.mkdtemp(prefix="wordfield-pair-")), tokenizer()
    atexit.register(shutil.rmtree, root, True)
    save(root / "causal", made, causal(made))
    save(root / "masked", made, masked(made))
    return root
