"""A bound model to a factor graph: languages loaded, terms in their fastest forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..inference.backoff import Backoff
from ..inference.candidates import Weights
from ..inference.embedded import embedded_styles
from ..inference.formula import Apply, Constant, Node
from ..inference.graph import FactorGraph
from ..inference.language import Language, LanguageError
from ..inference.languages.uniform import Uniform
from ..inference.lexicon import Lexicon
from ..inference.masked import MaskedScorer
from ..inference.masked_lists import MaskedLists
from ..inference.scorer import NGramScorer, Scorer
from ..inference.term import Batched, Scored, Term, number, preference, scored_by
from .ground import Grounded, Shrink, ground, unusable
from .spec import BaseSpec, ModelSpec, TermSpec


@dataclass
class Models:
    """The language models that a program names, each loaded once."""

    lexicon: Lexicon
    folder: Path
    device: str = "cpu"
    allow_download: bool = False
    loaded: dict[str, Scorer] = field(default_factory=dict)

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


def compile_model(
    spec: ModelSpec, folder: Path, device: str = "cpu", allow_download: bool = False, shrink: Shrink | None = None
) -> FactorGraph:  # fmt: skip
    """The graph of a bound model, or of a small instance. Raises GroundError for what cannot be used."""
    grounded = ground(spec, folder, shrink)
    models = Models(grounded.lexicon, folder, device, allow_download)
    try:
        base = models.load(grounded.language)
        for named in (one for term in spec.terms for one in _bases(term.value)):
            _loaded(models, named, grounded)
        sources = _sources(spec, models, grounded)
        proposals = base.exact or _proposals(grounded, models)
        for scorer in (base, *models.loaded.values()):
            scorer.fits(grounded.requirements.longest)
    except LanguageError as error:
        raise unusable(grounded.text, error) from None
    terms = [_term(term, grounded, models, base) for term in grounded.soft]
    tracks = [(term.name, term.value) for term in grounded.tracks]
    return FactorGraph(grounded.requirements, base, proposals, terms, tracks, models.of, sources)


def _loaded(models: Models, named: BaseSpec, grounded: Grounded) -> Scorer:
    """A model that a statement or a move names. Raises GroundError at its place."""
    try:
        return models.of(named)
    except LanguageError as error:
        raise unusable(grounded.text, error, named.span) from None


def _sources(spec: ModelSpec, models: Models, grounded: Grounded) -> dict[str, Weights]:
    """The candidate sources of the recipe's moves that have a model of their own."""
    found: dict[str, Weights] = {}
    for named in spec.recipe.models if spec.recipe else ():
        scorer = _loaded(models, named, grounded)
        assert isinstance(scorer, MaskedScorer)
        found[named.written] = MaskedLists(scorer)
    return found


def _bases(node: Node) -> list[BaseSpec]:
    """The language models that a formula names."""
    own = [node.value] if isinstance(node, Constant) and isinstance(node.value, BaseSpec) else []
    return own + [spec for child in node.children() for spec in _bases(child)]


def _proposals(grounded: Grounded, models: Models) -> Backoff:
    """An n-gram to propose from where the base is none: the base's own, the embedded one, else all units alike."""
    file, style = grounded.language.surrogate(models.folder), getattr(grounded.language, "style", "")
    if file or grounded.text.style in embedded_styles():
        scorer = models.of(BaseSpec("ngram", ({"file": file} if file else {}) | ({"style": style} if style else {})))
    else:
        scorer = models.load(Uniform())
    assert scorer.exact is not None
    return scorer.exact


def _term(term: TermSpec, grounded: Grounded, models: Models, base: Scorer) -> Term:
    """One soft statement in the fastest form it has."""
    scope = grounded.requirements.scope
    function = python_function(term.value)
    if function is not None:
        return Batched(term.name, _times(function, term.weight))
    scored = scored_by(term.value)
    if scored is not None:
        factor, model = scored
        chosen = base if model is None else models.of(model.value)  # type: ignore[attr-defined]
        return Scored(term.name, term.weight * factor, chosen)
    if term.kind == "factor":
        return number(term.name, term.value, 1.0, scope)
    return preference(term.name, term.value, term.weight, scope)


def python_function(node: Node) -> Callable[[list[str]], Any] | None:
    """The function of a factor that was given in Python."""
    if isinstance(node, Apply) and node.feature == "python":
        argument = node.argument("function")
        assert isinstance(argument, Constant)
        function: Callable[[list[str]], Any] = argument.value
        return function
    return None


def _times(function: Callable[[list[str]], Any], weight: float) -> Callable[[list[str]], Any]:
    def weighted(texts: list[str]) -> Any:
        import numpy as np

        return weight * np.asarray(function(texts), dtype=np.float64)

    return function if weight == 1.0 else weighted
