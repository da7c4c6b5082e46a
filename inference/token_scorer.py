"""What scorers with tokens of their own share: texts to token ids, and scores that are remembered by text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .language import LanguageError
from .lazy import torch
from .lexicon import Kind, kind_of
from .render import START, Context, Renderer
from .run import RunError
from .scorer import Scorer

if TYPE_CHECKING:
    from torch import Tensor

    from .texts import Texts

REMEMBERED = 200_000  # texts whose scores are kept
TILE = 64  # rows of one forward pass, fewer where the logits would grow beyond MOST_LOGITS
MOST_LOGITS = 1 << 26  # values: a quarter of a gigabyte


class TokenScorer(Scorer, ABC):
    """A transformer, its tokenizer and a lexicon. `settings` are `called`, `prompt`, `power` and `spelling`.

    A text's ids are, by `spelling`, the tokenizer's own for the written text ("canonical") or those of each unit's
    form, one after another ("units"). `head` holds the ids of the prompt, `room` is how many ids a text may have.
    """

    room: int

    def __init__(self, model: Any, tokenizer: Any, renderer: Renderer, settings: Any) -> None:
        self.model, self.tokenizer, self.renderer, self.settings = model, tokenizer, renderer, settings
        self.spelling, self.evaluations = settings.spelling, 0
        self._device = next(model.parameters()).device
        self._pieces: dict[str, list[int]] = {}  # the ids of each form
        self._scores: OrderedDict[tuple[int, ...], float] = OrderedDict()
        self._prompt, self._lead = _before(settings.prompt, renderer.style)
        self.head = self._ids([self._prompt])[0] if self._prompt else []

    @property
    def device(self) -> torch.device:
        """Where the model computes."""
        return torch.device(self._device)

    @property
    def lead(self) -> str:
        """What stands between the prompt and the first unit."""
        return self._lead

    # ---- ids

    def _ids(self, strings: list[str]) -> list[list[int]]:
        backend = getattr(self.tokenizer, "backend_tokenizer", None)
        if backend is not None:  # what transformers asks as well, in a third of the time
            backend.no_truncation()
            backend.no_padding()
            return [list(one.ids) for one in backend.encode_batch(strings, add_special_tokens=False)]
        found = self.tokenizer(strings, add_special_tokens=False, return_attention_mask=False, verbose=False)
        return [list(ids) for ids in found["input_ids"]]

    def spelled(self, rows: Sequence[tuple[int, ...]]) -> list[list[int]]:
        """The ids of each text alone."""
        return self._canonical(rows) if self.spelling == "canonical" else self._united(rows)

    def spelled_behind(self, rows: Sequence[tuple[int, ...]], contexts: Sequence[Context]) -> list[list[int]]:
        """The ids of the rest of a text, behind a context each."""
        forms = [self._forms(row, context) for row, context in zip(rows, contexts, strict=True)]
        return self._ids(["".join(row) for row in forms]) if self.spelling == "canonical" else self._joined(forms)

    def pieces(self, forms: list[str]) -> list[list[int]]:
        """The ids of each form alone, remembered."""
        fresh = [form for form in forms if form not in self._pieces]
        if fresh:
            self._pieces.update(zip(fresh, self._ids(fresh), strict=True))
        return [self._pieces[form] for form in forms]

    def _canonical(self, rows: Sequence[tuple[int, ...]]) -> list[list[int]]:
        """The tokenizer's ids of the string; behind a prompt of both together, where it cuts between the two."""
        strings = [self._lead + self.renderer.render(row) for row in rows]
        if not self.head:
            return self._ids(strings)
        cut, found = len(self.head), self._ids([self._prompt + string for string in strings])
        return [
            ids[cut:] if ids[:cut] == self.head else self._ids([string])[0]
            for ids, string in zip(found, strings, strict=True)
        ]

    def _united(self, rows: Sequence[tuple[int, ...]]) -> list[list[int]]:
        """The ids of each unit's form, one unit after another."""
        return self._joined([self._forms(row) for row in rows])

    def _joined(self, forms: list[list[str]]) -> list[list[int]]:
        self.pieces(list(dict.fromkeys(form for row in forms for form in row)))
        return [[one for form in row for one in self._pieces[form]] for row in forms]

    def _forms(self, row: tuple[int, ...], context: Context | None = None) -> list[str]:
        """The form of each unit, behind a context or else at the beginning of the text."""
        found: list[str] = []
        lead = self._lead if context is None else ""
        context = context or START
        for unit in row:
            form, context = self.renderer.form(context, unit)
            found.append(form if found else lead + form)
        return found

    def _known(self, written: dict[str, list[int]], vocabulary: int) -> None:
        """Raises LanguageError where something is written with tokens that the model lacks."""
        for what, ids in written.items():
            if max(ids, default=0) >= vocabulary:
                where = f"{self.settings.called}: its tokenizer writes {what} with token {max(ids)}"
                has = f"and the model has only {vocabulary:,}"
                raise LanguageError(f"{where}, {has}; the tokenizer and the model do not belong together")

    def _fitting(self, around: list[int], vocabulary: int) -> None:
        """Raises LanguageError where what stands around a text, or a word, is written with tokens the model lacks."""
        self._known({"the beginning, the prompt or the end": around}, vocabulary)
        if len(self.tokenizer) > vocabulary:
            contexts = self.renderer.contexts()
            forms = list(dict.fromkeys(form for context in contexts for form in self.renderer.forms(context)[0]))
            pieces = zip(forms, self._ids(forms), strict=True)
            self._known({f"`{form.strip()}`": ids for form, ids in pieces}, vocabulary)

    def fits(self, longest: int) -> None:
        """Raises LanguageError where texts of so many units are longer than the model; a unit takes a token or more."""
        if longest > self.room:
            raise LanguageError(
                f"{self.settings.called}: the model has room for texts of {self.room} tokens, and the program's may "
                f"have {longest} units; give a smaller length, as in `require s has ..{max(self.room // 2, 1)} words`"
            )

    def _room_for(self, text: tuple[int, ...], tokens: int) -> None:
        """Raises RunError where a text has too many tokens."""
        if tokens > self.room:
            what = f"{self.settings.called}: {self.renderer.render(text)!r} takes {tokens} tokens"
            raise RunError(f"{what}, the model has room for {self.room}; ask for shorter texts")

    # ---- scores

    def log_prob(self, texts: Texts) -> Tensor:
        """[chains], float64."""
        units, length = texts.units.tolist(), texts.length.tolist()
        rows = [tuple(row[:size]) for row, size in zip(units, length, strict=True)]
        fresh = [row for row in dict.fromkeys(rows) if row not in self._scores]
        if fresh:
            self._scores.update(zip(fresh, self._score(fresh), strict=True))
        found = torch.tensor([self._scores[row] for row in rows], dtype=torch.float64, device=texts.units.device)
        while len(self._scores) > REMEMBERED:
            self._scores.popitem(last=False)
        powered: Tensor = found * self.settings.power
        return powered

    @abstractmethod
    def _score(self, texts: Sequence[tuple[int, ...]]) -> list[float]:
        """The scores of texts that were not seen before, `power` aside."""


def _before(prompt: str, style: str) -> tuple[str, str]:
    """The prompt without spaces at its end, and the space between it and the text, as the style writes it."""
    if style not in ("en", "words") or not prompt.strip(" "):
        return prompt.strip(" ") and prompt, ""
    prompt = prompt.rstrip(" ")
    opens = kind_of(prompt[-1]) is Kind.OPEN or (prompt[-1] == '"' and prompt.count('"') % 2 == 1)
    return prompt, "" if opens or prompt[-1].isspace() else " "
