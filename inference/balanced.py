"""The result of a balanced mixture: one result a branch, each from chains of its own, draws allotted by the shares.

No normalising constant enters: the marginal law of the label is the shares because draws are taken so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .diagnostics import Diagnosis
from .picks import Pick
from .result import Result
from .run import Run
from .summary import Summary


class Balanced(Result):
    """Several results as one. `ways` are their labels by mixture, `shares` their shares of the draws."""

    def __init__(
        self, results: Sequence[Result], ways: Sequence[Mapping[str, str]], shares: Sequence[float],
        header: Mapping[str, Any], seed: int = 0,
    ) -> None:  # fmt: skip
        self.results, self.ways, self.shares = tuple(results), tuple(map(dict, ways)), tuple(shares)
        super().__init__(_first(self.results).graph, _together(self.results), header, seed)

    # ---- all draws at once, chains of one branch behind those of the other

    def texts(self, name: str | None = None) -> NDArray[np.str_]:
        """The texts of every branch, [chains, draws], of a search [found]; see `Result.texts`."""
        return np.concatenate([one.texts(name) for one in self.results])

    @property
    def shape(self) -> tuple[int, ...]:
        """[chains, draws], of a search [found], over all branches."""
        shapes = [one.shape for one in self.results]
        return (sum(shape[0] for shape in shapes), *shapes[0][1:])

    def labels(self, name: str | None = None) -> NDArray[np.str_]:
        """The label of a mixture in the shape of the texts; the first mixture's without a name. Raises ValueError."""
        wanted = name or next(iter(self.ways[0]))
        if wanted in self.ways[0]:
            pieces = [np.full(one.shape, way[wanted]) for one, way in zip(self.results, self.ways, strict=True)]
        else:
            pieces = [one.labels(wanted) for one in self.results]
        return np.concatenate(pieces)

    @cached_property
    def terms(self) -> dict[str, NDArray[np.float64]]:
        """Each term in nats, in the shape of the texts; NaN in branches that have no such term."""
        names = dict.fromkeys(name for one in self.results for name in one.terms)
        return {
            name: np.concatenate([one.terms.get(name, np.full(one.shape, np.nan)) for one in self.results])
            for name in names
        }

    @property
    def log_score(self) -> NDArray[np.float64]:
        """The log score of each text under its own branch; branches are not comparable, for each has its constant."""
        return np.concatenate([one.log_score for one in self.results])

    @property
    def log_weights(self) -> NDArray[np.float64] | None:
        """Log weights of weighted draws, within each branch."""
        found = [one.log_weights for one in self.results]
        known = [one for one in found if one is not None]
        return np.concatenate(known) if len(known) == len(found) else None

    # ---- what to show

    def _turns(self, n: int | None) -> list[int]:
        """Which branch gives each of `n` texts: the one that is furthest behind its share.

        For None as many as keep the shares: all draws of the branch that has the fewest for its share.
        """
        sizes = [int(np.prod(one.shape)) for one in self.results]
        if n is None:
            n = int(min(size / share for size, share in zip(sizes, self.shares, strict=True)) + 1e-9)
        given = np.zeros(len(sizes))
        turns = list[int]()
        for number in range(n):
            turns.append(int((np.asarray(self.shares) * (number + 1) - given).argmax()))
            given[turns[-1]] += 1
        return turns

    def _mixed(self, found: Sequence[Sequence[Any]], turns: Sequence[int]) -> list[Any]:
        queues = [iter(one) for one in found]
        picked = [next(queues[turn], None) for turn in turns]
        return [one for one in picked if one is not None]

    def chosen(self, n: int | None = None, resample: bool = False) -> list[Pick]:
        """Chain and draw of `n` texts, the branches in turn by their shares."""
        turns, found, before = self._turns(n), list[list[Pick]](), 0
        for number, one in enumerate(self.results):
            own = one.chosen(turns.count(number), resample)
            found.append([(chain + before, draw) for chain, draw in own])
            before += one.run.chains
        return self._mixed(found, turns)

    def show(self, n: int | None = None) -> list[str]:
        """`n` texts as a command prints them, the branches in turn by their shares."""
        turns = self._turns(n)
        return self._mixed([one.show(turns.count(k)) for k, one in enumerate(self.results)], turns)

    def best_records(self, k: int | None = 5) -> list[dict[str, Any]]:
        """Distinct texts, of each branch the best first, the branches in turn by their shares."""
        turns = self._turns(k)
        found = [self._own(number, one.best_records(turns.count(number))) for number, one in enumerate(self.results)]
        return [{**record, "rank": rank} for rank, record in enumerate(self._mixed(found, turns), 1)]

    def draw_records(self, n: int | None = None) -> list[dict[str, Any]]:
        """Draws as records with their label, the branches in turn by their shares."""
        turns = self._turns(n)
        found = [self._own(number, one.draw_records(turns.count(number))) for number, one in enumerate(self.results)]
        return self._mixed(found, turns)

    def _own(self, number: int, records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The records of one branch: its label, and chains counted on from the branch before."""
        before = sum(one.run.chains for one in self.results[:number])
        found = []
        for record in records:
            chain = {"chain": record["chain"] + before} if "chain" in record else {}
            found.append({**record, **chain, "label": {**self.ways[number], **record.get("label", {})}})
        return found

    # ---- whether to trust it

    @property
    def empty(self) -> bool:
        """Whether some branch has no draw that meets the requirements: its share cannot be given."""
        return any(one.empty for one in self.results)

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """The diagnostics of every branch."""
        found = [(self._name(number), one.diagnosis) for number, one in enumerate(self.results)]
        statistics = tuple(replace(s, name=f"{name}: {s.name}") for name, one in found for s in one.statistics)
        return Diagnosis(
            statistics, sum(one.distinct for _, one in found), sum(one.infeasible for _, one in found), self._verdict()
        )

    def _name(self, number: int) -> str:
        return ", ".join(self.ways[number].values())

    def _verdict(self) -> str:
        """That of the first branch that is not to be trusted."""
        verdicts = [(self._name(number), one.verdict) for number, one in enumerate(self.results)]
        bad = [(name, one) for name, one in verdicts if one.startswith("do not trust")]
        if not bad:
            return verdicts[0][1]
        name, verdict = bad[0]
        return verdict.replace("do not trust: ", f"do not trust: in the branch {name}, ", 1)

    @cached_property
    def _summary(self) -> Summary:
        """The summaries of the branches as one; what has a name has the branch's before it."""
        found = {self._name(number): one.summary() for number, one in enumerate(self.results)}
        first = next(iter(found.values()))

        def named(key: str) -> dict[str, Any]:
            return {f"{name}: {what}": value for name, one in found.items() for what, value in one[key].items()}

        def summed(key: str) -> Any:
            return sum(one[key] for one in found.values())

        shares = dict(zip(found, self.shares, strict=True))
        branches = {
            name: {"share": shares[name], "chains": one["chains"], "log_z": one["log_z"], "verdict": one["verdict"]}
            for name, one in found.items()
        }
        totals = ("distinct", "infeasible_chains", "lm_evaluations", "seconds", "draws", "chains")
        audits = [one["audit"] for one in found.values() if one["audit"] is not None]
        return Summary({
            **first,
            **{key: summed(key) for key in totals},
            **{key: named(key) for key in ("acceptance", "rhat", "ess", "failures", "in_the_way")},
            "statistics": _renamed(found, "statistics", "name"),
            "moves": _renamed(found, "moves", "move"),
            "verdict": self._verdict(),
            "converged": all(one["converged"] for one in found.values()),
            "interrupted": any(one["interrupted"] for one in found.values()),
            "log_z": None,
            "log_z_error": None,
            "labels": {name: {"shares": self._given(name), "flips": 0.0} for name in self.ways[0]},
            "branches": branches,
            "audit": max(audits, default=None),
            "note": "\n".join(dict.fromkeys(line for one in found.values() for line in one["note"].splitlines())),
        })  # fmt: skip

    def _given(self, mixture: str) -> dict[str, float]:
        """The shares of a mixture's labels."""
        found: dict[str, float] = {}
        for way, share in zip(self.ways, self.shares, strict=True):
            found[way[mixture]] = found.get(way[mixture], 0.0) + share
        return found


def _renamed(found: Mapping[str, Summary], key: str, name: str) -> list[dict[str, Any]]:
    """Entries of every branch's summary, the branch's name before their own."""
    return [{**entry, name: f"{branch}: {entry[name]}"} for branch, one in found.items() for entry in one[key]]


def _first(results: Sequence[Result]) -> Result:
    if not results:
        raise ValueError("results: a mixture has at least one branch")
    return results[0]


def _together(results: Sequence[Result]) -> Run:
    """The run of the first branch, with the time, the steps and the interruption of all."""
    runs = [one.run for one in results]
    return replace(
        runs[0],
        seconds=sum(run.seconds for run in runs),
        evaluations=sum(run.evaluations for run in runs),
        interrupted=any(run.interrupted for run in runs),
        failures={name: sum(run.failures.get(name, 0) for run in runs) for run in runs for name in run.failures},
    )
