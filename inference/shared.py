"""What the last words of several holes must have in common: a rhyme, carried through the ways to fill a template."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .automaton import Ints, product
from .feature import Feature
from .formula import Apply, Constant, Node, Part, Several, parts
from .interpret import instance
from .render import Renderer
from .scope import Scope
from .template import Template

MOST_SETS = 800  # sets of rhymes that units may have: a template's automaton has about so many times its states

Names = frozenset[str]


@dataclass(frozen=True, eq=False)
class Shared:
    """Names of which the last words of `holes` have at least one in common, and one of `given` (None: any).

    A unit's names are `sets[set_of[unit]]`. A hole ends in a word.
    """

    holes: tuple[str, ...]
    given: Names | None
    set_of: Ints  # [units]
    sets: tuple[Names, ...]

    def after(self, names: Names | None, column: int) -> Names:
        """What is left behind one more last word; nothing: the texts have no name in common."""
        own = self.sets[column]
        return own if names is None else names & own


def shared(node: Node, template: Template, renderer: Renderer) -> Shared | None:
    """The form of a call on holes and strings; None for another formula, and where it would grow too large."""
    if not isinstance(node, Apply) or Feature.named(node.feature).last_units is Feature.last_units:
        return None
    texts = node.argument("texts")
    items = texts.items if isinstance(texts, Several) else ()
    holes = [one.hole for one in items if isinstance(one, Part) and one.hole is not None]
    known = {name: value.value for name, value in node.arguments if isinstance(value, Constant)}
    strings = tuple(one.value for one in items if isinstance(one, Constant))
    if len(holes) + len(strings) < len(items) or not all(_ends_in_word(hole, template, renderer) for hole in holes):
        return None
    scope = Scope(renderer)
    feature = instance(Apply(node.feature, ()), {**known, "texts": strings})
    found = feature.last_units(scope)
    if found is None or parts(node) != {one for one in items if isinstance(one, Part)}:
        return None
    given, names = found
    if given is not None:
        names = [one & given for one in names]
    number: dict[Names, int] = {}
    set_of = np.array([number.setdefault(one, len(number)) for one in names], np.int64)
    return Shared(tuple(holes), given, set_of, tuple(number)) if len(number) <= MOST_SETS else None


def _ends_in_word(name: str, template: Template, renderer: Renderer) -> bool:
    hole, context = template.hole(name)
    if hole.pattern is None:
        return True
    if context.spelled:
        return False
    scope = Scope(renderer, context)
    everything = np.ones(len(renderer.lexicon), bool)
    last = scope.nth(-1, ~renderer.lexicon.is_word, everything)
    return product([hole.content(scope), last]).empty
