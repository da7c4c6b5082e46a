"""A factor graph as a Pyro model: one sample site a text, one factor a term."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from .lazy import torch
from .random import Stream
from .texts import Texts

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph


def pyro_model(graph: FactorGraph) -> Callable[..., Any]:
    """The model; `model(chains=None)` gives the drawn text as a string, or a list of them in a plate of that size.

    A site is named as its text. Its law is the normalised surrogate, its value int64 [places + 1]: the units, 0
    behind the last, and their number. Each term is a factor under its name; a base carries what it says more than its
    site's own density, and -inf where a requirement is broken, so that the trace sums to `graph.log_prob`.
    `model.encode(strings)` gives values to condition on, `model.decode(value)` the strings of values. Of several texts
    all three speak of mappings by the texts' names.
    """
    import pyro

    sites = [_distribution(one) for one in graph.parts]

    def factors(values: Sequence[Tensor]) -> None:
        own = [as_texts(one, value) for one, value in zip(graph.parts, values, strict=True)]
        terms, good = graph.evaluate(own[0] if len(own) == 1 else graph.join(own))  # type: ignore[attr-defined]
        for number, name in enumerate(graph.term_names):
            column = terms[:, number]
            if number < len(sites):  # the bases come first
                column = torch.where(good, column - sites[number].log_prob(as_value(own[number])), -math.inf)
            pyro.factor(name, column.view(values[0].shape[:-1]))

    def model(chains: int | None = None) -> Any:
        if chains is None:
            values = [pyro.sample(name, site) for name, site in zip(graph.names, sites, strict=True)]
            factors(values)
        else:
            with pyro.plate("chains", chains):
                expanded = [site.expand([chains]) for site in sites]
                values = [pyro.sample(name, site) for name, site in zip(graph.names, expanded, strict=True)]
                factors(values)
        pairs = zip(graph.parts, values, strict=True)
        found = {name: decode(one, value) for name, (one, value) in zip(graph.names, pairs, strict=True)}
        plain = found if chains is not None else {name: strings[0] for name, strings in found.items()}
        return plain if len(plain) > 1 else plain[graph.names[0]]

    model.encode = lambda strings: _encoded(graph, strings)  # type: ignore[attr-defined]
    model.decode = lambda value: _decoded(graph, value)  # type: ignore[attr-defined]
    return model


def _encoded(graph: FactorGraph, strings: Any) -> Any:
    """The values of strings; of several texts, by name."""
    if len(graph.parts) == 1:
        return encode(graph, strings)
    return {name: encode(one, strings[name]) for name, one in zip(graph.names, graph.parts, strict=True)}


def _decoded(graph: FactorGraph, value: Any) -> Any:
    """The strings of values; of several texts, by name."""
    if len(graph.parts) == 1:
        return decode(graph, value)
    return {name: decode(one, value[name]) for name, one in zip(graph.names, graph.parts, strict=True)}


def _distribution(graph: FactorGraph) -> Any:
    """The normalised surrogate as a distribution of Pyro."""
    from pyro.distributions import TorchDistribution
    from torch.distributions import constraints

    class SurrogateDistribution(TorchDistribution):
        """Texts by the surrogate's law; its random numbers come from Pyro's seed."""

        arg_constraints: ClassVar[dict[str, Any]] = {}
        support = constraints.independent(constraints.nonnegative_integer, 1)  # type: ignore[no-untyped-call]

        def __init__(self, batch_shape: Sequence[int] = ()) -> None:
            super().__init__(torch.Size(batch_shape), torch.Size([graph.places + 1]), validate_args=False)

        def expand(self, batch_shape: Sequence[int], _instance: Any = None) -> SurrogateDistribution:
            return SurrogateDistribution(batch_shape)

        def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
            shape = torch.Size(sample_shape) + self.batch_shape
            seed = int(torch.randint(2**62, ()))
            stream = Stream(seed, "pyro", shape.numel(), graph.device)
            return as_value(graph.surrogate.draw(stream, shape.numel())).view(*shape, graph.places + 1)

        def log_prob(self, value: Tensor) -> Tensor:
            texts = as_texts(graph, value)
            return (graph.surrogate.log_weight(texts) - graph.surrogate.log_z).view(value.shape[:-1])

    return SurrogateDistribution()


def as_value(texts: Texts) -> Tensor:
    """Units and the length in one row. [chains, places + 1]"""
    return torch.cat([texts.units, texts.length[:, None]], 1)


def as_texts(graph: FactorGraph, value: Tensor) -> Texts:
    """The texts of values [..., places + 1], flattened. Raises ValueError for what is no text."""
    rows = value.reshape(-1, value.shape[-1]).to(graph.device)
    units, length = rows[:, :-1], rows[:, -1]
    inside = torch.arange(units.shape[1], device=graph.device) < length[:, None]
    possible = (units >= 0) & (units < graph.units) & (inside | (units == 0))
    if not bool(possible.all()) or not bool(((length >= 0) & (length <= units.shape[1])).all()):
        raise ValueError("value: units of the lexicon are allowed, 0 behind the last, and their number at the end")
    return Texts(units, length)


def encode(graph: FactorGraph, strings: Sequence[str]) -> Tensor:
    """The values of strings. int64 [texts, places + 1]. Raises ValueError for what cannot be read."""
    rows = [graph.requirements.segment(string) for string in strings]
    for string, row in zip(strings, rows, strict=True):
        if row is None or len(row) > graph.places:
            raise ValueError(f"strings: {string!r} is no text of this program")
    return as_value(graph.texts([row for row in rows if row is not None]))


def decode(graph: FactorGraph, value: Tensor) -> list[str]:
    """The strings of values."""
    return graph.host.strings(as_texts(graph, value))
