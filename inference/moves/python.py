"""`python`: a move of one's own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..dice import Dice
from ..lazy import torch
from ..move import Move
from ..propose import Change, Proposal
from ..run import RunError
from ..signature import String

if TYPE_CHECKING:
    from ..graph import FactorGraph
    from ..random import Chance
    from ..texts import Texts


@dataclass(frozen=True)
class Python(Move, name="python"):
    """A function of one's own that changes texts: it gives them, and the log ratio of the way back to the way there.

        moves { 80% replace(ngram)  20% python("my_moves:swap_clauses") }

    `def swap_clauses(texts, dice): return changed, ratios`: a list of strings in, as they are written; out a list of
    strings and one of numbers, log q(back) - log q(there) in nats, 0 where the change is as likely as its undoing.
    Chance comes from `dice` alone, for all texts at once: `dice.below([3, 5])` is a number below 3 and one below 5,
    `dice.weighted([[1, 2], [1, 1]])` one of each row by its weights, `dice.coin(0.3)` true or false for each. What is
    no text of the program is rejected. The engine cannot derive this ratio: `wordfield certify` walks every outcome of
    the dice and says whether it is right. A file runs it only with `--allow-python`. Source: Hastings 1970.
    """

    function: String

    @property
    def label(self) -> str:
        """The move as a table writes it."""
        found = f'python("{_name(self.function)}")'
        return f"{found}, delayed" if self.delayed else found

    def proposed(self, stream: Chance, graph: FactorGraph, texts: Texts) -> Proposal:  # type: ignore[override]
        """What the function makes of each text."""
        rows = graph.host.rows(texts)
        changed, ratios = self._asked(graph, [graph.host.string(row) for row in rows], Dice(stream))
        found = [graph.requirements.segment(one) for one in changed]
        fits = [row is not None and len(row) <= texts.places for row in found]
        after = graph.texts(
            [new if fit and new is not None else old for new, old, fit in zip(found, rows, fits, strict=True)]
        )
        none = torch.zeros_like(texts.length)
        ratio = torch.tensor(ratios, dtype=torch.float64, device=texts.length.device)
        possible = torch.tensor(fits, device=texts.length.device) & (ratio != -math.inf)
        ratio = torch.where(ratio == math.inf, math.nan, ratio)  # counted as broken, as every NaN
        return Proposal(after, torch.zeros_like(ratio), ratio, possible, Change(none, none, none, none))

    def _asked(self, graph: FactorGraph, strings: list[str], dice: Dice) -> tuple[list[str], list[float]]:
        """The function's answer, held to its form. Raises RunError."""
        function: Any = self.function if callable(self.function) else graph.functions[self.function]
        name = _name(self.function)
        try:
            changed, ratios = function(strings, dice)
            answer = [str(one) for one in changed], [float(one) for one in ratios]
        except RunError:
            raise
        except Exception as error:  # a function may raise anything
            raise RunError(f"python: {name} raised {type(error).__name__}: {error}") from error
        for one in answer:
            if len(one) != len(strings):
                raise RunError(f"python: {name} gave {len(one)} values for {len(strings)} texts")
        return answer


def _name(function: str | Callable[..., Any]) -> str:
    return function if isinstance(function, str) else str(getattr(function, "__name__", "function"))


__all__ = ["Python"]
