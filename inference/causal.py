"""Hugging Face causal models as scorers of texts."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .language import LanguageError
from .lazy import torch
from .lexicon import Lexicon
from .render import START, Context, Renderer
from .scorer import Scorer

if TYPE_CHECKING:
    from torch import Tensor

    from .languages.lm import CausalLanguage
    from .texts import Texts

TILE = 64  # texts in one forward pass
REMEMBERED = 200_000  # texts whose scores are kept


def load_causal(settings: CausalLanguage, lexicon: Lexicon, folder: Path, download: bool, device: str) -> CausalScorer:
    """The model that `lm(...)` names. Raises LanguageError that says what is missing."""
    place = _place(settings.model, folder, download)
    try:
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.utils import logging

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        tokenizer = AutoTokenizer.from_pretrained(place, local_files_only=not download)
        model: Any = AutoModelForCausalLM.from_pretrained(place, local_files_only=not download)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise LanguageError(_reason(settings.model, place, error)) from None
    return CausalScorer(model.eval().to(device), tokenizer, Renderer(lexicon), settings)


def _place(name: str, folder: Path, download: bool) -> str:
    """The folder of a local model, or the name of one in the hub's cache."""
    local = folder / name
    if local.is_dir():
        if not (local / "config.json").exists():
            raise LanguageError(f'lm("{name}"): the folder holds no config.json, so it is no Hugging Face model')
        return str(local)
    if name.startswith((".", "/")) or name.count("/") > 1:
        raise LanguageError(f'lm("{name}"): there is no such folder')
    return name


def _reason(name: str, place: str, error: Exception) -> str:
    folder = Path(place)
    if not folder.is_dir():
        return f'lm("{name}"): not on this machine; `--download` fetches it, or give the path of a folder'
    if not any(folder.glob("tokenizer*")) and not any(folder.glob("vocab*")) and not any(folder.glob("*.model")):
        return f'lm("{name}"): the folder holds no tokenizer; save one there with `tokenizer.save_pretrained`'
    if not any(folder.glob("*.safetensors")) and not any(folder.glob("*.bin")):
        return f'lm("{name}"): the folder holds no weights; save them there with `model.save_pretrained`'
    return f'lm("{name}"): cannot be loaded as a causal model: {str(error).splitlines()[0]}'


class CausalScorer(Scorer):
    """log p(text) of a causal model, from the beginning of a sentence (BOS, else EOS) or from the prompt.

    Sums of token log probabilities, float32 logits added in float64; `temperature` divides the logits before they are
    normalised, `power` multiplies the sum.
    """

    def __init__(self, model: Any, tokenizer: Any, renderer: Renderer, settings: CausalLanguage) -> None:
        self.model, self.tokenizer, self.renderer, self.settings = model, tokenizer, renderer, settings
        self.spelling = settings.spelling
        self.evaluations = 0
        first = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else tokenizer.eos_token_id
        if first is None:
            raise LanguageError(f'lm("{settings.model}"): its tokenizer has neither a BOS nor an EOS token')
        if settings.end == "eos" and tokenizer.eos_token_id is None:
            raise LanguageError(f'lm("{settings.model}"): its tokenizer has no EOS token; write end="none"')
        self.left = [first, *(self._ids(settings.prompt) if settings.prompt else [])]
        self._pieces: dict[tuple[Context, int], tuple[list[int], Context]] = {}
        self._scores: OrderedDict[tuple[int, ...], float] = OrderedDict()

    def _ids(self, string: str) -> list[int]:
        return list(self.tokenizer(string, add_special_tokens=False)["input_ids"])

    @property
    def _lead(self) -> str:
        """A space between the prompt and the text, as the style writes it."""
        spaced = self.renderer.style in ("en", "words")
        return " " if self.settings.prompt and spaced and not self.settings.prompt[-1].isspace() else ""

    def tokens(self, units: tuple[int, ...]) -> list[int]:
        """The token ids of a text, without what stands before it."""
        end = [self.tokenizer.eos_token_id] if self.settings.end == "eos" else []
        if self.spelling == "canonical":
            return self._ids(self._lead + self.renderer.render(units)) + end
        found: list[int] = []
        context = START
        for place, unit in enumerate(units):
            if (context, unit) not in self._pieces or place == 0:
                form, after = self.renderer.form(context, unit)
                self._pieces[context, unit] = self._ids((self._lead if place == 0 else "") + form), after
            ids, context = self._pieces[context, unit]
            found += ids
        return found + end

    def log_prob(self, texts: Texts) -> Tensor:
        """[chains], float64."""
        units, length = texts.units.tolist(), texts.length.tolist()
        rows = [tuple(row[:size]) for row, size in zip(units, length, strict=True)]
        fresh = [row for row in dict.fromkeys(rows) if row not in self._scores]
        for first in range(0, len(fresh), TILE):
            tile = fresh[first : first + TILE]
            for row, score in zip(tile, self._score([self.tokens(row) for row in tile]), strict=True):
                self._scores[row] = score
        found = [self._scores[row] for row in rows]
        while len(self._scores) > REMEMBERED:
            self._scores.popitem(last=False)
        return torch.tensor(found, dtype=torch.float64, device=texts.units.device) * self.settings.power

    def _score(self, rows: list[list[int]]) -> list[float]:
        """Log probability of each row of ids after what stands before it."""
        start = len(self.left)
        width = start + max(len(row) for row in rows)
        ids = torch.full((len(rows), width), self.left[0], dtype=torch.int64)
        mask = torch.zeros(len(rows), width, dtype=torch.int64)
        for number, row in enumerate(rows):
            full = self.left + row
            ids[number, : len(full)] = torch.tensor(full)
            mask[number, : len(full)] = 1
        device = next(self.model.parameters()).device
        ids, mask = ids.to(device), mask.to(device)
        self.evaluations += len(rows)
        with torch.inference_mode():
            logits = self.model(input_ids=ids, attention_mask=mask).logits[:, start - 1 : -1].float()
        logs = torch.log_softmax(logits / self.settings.temperature, -1).gather(2, ids[:, start:, None])[..., 0]
        summed: list[float] = (logs.double() * mask[:, start:]).sum(1).tolist()
        return summed


__all__ = ["CausalScorer", "load_causal"]
