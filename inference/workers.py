"""Pieces of a run side by side, in processes that are copies of this one."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from .lazy import torch
from .run import RunError
from .scorer import scorers

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from .graph import FactorGraph

Make = Callable[[], Any]

MOST = 8  # processes: each comes to hold some hundred megabytes of its own
_asked: list[int] = []  # what was asked for, the latest last


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """While this lasts, so many threads of the CPU may be busy."""
    before = list(_asked)
    allow(number)
    try:
        yield
    finally:
        _asked[:] = before


def allow(number: int) -> None:
    """From now on so many threads of the CPU may be busy."""
    _asked.append(number)


def allowed() -> int:
    """How many threads may be busy: as was asked, else as OMP_NUM_THREADS says, else one a processor."""
    if _asked:
        return _asked[-1]
    given = os.environ.get("OMP_NUM_THREADS", "")
    if given.isdigit():
        return max(int(given), 1)
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def gains(graph: FactorGraph) -> bool:
    """Whether pieces of its runs are worth a process, and can have one.

    They are with a neural model on the CPU, whose steps are long. They cannot where Python of the user's runs in them,
    for what it remembers would be lost, nor on systems where a process cannot copy itself safely.
    """
    neural = any(scorer.exact is None for scorer in scorers(graph))
    return sys.platform == "linux" and graph.device.type == "cpu" and neural and not graph.foreign


def side_by_side(graph: FactorGraph, makes: Sequence[Make]) -> Generator[Any, None, None]:
    """What each piece gives, in their order; a piece must follow from its own numbers alone.

    Worker k of n makes the pieces k, k + n, k + 2n and so on, with what this process has computed so far. Raises what a
    piece raises, and RunError where a worker is lost.
    """
    size = min(allowed(), MOST, len(makes)) if gains(graph) else 1
    if size < 2:
        yield from (make() for make in makes)
        return
    workers = [_Worker(graph, makes[number::size]) for number in range(size)]
    try:
        for number in range(len(makes)):
            yield workers[number % size].next()
    finally:
        for worker in workers:
            worker.stop()


class _Worker:
    """A process that makes some pieces, one after the other."""

    def __init__(self, graph: FactorGraph, makes: Sequence[Make]) -> None:
        self._scorers = scorers(graph)
        context: Any = get_context("fork")
        self._answers, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(makes, self._scorers, theirs), daemon=True)
        with warnings.catch_warnings():
            # a copy has one thread, and torch's pools are not used in it: what loaders of torch rely on as well
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        theirs.close()

    def next(self) -> Any:
        """The next piece."""
        try:
            found, error, evaluations = pickle.loads(self._answers.recv_bytes())
        except EOFError:
            raise RunError(
                "a process of the run ended before its work was done, perhaps for lack of memory; "
                "with `--threads 1` the run has one process"
            ) from None
        for scorer, count in zip(self._scorers, evaluations, strict=True):
            scorer.evaluations += count
        if error is not None:
            raise error
        return found

    def stop(self) -> None:
        """End it, whatever it does."""
        self._process.terminate()
        self._process.join()
        self._answers.close()


def _serve(makes: Sequence[Make], asked: Sequence[Any], answers: Connection) -> None:
    """What a worker does. Ctrl-C is for the process that waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(1)
    for make in makes:
        before, found, error = [scorer.evaluations for scorer in asked], None, None
        try:
            found = make()
        except Exception as raised:
            error = _portable(raised)
        spent = [scorer.evaluations - count for scorer, count in zip(asked, before, strict=True)]
        answers.send_bytes(pickle.dumps((found, error, spent)))


def _portable(error: Exception) -> Exception:
    """The error, or where it cannot be sent one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RunError(str(error))
    return error
