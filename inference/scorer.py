"""What a language model is to the engine once loaded: something that scores texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .backoff import Backoff

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .texts import Texts


class Scorer:
    """A loaded language model. `exact` is the model itself where it is an n-gram, so that the program can be solved."""

    exact: Backoff | None = None
    normalised = True  # whether probabilities of all texts sum to at most one
    spelling = ""  # "canonical" or "units" for models with tokens of their own
    evaluations = 0  # texts scored by a neural model
    power = 1.0  # what its log probability is multiplied by
    temperature = 1.0  # at which each of its steps is normalised
    stand_in = (1.0, 1.0)  # what an n-gram model's power and temperature are multiplied by to stand in for it
    causal = False  # whether it is a neural model that reads from left to right
    ends = True  # whether the end of a text has a probability

    def log_prob(self, texts: Texts) -> Tensor:
        """Log probability of each text, nats, with all settings (power, prompt, end) applied. [chains]"""
        raise TypeError(f"{type(self).__name__} does not define log_prob")

    def fits(self, longest: int) -> None:
        """Raises LanguageError where it cannot score texts of so many units. Default: it can."""
        return None


class NGramScorer(Scorer):
    """An n-gram model."""

    def __init__(self, model: Backoff) -> None:
        self.exact = model
        self.model = model

    def log_prob(self, texts: Texts) -> Tensor:
        return self.model.log_prob(texts)


def scorers(graph: FactorGraph) -> list[Scorer]:
    """The language models that a program asks, each once."""
    from .term import Scored

    found = {
        id(scorer): scorer
        for one in graph.parts
        for scorer in (one.base, *(term.scorer for term in one.pieces if isinstance(term, Scored)))
    }
    return list(found.values())
