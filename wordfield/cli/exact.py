"""`wordfield exact`: a program solved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import options as o
from .guard import Misused, guarded
from .streams import out, record, tell, texts

if TYPE_CHECKING:
    from ..inference.exact import Exact
    from ..inference.graph import FactorGraph


_TAB = "\t"


@guarded
def exact(
    file: o.File,
    n: Annotated[str | None, typer.Option("-n", metavar="N", help="Also draw N texts.")] = None,
    seed: o.Seed = None,
    model: o.Model = None,
    sets: o.Sets = None,
    device: o.Device = None,
    threads: o.Threads = None,
    json: o.Json = False,
    allow_python: o.AllowPython = False,
    download: o.Download = False,
    lang: o.Lang = None,
) -> None:
    """Solve a program exactly: log Z, and every text where there are few."""
    from ..inference.exact import solve
    from ..inference.run import NoText
    from ..inference.tilted import solved as fitted
    from .prepare import prepared

    wanted = o.number_of(n) or 0
    if n == "all":
        raise Misused("-n all: write how many texts to draw")
    compiled = prepared(file, model, None, sets, device, threads, download, allow_python, follow=False)
    graph, moments = fitted(compiled.graph)
    solved = solve(graph)
    if solved.log_z == -math.inf:
        raise NoText("every text that meets the requirements has probability 0")
    listed = listing(graph, solved)
    if json:
        answer = {"kind": "exact", "method": solved.method, "log_z": solved.log_z, "states": solved.states}
        held = {} if moments is None else moments.record()
        record({**answer, "count": solved.count, "texts": listed, **held})
    else:
        tell(f"log Z {solved.log_z:.6f} by {solved.method} of {solved.states:,} states")
        for line in moments.lines() if moments is not None else ():
            tell(line)
        for one in listed if not wanted else ():
            text = one["text"]
            out(f"{one['log_prob']:.6f}\t{text if isinstance(text, str) else _TAB.join(text.values())}")
    if wanted:
        _draw(graph, solved, wanted, seed, json)


def listing(graph: FactorGraph, solved: Exact) -> list[dict[str, Any]]:
    """Every text with its log probability, the likeliest first; none where they are many."""
    from ..inference.exact import FEW
    from ..inference.record import plain, written

    if solved.texts is None or solved.log_probs is None or len(solved.log_probs) > FEW:
        return []
    pairs = zip(written(graph, solved.texts), solved.log_probs.tolist(), strict=True)
    ordered = sorted(pairs, key=lambda pair: (-pair[1], *pair[0].values()))
    several = len(graph.names) > 1
    return [
        {"text": text if several else text[graph.names[0]], "log_prob": plain(log_prob)} for text, log_prob in ordered
    ]


def _draw(graph: FactorGraph, solved: Exact, n: int, seed: int | None, json: bool) -> None:
    """Independent draws, in batches; the seed is told."""
    import secrets

    from ..inference.independent import BATCH
    from ..inference.random import Stream
    from ..inference.record import scored

    seed = secrets.randbits(48) if seed is None else seed
    tell(f"seed {seed}")
    for first in range(0, n, BATCH):
        count = min(BATCH, n - first)
        stream = Stream(seed, "exact", count, graph.device, first)
        drawn = solved.draw(graph, stream, count)
        if not json:
            texts(graph.strings(drawn))
            continue
        for number, one in enumerate(scored(graph, drawn), first):
            record({"kind": "draw", "chain": 0, "draw": number, **one})
