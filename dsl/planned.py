"""What the language will have and this version lacks: programs that use it check, and say so, and do not run.

A signature names its parameters with types of `inference/signature.py`; `?` marks one that may be left out. What a
registry knows under the same name goes before an entry here, so an entry dies when its feature arrives.
"""

from __future__ import annotations

from collections.abc import Mapping

# name -> (result, {parameter: type})
FEATURES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "alliteration": ("score", {"text": "textlike", "letter": "string?"}),
    "bleu": ("score", {"text": "textlike", "reference": "textlike", "ngram": "whole?"}),
    "coherence": ("score", {"text": "textlike"}),
    "formality": ("score", {"text": "textlike"}),
    "logprob": ("real", {"text": "textlike", "base": "base?"}),
    "overlap": ("score", {"text": "textlike", "other": "textlike", "ngram": "whole?"}),
    "parallel": ("score", {"first": "textlike", "second": "textlike"}),
    "pos": ("string", {"text": "textlike"}),
    "repeats": ("bool", {"text": "textlike", "unit": "unit?"}),
    "reading_ease": ("score", {"text": "textlike"}),
    "rhyme": ("bool", {"texts": "texts", "book": "string?"}),
    "sentiment": ("score", {"text": "textlike"}),
    "similarity": ("score", {"text": "textlike", "other": "textlike", "by": "string?"}),
    "stress": ("score", {"text": "textlike", "pattern": "string"}),
    "syllables": ("int", {"text": "textlike"}),
    "tone": ("string", {"text": "textlike"}),
    "tones": ("bool", {"text": "textlike", "pattern": "string"}),
    "tones_opposed": ("bool", {"first": "textlike", "second": "textlike", "at": "items?"}),
    "type_token_ratio": ("real", {"text": "textlike"}),
    "topic": ("score", {"text": "textlike", "about": "string"}),
}

# arguments that something in a registry does not take yet
LATER_ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "insert": ("block",), "mh": ("block",), "parallel_tempering": ("block",), "replace": ("block",),
}  # fmt: skip

LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "pll": {"model": "string?", "power": "number?", "temperature": "number?"},
}

SAMPLERS: Mapping[str, Mapping[str, str]] = {}

MOVES: Mapping[str, Mapping[str, str]] = {
    "bridge": {"whole": "flag?"},
    "regenerate": {},
}

# what a registry is expected to hold, for as long as it is not there
EXPECTED_SAMPLERS: Mapping[str, Mapping[str, str]] = {
    "exact": {}, "gibbs": {"block": "whole?"}, "mh": {},
}  # fmt: skip
EXPECTED_MOVES: Mapping[str, Mapping[str, str]] = {
    "delete": {},
    "insert": {"source": "source?"},
    "move": {},
    "replace": {"source": "source?", "block": "whole?"},
    "resample": {"part": "text"},
    "swap": {},
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
    "moments": "tilt", "report": "names",
}  # fmt: skip

LATER_SETTINGS = ("protect", "balance")

# units that the size of a hole is not given in yet
LATER_UNITS = ("syllables",)
