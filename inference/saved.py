"""A run that was stored, read back: its texts, terms and summary."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import netcdf, run_file
from .summary import Summary


class Saved:
    """What a file of a run holds. `draws` are its records, of a search the texts that were found."""

    def __init__(self, records: Sequence[dict[str, Any]]) -> None:
        self.header, *self.draws, last = records
        self._summary = Summary({name: value for name, value in last.items() if name != "kind"})

    @property
    def is_search(self) -> bool:
        """Whether these are the best texts found, and no draws."""
        return bool(self.draws) and self.draws[0]["kind"] == "found"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the texts."""
        return tuple(self.draws[0]["text"]) if self.draws else ()

    def texts(self, name: str | None = None) -> NDArray[np.str_]:
        """The texts [chains, draws] (of a search: [found]), several joined, a line each; "" where there is no draw."""
        if name is not None and name not in self.names:
            raise ValueError(f"name: {name!r} is no text of this run; there are {', '.join(self.names)}")
        found = [one["text"][name] if name else "\n".join(one["text"].values()) for one in self.draws]
        return np.asarray(self._grid(found, ""), dtype=np.str_)

    @property
    def terms(self) -> dict[str, NDArray[np.float64]]:
        """Each term in nats, in the shape of the texts."""
        names = dict.fromkeys(name for one in self.draws for name in one["terms"])
        return {name: self._numbers([one["terms"].get(name) for one in self.draws]) for name in names}

    @property
    def log_score(self) -> NDArray[np.float64]:
        """The sum of the terms of each text."""
        return self._numbers([one["log_score"] for one in self.draws])

    @property
    def log_weights(self) -> NDArray[np.float64] | None:
        """Log weights of weighted draws."""
        if not self.draws or "log_weight" not in self.draws[0]:
            return None
        return self._numbers([one["log_weight"] for one in self.draws])

    def _numbers(self, values: list[Any]) -> NDArray[np.float64]:
        return np.asarray(self._grid([np.nan if one is None else one for one in values], np.nan), dtype=np.float64)

    def _grid(self, values: list[Any], missing: Any) -> NDArray[Any]:
        """One value a record, by chain and draw."""
        if self.is_search:
            return np.array(values, dtype=object)
        chains, draws = (sorted({one[axis] for one in self.draws}) for axis in ("chain", "draw"))
        grid = np.full((len(chains), len(draws)), missing, dtype=object)
        for one, value in zip(self.draws, values, strict=True):
            grid[chains.index(one["chain"]), draws.index(one["draw"])] = value
        return grid

    def best(self, k: int | None = 5) -> list[str]:
        """The `k` distinct texts of highest log score, the best first."""
        scored = [one for one in self.draws if one["log_score"] is not None]
        ordered = sorted(scored, key=lambda one: -one["log_score"])
        return list(dict.fromkeys("\n".join(one["text"].values()) for one in ordered))[:k]

    def summary(self) -> Summary:
        """Counts, diagnostics and the verdict; `str` of it is for people."""
        return self._summary

    @property
    def verdict(self) -> str:
        """`good`, `found`, or `do not trust: ...`."""
        return str(self._summary["verdict"])

    def records(self) -> Iterator[dict[str, Any]]:
        """The run as records: header, draws, summary."""
        yield self.header
        yield from self.draws
        yield {"kind": "summary", **self._summary}

    def to_arviz(self) -> Any:
        """The run as ArviZ takes it; see `to_arviz`."""
        return to_arviz(list(self.records()))

    def save(self, path: str | os.PathLike[str]) -> int:
        """Store it again, as `.nc` or `.jsonl`; how many texts. Raises RunFileError, OSError."""
        return run_file.write(Path(path), self.records())

    def __str__(self) -> str:
        return str(self._summary)

    def __repr__(self) -> str:
        return f"<Saved run of {self.header.get('model')}: {len(self.draws):,} texts, {self.verdict}>"


def load_run(path: str | os.PathLike[str]) -> Saved:
    """The run that `wordfield run -o` or `save` stored in a file. Raises RunFileError, OSError."""
    return Saved(run_file.read(Path(path)))


def to_arviz(records: Sequence[dict[str, Any]]) -> Any:
    """The records as ArviZ takes them: an `InferenceData` up to ArviZ 0.x, an `xarray.DataTree` from 1.0 on.

    Raises RunFileError where ArviZ is not installed.
    """
    run_file.needed()
    try:
        arviz = import_module("arviz")
    except ModuleNotFoundError:
        raise run_file.RunFileError("ArviZ is not installed: run `pip install 'wordfield[arviz]'`") from None
    tree = netcdf.tree(records)
    if not hasattr(arviz, "InferenceData"):
        return tree
    return arviz.InferenceData(
        attrs=dict(tree.attrs), **{name: node.to_dataset() for name, node in tree.children.items()}
    )


__all__ = ["Saved", "load_run"]
