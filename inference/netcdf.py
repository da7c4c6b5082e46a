"""Records of a run as a tree of arrays in ArviZ's layout, and back: what a netCDF file holds.

`posterior` has the log score and the tracked numbers, `sample_stats` what else is known of a draw, `terms` each term
in nats, `text` the texts as strings, `label` those of mixtures, `track` tracked values that are no numbers, `wordfield`
header and summary as JSON. All but the last are [chain, draw]; of a search `found` takes the place of `posterior`, and
all are [rank]. Where records have different terms, `absent` says which of them lack one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

Record = Mapping[str, Any]
Column = tuple[NDArray[Any], dict[str, Any]]  # values, and how they are read again

MARK, VERSION = "wordfield", "run 1"
PARTS = ("text", "terms", "track", "label")  # of a record, each a group of its own
OWN = ("kind", "chain", "draw", "rank", *PARTS)  # the rest belongs to `sample_stats`
LARGEST_WHOLE = 2**53


def tree(records: Iterable[Record]) -> Any:
    """The records as an `xarray.DataTree`. Raises ModuleNotFoundError where xarray is not installed."""
    xarray = import_module("xarray")
    header, *items, summary = records
    dims = ("rank",) if items and items[0]["kind"] == "found" else ("chain", "draw")
    coordinates = {dim: sorted({item[dim] for item in items}) for dim in dims}
    shape = tuple(len(values) for values in coordinates.values())
    cells = tuple(np.searchsorted(coordinates[dim], [item[dim] for item in items]) for dim in dims)
    known = {dim: np.asarray(values, dtype=np.int64) for dim, values in coordinates.items()}
    made = {"": xarray.Dataset(attrs={MARK: VERSION}), "wordfield": _spoken(xarray, header, summary)}
    for group, columns in _groups(items).items():
        variables: dict[str, Any] = {}
        for name, (values, attrs) in columns.items():
            grid = np.full(shape, _missing(values), dtype=values.dtype)
            grid[cells] = values
            variables[_free(name, variables)] = (dims, grid, {"name": name, **attrs})
        made[group] = xarray.Dataset(variables, coords=known, attrs=_library(header))
    return xarray.DataTree.from_dict({f"/{group}": dataset for group, dataset in made.items()})


def records(tree: Any) -> Iterator[dict[str, Any]]:
    """The records of a tree: header, draws or texts found, summary. Raises KeyError for a tree of someone else."""
    own = tree["wordfield"]
    yield json.loads(str(own["header"].values))
    stats = tree["sample_stats"]
    cells = np.argwhere(np.asarray(stats["kept"].values, dtype=bool))
    order = np.argsort(stats["order"].values[tuple(cells.T)], kind="stable")
    for cell in cells[order]:
        yield _record(tree, tuple(int(at) for at in cell))
    yield json.loads(str(own["summary"].values))


def _record(tree: Any, cell: tuple[int, ...]) -> dict[str, Any]:
    """The record of a cell of the grid."""
    stats = tree["sample_stats"]
    found: dict[str, Any] = {"kind": "draw" if len(cell) == 2 else "found"}
    found |= {dim: int(stats[dim].values[at]) for dim, at in zip(stats["kept"].dims, cell, strict=True)}
    parts = {
        field: _cells(tree, field, cell) for field in PARTS if field in ("text", "terms") or field in tree.children
    }
    tracked = _cells(tree, "posterior" if len(cell) == 2 else "found", cell, tracked=True)
    parts["track"] = tracked | parts.get("track", {})
    if "absent" in tree.children:
        for variable in tree["absent"].data_vars.values():
            if variable.values[cell]:
                del parts[variable.attrs["field"]][variable.attrs["of"]]
    rest = _cells(tree, "sample_stats", cell)
    del rest["kept"], rest["order"]
    return {**found, **parts, **rest}


def _cells(tree: Any, group: str, cell: tuple[int, ...], tracked: bool = False) -> dict[str, Any]:
    """The values of a group at a cell, by the names they had."""
    if group not in tree.children:
        return {}
    found = {}
    for variable in tree[group].data_vars.values():
        if tracked and not variable.attrs.get("track"):
            continue
        value = variable.values[cell]
        found[str(variable.attrs["name"])] = json.loads(str(value)) if variable.attrs.get("json") else _plain(value)
    return found


def _plain(value: Any) -> Any:
    """A cell as a record has it."""
    if isinstance(value, str):
        return str(value)
    plain = value.item()
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def _groups(items: Sequence[Record]) -> dict[str, dict[str, Column]]:
    """The variables of each group, one value an item."""

    absent: dict[str, Column] = {}

    def part(field: str) -> dict[str, Column]:
        found = {}
        for name in dict.fromkeys(name for item in items for name in item.get(field, ())):
            here = np.array([name in item.get(field, ()) for item in items])
            if not here.all():
                absent[f"{field} {name}"] = ~here, {"field": field, "of": name}
            found[name] = column([item.get(field, {}).get(name) for item in items])
        return found

    first = "found" if items and items[0]["kind"] == "found" else "posterior"
    names = dict.fromkeys(name for item in items for name in item if name not in OWN)
    stats = {name: column([item.get(name) for item in items]) for name in names}
    tracks = part("track")
    numbers = {name: one for name, one in tracks.items() if one[0].dtype != object}
    scores = {"log_score": stats["log_score"]} if "log_score" in stats and "log_score" not in tracks else {}
    order = np.arange(len(items), dtype=np.int64)
    groups = {
        first: scores | {name: (values, {**attrs, "track": 1}) for name, (values, attrs) in numbers.items()},
        "sample_stats": {**stats, "kept": (np.ones(len(items), dtype=bool), {}), "order": (order, {})},
        "terms": part("terms"),
        "text": part("text"),
        "track": {name: one for name, one in tracks.items() if name not in numbers},
    }
    return groups | {name: found for name, found in (("label", part("label")), ("absent", absent)) if found}


def column(values: Sequence[Any]) -> Column:
    """Values of one kind as an array: truth values, whole numbers, numbers with NaN for null, strings; else JSON."""
    if all(isinstance(value, bool) for value in values):
        return np.array(values, dtype=bool), {}
    whole = all(isinstance(value, int) and abs(value) < LARGEST_WHOLE for value in values)
    if whole and not any(isinstance(value, bool) for value in values):
        return np.array(values, dtype=np.int64), {}
    if all(isinstance(value, float | int | None) and not isinstance(value, bool) for value in values) and any(
        value is not None for value in values
    ):
        return np.array([math.nan if value is None else value for value in values], dtype=np.float64), {}
    if all(isinstance(value, str) for value in values):
        return np.array(values, dtype=object), {}
    return np.array([json.dumps(value, ensure_ascii=False) for value in values], dtype=object), {"json": 1}


def _missing(values: NDArray[Any]) -> Any:
    """What stands where a chain has no draw."""
    return {"f": math.nan, "O": ""}.get(values.dtype.kind, 0)


def _free(name: str, taken: Iterable[str]) -> str:
    """A name for a variable that no dimension has."""
    name = name.replace("/", " ")
    while name in ("chain", "draw", "rank") or name in taken:
        name += "_"
    return name


def _spoken(xarray: Any, header: Record, summary: Record) -> Any:
    """Header and summary. They are variables, since attributes of a file have to be short."""
    both = {"header": header, "summary": summary}
    return xarray.Dataset({name: ((), json.dumps(one, ensure_ascii=False)) for name, one in both.items()})


def _library(header: Record) -> dict[str, str]:
    """What ArviZ wants to know of a group."""
    version = (header.get("versions") or {}).get("wordfield")
    return {"inference_library": "wordfield", "inference_library_version": str(version)}
