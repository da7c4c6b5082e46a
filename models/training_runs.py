"""The runs that trained a model, from the log beside its weights, and how each was called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
SIZES = {"width": 192, "layers": 4, "heads": 6, "batch": 96}
DEFAULTS = SIZES | {"lr": 2e-3, "muon": 0.02, "decay": 0.02, "seed": 0, "dropout": 0.0, "shift": 0.0}


def runs(log: Json) -> list[Json]:
    """The runs that led to a model, the first one first."""
    return [*(runs(log["before"]) if log.get("before") else []), log]


def commands(runs: Sequence[Json]) -> str:
    """How it was trained, a line a run; each begins where the one before ended."""
    lines, folder = [], ""
    for number, run in enumerate(runs, 1):
        options = run["options"] | ({"start": folder} if folder else {})
        folder = "FOLDER" if len(runs) == 1 else f"FOLDER_{number}"
        lines.append(command(options, folder))
    return "\n".join(lines)


def command(options: Json, folder: str) -> str:
    """How a run was called."""
    length = f"--steps {options['steps']}" if options["steps"] else f"--minutes {options['minutes']:g}"
    words = [f"--language {options['language']}", f"--task {options['task']}", length]
    given = {name: options.get(name, value) for name, value in DEFAULTS.items()}
    words += [f"--{name} {given[name]}" for name, value in DEFAULTS.items() if given[name] != value]
    words += [f"--every {file}={often}" for file, often in options.get("every", {}).items()]
    words += [f"--start {options['start']}"] if options.get("start") else []
    words += [f"--device {options['device']}"] if options["device"] != "cpu" else []
    words += ["--compile"] if options["compile"] else []
    return f"    python models/train_transformer.py DATA -o {folder} " + " ".join(words)
