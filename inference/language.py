"""Language models as bases and terms: the base class of everything in `languages/`.

The fields are the arguments in the language; `load` does the work (reads files, builds tables) and gives a Scorer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from .signature import Registered

if TYPE_CHECKING:
    from .lexicon import Lexicon
    from .ngram import NGram
    from .scorer import Scorer


class LanguageError(Exception):
    """A model, list or file that a program names cannot be used; the message says which and what to do."""


@dataclass(frozen=True)
class Language(Registered):
    """A distribution over texts. Every language takes these settings by name besides its own:

    `power` multiplies its log probability; `temperature` flattens each step and renormalises it; `prompt` is text that
    stands before the sentence; `lexicon` is a list of units in place of the language's own; `spelling` ("canonical" or
    "units") and `end` ("eos" or "none") are for models with tokens of their own.
    """

    known: ClassVar[dict[str, type[Any]]] = {}
    folder: ClassVar[str] = f"{__package__}.languages"
    kind: ClassVar[str] = "language model"
    declares: ClassVar[bool] = True  # a law of texts, so that it can be a base
    normalised: ClassVar[bool] = True  # whether that law is one of probabilities; if not, the checker says so

    def __init_subclass__(cls, name: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if name:
            cls.name = name
            Language.known[name] = cls

    def units(self, folder: Path, style: str) -> tuple[str, ...] | None:
        """The units it brings, None for the embedded list of the style. Raises LanguageError. Must not import torch."""
        return None

    def load(self, lexicon: Lexicon, folder: Path, allow_download: bool = False, device: str = "cpu") -> Scorer:
        """The model over the lexicon's units. Raises LanguageError."""
        raise TypeError(f"the language {self.name} does not define load")

    def ngram(self, lexicon: Lexicon, folder: Path) -> NGram | None:
        """The model itself as an n-gram, where it is one (numpy only). Default none."""
        return None

    def surrogate(self, folder: Path) -> str:
        """An ARPA file of the same text, to propose from, as a program would name it; "" where it brings none."""
        return ""
