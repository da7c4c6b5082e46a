"""One proposal after another with its arithmetic: what a chain tried, what it cost, and what the coin said."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .chains import Loop
from .kernel import State, init, metropolis, tempered
from .lazy import torch
from .marked import marked
from .propose import Proposal, propose
from .random import Stream
from .record import plain
from .schedule import Schedule
from .table import choose

if TYPE_CHECKING:
    from torch import Tensor

    from .graph import FactorGraph
    from .table import Table


class Seen(Stream):
    """The stream of a run, which remembers the coin that decided each acceptance and what it was held against.

    Of delayed acceptance that is the first coin where the proposal failed it, else the second.
    """

    tossed: Tensor
    log_accept: Tensor
    passed: Tensor | None = None

    def step(self, number: int) -> None:
        """As the stream's."""
        super().step(number)
        self.passed = None

    def accept(self, log_ratio: Tensor) -> Tensor:
        """As the stream's, with the same uniform."""
        tossed = self.uniform()
        if self.passed is not None:
            here = self.passed
            self.tossed = torch.where(here, tossed, self.tossed)
            self.log_accept = torch.where(here, log_ratio.to(self.log_accept.dtype), self.log_accept)
        else:
            self.tossed, self.log_accept = tossed, log_ratio
        self.passed = tossed.log() < log_ratio
        return self.passed


@dataclass(frozen=True)
class Trial:
    """One proposal of one chain. Logarithms in nats; `now` and `tried` hold the terms by name.

    `log_there` and `log_back` are the log probabilities of proposing the change and of undoing it, up to a constant
    that is the same in both. `gain` is what the target says for the change, at the temperature of the step. Chains
    outside the requirements have no target to speak of: `gain` is None there.
    """

    step: int
    chain: int
    move: str
    text: str
    tried: str
    now: dict[str, float]
    then: dict[str, float]
    allowed: tuple[bool, bool]
    log_there: float
    log_back: float
    beta: float
    gain: float | None
    log_ratio: float
    coin: float
    possible: bool
    accepted: bool

    @property
    def acceptance(self) -> float:
        """The probability that the change was accepted with."""
        return math.exp(min(self.log_ratio, 0.0)) if self.possible else 0.0

    @property
    def outcome(self) -> str:
        """In a word: accepted, rejected, unchanged (the proposal was the text itself) or impossible."""
        if not self.possible:
            return "impossible"
        if self.text == self.tried:
            return "unchanged"
        return "accepted" if self.accepted else "rejected"

    def record(self, spaced: bool) -> dict[str, Any]:
        """The trial as plain data."""
        change = {name: self.then[name] - self.now[name] for name in self.now}
        return {
            "kind": "step",
            "step": self.step,
            "chain": self.chain,
            "move": self.move,
            "text": self.text,
            "tried": self.tried,
            "marked": marked(self.text, self.tried, spaced),
            "terms": {
                name: {"now": plain(self.now[name]), "tried": plain(self.then[name]), "change": plain(change[name])}
                for name in self.now
            },
            "hard_ok": {"now": self.allowed[0], "tried": self.allowed[1]},
            "log_q_there": plain(self.log_there),
            "log_q_back": plain(self.log_back),
            "temperature": plain(1.0 / self.beta),
            "gain": None if self.gain is None else plain(self.gain),
            "log_ratio": plain(self.log_ratio),
            "acceptance": plain(self.acceptance),
            "coin": self.coin,
            "outcome": self.outcome,
        }


def trials(
    graph: FactorGraph, table: Table, chains: int, seed: int, schedule: Schedule, chain: int, first: int, steps: int
) -> Iterator[Trial]:
    """The proposals of one chain of a run, from step `first` on (steps count from 1), as that run makes them.

    Every chain runs, since starts and lists are made for all together. Raises RunError where a term is NaN or infinite
    at the start.
    """
    loop = Loop(graph, table, chains, seed, schedule, 0, None)
    loop.begin(None, chains)
    stream = Seen(seed, "chain", chains, graph.device)
    state = loop.state
    for number in range(first + steps - 1):
        stream.step(number)
        move, beta = table[choose(table, seed, number)].at(number), schedule.beta(number)
        proposal = propose(stream, graph, move, state.texts, max(beta, 1.0))
        ratio = proposal.log_ratio if move.hastings else torch.zeros_like(proposal.log_ratio)
        after, info = metropolis(stream, graph, state, proposal.texts, ratio, proposal.possible, beta, move.delayed)
        if number + 1 >= first:
            yield _trial(
                graph, number + 1, chain, move.label, state, proposal, stream, beta, bool(info.accepted[chain])
            )
        state = after


def _trial(
    graph: FactorGraph, number: int, chain: int, label: str, state: State, proposal: Proposal, stream: Seen,
    beta: float, accepted: bool,
) -> Trial:  # fmt: skip
    """What one chain did at a step."""
    row = torch.tensor([chain], device=graph.device)
    possible = bool(proposal.possible[chain])
    tried = proposal.texts if possible else state.texts
    new = init(graph, tried.rows(row), state.log_surrogate is not None)
    now, then = state.terms[chain], new.terms[0]
    inside = bool(state.allowed[chain]) and bool(new.allowed[0])
    gain = None
    if inside:
        surrogate = None if state.log_surrogate is None else state.log_surrogate[row]
        gain = float(tempered(then.sum()[None], new.log_surrogate, beta) - tempered(now.sum()[None], surrogate, beta))
    return Trial(
        step=number,
        chain=chain,
        move=label,
        text=graph.strings(state.texts.rows(row))[0],
        tried=graph.strings(tried.rows(row))[0],
        now=dict(zip(graph.term_names, now.tolist(), strict=True)),
        then=dict(zip(graph.term_names, then.tolist(), strict=True)),
        allowed=(bool(state.allowed[chain]), bool(new.allowed[0])),
        log_there=float(proposal.log_there[chain]),
        log_back=float(proposal.log_back[chain]),
        beta=beta,
        gain=gain,
        log_ratio=float(stream.log_accept[chain]),
        coin=float(stream.tossed[chain]),
        possible=possible,
        accepted=accepted,
    )
