"""Between which numbers a value can lie at all: what the automata of the requirements leave of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .additive import additive
from .automaton import Automaton, TooLarge, joint_classes, product
from .formula import parts
from .letters import PatternError
from .moment import Moment
from .requirements import Requirements
from .tilt import indicator

Floats = NDArray[np.float64]


def reach(moment: Moment, requirements: Requirements, cells: int) -> tuple[float, float] | None:
    """The least and the largest value of a moment over all texts that meet the regular requirements.

    None where no automaton tells, or it would have more than `cells` states times classes.
    """
    try:
        if moment.is_share:
            walk = indicator(moment, requirements)
            return None if walk is None else _of_truth(walk, requirements, cells)
        if any(part.hole is not None for part in parts(moment.value)):
            return None
        number = additive(moment.value, requirements.scope)
        if number is None:
            return None
        low, high = extremes(_joined(requirements, [], cells), number.table)
    except (TooLarge, PatternError):
        return None
    return low + number.constant, high + number.constant


def _of_truth(walk: Automaton, requirements: Requirements, cells: int) -> tuple[float, float]:
    """Whether something can be false, and whether it can be true."""
    found = []
    for value in (0.0, 1.0):
        only = walk.with_final(np.where(walk.final == value, 0.0, -np.inf))
        found.append(not _joined(requirements, [only], cells).empty)
    return (0.0 if found[0] else 1.0), (1.0 if found[1] else 0.0)


def _joined(requirements: Requirements, more: list[Automaton], cells: int) -> Automaton:
    """All requirements as one automaton. Raises TooLarge."""
    automata = sorted((*requirements.parts, *more), key=lambda automaton: (automaton.counter, automaton.states))
    classes = joint_classes([automaton.class_of for automaton in automata])[1].shape[1]
    return product(automata, min(400_000, cells // max(classes, 1)))


def extremes(automaton: Automaton, table: Floats) -> tuple[float, float]:
    """The least and the largest sum of `table` [units] over the accepted texts of a finite language; NaN counts as no
    unit at all."""
    found = []
    for sign in (-1.0, 1.0):
        gain = np.full(automaton.classes, -np.inf)
        np.maximum.at(gain, automaton.class_of, np.where(np.isnan(table), -np.inf, sign * np.nan_to_num(table)))
        best = np.where(np.isfinite(automaton.final), 0.0, -np.inf)
        for _ in range(automaton.states + 1):
            ahead = np.where(automaton.live[automaton.next], best[automaton.next] + gain, -np.inf).max(axis=1)
            longer = np.maximum(best, ahead)
            if np.array_equal(longer, best):
                break
            best = longer
        found.append(sign * float(best[automaton.start]))
    return found[0], found[1]


__all__ = ["extremes", "reach"]
