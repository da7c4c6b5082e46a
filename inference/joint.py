"""The factor graph of a program over several texts: one graph a text, and what speaks of more than one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from .bundle import Bundle
from .feature import View
from .formula import Mixed, Node, Part, Value, parts
from .graph import FactorGraph
from .host import REMEMBERED, tracked, truth
from .interpret import Interpreter
from .lazy import torch
from .linked import JointSurrogate, Shared
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .surrogate import Surrogate
    from .term import Hosted

Rows = tuple[tuple[int, ...], ...]  # the units of each text


class Joint(FactorGraph):
    """An unnormalised law over several texts: the product of their own laws and of what they share.

    Chains carry a row of all texts (`bundle`). What is regular, tabled or scored in one text alone stays in that text's
    graph, with its surrogate, its guide and its lists; statements over several texts are found row by row.
    """

    def __init__(self, graphs: Sequence[FactorGraph], shared: Shared) -> None:
        self.graphs, self.shared = tuple(graphs), shared
        self.units = max(graph.units for graph in graphs) + 1  # one for the mark
        self.bundle = Bundle(tuple(graph.places for graph in graphs), self.units - 1)
        self.places = self.bundle.total
        self.device, self.dtype = graphs[0].device, torch.float64
        self.tracks = shared.tracks
        self.foreign = False
        found = [f"base.{name}" for name in self.names]
        found += [name for graph in graphs for name in graph.term_names[1:]]
        found += [term.name for _, term in shared.terms]
        self.term_names = tuple(found[: len(graphs)]) + shared.order
        self._columns = self._ordered(found)
        self.interpreter = lru_cache(REMEMBERED)(self._interpreter)

    def _ordered(self, shared_last: list[str]) -> list[int]:
        """Where each term stands among: bases, each text's own terms, terms of several texts."""
        if sorted(shared_last) != sorted(self.term_names):
            raise ValueError(f"order: got {self.shared.order}, the soft terms are {shared_last[len(self.graphs) :]}")
        return [shared_last.index(name) for name in self.term_names]

    # ---- texts

    @property
    def parts(self) -> tuple[FactorGraph, ...]:
        """The graph of each text."""
        return self.graphs

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the texts."""
        return tuple(graph.requirements.text for graph in self.graphs)

    def split(self, texts: Texts) -> tuple[Texts, ...]:
        """Each text of rows."""
        return self.bundle.split(texts)

    def join(self, parts: Sequence[Texts]) -> Texts:
        """Rows of texts, one a graph."""
        return self.bundle.join(parts)

    def rows(self, texts: Texts) -> list[Rows]:
        """The units of each text of each row, on the host."""
        found = [graph.host.rows(part) for graph, part in zip(self.graphs, self.split(texts), strict=True)]
        return list(zip(*found, strict=True))

    # ---- the law

    def _interpreter(self, row: Rows, first: int = 0) -> Interpreter:
        """What knows all texts and holes; strings are read as text number `first` would be."""
        views: dict[Part, View] = {}
        for graph, units in zip(self.graphs, row, strict=False):  # the first texts may be all that is known
            views |= graph.host.interpreter(units).views
        return Interpreter(views, self.graphs[first].host.read, None, self._scorers)

    def _scorers(self, named: Value) -> Callable[[View], float]:
        """The log probability of a view under a model, of the text that the view is of (None: that text's base)."""

        def score(view: View) -> float:
            graph = next((one for one in self.graphs if one.renderer is view.renderer), self.graphs[0])
            return graph.scores(named)(view)

        return score

    def _first(self, node: Node) -> int:
        """The number of the first text that a formula reads."""
        read = {part.text for part in parts(node)}
        return next((number for number, name in enumerate(self.names) if name in read), 0)

    def _each(self, rows: list[Rows], wanted: Tensor, node: Node, value: Callable[[Interpreter], float]) -> Tensor:
        """`value` on each row, 0 where it is not wanted. float64 [chains]"""
        first = self._first(node)
        here = wanted.tolist()
        values = {row: float(value(self.interpreter(row, first))) for row in {r for r, w in zip(rows, here) if w}}  # noqa: B905
        found = [values[row] if one else 0.0 for row, one in zip(rows, here, strict=True)]
        return torch.as_tensor(found, dtype=torch.float64, device=self.device)

    def shared_terms(self, texts: Texts, good: Tensor) -> tuple[Tensor, Tensor]:
        """The terms over several texts [chains, terms] float64, and `good` where their requirements hold too."""
        terms = torch.zeros(len(good), len(self.shared.terms), dtype=torch.float64, device=self.device)
        if not self.linked:
            return terms, good
        rows = self.rows(texts)
        for one in self.shared.statements:
            good = good & (self._each(rows, good, one.formula, truth(one.formula)) > 0)
        for number, (node, term) in enumerate(self.shared.terms):
            terms[:, number] = self._each(rows, good, node, term.value)
        return terms, good

    def joining(self, number: int) -> tuple[list[Node], list[tuple[Node, Hosted]]]:
        """The requirements and the terms over several texts of which text `number` is the last."""

        def last(node: Node) -> bool:
            return max(self.names.index(part.text) for part in parts(node)) == number

        hard = [one.formula for one in self.shared.statements if last(one.formula)]
        return hard, [(node, term) for node, term in self.shared.terms if last(node)]

    def joined(self, known: Sequence[Texts], number: int) -> tuple[Tensor, Tensor]:
        """What `joining` gives to rows whose texts are known up to `number`: terms [rows, terms], allowed [rows]."""
        hard, soft = self.joining(number)
        found = [graph.host.rows(part) for graph, part in zip(self.graphs, known, strict=False)]
        rows = list(zip(*found, strict=True))
        good = torch.ones(len(rows), dtype=torch.bool, device=self.device)
        for node in hard:
            good = good & (self._each(rows, good, node, truth(node)) > 0)
        terms = [self._each(rows, good, node, term.value) for node, term in soft]
        return torch.stack(terms, 1) if terms else good.new_zeros(len(rows), 0, dtype=torch.float64), good

    @property
    def linked(self) -> bool:
        """Whether anything that changes the law speaks of several texts."""
        return bool(self.shared.statements or self.shared.terms)

    def links(self, *numbers: int) -> bool:
        """Whether some statement that changes the law reads all of these texts."""
        wanted = {self.names[number] for number in numbers}
        said = [one.formula for one in self.shared.statements] + [node for node, _ in self.shared.terms]
        return any(wanted <= {part.text for part in parts(node)} for node in said)

    def evaluate(self, texts: Texts) -> tuple[Tensor, Tensor]:
        """Each term in nats, float64 [chains, terms], in the order of `term_names`; and whether all hold. [chains]"""
        found = [graph.evaluate(part) for graph, part in zip(self.graphs, self.split(texts), strict=True)]
        good = torch.stack([allowed for _, allowed in found]).all(0)
        shared, good = self.shared_terms(texts, good)
        columns = [terms[:, :1] for terms, _ in found] + [terms[:, 1:] for terms, _ in found] + [shared]
        return torch.cat(columns, 1)[:, self._columns], good

    def regular(self, texts: Texts) -> Tensor:
        """Whether each text meets its regular requirements. Bool [chains]"""
        own = [graph.regular(part) for graph, part in zip(self.graphs, self.split(texts), strict=True)]
        return torch.stack(own).all(0)

    def terms_where(self, texts: Texts, good: Tensor) -> Tensor:
        """Each term; what is found row by row is 0 where `good` is false. [chains, terms]"""
        found = [graph.terms_where(part, good) for graph, part in zip(self.graphs, self.split(texts), strict=True)]
        rows = self.rows(texts) if self.shared.terms else []
        shared = [self._each(rows, good, node, term.value)[:, None] for node, term in self.shared.terms]
        columns = [terms[:, :1] for terms in found] + [terms[:, 1:] for terms in found] + shared
        return torch.cat(columns, 1)[:, self._columns]

    def allowed(self, texts: Texts) -> Tensor:
        """Whether each row meets every hard requirement. Bool [chains]"""
        own = [graph.allowed(part) for graph, part in zip(self.graphs, self.split(texts), strict=True)]
        good = torch.stack(own).all(0)
        rows = self.rows(texts) if self.shared.statements else []
        for one in self.shared.statements:
            good = good & (self._each(rows, good, one.formula, truth(one.formula)) > 0)
        return good

    def violation(self, texts: Texts) -> Tensor | None:
        """The summed distance of the statements that are checked text by text; None where there are none. [chains]"""
        pairs = list(zip(self.graphs, self.split(texts), strict=True))
        own = [graph.violation(part) for graph, part in pairs]
        if not self.shared.statements and all(one is None for one in own):
            return None
        found = [pair[0].astray(pair[1]) if one is None else one for pair, one in zip(pairs, own, strict=True)]
        rows = self.rows(texts) if self.shared.statements else []
        everywhere = torch.ones(len(rows), dtype=torch.bool)
        for one in self.shared.statements:
            found.append(self._each(rows, everywhere, one.formula, lambda i, f=one.formula: i.distance(f)))  # type: ignore[misc]
        return torch.stack(found).sum(0)

    @property
    def shared_mixtures(self) -> tuple[Mixed, ...]:
        """Mixtures over several texts."""
        return tuple(node for node, _ in self.shared.terms if isinstance(node, Mixed))

    def interpreters(self, texts: Texts) -> list[Interpreter]:
        """What reads each row on the host; strings are read as the first text would be."""
        return [self.interpreter(row) for row in self.rows(texts)]

    def tracked(self, texts: Texts, labels: Sequence[Mapping[str, str]] | None = None) -> list[dict[str, Any]]:
        """The values of `track` statements on each row, given the labels of its mixtures; None where missing."""
        first = [self._first(node) for _, node in self.tracks]
        readers = [[self.interpreter(row, at) for at in first] for row in self.rows(texts)]
        return tracked(self.tracks, readers, labels)

    # ---- what is known of it

    @cached_property
    def surrogate(self) -> Surrogate:
        """The surrogates of all texts: their product."""
        return JointSurrogate(self)  # type: ignore[return-value]

    @cached_property
    def reductions(self) -> tuple[str, ...]:
        """Why the product of the surrogates is not the target."""
        found = [
            f"{name}: {why}" for name, graph in zip(self.names, self.graphs, strict=True) for why in graph.reductions
        ]
        found += [f"`{term.name}` is over several texts" for _, term in self.shared.terms]
        if self.shared.statements:
            found.append(f"{len(self.shared.statements)} requirement(s) over several texts are checked row by row")
        return tuple(found)

    @cached_property
    def sweep(self) -> int:
        """Steps of a sweep: those of all texts."""
        return sum(graph.sweep for graph in self.graphs)

    @property
    def causal(self) -> bool:
        """Whether a neural model that reads from left to right is the base of a text."""
        return any(graph.causal for graph in self.graphs)

    @property
    def conditional_terms(self) -> bool:
        """Whether every term but the bases has a table, and every requirement an automaton."""
        return not self.linked and all(graph.conditional_terms for graph in self.graphs)

    def conditional(self, texts: Texts, place: Tensor) -> Tensor | None:
        """Moves ask the text that they change."""
        return None

    @property
    def colours(self) -> None:
        """Places are drawn at once in one text alone."""
        return None

    @property
    def only_checked(self) -> bool:
        """Whether the surrogates are the target but for requirements that are checked text by text or row by row."""
        return not self.shared.terms and all(graph.exact or graph.only_checked for graph in self.graphs)

    def along(self, texts: Texts, place: Tensor) -> tuple[Tensor, Tensor] | None:
        """Moves ask the text that they change."""
        return None


__all__ = ["Joint", "Shared"]
