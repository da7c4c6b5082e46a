"""The language models that a program names, loaded over its lexicon, each once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..inference.backoff import Backoff
from ..inference.language import Language, LanguageError
from ..inference.lexicon import Lexicon
from ..inference.scorer import NGramScorer, Scorer
from .ground import Grounded, unusable
from .spec import BaseSpec


@dataclass
class Models:
    """The language models that a program names, each loaded once."""

    lexicon: Lexicon
    folder: Path
    device: str = "cpu"
    allow_download: bool = False
    loaded: dict[str, Scorer] = field(default_factory=dict)
    bases: dict[str, Scorer] = field(default_factory=dict)

    def base(self, language: Language) -> Scorer:
        """The base of a text; the same language is one scorer. Raises LanguageError."""
        key = repr(language)
        if key not in self.bases:
            self.bases[key] = self.load(language)
        return self.bases[key]

    def of(self, spec: BaseSpec) -> Scorer:
        """The model of a call such as `lm("gpt2")`. Raises LanguageError."""
        key = repr((spec.language, sorted(spec.arguments.items())))
        if key not in self.loaded:
            arguments = {name: v for name, v in spec.arguments.items() if name != "shape"}
            self.loaded[key] = self.load(Language.named(spec.language)(**arguments))
        return self.loaded[key]

    def load(self, language: Language) -> Scorer:
        """A language over the program's lexicon. Raises LanguageError."""
        ngram = language.ngram(self.lexicon, self.folder)
        if ngram is None:
            return language.load(self.lexicon, self.folder, self.allow_download, self.device)
        power, temperature = getattr(language, "power", 1.0), getattr(language, "temperature", 1.0)
        if not temperature > 0:
            raise LanguageError(f"{language.name}: temperature={temperature:g} is not above 0")
        return NGramScorer(Backoff(ngram, power, temperature, self.device))


def loaded(models: Models, named: BaseSpec, grounded: Grounded) -> Scorer:
    """A model that a statement or a move names. Raises GroundError at its place."""
    try:
        return models.of(named)
    except LanguageError as error:
        raise unusable(grounded.text, error, named.span) from None
