"""Checkpoints as a recipe asks for them: where they are, what identifies a run, and going on from one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from .plan import Asked, Misuse, Plan
from .spec import ModelSpec
from .storing import placed

if TYPE_CHECKING:
    from .driver import Compiled

UNHEEDED = ("store", "threads", "checkpoint")  # settings that change nothing of what the chains do


def with_checkpoint(compiled: Compiled, plan: Plan, asked: Asked, header: Mapping[str, Any]) -> Plan:
    """The plan with the recipe's checkpoint, and with its seed where a run goes on. Raises Misuse."""
    from ..inference.checkpoint import Checkpoint, other, read

    spec = compiled.spec.recipe
    setting = spec.settings.get("checkpoint") if spec is not None else None
    if spec is None or setting is None:
        if asked.resume:
            raise Misuse('resume: the recipe keeps no checkpoint; write `checkpoint = every(60 sec, path="run.ckpt")`')
        return plan
    every, name = setting
    path = placed(name, "checkpoint")
    found = read(path) if path.is_file() else None
    if path.exists() and found is None:
        raise Misuse(f"{name}: this is no checkpoint that Wordfield wrote, so it is left alone; choose another name")
    resume = asked.resume and found is not None
    if resume and found is not None and asked.seed is None and spec.seed is None:
        plan = replace(plan, recipe=replace(plan.recipe, seed=int(found["key"]["seed"])))
    key = _key(compiled.spec, {**header, "seed": plan.recipe.seed})
    apart = other(found, key) if resume and found is not None else None
    if apart is not None:
        raise Misuse(f"{name}: this is the checkpoint of another run, `{apart}` differs; begin anew without resuming")
    return replace(plan, recipe=replace(plan.recipe, checkpoint=Checkpoint(path, every, key, resume)))


def _key(spec: ModelSpec, header: Mapping[str, Any]) -> dict[str, str]:
    """What must be the same for a run to go on: everything of its header, and the program itself."""
    recipe = spec.recipe
    assert recipe is not None
    settings = {name: value for name, value in recipe.settings.items() if name not in UNHEEDED}
    said = sorted(settings.items(), key=lambda pair: pair[0])
    how = (recipe.sampler, recipe.moves, recipe.schedule, recipe.start, said)
    program = hashlib.sha256(repr(_bare((spec.texts, spec.terms, spec.moments, how))).encode()).hexdigest()
    return {**{name: json.dumps(value, ensure_ascii=False) for name, value in header.items()}, "program": program}


def _bare(value: Any) -> Any:
    """A value without its places in the source, so that a comment more changes nothing."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {one.name: _bare(getattr(value, one.name)) for one in fields(value) if one.compare}
        return (type(value).__name__, tuple(found.items()))
    if isinstance(value, Mapping):
        return tuple((name, _bare(one)) for name, one in value.items())
    if isinstance(value, tuple | list):
        return tuple(_bare(one) for one in value)
    return getattr(value, "__qualname__", value) if callable(value) else value
