"""A program made small enough that every text can be listed: for certificates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..inference.automaton import Automaton, TooLarge, joint_classes, product
from ..inference.exact import count_texts
from ..inference.formula import Apply, Part
from ..inference.views import pieces
from .ground import Grounded, GroundError, Shrink, ground, named_units
from .spec import HoleSpec, ModelSpec, TermSpec, TextSpec

MOST = 4096  # texts
AIM = 250  # texts that are enough: enumerating every outcome costs the square of it
LENGTHS = 3  # consecutive numbers of units
MOST_UNITS = 12


@dataclass(frozen=True)
class Small:
    """A small instance of a model: what it is compiled from, how many texts it has, and what had to go."""

    spec: ModelSpec
    shrink: Shrink
    texts: int
    dropped: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What people are told."""
        units, window = self.shrink.units, self.shrink.window
        assert window is not None
        kept = f"small instance: {len(units)} units ({', '.join(units)}), {window[0]} to {window[1]} units a text"
        return (kept, *(f"dropped: {one}" for one in self.dropped))


def shrunken(spec: ModelSpec, folder: Path, whole: Grounded, aim: int = AIM) -> Small:
    """The instance: units that the program names and two of each class while room lasts, few lengths; `aim` texts."""
    (text,) = spec.texts
    named, renderer = named_units(spec, text, whole.lexicon), whole.requirements.renderer
    copied = [unit for string in spec.recipe.copied for unit in pieces(string, renderer)] if spec.recipe else []
    others = dict.fromkeys((*(unit for unit in copied if unit in whole.lexicon), *_others(whole)))
    more = [unit for unit in others if unit not in named]
    best: Small | None = None
    for smaller, dropped in _simpler(spec):
        found = _fitted(smaller, folder, named, more, aim)
        if found is not None and (best is None or _lengths(found) > _lengths(best)):
            best = replace(found, dropped=(*dropped, *_left(whole, named, found.shrink.units)))
        if best is not None and (_lengths(best) == LENGTHS - 1 or smaller is not spec):
            return best
    if best is None:
        raise AssertionError("without requirements some text is left")
    return best


def _left(whole: Grounded, named: tuple[str, ...], units: tuple[str, ...]) -> Iterator[str]:
    """The units that are not in the instance."""
    lost = [unit for unit in named if unit not in units]
    if lost:
        yield f"the words {', '.join(lost)}"
    other = len(whole.lexicon) - len(units) - len(lost)
    if other:
        yield f"{other:,} other units"


def _others(whole: Grounded) -> Iterator[str]:
    """Two units of every class that the requirements tell apart, one round after the other, larger classes first."""
    classes = joint_classes([automaton.class_of for automaton in whole.requirements.parts])[0]
    sizes = np.bincount(classes)
    order = np.argsort(-sizes, kind="stable")
    members = [np.flatnonzero(classes == number)[:2] for number in order]
    for turn in range(2):
        for units in members:
            if turn < len(units):
                yield whole.lexicon.units[int(units[turn])]


def _simpler(spec: ModelSpec) -> Iterator[tuple[ModelSpec, list[str]]]:
    """The model, then without its sizes, then with fewer and fewer statements; and what was dropped."""
    yield spec, []
    dropped = [term.source or term.name for term in spec.terms if _is_size(term)]
    kept = [term for term in spec.terms if not _is_size(term)]
    (text,) = spec.texts
    if text.holes:
        dropped.append("the sizes of holes: 1 or 2 units each")
    smaller = replace(spec, texts=(_small_holes(text),), terms=tuple(kept))
    yield smaller, list(dropped)
    while kept:
        gone = next((term for term in reversed(kept) if term.kind in ("require", "forbid")), kept[-1])
        kept.remove(gone)
        dropped.append(gone.source or gone.name)
        yield replace(smaller, terms=tuple(kept)), list(dropped)


def _is_size(term: TermSpec) -> bool:
    """Whether a statement only says how long the whole text is."""
    value = term.value
    whole = isinstance(value, Apply) and value.feature == "has"
    return whole and term.kind == "require" and any(isinstance(a, Part) and not a.hole for _, a in value.arguments)  # type: ignore[attr-defined]


def _small_holes(text: TextSpec) -> TextSpec:
    """The template with holes of one or two units; optional ones stay so."""

    def small(hole: HoleSpec) -> HoleSpec:
        return replace(hole, low=min(hole.low, 1), high=min(hole.high, 2)) if hole.unit == "words" else hole

    pieces = tuple(small(piece) if isinstance(piece, HoleSpec) else piece for piece in text.template or ())
    return replace(text, template=pieces or None)


def _fitted(spec: ModelSpec, folder: Path, named: tuple[str, ...], more: list[str], aim: int) -> Small | None:
    """The instance with as many lengths as fit, then as many units as fit; None where the smallest is too large.

    Named words that no text needs are given up where that leaves room for more lengths.
    """
    units = _needed(spec, folder, named, more)
    if units is None:
        return None
    fewer = _pruned(spec, folder, units, units)
    found = [_windowed(spec, folder, units, aim), _windowed(spec, folder, fewer, aim)]
    fitting = [one for one in found if one is not None and one.texts <= MOST]
    if not fitting:
        return None
    best = max(fitting, key=_lengths)
    for extra in (*named, *more[:MOST_UNITS]):
        if extra in best.shrink.units or len(best.shrink.units) >= MOST_UNITS:
            continue
        larger = _windowed(spec, folder, (*best.shrink.units, extra), aim)
        if larger is not None and larger.texts <= aim and larger.shrink.window == best.shrink.window:
            best = larger
    return best


def _lengths(small: Small) -> int:
    low, high = small.shrink.window or (0, 0)
    return high - low


def _needed(spec: ModelSpec, folder: Path, named: tuple[str, ...], more: list[str]) -> tuple[str, ...] | None:
    """The named units and the fewest others without which there is no text; None where that is not enough."""
    extra: list[str] = []
    for unit in [None, *more[: 2 * MOST_UNITS]]:
        extra += [unit] if unit is not None else []
        if _possible(spec, folder, (*named, *extra)):
            return _pruned(spec, folder, (*named, *extra), extra)
    return None


def _pruned(spec: ModelSpec, folder: Path, units: tuple[str, ...], gone: Iterable[str]) -> tuple[str, ...]:
    """Without those of `gone` that can be left out, one after the other, while some text is left."""
    for unit in list(gone):
        fewer = tuple(one for one in units if one != unit)
        if _possible(spec, folder, fewer):
            units = fewer
    return units


def _possible(spec: ModelSpec, folder: Path, units: tuple[str, ...]) -> bool:
    """Whether some text of these units meets the regular requirements."""
    try:
        return bool(units) and not _joined(ground(spec, folder, Shrink(units)).requirements.parts).empty
    except (TooLarge, GroundError):
        return False


def _windowed(spec: ModelSpec, folder: Path, units: tuple[str, ...], aim: int) -> Small | None:
    """The instance on these units: as many lengths from the shortest on as fit, None where it has no text."""
    try:
        parts = ground(spec, folder, Shrink(units)).requirements.parts
        shortest = _joined(parts).witness()
        if shortest is None:
            return None
        for lengths in range(LENGTHS, 0, -1):
            window = (max(len(shortest), 1), max(len(shortest), 1) + lengths - 1)
            shrink = Shrink(units, window)
            count = count_texts(_joined(ground(spec, folder, shrink).requirements.parts))
            if count <= 2 * aim or lengths == 1:
                return Small(spec, shrink, count, ())
    except (TooLarge, GroundError):
        return None
    return None


def _joined(parts: tuple[Automaton, ...]) -> Automaton:
    return product(sorted(parts, key=lambda automaton: (automaton.counter, automaton.states)))
