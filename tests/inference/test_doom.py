"""What the beginning of a text settles, of formulas of every form."""

import itertools

import pytest
from wordfield.inference.doom import doom
from wordfield.inference.formula import And, Apply, Constant, Implies, Node, Not, Or, Part
from wordfield.inference.interpret import Interpreter
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.render import Renderer
from wordfield.inference.views import reader, view

TEXT = Part("s")
RENDERER = Renderer(Lexicon(("a", "sea", "b"), "words"))
LONGEST = 4


def repeats(of: Node = TEXT) -> Node:
    return Apply("repeats", (("text", of), ("unit", Constant("word"))))


def begins(word: str) -> Node:
    """A statement that ends settle, by what the engine knows of it."""
    return Apply("starts", (("text", TEXT), ("items", Constant((word,)))))


TWICE, OTHER = repeats(), begins("a")
SETTLED = {
    "not": Not(TWICE),
    "both": And((Not(TWICE), OTHER)),
    "either, both settled": Or((Not(TWICE), Not(repeats()))),
    "if it repeats, something that it cannot": Implies(TWICE, Not(TWICE)),
    "not not not": Not(Not(Not(TWICE))),
    "not either": Not(Or((TWICE, OTHER))),
}
OPEN = {
    "what lasts is wanted": TWICE,
    "either, one open": Or((Not(TWICE), OTHER)),
    "not both": Not(And((TWICE, OTHER))),
    "of a hole": Not(repeats(Part("s", "hole"))),
    "nothing that lasts": Not(OTHER),
    "if it repeats, something open": Implies(TWICE, OTHER),
}


def holds(node, units):
    return Interpreter({TEXT: view(units, RENDERER)}, reader(RENDERER)).holds(node)


@pytest.mark.parametrize("name", SETTLED)
def test_a_beginning_that_settles_it_has_no_good_end(name):
    node, found = SETTLED[name], doom(SETTLED[name])
    assert found is not None
    settled = 0
    for size in range(1, LONGEST):
        for units in itertools.product(range(3), repeat=size):
            if not holds(found, units):
                continue
            settled += 1
            for more in itertools.product(range(3), repeat=LONGEST - size):
                assert not holds(node, units + more)
    assert settled > 10


@pytest.mark.parametrize("name", OPEN)
def test_nothing_is_settled_where_nothing_is_known(name):
    assert doom(OPEN[name]) is None
