"""The proposals of a program one by one, with the arithmetic of each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .guard import Misused
from .streams import in_language, out, record, tell

if TYPE_CHECKING:
    from ..dsl.driver import Compiled
    from ..inference.witness import Trial


def steps(compiled: Compiled, n: int, first: int, chain: int, chains: int | None, seed: int | None, json: bool) -> None:
    """Print `n` proposals of a chain from step `first` on. Raises Misused, RunError."""
    from ..dsl import driver
    from ..dsl.certify import STAND_IN, kernels
    from ..dsl.plan import Asked
    from ..inference.schedule import constant
    from ..inference.witness import trials

    recipe = driver.planned(compiled, Asked(chains, None, seed)).recipe
    if chain >= recipe.chains:
        raise Misused(f"--chain {chain}: there are {recipe.chains} chains, counted from 0")
    table, sampler, own = kernels(compiled, compiled.graph)
    tell(f"{compiled.spec.name}: seed {recipe.seed}, chain {chain} of {recipe.chains}")
    if not own:
        tell(f"`{sampler}()` makes no proposals of its own; these are those of `{STAND_IN}`")
    if compiled.graph.moments:
        tell("explained without `expect`: its weights are found by `sample` or `exact`")
    spaced = compiled.graph.parts[0].lexicon.style in ("en", "words")
    schedule = recipe.schedule or constant()
    for one in trials(compiled.graph, table, recipe.chains, recipe.seed, schedule, chain, first, n):
        if json:
            record(one.record(spaced))
        else:
            out("\n".join(map(in_language, shown(one, spaced).split("\n"))))


def shown(one: Trial, spaced: bool) -> str:
    """A proposal for people."""
    from ..inference.marked import marked

    head = f"step {one.step}  chain {one.chain}  {one.move}"
    if not one.possible:
        return f"{head}\n  {one.text}\n  the move could not be made here: the text stays\n"
    lines = [head, f"  {marked(one.text, one.tried, spaced)}"]
    if one.text == one.tried:
        return "\n".join([*lines, "  the proposal is the text itself: it stays\n"])
    width = max(len(name) for name in [*one.now, "log score"])
    lines.append(f"  {'':<{width}}  {'now':>9}  {'tried':>9}  {'change':>9}")
    for name, now in one.now.items():
        lines.append(_row(name, now, one.then[name], width))
    if len(one.now) > 1:
        lines.append(_row("log score", sum(one.now.values()), sum(one.then.values()), width))
    return "\n".join([*lines, *_decision(one), ""])


def _row(name: str, now: float, then: float, width: int) -> str:
    change = then - now if math.isfinite(then) and math.isfinite(now) else math.nan
    return f"  {name:<{width}}  {now:>9.3f}  {then:>9.3f}  {change:>+9.3f}"


def _decision(one: Trial) -> list[str]:
    """Proposal probabilities, the ratio, and the coin."""
    found = [
        f"  proposed with log probability {one.log_there:.3f}, the way back {one.log_back:.3f}: "
        f"{one.log_back - one.log_there:+.3f}"
    ]
    if one.allowed == (True, False):
        return [*found, "  the new text breaks a requirement: rejected"]
    if one.allowed == (False, True):
        return [*found, "  the old text broke a requirement and the new one breaks none: accepted"]
    if one.gain is None:
        found.append(f"  both texts break a requirement; scores and distances give {one.log_ratio:+.3f}")
    else:
        heat = "" if one.beta == 1.0 else f" at temperature {1 / one.beta:.3g}"
        found.append(f"  log ratio = {one.gain:+.3f}{heat} {one.log_back - one.log_there:+.3f} = {one.log_ratio:+.3f}")
    coin = "no coin needed" if one.log_ratio >= 0 else f"the coin {one.coin:.3f}"
    return [*found, f"  accepted with probability {one.acceptance:.3f}; {coin}: {one.outcome}"]
