"""From characters to units: an automaton over strings becomes one over the units that are written as those strings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .automaton import Automaton, TooLarge
from .patterns import CharacterAutomaton
from .render import START, Context, Renderer

MOST_CELLS = 60_000_000  # character states x units x contexts that are walked at once


def lift(machine: CharacterAutomaton, renderer: Renderer, start: Context = START) -> Automaton:
    """The texts whose rendering `machine` accepts. States are pairs (context, character state).

    Units that act alike in every context form a class. Raises TooLarge.
    """
    contexts = renderer.contexts(start)
    states, size = machine.next.shape[0], len(renderer.lexicon)
    if states * size * len(contexts) > MOST_CELLS:
        raise TooLarge(f"{states:,} character states over {size:,} units")
    place = {context: number for number, context in enumerate(contexts)}
    walks = np.zeros((len(contexts), states, size), np.int32)  # where each unit leads from each pair
    for number, context in enumerate(contexts):
        forms, afters = renderer.forms(context)
        context_after = np.array([place[after] for after in afters], np.int32)
        walks[number] = context_after * states + _walk(machine, forms)
    flat = walks.reshape(len(contexts) * states, size)
    columns, class_of = _columns(flat)
    final = np.where(np.tile(machine.accepting, len(contexts)), 0.0, -np.inf)
    return Automaton(columns.astype(np.int64), class_of, final, machine.start)._reachable()


def _walk(machine: CharacterAutomaton, forms: list[str]) -> NDArray[np.int32]:
    """The character state after each form from each state. [states, units]"""
    distinct = list(dict.fromkeys(forms))
    where = {form: number for number, form in enumerate(distinct)}
    letters = np.array(distinct, dtype=np.str_).view(np.uint32).reshape(len(distinct), -1)  # 0 behind the end
    column_of = np.zeros(0x110000, np.int32)
    for character, column in machine.column.items():
        column_of[ord(character)] = column
    codes = np.where(letters > 0, column_of[letters], -1)
    length = codes.shape[1]
    table = machine.next.astype(np.int32)
    state = np.repeat(np.arange(table.shape[0], dtype=np.int32)[:, None], len(distinct), axis=1)
    for place in range(length):
        read = codes[:, place]
        here = np.flatnonzero(read >= 0)
        state[:, here] = table[state[:, here], read[here][None, :]]
    return state[:, [where[form] for form in forms]]


def _columns(flat: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The distinct columns of `[pairs, units]` and the column of each unit."""
    rng = np.random.default_rng(7)
    key = np.zeros(flat.shape[1], np.int64)
    with np.errstate(over="ignore"):
        for row in flat:
            key = key * np.int64(0x9E3779B97F4A7C1 | 1) + (row.astype(np.int64) + 1) * rng.integers(1, 2**62)
    _, first, class_of = np.unique(key, return_index=True, return_inverse=True)
    return flat[:, first], class_of.reshape(-1).astype(np.int64)
