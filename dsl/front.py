"""The names that `import wordfield as wf` gives for building programs."""

from __future__ import annotations

from ..inference.check_feature import BrokenContract, check_feature
from ..inference.feature import Feature
from ..inference.saved import Saved, load_run
from .diagnostics import ProgramError
from .elaborate import UsageError, elaborate
from .model import LoadedModel, Model, combine, load, when
from .program import Program
from .runs import log_prob, sample
from .vocabulary import (
    all_,
    any_,
    between,
    chain,
    chars,
    count,
    implies,
    lines,
    lookup,
    max_,
    mean,
    min_,
    name,
    names,
    none_,
    pattern,
    percent,
    share,
    steps,
    sum_,
    sweeps,
    unit,
    words,
)

__all__ = [
    "BrokenContract", "Feature", "LoadedModel", "Model", "Program", "ProgramError", "Saved", "UsageError", "all_",
    "any_",
    "between", "chain", "chars", "check_feature", "combine", "count", "elaborate", "implies", "lines", "load",
    "load_run", "log_prob", "lookup", "max_", "mean", "min_", "name", "names", "none_", "pattern", "percent", "sample",
    "share", "steps", "sum_", "sweeps", "unit", "when", "words",
]  # fmt: skip
