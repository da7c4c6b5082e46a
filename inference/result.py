"""The result of a run as people use it: texts, terms, a summary, records."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import mixed, picks
from .diagnostics import Diagnosis, diagnose
from .formula import Part
from .record import VERSION, plain, scored
from .statistics import extra
from .summary import Summary, summarise
from .texts import Texts

if TYPE_CHECKING:
    from .graph import FactorGraph
    from .held import Outcome
    from .run import Run


class Result:
    """What a run found. `run` holds its tensors, `graph` the program with its moments' weights, `header` what
    identifies it."""

    def __init__(
        self, graph: FactorGraph, run: Run, header: Mapping[str, Any], seed: int = 0, moments: Outcome | None = None
    ) -> None:
        self.graph, self.run, self.header, self.seed, self.moments = graph, run, dict(header), seed, moments

    @property
    def multipliers(self) -> dict[str, float]:
        """The multiplier of each moment, by its name."""
        return {} if self.moments is None else self.moments.multipliers

    @property
    def is_search(self) -> bool:
        """Whether these are the best texts found, and no draws."""
        return self.run.found is not None

    @property
    def name(self) -> str:
        """The name of the text variable; of several, joined by commas."""
        return ", ".join(self.graph.names)

    def texts(self, name: str | None = None) -> NDArray[np.str_]:
        """The texts [chains, draws] (of a search: [found]) as strings; `name` is a text or a hole such as `s.adj`.

        Without a name, several texts are joined, a line each.
        """
        if name is None:
            return np.array(self.graph.strings(self._flat), dtype=np.str_).reshape(self.shape)
        whole, _, hole = name.partition(".")
        if whole not in self.graph.names or (hole and hole not in self._holes(whole)):
            holes = [f"{text}.{one}" for text in self.graph.names for one in self._holes(text)]
            known = ", ".join((*self.graph.names, *holes))
            raise ValueError(f"name: {name!r} is no text of this program; there are {known}")
        number = self.graph.names.index(whole)
        host, flat = self.graph.parts[number].host, self.graph.split(self._flat)[number]
        if not hole:
            strings = host.strings(flat)
        else:
            part = Part(whole, hole)
            strings = [host.interpreter(row).views[part].string for row in host.rows(flat)]
        return np.array(strings, dtype=np.str_).reshape(self.shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """[chains, draws], of a search [found]."""
        return (len(self._flat.length),) if self.is_search else (self.run.chains, self.run.draws)

    @property
    def _flat(self) -> Texts:
        if self.run.found is not None:
            return self.run.found
        return Texts(self.run.texts.units.flatten(0, 1), self.run.texts.length.flatten())

    def _holes(self, text: str) -> tuple[str, ...]:
        template = self.graph.parts[self.graph.names.index(text)].requirements.template
        return tuple(piece.name for piece in template.pieces if not isinstance(piece, tuple)) if template else ()

    @cached_property
    def terms(self) -> dict[str, NDArray[np.float64]]:
        """Each term in nats, in the shape of the texts."""
        values = self.run.found_terms if self.run.found_terms is not None else self.run.terms
        return {name: values[..., k].double().numpy() for k, name in enumerate(self.run.term_names)}

    @property
    def log_score(self) -> NDArray[np.float64]:
        """The sum of the terms of each text."""
        return np.asarray(sum(self.terms.values()), dtype=np.float64)

    @property
    def log_weights(self) -> NDArray[np.float64] | None:
        """Log weights of weighted draws."""
        return None if self.run.log_weights is None else self.run.log_weights.double().numpy()

    # ---- what to show

    def chosen(self, n: int | None = None, resample: bool = False) -> list[picks.Pick]:
        """Chain and draw of `n` texts spread evenly, of all for None; weighted draws resampled if asked."""
        if resample and self.run.log_weights is not None:
            return picks.resampled(self.run, n, self.seed)
        return picks.spread(self.run, n)

    def show(self, n: int | None = None) -> list[str]:
        """`n` texts as a command prints them."""
        if self.is_search:
            return self.best(n)
        texts = self.texts()
        return [str(texts[pick]) for pick in self.chosen(n, resample=True)]

    def best(self, k: int | None = 5) -> list[str]:
        """The `k` distinct texts of highest log score, the best first."""
        return ["\n".join(record["text"].values()) for record in self.best_records(k)]

    def best_records(self, k: int | None = 5) -> list[dict[str, Any]]:
        """The same as records."""
        if self.is_search:
            order = list(range(len(self._flat.length)))
        else:
            good = picks.kept(self.run).flatten().numpy()
            order = [at for at in np.argsort(-self.log_score.ravel(), kind="stable").tolist() if good[at]]
        flat, rows = self._flat, list[int]()
        seen: set[tuple[int, ...]] = set()
        for at in order:
            key = tuple(flat.units[at, : int(flat.length[at])].tolist())
            if key not in seen and (k is None or len(rows) < k):
                seen.add(key)
                rows.append(at)
        return [{"kind": "found", "rank": rank, **record} for rank, record in enumerate(self._scored(rows), 1)]

    def draw_records(self, n: int | None = None) -> list[dict[str, Any]]:
        """Draws spread evenly, as records; a search's best texts."""
        if self.is_search:
            return self.best_records(n)
        chosen = self.chosen(n)
        records = self._scored([chain * self.run.draws + draw for chain, draw in chosen])
        weights = self.log_weights
        found = []
        for (chain, draw), record in zip(chosen, records, strict=True):
            weight = {} if weights is None else {"log_weight": plain(float(weights[chain, draw]))}
            found.append({"kind": "draw", "chain": chain, "draw": draw, **record, **weight})
        return found

    def _scored(self, rows: list[int]) -> list[dict[str, Any]]:
        if not rows:
            return []
        texts = Texts(self._flat.units[rows], self._flat.length[rows])
        labels = mixed.each(self._labels, rows) if self._labels else None
        return scored(self.graph, Texts(*(field.to(self.graph.device) for field in texts)), labels)

    @cached_property
    def _labels(self) -> dict[str, NDArray[np.str_]]:
        """The labels of mixtures, of all texts in order: drawn given the text, of a search the likeliest."""
        if not mixed.names(self.graph):
            return {}
        texts = Texts(*(field.to(self.graph.device) for field in self._flat))
        return mixed.likeliest(self.graph, texts) if self.is_search else mixed.drawn(self.graph, texts, self.seed)

    def labels(self, name: str | None = None) -> NDArray[np.str_]:
        """The label of a mixture in the shape of the texts; the only mixture's without a name. Raises ValueError."""
        known = mixed.names(self.graph)
        if name is None and len(known) == 1:
            (name,) = known
        if name not in known:
            raise ValueError(f"name: {name!r} is no mixture of this program; there are {', '.join(known) or 'none'}")
        return self._labels[name].reshape(self.shape)

    def records(self, n: int | None = None) -> Iterator[dict[str, Any]]:
        """The run as records: header, draws, summary."""
        yield {"kind": "header", "v": VERSION, **self.header}
        yield from self.draw_records(n)
        yield {"kind": "summary", **self.summary()}

    def to_arviz(self) -> Any:
        """The run for ArviZ: an `InferenceData` up to ArviZ 0.x, an `xarray.DataTree` from 1.0 on.

        Raises RunFileError where ArviZ is not installed.
        """
        from .saved import to_arviz

        return to_arviz(list(self.records()))

    def save(self, path: str | os.PathLike[str]) -> int:
        """Store every draw with the header and the summary, as `.nc` (ArviZ's netCDF) or `.jsonl` (JSON Lines).

        How many texts were stored.

        Only a file that holds a run is replaced. Raises RunFileError, OSError.
        """
        from . import run_file

        return run_file.write(Path(path), self.records())

    # ---- whether to trust it

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """The diagnostics of the draws, with the places of named words."""
        if self.is_search:
            return diagnose(self.run, {})
        held = {} if self.moments is None else self.moments.values  # a multiplier of 0 hides them in the terms
        return diagnose(self.run, {**extra(self.graph, self.run), **self._responsibilities(), **held})

    def _responsibilities(self) -> dict[str, NDArray[np.float64]]:
        """How likely each label but the last is given the text. [chains, draws] each"""
        found = dict[str, NDArray[np.float64]]()
        if mixed.names(self.graph) and self.run.draws:
            texts = Texts(*(field.to(self.graph.device) for field in self._flat))
            for name, (labels, law) in mixed.laws(self.graph, texts).items():
                for number, label in enumerate(labels[:-1]):
                    found[f"{name} == {label}"] = law[:, number].cpu().numpy().reshape(self.shape)
        return found

    @property
    def verdict(self) -> str:
        """`good`, `found`, or `do not trust: ...`."""
        return str(self.summary()["verdict"])

    @property
    def empty(self) -> bool:
        """Whether no draw meets the requirements."""
        if self.run.found is not None:
            return not len(self.run.found.length)
        return not bool(picks.kept(self.run).any())

    @cached_property
    def _summary(self) -> Summary:
        return summarise(self)

    def summary(self) -> Summary:
        """Counts, diagnostics and the verdict; `str` of it is for people."""
        return self._summary

    def __str__(self) -> str:
        return str(self.summary())

    def __repr__(self) -> str:
        shape = " x ".join(str(size) for size in self.shape)
        return f"<Result of {self.header.get('model', self.name)}: {shape} texts, {self.verdict}>"


__all__ = ["Result"]
