"""Least and largest values over words: as automata, as soft terms and as requirements, against the interpreter."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.source import Source
from wordfield.inference.extremes import extreme
from wordfield.inference.formula import Compare, Constant, Not, Part
from wordfield.inference.interpret import Interpreter
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.lower import regular
from wordfield.inference.render import Renderer
from wordfield.inference.scope import Scope
from wordfield.inference.shortfall import shortfall
from wordfield.inference.term import Graded, Hosted, number
from wordfield.inference.views import reader, view

import wordfield as wf

UNITS = ("the", "sea", "lamp", "harbour", "good", "zzyzx", ",", ".")
NUMBERS = (
    'max(length(w, unit="char") for w in s.words)',
    'min(length(w, unit="char") for w in s.words if w != "the")',
    "max(sentiment(w) for w in s.words)",
    "min(syllables(w) for w in s.words)",
    'max(length(w, unit="char") for w in s.words) - min(length(w, unit="char") for w in s.words)',
    '1.5 - max(length(w, unit="char") for w in s.words) / 2',
)
SCOPE = Scope(Renderer(Lexicon(UNITS, "en")), longest=6)
TEXTS = [units for size in range(4) for units in itertools.product(range(len(UNITS)), repeat=size)]


def formula(written, style="en"):
    source = f'text s : {style} ~ uniform(["a"])\ntrack t = {written}\n'
    return elaborate(check_source(Source("one.wf", source), None, {})).terms[-1].value


def found(units):
    """What evaluates formulas on a text."""
    return Interpreter({Part("s"): view(units, SCOPE.renderer)}, reader(SCOPE.renderer))


@pytest.mark.parametrize("written", NUMBERS)
def test_the_walk_ends_with_the_number(written):
    node = formula(written)
    walk, term = extreme(node, SCOPE), number("t", node, 2.0, SCOPE)
    assert walk is not None and isinstance(term, Graded)
    seen = set()
    for units in TEXTS:
        value = found(units).value(node)
        wanted = -math.inf if value is None else float(value)
        assert walk.value(units) == pytest.approx(wanted), units
        assert term.automaton.value(units) == pytest.approx(2 * wanted), units
        seen.add(wanted)
    assert len(seen) >= 3 and -math.inf in seen


@pytest.mark.parametrize("op", ["<=", "<", ">=", ">", "==", "!="])
@pytest.mark.parametrize("written", NUMBERS)
def test_a_comparison_is_met_by_construction_and_has_its_distance(written, op):
    value = found((1, 3)).value(formula(written))
    compared = Compare(op, formula(written), Constant(value))
    held, denied, distance = regular(compared, SCOPE), regular(Not(compared), SCOPE), shortfall(compared, SCOPE)
    assert held is not None and distance is not None and held.states <= 9
    for units in TEXTS[::3]:
        at = found(units)
        assert held.accepts(units) == at.holds(compared), units
        assert denied is None or denied.accepts(units) == at.holds(Not(compared)), units
        assert distance.value(units) == pytest.approx(at.distance(compared)), units


def test_characters_are_items_where_they_are_the_units():
    node = formula('max(frequency(c) for c in s.chars if c != "，")', "zh")
    scope = Scope(Renderer(Lexicon(("春", "山", "我", "，"), "zh")), longest=4)
    walk = extreme(node, scope)
    assert walk is not None and walk.states == 4
    for units in itertools.product(range(4), repeat=3):
        at = Interpreter({Part("s"): view(units, scope.renderer)}, reader(scope.renderer))
        value = at.value(node)
        assert walk.value(units) == pytest.approx(-math.inf if value is None else value)
    assert extreme(formula("max(frequency(c) for c in s.chars)"), SCOPE) is None  # letters of words are no units


def test_what_has_too_many_values_or_reads_more_is_found_text_by_text():
    words = tuple("a" * size for size in range(1, 200))
    scope = Scope(Renderer(Lexicon(words, "words")), longest=3)
    many = formula('max(length(w, unit="char") for w in s.words)', "words")
    assert isinstance(number("t", many, 1.0, scope), Hosted)
    assert regular(Compare(">=", many, Constant(100)), scope).states == 2
    for written in ("max(edits(w, s) for w in s.words)", "max(length(s) for w in s.words)"):
        assert extreme(formula(written), SCOPE) is None
        assert isinstance(number("t", formula(written), 1.0, SCOPE), Hosted)


PROGRAM = """text s : words ~ uniform(["a", "bb", "cccc", "dd", "eeee"])
require s has 1..4 words
prefer -max(length(w, unit="char") for w in s.words) weight 0.7
factor even = 0.5 * min(length(w, unit="char") for w in s.words if w != "a")
prefer max(length(w, unit="char") for w in s.words) <= 2 weight 0.3
"""


def test_a_program_of_extremes_is_solved_exactly():
    """Every text by brute force; one of "a" alone has no least length, and is none of the program's."""
    total = 0.0
    for size in range(1, 5):
        for words in itertools.product(("a", "bb", "cccc", "dd", "eeee"), repeat=size):
            lengths = list(map(len, words))
            if max(lengths) > 1:
                least = min(length for length in lengths if length > 1)
                score = -0.7 * max(lengths) + 0.5 * least - 0.3 * max(0, max(lengths) - 2)
                total += math.exp(score) / 5**size
    solved = wf.Model.from_source(PROGRAM).exact()
    assert solved.log_z == pytest.approx(math.log(total), abs=1e-9)
    graph = compile_model(elaborate(check_source(Source("p.wf", PROGRAM), None, {})), None, "cpu", False)
    assert all(isinstance(term, Graded) for term in graph.terms) and np.isfinite(solved.log_z)
