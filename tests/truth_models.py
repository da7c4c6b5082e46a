"""Models whose answers can be worked out by hand: an urn of tokens, a classifier of last words, a bigram file."""

from __future__ import annotations

import shutil
from math import log
from pathlib import Path
from typing import Any

FRAME = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
URN = {"sea": 1 / 4, "the": 1 / 4, "lamp": 1 / 8, "was": 1 / 8, "cold": 1 / 8, ".": 1 / 16, "##s": 1 / 32, "[UNK]": 1 / 32}  # fmt: skip  # noqa: E501
CALM = {"[CLS]": 1 / 2, "[UNK]": 1 / 2, "sea": 3 / 4, "lamp": 1 / 4, "the": 1 / 5, ".": 2 / 5, "cold": 9 / 10}


def write(folder: Path, labels: tuple[str, str] = ("calm", "Rough")) -> Path:
    """The folder with `urn`, `ending`, `waves.arpa` and the functions of `own.py`."""
    here = Path(__file__).parent
    shutil.copy(here / "toys" / "waves.arpa", folder)
    shutil.copy(here / "truths" / "own.py", folder / "truths_own.py")
    _urn(folder / "urn")
    _ending(folder / "ending", labels)
    return folder


def _urn(folder: Path) -> None:
    """A masked model that expects every token with the share that it has in URN, whatever stands around it."""
    import torch
    import transformers

    folder.mkdir()
    words = [*FRAME, *(word for word in URN if word not in FRAME)]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        max_position_embeddings=100,
    )  # fmt: skip
    model = transformers.BertForMaskedLM(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        model.cls.predictions.bias.copy_(torch.tensor([log(URN[word]) if word in URN else -1e4 for word in words]))
    model.save_pretrained(folder)


def _ending(folder: Path, labels: tuple[str, str]) -> None:
    """A classifier that looks at the last token alone and gives the first label as often as CALM says."""
    import torch
    import transformers
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    words = ["[PAD]", *CALM]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.Lowercase(), pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A", special_tokens=[("[CLS]", words.index("[CLS]"))]
    )
    fast: Any = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]"
    )
    fast.save_pretrained(folder)
    config = transformers.GPT2Config(
        vocab_size=len(words), n_positions=8, n_embd=8, n_layer=0, n_head=1, pad_token_id=0, bos_token_id=1,
        eos_token_id=1,
        id2label=dict(enumerate(labels)), label2id={label: at for at, label in enumerate(labels)},
    )  # fmt: skip
    model = transformers.GPT2ForSequenceClassification(config)
    signs = torch.tensor([[(-1.0) ** (bin(row & at).count("1")) for at in range(8)] for row in range(8)])
    with torch.no_grad():
        model.transformer.wte.weight.copy_(signs[[0, *range(1, len(words))]])  # orthogonal, of mean 0 but the padding
        model.transformer.wpe.weight.zero_()
        odds = torch.tensor([0.0, *(log(share / (1 - share)) for share in CALM.values())])
        model.score.weight.zero_()
        model.score.weight[0] = (odds[:, None] * signs[: len(words)]).sum(0) / 8
    model.save_pretrained(folder)
