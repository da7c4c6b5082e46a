"""One step of a chain: the state it carries, and acceptance, which happens here alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from .lazy import torch
from .propose import propose

if TYPE_CHECKING:
    from torch import Tensor

    from .move import Move
    from .random import Chance
    from .target import Target
    from .texts import Texts


PENALTY = 4.0  # nats a unit of distance, for chains that are still outside the requirements


class State(NamedTuple):
    """What the next step needs of each chain."""

    texts: Texts
    terms: Tensor  # nats [chains, terms]
    allowed: Tensor  # bool [chains], whether all hard requirements hold
    log_score: Tensor  # [chains], sum of the terms, -inf where not allowed
    log_surrogate: Tensor | None  # [chains]; None where no temperature of the run is above 1, so that none is needed
    violation: Tensor | None = None  # [chains], distance from the requirements that are checked text by text


class Info(NamedTuple):
    """What only diagnostics need. All bool, [chains] but for `failed` [chains, terms]."""

    accepted: Tensor
    changed: Tensor  # accepted, and the text is another one
    impossible: Tensor  # the move could not be made: a rejection
    broken: Tensor  # the proposal's score or ratio was NaN or +inf: a rejection
    failed: Tensor  # which terms were NaN or +inf


def init(graph: Target, texts: Texts, surrogate: bool = True, known: tuple[Tensor, Tensor] | None = None) -> State:
    """The state of chains that stand at these texts, whose terms may be `known` as `evaluate` gives them."""
    terms, allowed = graph.evaluate(texts) if known is None else known
    log_surrogate = graph.surrogate.log_weight(texts) if surrogate else None
    log_score = torch.where(allowed, terms.sum(-1), -math.inf)
    return State(texts, terms, allowed, log_score, log_surrogate, graph.violation(texts))


def step(stream: Chance, graph: Target, move: Move, state: State, beta: float | Tensor = 1.0) -> tuple[State, Info]:
    """One proposal in every chain, accepted or not. Lists are raised to the power beta where it is above 1."""
    sharpen = beta.clamp(min=1.0) if isinstance(beta, torch.Tensor) else max(beta, 1.0)
    proposal = propose(stream, graph, move, state.texts, sharpen)
    ratio = proposal.log_ratio if move.hastings else torch.zeros_like(proposal.log_ratio)
    return metropolis(stream, graph, state, proposal.texts, ratio, proposal.possible, beta, move.delayed)


def tempered(log_score: Tensor, log_surrogate: Tensor | None, beta: float | Tensor) -> Tensor:
    """Log density at temperature 1/beta: (1 - beta)·log s + beta·log pi up to beta = 1, then beta·log pi. [chains]"""
    if log_surrogate is None:
        if not isinstance(beta, torch.Tensor) and beta < 1.0:
            raise ValueError("beta below 1 needs the state to carry log_surrogate")
        return beta * log_score if isinstance(beta, torch.Tensor) or beta != 1.0 else log_score
    if not isinstance(beta, torch.Tensor):
        return (1.0 - beta) * log_surrogate + beta * log_score if beta < 1.0 else beta * log_score
    weight = (1.0 - beta).clamp(min=0.0)
    return torch.where(weight > 0, weight * log_surrogate, 0.0) + beta * log_score  # 0 · -inf must be 0


def metropolis(
    stream: Chance,
    graph: Target,
    state: State,
    proposed: Texts,
    log_ratio: Tensor,
    possible: Tensor,
    beta: float | Tensor = 1.0,
    delayed: bool = False,
) -> tuple[State, Info]:
    """Accept each proposal with probability min(1, pi(y)/pi(x) · exp(log_ratio)); else the chain stays.

    `delayed`: in two coins, see `screened`; what fails the first is not scored.

    A chain outside the hard requirements accepts any text of positive weight inside, and among texts outside by the
    soft score less a penalty for each unit of distance, until it is in; such states have no weight, so this does not
    touch the law.
    Source: Metropolis et al. 1953, Hastings 1970.
    """
    proposed = proposed.choose(possible, state.texts)
    if delayed:
        early, alive = screened(stream, graph, state, proposed, log_ratio, possible, beta)
        new = _scored(graph, proposed, state, alive)
    else:
        early, alive = torch.zeros_like(log_ratio), possible
        new = init(graph, proposed, state.log_surrogate is not None)
    failed = ~(new.terms < math.inf)  # NaN or +inf
    gain = tempered(new.terms.sum(-1), new.log_surrogate, beta)
    gain = gain - tempered(state.terms.sum(-1), state.log_surrogate, beta) + (log_ratio - early)
    if state.violation is not None and new.violation is not None:
        gain = gain - PENALTY * (new.violation - state.violation)  # 0 for chains that are inside and stay there
    entering = torch.where(new.allowed & (new.terms.sum(-1) > -math.inf), math.inf, -math.inf)  # never into weight 0
    gain = torch.where(state.allowed == new.allowed, gain, entering)
    broken = alive & new.allowed & (failed.any(-1) | gain.isnan())
    usable = alive & ~broken & ~failed.any(-1)
    accepted = stream.accept(torch.where(usable, gain, -math.inf)) & usable
    changed = accepted & ~proposed.same(state.texts)
    return select(accepted, new, state), Info(accepted, changed, ~possible, broken, failed & broken[:, None])


def screened(
    stream: Chance,
    graph: Target,
    state: State,
    proposed: Texts,
    log_ratio: Tensor,
    possible: Tensor,
    beta: float | Tensor,
) -> tuple[Tensor, Tensor]:
    """The first coin of delayed acceptance: its log ratio, and the chains whose proposal passes. [chains] each

    It is thrown by the law c of the target's first stage, a(x, y) = min(1, c(y) q(x|y) / c(x) q(y|x)), so that
    c(x) q(y|x) a(x, y) is the same both ways; the second, by pi(y) c(x) / (pi(x) c(y)), then makes pi balance. Where c
    is 0 at either end every proposal passes and the second coin is the whole ratio; a text that breaks a requirement
    does not pass. Source: Christen and Fox 2005.
    """
    (here, _), (there, good) = graph.first_stage(state.texts), graph.first_stage(proposed)
    step = there.double() - here.double()
    early = torch.where(state.allowed & step.isfinite(), beta * step + log_ratio, 0.0)
    hopeless = ~possible | (state.allowed & ~good)
    return early, stream.accept(torch.where(hopeless, -math.inf, early)) & ~hopeless


def _scored(graph: Target, proposed: Texts, state: State, alive: Tensor) -> State:
    """The state of the proposals that are alive; of others the terms are those of the text before."""
    rows = alive.nonzero()[:, 0]
    found = init(graph, proposed.rows(rows), state.log_surrogate is not None)
    values = [
        None if new is None or old is None else old.index_copy(0, rows, new.to(old.dtype))
        for new, old in zip(found[1:], state[1:], strict=True)
    ]
    return State(proposed, *values)  # type: ignore[arg-type]


def select(here: Tensor, new: State, old: State) -> State:
    """The new state for the chains where `here` holds, the old one elsewhere."""
    surrogate = None
    if new.log_surrogate is not None and old.log_surrogate is not None:
        surrogate = torch.where(here, new.log_surrogate, old.log_surrogate)
    violation = None
    if new.violation is not None and old.violation is not None:
        violation = torch.where(here, new.violation, old.violation)
    return State(
        new.texts.choose(here, old.texts),
        torch.where(here[:, None], new.terms, old.terms),
        torch.where(here, new.allowed, old.allowed),
        torch.where(here, new.log_score, old.log_score),
        surrogate,
        violation,
    )
