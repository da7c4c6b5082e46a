"""Which draws of a run to show: spread evenly over chains and over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import torch
from .random import Stream

if TYPE_CHECKING:
    from torch import Tensor

    from .run import Run

Pick = tuple[int, int]  # chain and draw


def kept(run: Run) -> Tensor:
    """The draws that count: those that are possible texts, of chains that all are. Bool [chains, draws]"""
    if run.independent:
        return run.possible
    return run.possible & run.possible.all(1, keepdim=True)


def spread(run: Run, n: int | None = None) -> list[Pick]:
    """`n` kept draws, one of each chain before a second of any, the latest first; all of them, in order, for None."""
    good = kept(run)
    if n is None:
        return [(chain, draw) for chain, draw in good.nonzero().tolist()]
    rows = [row.nonzero()[:, 0].tolist() for row in good]
    rounds = _rounds([len(row) for row in rows], n)
    spaced = [_spaced(row, min(rounds, len(row))) for row in rows]
    found = [(chain, row[turn]) for turn in range(rounds) for chain, row in enumerate(spaced) if turn < len(row)]
    return found[:n]


def _rounds(sizes: list[int], n: int) -> int:
    """How many draws of each chain make `n` together."""
    most = max(sizes, default=0)
    return next((rounds for rounds in range(most + 1) if sum(min(rounds, size) for size in sizes) >= n), most)


def _spaced(draws: list[int], count: int) -> list[int]:
    """`count` of the draws at equal distances, the latest first."""
    return [draws[len(draws) - 1 - turn * len(draws) // count] for turn in range(count)]


def resampled(run: Run, n: int | None, seed: int) -> list[Pick]:
    """`n` draws by their weights, as many as there are for None, in a random order.

    Systematic resampling (Kitagawa 1996): each draw comes up as often as its weight says, to less than one, so a text
    is told twice only where its weight is large.
    """
    assert run.log_weights is not None
    weights = torch.where(run.possible, run.log_weights.double(), -torch.inf).flatten()
    if not bool(torch.isfinite(weights).any()):
        return []
    count = weights.numel() if n is None else n
    offset, order = Stream(seed, "resample", 1), Stream(seed, "order of picks", count)
    for stream in (offset, order):
        stream.step(0)
    levels = (torch.arange(count, dtype=torch.float64) + float(offset.uniform()[0])) / max(count, 1)
    reached = torch.softmax(weights, 0).cumsum(0)
    chosen = torch.searchsorted(reached / reached[-1], levels, right=True).clamp(max=weights.numel() - 1)
    return [divmod(int(at), run.draws) for at in chosen[order.uniform().argsort()].tolist()]
