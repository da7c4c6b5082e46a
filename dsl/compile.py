"""A bound model to a factor graph: languages loaded, terms in their fastest forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..inference.backoff import Backoff
from ..inference.beside import CopiedText
from ..inference.blends import Copied, Product, Ranked, Sum, Top
from ..inference.candidates import Weights
from ..inference.embedded import embedded_styles
from ..inference.formula import Apply, Constant, Mixed, Node, Not
from ..inference.graph import FactorGraph
from ..inference.host import called
from ..inference.joint import Joint, Shared
from ..inference.language import LanguageError
from ..inference.languages.uniform import Uniform
from ..inference.masked import MaskedScorer
from ..inference.masked_lists import MaskedLists
from ..inference.mixed import blended, fastest
from ..inference.opened import Opened, Place
from ..inference.outside import Outside
from ..inference.requirements import Requirement
from ..inference.scorer import Scorer
from ..inference.term import Batched, Blended, Hosted, Scored, Term, is_truth, number, preference, scored_by, weighed
from .apart import Apart, apart
from .ground import Grounded, Shrink, ground, unusable
from .models import Models, loaded
from .opening import ask_together, functions_of, opened
from .spec import BaseSpec, ModelSpec, SourceSpec, TermSpec, written


def compile_model(
    spec: ModelSpec, folder: Path, device: str = "cpu", allow_download: bool = False,
    shrink: Mapping[str, Shrink] | None = None,
) -> FactorGraph:  # fmt: skip
    """The graph of a bound model, or of a small instance of each text. Raises GroundError for what cannot be used."""
    foreign = any(_foreign(value) for value, _ in spec.values)
    spec = opened(spec, Place(folder, allow_download, device))
    graph = _graph(spec, folder, device, allow_download, shrink or {})
    graph.moments = spec.moments
    graph.foreign = foreign or any(
        one.functions or any(isinstance(term, Batched) for term in one.pieces) for one in graph.parts
    )
    return graph


def _graph(
    spec: ModelSpec, folder: Path, device: str, allow_download: bool, shrink: Mapping[str, Shrink]
) -> FactorGraph:
    """The graph of one text, or of several."""
    if len(spec.texts) == 1:
        return _of_one(spec, folder, device, allow_download, shrink.get(spec.texts[0].name), {})
    taken = apart(spec)
    shared: dict[str, Models] = {}
    graphs = [
        _of_one(one, folder, device, allow_download, shrink.get(one.texts[0].name), shared) for one in taken.models
    ]
    return Joint(graphs, _shared(taken, graphs))


def _of_one(
    spec: ModelSpec, folder: Path, device: str, allow_download: bool, shrink: Shrink | None, known: dict[str, Models]
) -> FactorGraph:
    """The graph of a model of one text. Models over a lexicon that is `known` are not loaded again."""
    grounded = ground(spec, folder, shrink)
    models = known.setdefault(grounded.lexicon.digest, Models(grounded.lexicon, folder, device, allow_download))
    try:
        base = models.base(grounded.language)
        for named in (one for node in (*(value for value, _ in spec.values), *spec.besides) for one in _bases(node)):
            loaded(models, named, grounded)
        own = {_as_source(grounded.text.base): base} if isinstance(base, MaskedScorer) else {}
        sources = _sources(spec, models, grounded, own)
        proposals = base.exact or _proposals(grounded, models)
        for scorer in (base, *models.loaded.values()):
            scorer.fits(grounded.requirements.longest)
    except LanguageError as error:
        raise unusable(grounded.text, error) from None
    terms = [_term(term, grounded, models, base) for term in grounded.soft]
    mixtures = [term for term in terms if isinstance(term, Blended)]
    terms = [fastest(term) if isinstance(term, Blended) else term for term in terms]
    tracks = [(term.name, term.value) for term in grounded.tracks]
    graph = FactorGraph(grounded.requirements, base, proposals, terms, tracks, models.of, sources, mixtures)
    graph.masked = next(iter(own), "")
    graph.costly = frozenset(term.name for term in grounded.soft if _asks(term.value))
    graph.functions = functions_of(spec, folder)
    ask_together(graph, spec)
    return graph


def _shared(taken: Apart, graphs: Sequence[FactorGraph]) -> Shared:
    """The statements over several texts."""
    hard: list[Requirement] = []
    soft: list[tuple[Node, Hosted]] = []
    tracks: list[tuple[str, Node]] = []
    for term in taken.shared:
        if term.kind in ("require", "forbid"):
            hard.append(Requirement(Not(term.value) if term.kind == "forbid" else term.value, term))
        elif term.kind == "track":
            tracks.append((term.name, term.value))
        else:
            soft.append((term.value, _hosted(term)))
    return Shared(tuple(hard), tuple(soft), tuple(tracks), taken.order)


def _hosted(term: TermSpec) -> Hosted:
    """A soft statement found in plain Python."""
    if term.kind == "prefer" and is_truth(term.value):
        return Hosted(term.name, lambda interpreter: -term.weight * interpreter.distance(term.value))
    weight = term.weight if term.kind == "prefer" else 1.0
    return Hosted(term.name, lambda interpreter: weighed(weight, interpreter.value(term.value)))


def _sources(
    spec: ModelSpec, models: Models, grounded: Grounded, own: Mapping[str, MaskedScorer]
) -> dict[str, Weights]:
    """The candidate sources of the recipe's moves that are more than a name, and the base where it is one (`own`)."""
    found: dict[str, Weights] = {name: MaskedLists(base) for name, base in own.items()}
    for named in spec.recipe.sources if spec.recipe else ():
        if isinstance(named, SourceSpec):
            found[named.written] = _blended(named, grounded)
        elif named.written not in found:
            scorer = loaded(models, named, grounded)
            assert isinstance(scorer, MaskedScorer)
            found[named.written] = MaskedLists(scorer)
    return found


def _as_source(base: BaseSpec | None) -> str:
    """The candidate source that a base `pll(…)` has within: `mlm(…)` of the same model."""
    arguments = base.arguments if base is not None else {}
    return BaseSpec("mlm", {name: v for name, v in arguments.items() if name not in ("lexicon", "shape")}).written


def _blended(source: SourceSpec, grounded: Grounded) -> Weights:
    """A source that is made of others, which are known by their names."""
    parts = tuple(map(written, source.parts))
    match source.kind:
        case "copy":
            if source.text:
                return CopiedText(source.text)
            return Copied.of(source.strings, grounded.requirements.renderer)
        case "top":
            return Top(parts[0], source.most)
        case "ranked":
            return Ranked(parts[0], source.most)
        case "*":
            return Product(parts)
        case _:
            return Sum(source.shares, parts)


def _asks(node: Node) -> bool:
    """Whether a formula asks a model or a function of the user's."""
    if isinstance(node, Constant):
        return isinstance(node.value, BaseSpec | Opened | Outside)
    own = isinstance(node, Apply) and node.feature in ("logprob", "python")
    return own or any(_asks(child) for child in node.children())


def _foreign(node: Node) -> bool:
    """Whether a formula calls Python of the user's."""
    if isinstance(node, Constant):
        return isinstance(node.value, Outside)
    return any(_foreign(child) for child in node.children())


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
    if isinstance(term.value, Mixed):
        return blended(term.name, term.value, scope, lambda *soft: _term(_soft(*soft), grounded, models, base))
    function = python_function(term.value)
    if function is not None:
        return Batched(term.name, _times(term.name, function, term.weight))
    scored = scored_by(term.value)
    if scored is not None:
        factor, model = scored
        chosen = base if model is None else models.of(model.value)  # type: ignore[attr-defined]
        return Scored(term.name, term.weight * factor, chosen)
    if term.kind == "factor":
        return number(term.name, term.value, term.weight, scope)
    return preference(term.name, term.value, term.weight, scope)


def _soft(name: str, value: Node, weight: float, is_truth: bool) -> TermSpec:
    """A soft statement of a branch."""
    return TermSpec(name, "prefer" if is_truth else "factor", value, weight)


def python_function(node: Node) -> Callable[[list[str]], Any] | None:
    """The function of a factor that was given in Python."""
    if isinstance(node, Apply) and node.feature == "python":
        argument = node.argument("function")
        assert isinstance(argument, Constant)
        function: Callable[[list[str]], Any] = argument.value
        return function
    return None


def _times(name: str, function: Callable[[list[str]], Any], weight: float) -> Callable[[list[str]], Any]:
    return function if weight == 1.0 else lambda texts: weight * called(name, function, texts)
