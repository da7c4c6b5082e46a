"""What the language will have and this version lacks: programs that use it check, and say so, and do not run.

A signature names its parameters with types of `inference/signature.py`; `?` marks one that may be left out. An entry
goes when its feature arrives.
"""

from __future__ import annotations

from collections.abc import Mapping

# name -> (result, {parameter: type})
FEATURES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "coherence": ("score", {"text": "textlike"}),
    "formality": ("score", {"text": "textlike"}),
}

SOURCES = ("uniform", "ngram", "conditional", "lm", "mlm", "copy", "ranked", "top")

SCHEDULES: Mapping[str, Mapping[str, str]] = {
    "geometric": {"start": "number", "stop": "number", "over": "steps"},
    "logarithmic": {"start": "number", "stop": "number", "over": "steps"},
    "linear": {"start": "number", "stop": "number", "over": "steps"},
}

# ways to find the multipliers of moments, and what a summary can show of them
TILTS: Mapping[str, Mapping[str, str]] = {"tilt": {"iterations": "whole?", "rate": "number?", "draws": "whole?"}}
REPORTS = ("divergence", "weights")

# settings of a recipe that are read; what comes after the name says what the value must be (`own`: see `settings`)
SETTINGS: Mapping[str, str] = {
    "sampler": "sampler", "moves": "moves", "chains": "count", "warmup": "steps", "draws": "count", "thin": "steps",
    "keep": "count", "seed": "seed", "device": "string", "start": "string", "temper": "schedule", "anneal": "schedule",
    "pure": "flag", "store": "own", "threads": "own", "stop": "own", "relax": "own", "checkpoint": "own",
    "moments": "tilt", "report": "names", "protect": "own",
}  # fmt: skip
