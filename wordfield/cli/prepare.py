"""From a file to a compiled model, as every command that runs one does it."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..dsl import driver
from .options import sets_of
from .streams import mistakes, tell

if TYPE_CHECKING:
    from ..dsl.driver import Compiled


def prepared(
    file: str, model: str | None, recipe: str | None, sets: Sequence[str] | None, device: str | None,
    threads: int | None, download: bool = False, allow_python: bool = False, follow: bool = True,
) -> Compiled:  # fmt: skip
    """Check, bind, prove, compile, the model as its recipe is to `follow` it or as it stands.

    The first line comes before anything heavy is loaded.
    """
    values = sets_of(sets)
    program = driver.check(file, values, allow_python)
    warnings = [one for one in program.warnings if one.severity == "warning"]  # notes are `check`'s
    if warnings and program.source is not None:
        mistakes(warnings, program.source)
    spec = driver.bind(program, model, recipe, values, follow)
    driver.proved(program, spec)
    tell(f"{spec.name}: compiling")
    gc.enable()
    if threads is None and spec.recipe is not None:
        threads = spec.recipe.settings.get("threads")
    if threads is not None or "OMP_NUM_THREADS" not in os.environ:
        import torch

        torch.set_num_threads(threads or 1)  # steps are many small operations, which several threads only slow down
    if threads is not None:
        from ..inference import workers

        workers.allow(threads)
    wanted = device or (spec.recipe.device if spec.recipe is not None else None) or "auto"
    return driver.compile(program, spec, wanted, download)
