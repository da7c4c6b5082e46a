"""What every text must be like whatever the program says: the shape of a sentence, and a rendering that reads back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import TypeVar

import numpy as np

from .automaton import Automaton, Ints
from .lexicon import CLOSE, OPEN, Kind
from .render import Context, Renderer
from .scope import Scope

_PAIRS = dict(zip(OPEN, CLOSE, strict=True)) | {'"': '"'}
_PAUSES = ",;:，；：、"  # marks that end no Chinese sentence
S = TypeVar("S", bound=Hashable)
_DEEPEST = 2  # quotation marks and brackets inside one another


def explore(
    start: S, columns: int, step: Callable[[S, int], S], accept: Callable[[S], bool], class_of: Ints
) -> Automaton:
    """The automaton that a step function describes, its states found by walking from the start."""
    number, todo, rows = {start: 0}, [start], []
    while todo:
        state = todo.pop(0)
        row = []
        for column in range(columns):
            after = step(state, column)
            if after not in number:
                number[after] = len(number)
                todo.append(after)
            row.append(number[after])
        rows.append(row)
    final = np.array([0.0 if accept(state) else -np.inf for state in number])
    return Automaton(np.array(rows, np.int64), class_of.astype(np.int64), final)


def shape_of(scope: Scope, templated: bool) -> Automaton | None:
    """The shape that the texts of a style have, None where they have none.

    In English it binds spaces and marks. A Chinese sentence does not end in a comma either, unless a template says so.
    """
    if scope.renderer.style == "en":
        return sentence(scope)
    return sentence(scope, open_end=templated) if scope.renderer.style == "zh" else None


def sentence(scope: Scope, open_end: bool = True) -> Automaton:
    """`word (mark? word)* mark?` on every line, brackets and quotation marks paired around words.

    An opening one stands before a word; a closing one behind a word or mark. At most one mark between two words.
    A word is a character where the style is `zh`. Without `open_end` a comma or the like may not be the last mark.
    """
    lexicon = scope.lexicon
    alone = np.isin(lexicon.kinds, [Kind.OPEN, Kind.CLOSE, Kind.QUOTE])
    if not open_end:
        alone |= (lexicon.kinds == Kind.MARK) & np.array([unit in _PAUSES for unit in lexicon.units], bool)
    key = lexicon.kinds.astype(np.int64)
    key[alone] = 100 + np.flatnonzero(alone)  # each bracket is a symbol of its own
    _, first, class_of = np.unique(key, return_index=True, return_inverse=True)
    symbols = [(Kind(int(lexicon.kinds[u])), lexicon.units[u] if alone[u] else "") for u in first.tolist()]

    def step(state: tuple[str, str], column: int) -> tuple[str, str]:
        return _after(state, *symbols[column])

    def accept(state: tuple[str, str]) -> bool:
        return state[0] in ("begin", "word", "mark", "closed", "closed mark") and not state[1]

    return explore(("begin", ""), len(symbols), step, accept, class_of.reshape(-1)).minimal()


def _after(state: tuple[str, str], kind: Kind, symbol: str) -> tuple[str, str]:
    """The state behind one more unit: what stood last, and which pairs are open."""
    last, stack = state
    broken = ("broken", "")
    if last == "broken":
        return broken
    if kind is Kind.QUOTE:
        kind = Kind.CLOSE if symbol in stack else Kind.OPEN
    if kind in (Kind.WORD, Kind.SPELLED):
        return ("word", stack)
    if kind in (Kind.MARK, Kind.SIGN):
        return ("pause" if symbol else "mark", stack) if last in ("word", "closed") else broken
    if kind is Kind.BREAK:
        return ("line", stack) if last in ("word", "mark", "pause", "closed", "closed mark") else broken
    if kind is Kind.OPEN:
        return ("open", stack + symbol) if last != "open" and len(stack) < _DEEPEST else broken
    if last not in ("word", "mark", "pause") or not stack or _PAIRS.get(stack[-1]) != symbol:
        return broken
    return ("closed" if last == "word" else "closed mark", stack[:-1])


def admissible(scope: Scope) -> Automaton:
    """The texts whose rendering gives them back: `segment(render(x)) == x`.

    Two things go wrong elsewhere: a capitalised unit where its lower-case twin would be read, and neighbours that are
    written together and would be read as one longer unit (`Mr` and `.` as `Mr.`).
    """
    renderer = scope.renderer
    units = renderer.lexicon.units
    twins: set[int] = set()
    if renderer.style == "en":
        capitals = [n for n, unit in enumerate(units) if unit[:1].isupper()]
        twins = {n for n in capitals if _lower(units[n]) != units[n] and _lower(units[n]) in renderer.lexicon}
    longer = _longer(renderer)
    touching = _touching(renderer, longer)
    special = sorted(set(longer) | touching)
    class_of, columns = _columns(renderer, special, twins)

    def step(state: tuple[Context, frozenset[str]] | None, column: int) -> tuple[Context, frozenset[str]] | None:
        return None if state is None else _reads(state, columns[column], renderer, longer, twins)

    start: tuple[Context, frozenset[str]] | None = (scope.start, frozenset())
    return explore(start, len(columns), step, lambda state: state is not None, class_of).minimal()


def _lower(unit: str) -> str:
    return unit[:1].lower() + unit[1:]


def _glued(renderer: Renderer) -> list[int]:
    """The units that are written against their left neighbour."""
    if renderer.style == "words":
        return []
    if renderer.style != "en":
        return list(range(len(renderer.lexicon)))
    kinds = renderer.lexicon.kinds
    tight = (kinds == Kind.MARK) | (kinds == Kind.CLOSE) | (kinds == Kind.QUOTE) | (kinds == Kind.BREAK)
    return [int(unit) for unit in np.flatnonzero(tight)]


def _longer(renderer: Renderer) -> dict[int, list[str]]:
    """For each unit, what may follow it without a space so that a longer unit would be read in its place."""
    index = renderer.lexicon.index
    heads = {renderer.lexicon.units[unit][0] for unit in _glued(renderer)}
    found: dict[int, list[str]] = defaultdict(list)
    if not heads:
        return {}
    joined = re.compile(".[" + re.escape("".join(sorted(heads))) + "]", re.DOTALL)
    for unit in filter(joined.search, renderer.lexicon.units):
        for cut in range(1, len(unit)):
            if unit[cut] not in heads:
                continue
            for shorter in {unit[:cut], _lower(unit[:cut]), unit[:1].upper() + unit[1:cut]}:
                if shorter in index and (shorter == unit[:cut] or renderer.style == "en"):
                    found[index[shorter]].append(unit[cut:])
    return dict(found)


def _touching(renderer: Renderer, longer: dict[int, list[str]]) -> set[int]:
    """The units that could be part of a rest in `longer`."""
    rests = {rest for rests in longer.values() for rest in rests}
    tails = {rest[at:] for rest in rests for at in range(len(rest))}
    pieces = {tail[:size] for tail in tails for size in range(1, len(tail) + 1)}
    heads = {tail[0] for tail in tails}
    units = renderer.lexicon.units
    return {unit for unit in _glued(renderer) if units[unit] in pieces or (rests and units[unit][0] in heads)}


def _columns(renderer: Renderer, special: list[int], twins: set[int]) -> tuple[Ints, list[int]]:
    """Classes: each special unit alone, the others by kind and whether they have a twin; and one unit of each class."""
    kinds = renderer.lexicon.kinds
    key = kinds.astype(np.int64) * 2
    key[sorted(twins)] += 1
    key[special] = 100 + np.arange(len(special))
    _, first, class_of = np.unique(key, return_index=True, return_inverse=True)
    return class_of.reshape(-1), [int(unit) for unit in first]


def _reads(
    state: tuple[Context, frozenset[str]], unit: int, renderer: Renderer, longer: dict[int, list[str]], twins: set[int]
) -> tuple[Context, frozenset[str]] | None:
    """One more unit: None where the string would be read otherwise, else the rests that would still be."""
    context, pending = state
    if context.capital and unit in twins:
        return None
    form, after = renderer.form(context, unit)
    if renderer.lexicon.is_spelled[unit]:
        return after, frozenset()  # where spelled holes stand is told by their template
    rests: set[str] = set()
    for rest in pending:
        if form.startswith(rest):
            return None
        if rest.startswith(form):
            rests.add(rest[len(form) :])
    spelled = renderer.lexicon.units[unit]
    for rest in longer.get(unit, ()):
        if context.capital or (spelled + rest) in renderer.lexicon:
            rests.add(rest)
    return after, frozenset(rests)


def nonempty(scope: Scope) -> Automaton:
    """Every text but the empty one."""
    return scope.counted(np.ones(len(scope.lexicon), np.int64), 1, None)


def at_most(scope: Scope, units: int) -> Automaton:
    """The texts of at most so many units."""
    return between(scope, 0, units)


def between(scope: Scope, low: int, high: int) -> Automaton:
    """The texts of so many units, both ends included."""
    return scope.counted(np.ones(len(scope.lexicon), np.int64), low, high)


__all__ = ["admissible", "at_most", "between", "explore", "nonempty", "sentence", "shape_of"]
