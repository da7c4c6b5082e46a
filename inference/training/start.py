"""Weights to begin from: those of a causal model in a folder, for a masked or a causal model, which may be deeper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..lazy import torch
from .architecture import Task
from .tokens import PAD

if TYPE_CHECKING:
    from torch import Tensor


def begin(model: Any, task: Task, folder: Path) -> None:
    """Copy the weights of the GPT-2 in `folder` into `model`, a fresh GPT-2 or RoBERTa (pre-LN) of `task`.

    A masked model that begins as a causal one knows the words already and has only the right side to learn
    (BehnamGhader et al. 2024). A causal model may have twice the layers, or three times: see `deeper`. Raises
    ValueError where the sizes do not fit.
    """
    from transformers import GPT2LMHeadModel

    source = GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32)
    old, new = source.config, model.config
    times, rest = divmod(new.num_hidden_layers, old.n_layer)
    fits = not rest and (times == 1 or task == "causal")
    if not fits or (old.vocab_size, old.n_embd) != (new.vocab_size, new.hidden_size):
        raise ValueError(
            f"{folder}: got {old.vocab_size} tokens, width {old.n_embd} and {old.n_layer} layers; the new model has "
            f"{new.vocab_size}, {new.hidden_size} and {new.num_hidden_layers}"
        )
    state = source.state_dict()
    with torch.no_grad():
        model.load_state_dict(
            deeper(state, model.state_dict(), times) if task == "causal" else as_masked(state, model.state_dict())
        )


def deeper(old: dict[str, Tensor], new: dict[str, Tensor], times: int) -> dict[str, Tensor]:
    """The state of a model with `times` the layers that computes what the old one does.

    Behind each old layer stand fresh ones that write nothing into the residual stream yet (Gong et al. 2019, "Efficient
    training of BERT by progressively stacking", for the idea; zero output as in Shen et al. 2022, "Staged training").
    """
    found = {}
    for name, fresh in new.items():
        if not name.startswith(_LAYER):
            found[name] = old[name]
            continue
        number, _, rest = name.removeprefix(_LAYER).partition(".")
        layer, behind = divmod(int(number), times)
        writes = rest.startswith(("attn.c_proj", "mlp.c_proj"))
        found[name] = old[f"{_LAYER}{layer}.{rest}"] if not behind else torch.zeros_like(fresh) if writes else fresh
    return found


def as_masked(causal: dict[str, Tensor], masked: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state of a masked model with every weight that has a counterpart in the causal one taken from there.

    Counterparts: tokens, places, and each layer whole. Without one: the norm of the embeddings, which gets the scale
    that the causal layers are used to, and the head, which begins as the identity.
    """
    found = dict(masked)
    body, tokens, places = "roberta_prelayernorm", causal["transformer.wte.weight"], causal["transformer.wpe.weight"]
    found[f"{body}.embeddings.word_embeddings.weight"] = found["lm_head.decoder.weight"] = tokens
    shifted = torch.zeros_like(masked[f"{body}.embeddings.position_embeddings.weight"])
    shifted[PAD + 1 : PAD + 1 + len(places)] = places[: len(shifted) - PAD - 1]
    found[f"{body}.embeddings.position_embeddings.weight"] = shifted
    found[f"{body}.embeddings.token_type_embeddings.weight"] = torch.zeros(1, tokens.shape[1])
    found[f"{body}.embeddings.LayerNorm.weight"] = torch.full((tokens.shape[1],), float(tokens.std()))
    for part in ("weight", "bias"):
        found[f"{body}.LayerNorm.{part}"] = causal[f"transformer.ln_f.{part}"]
    for name in masked:
        if name.startswith(f"{body}.encoder.layer."):
            found[name] = _of_layer(causal, name.removeprefix(f"{body}.encoder.layer."))
    found["lm_head.dense.weight"] = torch.eye(tokens.shape[1])
    return found


_LAYER = "transformer.h."
_COUNTERPARTS = {
    "attention.LayerNorm": "ln_1",
    "attention.output.dense": "attn.c_proj",
    "intermediate.LayerNorm": "ln_2",
    "intermediate.dense": "mlp.c_fc",
    "output.dense": "mlp.c_proj",
}
_THIRDS = {"query": 0, "key": 1, "value": 2}


def _of_layer(causal: dict[str, Tensor], name: str) -> Tensor:
    """The weight of a GPT-2 layer that a RoBERTa layer calls `name`, such as '0.attention.self.query.bias'."""
    number, _, rest = name.partition(".")
    module, _, part = rest.rpartition(".")
    third = _THIRDS.get(module.rpartition(".")[2])
    counterpart = "attn.c_attn" if third is not None else _COUNTERPARTS[module]
    found = causal[f"{_LAYER}{number}.{counterpart}.{part}"]
    if third is not None:
        found = found.chunk(3, dim=-1)[third]
    return found.T.contiguous() if found.ndim == 2 else found.clone()
