"""The two small architectures and their losses: GPT-2 reads from the left, RoBERTa (pre-LN) fills what is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..lazy import torch
from .tokens import BOS, EOS, MASK, PAD, POSITIONS

if TYPE_CHECKING:
    from torch import Generator, Tensor

Task = Literal["causal", "masked"]


@dataclass(frozen=True)
class Size:
    """Width of a layer, number of layers, heads in each, and the share of activations dropped while it learns."""

    width: int = 192
    layers: int = 4
    heads: int = 6
    dropout: float = 0.0


def build(task: Task, vocabulary: int, size: Size) -> Any:
    """A fresh model of the task."""
    from transformers import GPT2Config, GPT2LMHeadModel, RobertaPreLayerNormConfig, RobertaPreLayerNormForMaskedLM

    special: dict[str, Any] = {"pad_token_id": PAD, "bos_token_id": BOS, "eos_token_id": EOS}
    if task == "causal":
        config = GPT2Config(
            vocab_size=vocabulary,
            n_positions=POSITIONS,
            n_embd=size.width,
            n_layer=size.layers,
            n_head=size.heads,
            activation_function="gelu_pytorch_tanh",  # what GPT-2 has, in one operation
            resid_pdrop=size.dropout,
            embd_pdrop=size.dropout,
            attn_pdrop=size.dropout,
            **special,
        )
        return GPT2LMHeadModel(config)
    masked = RobertaPreLayerNormConfig(
        vocab_size=vocabulary,
        hidden_size=size.width,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        intermediate_size=4 * size.width,
        max_position_embeddings=POSITIONS + 2,
        type_vocab_size=1,
        hidden_dropout_prob=size.dropout,
        attention_probs_dropout_prob=size.dropout,
        **special,
    )
    return RobertaPreLayerNormForMaskedLM(masked)


def causal_loss(model: Any, ids: Tensor, first: Tensor) -> Tensor:
    """Summed loss of the next token. Padding is on the right, where a causal model cannot see it.

    Rows begin at the place `first` [1].
    """
    from torch.nn.functional import cross_entropy

    places = first + torch.arange(ids.shape[1] - 1, device=ids.device)
    hidden = model.transformer(input_ids=ids[:, :-1], position_ids=places[None], use_cache=False).last_hidden_state
    logits = model.lm_head(hidden).flatten(0, 1).float()
    return cross_entropy(logits, ids[:, 1:].flatten(), ignore_index=PAD, reduction="sum")


def masked_loss(model: Any, hidden_ids: Tensor, ids: Tensor, places: Tensor) -> Tensor:
    """Summed loss of the tokens at `places` [rows, places]; `hidden_ids` is what the model sees."""
    from torch.nn.functional import cross_entropy

    mask = (ids != PAD).long()
    found = model.roberta_prelayernorm(input_ids=hidden_ids, attention_mask=mask).last_hidden_state
    found = found.gather(1, places[..., None].expand(-1, -1, found.shape[-1]))
    logits = model.lm_head(found).flatten(0, 1).float()
    return cross_entropy(logits, ids.gather(1, places).flatten(), reduction="sum")


def hide(ids: Tensor, rate: float, size: int, generator: Generator) -> tuple[Tensor, Tensor]:
    """Ids with places hidden (85 % mask token, 10 % another token, 5 % left), and the places [rows, places].

    One row in three hides neighbours, the others scattered places, so that blocks can be filled too. `size` is the
    number of tokens; every row must hold at least one token that is not special.
    """
    inner = ids > MASK
    count = max(round(rate * int(inner.sum(1).min())), 1)
    noise = torch.rand(ids.shape, generator=generator)
    first = (torch.rand(len(ids), generator=generator) * (inner.sum(1) - count + 1)).long() + 1
    at = torch.arange(ids.shape[1])
    run = (at >= first[:, None]) & (at < first[:, None] + count)
    score = torch.where((torch.rand(len(ids), generator=generator) < 1 / 3)[:, None], noise + 2.0 * run, noise)
    places = score.masked_fill(~inner, -1.0).topk(count, dim=1).indices
    coin = torch.rand(places.shape, generator=generator)
    other = torch.randint(MASK + 1, size, places.shape, generator=generator)
    old = ids.gather(1, places)
    new = torch.where(coin < 0.85, MASK, torch.where(coin < 0.95, other, old))
    return ids.scatter(1, places, new), places
