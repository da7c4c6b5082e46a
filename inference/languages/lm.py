"""Causal language models: the embedded one, or any Hugging Face model by folder or name."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import Language
from ..signature import Number, String, Strings


@dataclass(frozen=True)
class CausalLanguage(Language, name="lm"):
    """`lm()` is the embedded model; `lm("./folder")` or `lm("gpt2")` any Hugging Face causal model.

    Example: `text s : en ~ lm("gpt2", prompt="Dear Anna,", power=1.5)`.
    """

    model: String = ""
    prompt: String = ""
    power: Number = 1.0
    temperature: Number = 1.0
    lexicon: Strings = ()
    spelling: String = "canonical"
    end: String = "eos"
