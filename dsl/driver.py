"""The phases of the compiler, from a file to draws: read, check, elaborate, prove, compile, run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .check import check_source
from .diagnostics import ProgramError
from .elaborate import UsageError, elaborate
from .ground import GroundError
from .inside import outside
from .opening import forbidden
from .parse import decode
from .plan import Asked, Misuse, Plan, plan
from .program import Program
from .protecting import kept, named_words, noted, protected
from .prove import Proof, grounding, prove
from .resuming import with_checkpoint
from .source import Source
from .spec import ModelSpec
from .ways import Way, ways_of

if TYPE_CHECKING:
    from ..inference.chains import Watch
    from ..inference.graph import FactorGraph
    from ..inference.result import Result

LARGEST_SOURCE = 16_000_000  # bytes read of a program; the parser says more about anything near it


@dataclass(frozen=True, eq=False)
class Compiled:
    """A model that can be run, with what it was made from; of a balanced mixture the model of each way."""

    spec: ModelSpec
    whole: FactorGraph | None
    source: Source
    device: str
    folder: Path
    allow_download: bool = False
    ways: tuple[tuple[Way, Compiled], ...] = ()

    @cached_property
    def graph(self) -> FactorGraph:
        """The law as one graph. Of a balanced mixture raises TooManyTexts where a branch's constant is not known."""
        if self.whole is not None:
            return self.whole
        from .balancing import as_one

        return as_one(self)

    @property
    def planned_for(self) -> FactorGraph:
        """The graph that a recipe is read for: that of the first way, for all have the same texts."""
        return self.ways[0][1].graph if self.ways else self.graph


def read(path: str) -> tuple[Source, Path]:
    """The program of a file, `-` for standard input, and the folder of its files. Raises OSError, ProgramError."""
    if path == "-":
        return decode(sys.stdin.buffer.read(LARGEST_SOURCE), "<stdin>"), Path()
    file = Path(path)
    with file.open("rb") as content:
        source = decode(content.read(LARGEST_SOURCE), path)
    return source, file.parent


def check(path: str, sets: Mapping[str, Any] | None = None, allow_python: bool = False) -> Program:
    """The checked program of a file, which may call Python if so said.

    Raises ProgramError with every mistake found, UsageError for a value, OSError.
    """
    source, folder = read(path)
    try:
        return replace(check_source(source, folder, sets), allow_python=allow_python)
    except ProgramError as error:
        if sets and all(diagnostic.code in ("G004", "S012") for diagnostic in error.diagnostics):
            raise UsageError(error.diagnostics, error.source) from None
        raise


def bind(
    program: Program, model: str | None = None, recipe: str | None = None, sets: Mapping[str, Any] | None = None,
    follow: bool = True,
) -> ModelSpec:  # fmt: skip
    """The closed model, as its recipe is to `follow` it or as it stands. Raises UsageError, ProgramError."""
    found = elaborate(program, model=model, recipe=recipe, sets=sets)
    return protected(found) if follow else found


def proved(program: Program, spec: ModelSpec) -> Proof:
    """The proof that some text meets the requirements. Raises ProgramError where none does."""
    mistake = outside(spec, program.folder)
    found = Proof(mistake) if mistake is not None else prove(spec, folder_of(program))
    if found.mistake is not None and found.mistake.severity == "error":
        raise ProgramError((found.mistake,), source_of(program))
    return found


def compile(program: Program, spec: ModelSpec, device: str = "auto", allow_download: bool = False) -> Compiled:
    """The graph of a closed model. Raises ProgramError for models, lists and templates that cannot be used."""
    from .compile import compile_model

    mistake = forbidden(spec) if program.source is not None and not program.allow_python else None
    if mistake is not None:
        raise ProgramError((mistake,), source_of(program))
    device = device_of(device)
    ways = ways_of(spec)
    if ways:
        each = tuple((way, compile(program, way.spec, device, allow_download)) for way in ways)
        return Compiled(spec, None, source_of(program), device, folder_of(program), allow_download, each)
    try:
        graph = compile_model(spec, folder_of(program), device, allow_download)
    except GroundError as error:
        raise ProgramError((grounding(error),), source_of(program)) from None
    return Compiled(spec, graph, source_of(program), device, folder_of(program), allow_download)


def planned(compiled: Compiled, asked: Asked) -> Plan:
    """How the model's recipe is followed. Raises ProgramError for what this version lacks."""
    found = plan(compiled.spec.recipe, compiled.planned_for, asked, compiled.source)
    return with_checkpoint(compiled, found, asked, header(compiled, found))


def run(compiled: Compiled, plan: Plan, watch: Watch | None = None) -> Result:
    """Follow a plan. Raises RunError, TooManyTexts, NoText."""
    from ..inference.result import Result

    if compiled.ways:
        from .balancing import run_ways

        return run_ways(compiled, plan, header(compiled, plan), watch)
    if compiled.graph.moments:
        return tilted(compiled, plan, watch)
    run = plan.sampler.sample(compiled.graph, plan.recipe, watch)
    return Result(compiled.graph, noted(compiled.spec, run), header(compiled, plan), plan.recipe.seed)


def tilted(compiled: Compiled, plan: Plan, watch: Watch | None = None) -> Result:
    """Follow a plan of a program with moments. Raises what a run raises, NoLaw."""
    from ..inference.result import Result
    from ..inference.tilted import sample

    graph, run, outcome = sample(compiled.graph, plan.sampler, plan.recipe, plan.tilt, plan.report, watch)
    return Result(graph, noted(compiled.spec, run), header(compiled, plan), plan.recipe.seed, outcome)


def header(compiled: Compiled, plan: Plan) -> dict[str, Any]:
    """What identifies a run: the first record of its output."""
    from ..inference.record import plain, versions

    graph, recipe, words = compiled.planned_for, plan.recipe, kept(compiled.spec.recipe)
    return {
        "model": compiled.spec.name,
        "seed": recipe.seed,
        "params": {name: plain(value) for name, value in compiled.spec.params.items()},
        "lexicon": by_text(graph, lambda one: {"size": len(one.lexicon), "hash": one.lexicon.digest}),
        "spelling": by_text(graph, lambda one: one.base.spelling or "units"),
        "versions": versions(),
        "device": compiled.device,
        "sampler": plan.sampler.name,
        "chains": recipe.chains,
        "warmup": recipe.warmup,
        "draws": 0 if plan.is_search else recipe.draws,
        "thin": recipe.thin,
        "sweep": plan.sweep,
        "longest": graph.places,
        "surrogate": list(graph.reductions) or "exact",
        **({"protect": named_words(words)} if words else {}),
    }


def by_text(graph: FactorGraph, value: Callable[[FactorGraph], Any]) -> Any:
    """What is to be said of a text; of several, by their names."""
    found = {name: value(one) for name, one in zip(graph.names, graph.parts, strict=True)}
    return found if len(found) > 1 else next(iter(found.values()))


def device_of(name: str) -> str:
    """The device of that name; `auto` is an accelerator where there is one. Raises Misuse."""
    from ..inference.lazy import torch

    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        torch.zeros(1, device=name)
    except (RuntimeError, AssertionError, NotImplementedError):
        raise Misuse(
            f"device: `{name}` cannot be used here; allowed are auto, cpu, and cuda where there is one"
        ) from None
    return name


def folder_of(program: Program) -> Path:
    """Where the program's files are."""
    return program.folder or Path()


def source_of(program: Program) -> Source:
    """The program's text, for messages."""
    return program.source or Source("program", "")
