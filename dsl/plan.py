"""A recipe as written to what the engine follows: a sampler with its settings, lengths of time in steps."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from . import faults
from .diagnostics import Diagnostic, ProgramError
from .source import Source, Span
from .spec import BaseSpec, CallSpec, Duration, RecipeSpec, SourceSpec

if TYPE_CHECKING:
    from ..inference.fit import Tilt
    from ..inference.graph import FactorGraph
    from ..inference.sampler import Recipe, Sampler
    from ..inference.texts import Texts

CHAINS_ALONE = ("stop", "relax", "checkpoint")  # settings of samplers that run chains
KEEP = 10
MOST_KEPT = 200_000_000  # places of all draws together: what a run may keep in memory


class Misuse(ValueError):
    """What was asked for on top of a recipe cannot be done; the message says what is allowed."""


@dataclass(frozen=True)
class Asked:
    """What a command or a call says on top of the recipe; None leaves it to the recipe."""

    chains: int | None = None
    draws: int | None = None
    seed: int | None = None
    warmup: int | Duration | None = None
    thin: int | Duration | None = None
    n: int | None = None  # texts wanted in all: raises `draws` where the recipe gives fewer
    resume: bool = False  # go on from the recipe's checkpoint, where there is one


@dataclass(frozen=True)
class Plan:
    """A sampler and the recipe it follows; `sweep` is how many steps a sweep has."""

    sampler: Sampler
    recipe: Recipe
    sweep: int
    tilt: Tilt | None = None  # how multipliers of moments are looked for
    report: tuple[str, ...] | None = None  # what the summary shows of them

    @property
    def is_search(self) -> bool:
        """Whether it looks for the best texts instead of drawing."""
        return self.recipe.keep > 0


def plan(spec: RecipeSpec | None, graph: FactorGraph, asked: Asked, source: Source) -> Plan:
    """The plan of a recipe for a graph. Raises ProgramError for what this version lacks, Misuse for a bad number."""
    from ..inference.sampler import Recipe
    from ..inference.within import spread

    spec = spec or RecipeSpec()
    sampler = sampler_of(spec, source)
    _refuse(spec, sampler, source)
    sweep = graph.sweep
    usual = sampler.usual(graph)
    chains = asked.chains or spec.chains or usual.chains
    recipe = Recipe(
        chains=chains,
        warmup=_steps(_first(asked.warmup, spec.warmup, usual.warmup), sweep),
        draws=_draws(spec, asked, chains, sampler, graph, usual.draws),
        thin=max(_steps(_first(asked.thin, spec.thin, 1.0), sweep), 1),
        seed=_seed(asked.seed if asked.seed is not None else spec.seed),
        moves=tuple(spread(graph, [(share, move_of(call, source)) for share, call in spec.moves])),
        schedule=_schedule(spec.schedule, sweep),
        keep=(spec.keep or max(KEEP, asked.n or 0)) if spec.schedule_kind == "anneal" or sampler.searches else 0,
        start=_start(spec.start, graph, chains),
        pure=bool(spec.settings.get("pure", False)),
        stop=spec.settings.get("stop"),
        relax=spec.settings.get("relax"),
    )
    if recipe.schedule is not None and spec.schedule_kind == "temper":
        recipe = replace(recipe, warmup=max(recipe.warmup, recipe.schedule.over))
    if recipe.chains * max(recipe.draws, 1) * graph.places > MOST_KEPT:
        raise Misuse(f"{recipe.chains:,} chains of {recipe.draws:,} draws are too many to keep; ask for fewer")
    return Plan(sampler, recipe, sweep, _tilt(spec), spec.settings.get("report"))


def sampler_of(spec: RecipeSpec, source: Source) -> Sampler:
    """The sampler that is named; else `mh` for moves, `gibbs` for a schedule or settings of chains, or `auto`."""
    from ..inference.sampler import Sampler

    chains = spec.schedule is not None or any(name in spec.settings for name in CHAINS_ALONE)
    call = spec.sampler or CallSpec("mh" if spec.moves else "gibbs" if chains else "auto")
    return _built(Sampler, call, "the sampler", source)  # type: ignore[no-any-return]


def move_of(call: CallSpec, source: Source) -> Any:
    """The move of an entry of a table."""
    from ..inference.move import Move

    return _built(Move, call, "the move", source)


def _built(kind: Any, call: CallSpec, what: str, source: Source) -> Any:
    """A sampler or move with its arguments."""
    if call.name not in kind.all():
        raise lacking(call.span, f"{what} `{call.name}`", source)
    cls = kind.named(call.name)
    known = {parameter.name for parameter in cls.signature()}
    arguments = {name: v.written if isinstance(v, BaseSpec | SourceSpec) else v for name, v in call.arguments.items()}
    for name in call.arguments:
        if name not in known:
            raise lacking(call.span, f"`{name}` of `{call.name}`", source)
    try:
        return cls(**arguments)
    except ValueError as error:
        what = str(error).removesuffix(" not available in this version").removesuffix(" are")
        raise lacking(call.span, what, source) from None


def lacking(span: Span | None, what: str, source: Source) -> ProgramError:
    """The error of something that this version does not have."""
    return ProgramError((faults.unavailable(span, what, strict=True),), source)


def _tilt(spec: RecipeSpec) -> Tilt | None:
    """How the recipe looks for multipliers. Raises Misuse."""
    from ..inference.fit import Tilt

    call = spec.settings.get("moments")
    try:
        return Tilt(**call.arguments) if call is not None else None
    except ValueError as error:
        raise Misuse(f"moments: {error}") from None


def _start(text: str | None, graph: FactorGraph, chains: int) -> Texts | None:
    """The text that all chains start at. Raises Misuse where no chain can stand there."""
    if text is None:
        return None
    if len(graph.parts) > 1:
        raise Misuse("start: a program of several texts starts at draws; leave `start` out")
    row = graph.requirements.segment(text)
    if row is None or len(row) > graph.places:
        raise Misuse(f"start: {text!r} is no text of this program; it has words that the lexicon lacks, or is too long")
    found = graph.texts([row])
    if not float(graph.surrogate.log_weight(found)) > -float("inf"):
        raise Misuse(f"start: {text!r} breaks a requirement, so no chain can stand there")
    return found.rows(found.length.new_zeros(chains))


def _refuse(spec: RecipeSpec, sampler: Sampler, source: Source) -> None:
    """What a recipe may say and nothing here follows."""
    found: list[Diagnostic] = []
    span = spec.sampler.span if spec.sampler is not None else spec.span
    if spec.keep is not None and spec.schedule_kind != "anneal" and not sampler.searches:
        found.append(faults.unavailable(spec.span, "`keep` without `anneal`", strict=True))
    written = {"moves": bool(spec.moves), "schedule": spec.schedule is not None, "start": spec.start is not None,
               **{name: name in spec.settings for name in CHAINS_ALONE}}  # fmt: skip
    spoken = {"moves": "a table of moves", "schedule": "a schedule", "start": "`start`"}
    for name in (name for name, is_written in written.items() if is_written and name not in sampler.follows):
        found.append(faults.unavailable(span, f"`{sampler.name}` with {spoken.get(name, f'`{name}`')}", strict=True))
    found += _stops(spec, sampler)
    if "relax" in spec.settings and ("stop" in spec.settings or spec.schedule_kind == "anneal"):
        other = "`stop`" if "stop" in spec.settings else "`anneal`"
        found.append(faults.unavailable(spec.span, f"`relax` with {other}", strict=True))
    if found:
        raise ProgramError(found, source)


def _stops(spec: RecipeSpec, sampler: Sampler) -> list[Diagnostic]:
    """What a `stop` asks for that this run does not have."""
    stop = spec.settings.get("stop")
    if stop is None:
        return []
    searches = spec.schedule_kind == "anneal" or sampler.searches
    lacking = stop.quantities & ({"ess", "rhat"} if searches else {"all_hard"})
    what = "a search that stops by `{}`" if searches else "a run that stops by `{}` and is no search"
    return [faults.unavailable(spec.span, what.format(name), strict=True) for name in sorted(lacking)]


def _first(*values: Any) -> Any:
    return next(value for value in values if value is not None)


def _steps(time: float | Duration, sweep: int) -> int:
    """A length of time in steps; a bare number means sweeps."""
    number, unit = time if isinstance(time, tuple) else (time, "sweeps")
    return int(number if unit == "steps" else number * sweep)


def _draws(spec: RecipeSpec, asked: Asked, chains: int, sampler: Sampler, graph: FactorGraph, usual: int) -> int:
    """Draws a chain. Samplers without a warm-up need no more than are wanted, where nobody wrote a number."""
    from ..inference.samplers.auto import Auto
    from ..inference.samplers.exact import ExactSampler
    from ..inference.samplers.rejection import Rejection
    from ..inference.samplers.smc import Smc

    draws = asked.draws or spec.draws
    if draws is None and asked.n is not None and not graph.moments:  # whose means need draws to be seen
        chosen = sampler.chosen(graph) if isinstance(sampler, Auto) else sampler
        draws = 1 if isinstance(chosen, ExactSampler | Rejection | Smc) else None
    draws = draws or usual
    return draws if asked.n is None else max(draws, -(-asked.n // chains))


def _seed(seed: int | None) -> int:
    return secrets.randbits(48) if seed is None else seed


def _schedule(call: CallSpec | None, sweep: int) -> Any:
    if call is None:
        return None
    from ..inference.schedule import Schedule

    over = max(_steps(call.arguments["over"], sweep), 1)
    return Schedule(call.name, float(call.arguments["start"]), float(call.arguments["stop"]), over)  # type: ignore[arg-type]
