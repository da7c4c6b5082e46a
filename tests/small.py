"""Small programs on the real engine: few words, an n-gram learned from a few lines, requirements that automata keep."""

from __future__ import annotations

import torch
from wordfield.inference.ahead import lookahead
from wordfield.inference.backoff import Backoff
from wordfield.inference.estimate import learn
from wordfield.inference.formula import Apply, Compare, Constant, Ordinal, Part, Within
from wordfield.inference.graph import FactorGraph
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.render import Renderer
from wordfield.inference.requirements import Requirement, Requirements
from wordfield.inference.scorer import NGramScorer
from wordfield.inference.term import preference

TEXT = Part("s")
LINES = [["a", "b", "sea"], ["sea", "a"], ["b", "a", "a"], ["b"], ["a", "sea", "b"]]


class Ahead(FactorGraph):
    """A graph that looks ahead."""

    def lookahead(self, texts, place, fresh, most):
        return lookahead(self.walkers, texts, place, fresh, most)

    def candidates(self, source, texts, place):
        if source == "left":
            return self.neighbours.left(texts, place)[0] + self.added
        return super().candidates(source, texts, place)


def program(
    order: int = 2,
    units: tuple[str, ...] = ("a", "b", "sea"),
    lengths: tuple[int, int] = (1, 3),
    keyword: str = "",
    soft: bool = False,
    base_order: int = 0,
) -> Ahead:
    """Texts of some words; `base_order` gives a base that is not the n-gram of the proposals."""
    renderer = Renderer(Lexicon(units, "words"))
    length = Apply("length", (("text", TEXT),))
    statements = [Requirement(Within(length, Constant(lengths[0]), Constant(lengths[1])))]
    if keyword:
        call = Apply("contains", (("text", TEXT), ("items", Constant((keyword,)))))
        statements.append(Requirement(call))
    requirements = Requirements("s", renderer, tuple(statements))
    model = Backoff(learn(LINES, order, units), dtype=torch.float64)
    other = Backoff(learn(LINES, base_order, units), dtype=torch.float64) if base_order else model
    terms = []
    if soft:
        first = Compare("==", Ordinal(TEXT, "words", Constant(1)), Constant("a"))
        terms.append(preference("first", first, 1.5, requirements.scope))
    return Ahead(requirements, NGramScorer(other), model, terms)
