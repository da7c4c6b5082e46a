"""What a run says of itself: counts, diagnostics and a verdict in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .diagnostics import Diagnosis
from .independent import effective
from .mixed import names
from .obstacles import obstacles
from .pareto import GOOD_K, pareto_k
from .record import plain
from .scorer import scorers
from .weighted import shortcoming

if TYPE_CHECKING:
    from .graph import FactorGraph
    from .result import Result
    from .run import Run

LARGEST_RHAT = 1000.0  # stands for an infinite one: chains that never move, each elsewhere
AUDITED = 64  # draws whose log score is found again in float64


class Summary(dict[str, Any]):
    """The summary as a mapping; its string is the report that people read, `more` its lines about moments."""

    more: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"verdict: {self['verdict']}", *self.more]
        if self["rhat"] and (self["acceptance"] or "lineages" in self):
            worst = max(self["rhat"].items(), key=lambda pair: pair[1] or 0.0)
            least = min(self["ess"].items(), key=lambda pair: pair[1] or 0.0)
            lines.append(f"R-hat {worst[1]:.3f} at most ({worst[0]})")
            lines.append(f"{least[1]:.0f} effective draws at least ({least[0]})")
        if self.get("weight_ess") is not None:
            lines.append(f"{self['weight_ess']:.0f} effective draws by their weights")
        rates = [f"{move} {rate:.0%}" for move, rate in self["acceptance"].items() if rate is not None]
        if rates:
            lines.append(f"accepted: {', '.join(rates)}")
        lines.append(self._counts())
        for name, found in self.get("labels", {}).items():
            shares = ", ".join(f"{label} {share:.0%}" for label, share in found["shares"].items())
            lines.append(f"{name}: {shares}; {found['flips'] or 0:.1f} changes of label a chain")
        if self["log_z"] is not None:
            error = f" ± {self['log_z_error']:.3f}" if self["log_z_error"] else ""
            lines.append(f"log Z {self['log_z']:.4f}{error}")
        return "\n".join(lines + [self["note"]] * bool(self["note"]))

    def _counts(self) -> str:
        found = f"{self['draws']:,} texts, {self['distinct']:,} distinct, {self['seconds']:.1f} s"
        broke = self["infeasible_chains"]
        if broke:
            found += f"; {broke} {'chain' if broke == 1 else 'chains'} broke a requirement and gave none"
        if self["in_the_way"]:
            found += "; in the way: " + ", ".join(f"`{name}` ({n})" for name, n in self["in_the_way"].items())
        return found


def summarise(result: Result) -> Summary:
    """The summary of a result."""
    run, diagnosis = result.run, result.diagnosis
    shown = [s for s in diagnosis.statistics if not s.constant and s.rhat is not None]
    outcome = result.moments
    said = verdict(run, diagnosis)
    found = Summary(
        acceptance={count.move: plain(count.acceptance) for count in run.moves},
        rhat={s.name: plain(min(s.rhat, LARGEST_RHAT)) for s in shown if s.rhat is not None},
        ess={s.name: plain(s.bulk) for s in shown},
        distinct=diagnosis.distinct,
        infeasible_chains=0 if run.independent else diagnosis.infeasible,
        lm_evaluations=evaluations(result.graph, run),
        seconds=round(run.seconds, 3),
        verdict=said if outcome is None or outcome.met or not said.startswith("good") else f"not met: {outcome.why}",
        converged=converged(run, diagnosis) and (outcome is None or outcome.met),
        draws=diagnosis.distinct if result.is_search else run.chains * run.draws,
        chains=run.chains,
        steps=run.steps,
        statistics=[_statistic(s) for s in diagnosis.statistics],
        moves=[{**vars(count), "acceptance": plain(count.acceptance)} for count in run.moves],
        failures=dict(run.failures),
        in_the_way=obstacles(result.graph, run),
        log_z=plain(run.log_z),
        log_z_error=plain(run.log_z_error),
        **_weights(run, diagnosis),
        **({"labels": labels} if (labels := _labels(result)) else {}),
        audit=plain(audit(result)),
        interrupted=run.interrupted,
        note=run.note,
        **({} if outcome is None else outcome.record()),
    )
    found.more = () if outcome is None else tuple(outcome.lines())
    return found


def _labels(result: Result) -> dict[str, Any]:
    """For each mixture the shares of its labels in the draws, and how often a chain's label changes, on average."""
    found: dict[str, Any] = {}
    for name in names(result.graph):
        labels = result.labels(name)
        shares = {str(one): plain(float(np.mean(labels == one))) for one in np.unique(labels)}
        flips = None if result.is_search else plain(float((labels[:, 1:] != labels[:, :-1]).sum(1).mean()))
        found[name] = {"shares": shares, "flips": flips}
    return found


def _statistic(statistic: Any) -> dict[str, Any]:
    return {name: plain(value) for name, value in vars(statistic).items()}


def _weights(run: Run, diagnosis: Diagnosis) -> dict[str, float | int | None]:
    """What weights are worth: the effective number of draws by them, at most one a lineage; the same where also the
    listed statistics say so; and how heavy the weights' tail is."""
    if run.log_weights is None:
        return {}
    worth = _worth(run)
    least = min([worth, *(one.bulk for one in diagnosis.statistics if one.bulk is not None)])
    k = _tail(run)
    found = {"effective_draws": plain(least), "weight_ess": plain(worth), "pareto_k": plain(k)}
    return found if run.lineages is None else {**found, "lineages": run.lineages}


def _worth(run: Run) -> float:
    """The effective number of draws by their weights alone, at most one a lineage."""
    assert run.log_weights is not None
    count = effective(run.log_weights)
    return count if run.lineages is None else min(count, float(run.lineages))


def _tail(run: Run) -> float | None:
    """Pareto-k of the weights that are independent: of the draws, or of whole populations, whose own draws share a
    past and much of their weight."""
    assert run.log_weights is not None
    logs = run.log_weights.double()
    return pareto_k((logs if run.lineages is None else logs.logsumexp(1)).numpy().ravel())


def converged(run: Run, diagnosis: Diagnosis) -> bool:
    """Whether the draws can be trusted. A search promises nothing, so nothing is missing."""
    if run.found is not None:
        return not run.interrupted
    return verdict(run, diagnosis).startswith("good") and (run.independent or diagnosis.converged)


def verdict(run: Run, diagnosis: Diagnosis) -> str:
    """`good`, `found`, or `do not trust` and why."""
    if run.biased:
        return f"do not trust: {run.biased}"
    if run.interrupted or run.found is not None or not run.independent:
        return "do not trust: the run was interrupted" if run.interrupted else diagnosis.verdict
    if not bool(run.possible.any()):
        return "do not trust: no draw met every requirement"
    lack = "" if run.log_weights is None else _lack(run, diagnosis)
    return f"do not trust: {lack}" if lack else "good"


def _lack(run: Run, diagnosis: Diagnosis) -> str:
    """What weighted draws lack; nothing where they can be trusted."""
    assert run.log_weights is not None
    k = _tail(run)
    if k is not None and k >= GOOD_K:
        return f"a few draws carry most of the weight (Pareto-k {k:.2f}, {GOOD_K} at most)"
    return shortcoming(diagnosis.statistics, _worth(run))


def evaluations(graph: FactorGraph, run: Run) -> int:
    """Texts that language models scored; neural models count for themselves."""
    return sum(int(scorer.evaluations) for scorer in scorers(graph)) or run.evaluations


def audit(result: Result) -> float | None:
    """The largest difference between kept log scores and the same found again for some draws."""
    if result.is_search or result.run.draws == 0:
        return None
    chosen = result.chosen(AUDITED)
    if not chosen:
        return None
    again = [record["log_score"] for record in result.draw_records(AUDITED)]
    kept = [float(result.log_score[pick]) for pick in chosen]
    pairs = [(a, b) for a, b in zip(again, kept, strict=True) if a is not None and np.isfinite(b)]
    return max((abs(a - b) for a, b in pairs), default=None)
