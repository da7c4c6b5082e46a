"""Automata of random combinations of requirements against the interpreter on every short text."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import numpy as np
import pytest
from wordfield.dsl.patterns import refused
from wordfield.inference.automaton import Automaton, TooLarge, combined, product, walk
from wordfield.inference.exact import count_texts, listed_texts
from wordfield.inference.formula import (
    And,
    Apply,
    Arithmetic,
    Compare,
    Constant,
    Each,
    Implies,
    Items,
    Member,
    Node,
    Not,
    Or,
    Ordinal,
    Part,
    Pattern,
    Variable,
    Within,
)  # fmt: skip
from wordfield.inference.interpret import Interpreter
from wordfield.inference.letters import PatternError
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.lower import regular
from wordfield.inference.patterns import compile_pattern
from wordfield.inference.render import Renderer
from wordfield.inference.scope import Scope
from wordfield.inference.shape import at_most
from wordfield.inference.shortfall import shortfall
from wordfield.inference.views import reader, view

S, W = Part("s"), Variable("w")
RENDERER = Renderer(Lexicon(("a", "May", "may", "."), "en"))
SCOPE = Scope(RENDERER, longest=4)
TEXTS = [text for size in range(5) for text in itertools.product(range(4), repeat=size)]
MEANINGS = [Interpreter({S: view(text, RENDERER)}, reader(RENDERER)) for text in TEXTS]


def call(name: str, **arguments: object) -> Apply:
    return Apply(name, (("text", S), *((key, Constant(value)) for key, value in arguments.items())))


def length(of: Node = S) -> Apply:
    return Apply("length", (("text", of),))


def atoms() -> list[Node]:
    """Every kind of regular statement."""
    over = Items(S, "words")
    return [
        call("contains", items=("may a",)),
        call("contains", items=("a", "May"), how="any"),
        call("contains", items=("a", "."), how="none"),
        call("matches", pattern=Pattern(".*a[. ].*")),
        call("matches", pattern=Pattern("(May|A)( may)*[.]?", "i")),
        call("has", low=1, high=2, unit="words"),
        call("has", low=0, high=6, unit="chars"),
        call("starts", items=("May", "a a")),
        call("ends", items=("may.", "a")),
        call("in_order", items=("a", "may a")),
        call("subsequence", source="A may a May."),
        Compare("==", Ordinal(S, "words", Constant(2)), Constant("may")),
        Compare("!=", Ordinal(S, "words", Constant(-1)), Constant("A")),
        Compare("==", Ordinal(S, "chars", Constant(-1)), Constant(".")),
        Compare("!=", Ordinal(S, "chars", Constant(3)), Constant("y")),
        Compare("==", S, Constant("May a.")),
        Compare(">", length(), Constant(1)),
        Compare("!=", Constant(2), length()),
        Compare("<=", Arithmetic("+", call("count", items=("a",)), Constant(1)), Constant(2)),
        Compare(">=", Arithmetic("*", Constant(2), length()), Constant(5)),
        Within(length(), Constant(2), Constant(3)),
        Within(length(), Constant(2), None),
        Member(Ordinal(S, "words", Constant(1)), Constant(("may", "A", "zebra"))),
        Each("any", Compare("==", W, Constant("May")), "w", over),
        Each("all", Compare(">", length(W), Constant(1)), "w", over, Compare("!=", W, Constant("May"))),
        Each("none", Compare("==", W, Constant("a")), "w", Items(S, "chars")),
        Compare("==", Each("count", Compare("==", W, Constant("a")), "w", over), Constant(1)),
        Compare(">", Each("sum", length(W), "w", over), Constant(4)),
        Constant(True),
        Constant(False),
    ]


def combination(rng: random.Random, depth: int = 3) -> Node:
    """A random formula of regular statements."""
    kind = rng.choice(["atom", "and", "or", "not", "implies"]) if depth else "atom"
    if kind == "atom":
        return rng.choice(atoms())
    if kind == "not":
        return Not(combination(rng, depth - 1))
    if kind == "implies":
        return Implies(combination(rng, depth - 1), combination(rng, depth - 1))
    items = tuple(combination(rng, depth - 1) for _ in range(rng.randint(2, 3)))
    return And(items) if kind == "and" else Or(items)


@pytest.mark.parametrize("node", atoms(), ids=str)
def test_each_statement_holds_where_its_automaton_accepts(node):
    automaton, graded = regular(node, SCOPE), shortfall(node, SCOPE)
    assert automaton is not None
    for text, meaning in zip(TEXTS, MEANINGS, strict=True):
        assert automaton.accepts(text) == meaning.holds(node), meaning.views[S].string
        assert (meaning.distance(node) == 0) == meaning.holds(node), meaning.views[S].string
        assert (meaning.distance(Not(node)) == 0) != meaning.holds(node), meaning.views[S].string
        if graded is not None:
            assert graded.value(text) == pytest.approx(meaning.distance(node), abs=1e-12), meaning.views[S].string


@pytest.mark.parametrize("seed", range(200))
def test_a_combination_holds_where_its_automaton_accepts(seed):
    node = combination(random.Random(seed))
    automaton, graded = regular(node, SCOPE), shortfall(node, SCOPE)
    assert automaton is not None
    good = [meaning.holds(node) for meaning in MEANINGS]
    assert [automaton.accepts(text) for text in TEXTS] == good
    bounded = product([automaton, at_most(SCOPE, 4)])
    assert bounded.empty == (not any(good)) and count_texts(bounded) == sum(good)
    assert list(listed_texts(bounded)) == sorted(text for text, here in zip(TEXTS, good, strict=True) if here)
    witness = bounded.witness()
    shortest = next((text for text, here in zip(TEXTS, good, strict=True) if here), None)
    assert (witness is None) == (shortest is None)
    assert witness is None or (automaton.accepts(witness) and len(witness) == len(shortest))
    assert bounded.longest() == max((len(text) for text, here in zip(TEXTS, good, strict=True) if here), default=0)
    if graded is not None:
        distances = [meaning.distance(node) for meaning in MEANINGS]
        assert [graded.value(text) for text in TEXTS] == pytest.approx(distances, abs=1e-12)


def random_automaton(rng: np.random.Generator, units: int = 4) -> Automaton:
    states, classes = int(rng.integers(1, 7)), int(rng.integers(1, 4))
    final = rng.choice([-np.inf, 0.0, 1.5, -2.0], states)
    table = rng.integers(0, states, (states, classes))
    return Automaton(table, rng.integers(0, classes, units), final, int(rng.integers(states)))


@pytest.mark.parametrize("seed", range(60))
def test_products_and_minimal_forms_keep_what_texts_earn(seed):
    rng = np.random.default_rng(seed)
    some = [random_automaton(rng) for _ in range(int(rng.integers(1, 4)))]
    values = np.array([[one.value(text) for one in some] for text in TEXTS])
    earned = {
        "product": (product(some), values.sum(1)),
        "minimal": (product(some).minimal(), values.sum(1)),
        "one minimal": (some[0].minimal(), values[:, 0]),
        "least": (combined(some, lambda finals: finals.max(axis=1)), values.max(1)),
        "complement": (some[0].complement(), np.where(np.isfinite(values[:, 0]), -np.inf, 0.0)),
    }
    for name, (automaton, expected) in earned.items():
        assert np.array_equal([automaton.value(text) for text in TEXTS], expected), name
    assert earned["one minimal"][0].states <= some[0].states + 1
    assert some[0].empty == (not any(some[0].accepts(text) for text in all_texts(some[0].states)))


def all_texts(longest: int) -> Sequence[tuple[int, ...]]:
    return [text for size in range(min(longest, 6) + 1) for text in itertools.product(range(4), repeat=size)]


@pytest.mark.parametrize("seed", range(20))
def test_minimal_is_smallest(seed):
    """Two states of a minimal automaton are told apart by some text."""
    automaton = random_automaton(np.random.default_rng(seed)).minimal()
    behaviours = set()
    for state in range(automaton.states):
        behaviours.add(tuple(automaton.final[automaton.run(text, state)] for text in all_texts(automaton.states)))
    assert len(behaviours) == automaton.states


def test_walks_end_where_no_state_is_left():
    rng = np.random.default_rng(1)
    some = [random_automaton(rng) for _ in range(3)]
    with pytest.raises(TooLarge):
        walk(some, limit=1, prune=False)
    with pytest.raises(TooLarge):
        SCOPE.counted(np.ones(4, np.int64), 0, 1_000_000)


PATTERNS = ("a+b?", "(ab|ba)*", "[^a]{2,3}", "a.b", r"\w+\s\d", "(?:a|b){0,2}c", "[a-c]*?x", "a|", "(?i:AB)c", "A[B-C]")


@pytest.mark.parametrize("source", PATTERNS)
@pytest.mark.parametrize("flags", ["", "i"])
def test_patterns_match_what_python_matches(source, flags):
    import re

    alphabet = "abcxA1 B"
    machine = compile_pattern(Pattern(source, flags), alphabet)
    for size in range(5):
        for letters in itertools.product(alphabet, repeat=size):
            string = "".join(letters)
            wanted = re.fullmatch(source, string, re.DOTALL | (re.IGNORECASE if flags else 0)) is not None
            assert machine.matches(string) == wanted, string


def test_phrases_that_are_found_with_words():
    for phrases in ([(0, 1), (2,), (1, 1)], [(0,), (2, 1, 0), (0, 3)], [(0, 1, 2), (1, 0), (1,)], [(0, 1), (1, 2, 0)]):
        found = SCOPE.containing(phrases)
        for text in TEXTS:
            wanted = any(text[at : at + len(p)] == p for p in phrases for at in range(len(text)))
            assert found.accepts(text) == wanted


def test_a_long_list_of_words_is_one_class_and_a_long_list_of_phrases_is_refused():
    scope = Scope(Renderer(Lexicon(tuple(f"w{number}" for number in range(20_000)), "words")), longest=4)
    assert scope.containing([(number,) for number in range(19_999)]).next.shape == (2, 2)
    with pytest.raises(TooLarge):
        scope.containing([(number, 19_999 - number) for number in range(10_000)])
    with pytest.raises(TooLarge):
        scope.listed([(number, 19_999 - number) for number in range(10_000)])


FLAGGED = (
    "(?i)aB*", "(?i:É)a?", "(?i)(?-i:a)B", r"(?a)\w+", r"(?a:\w)\w", r"(?a)[^\w]b?", r"(?ai)é|B", "(?-s:.)+", r"\141b",
    r"(?a)\s+", "(?x) a b # $", "a(?# $ )b", "[[a]b", r"[a\]b]+",
)  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("source", FLAGGED)
@pytest.mark.parametrize("flags", ["", "i"])
def test_flags_inside_a_pattern_are_those_of_python(source, flags):
    import re
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        python = re.compile(source, re.DOTALL | (re.IGNORECASE if flags else 0))
    alphabet = "abABéÉ\n[]\x1c"
    machine = compile_pattern(Pattern(source, flags), alphabet)
    assert refused(source, flags) is None
    for size in range(4):
        for letters in itertools.product(alphabet, repeat=size):
            string = "".join(letters)
            assert machine.matches(string) == (python.fullmatch(string) is not None), string


@pytest.mark.parametrize("source", ["^a", "a$", r"\bx", r"(a)\1", "(?=a)", "(?<!a)b", "(", "a{2,1}", "(?>a)"])
def test_patterns_that_are_not_regular_are_refused(source):
    with pytest.raises(PatternError):
        compile_pattern(Pattern(source), "ab")


def test_large_patterns_are_refused_before_they_are_built():
    for source in ("(a|b)*a(a|b){14}", "a{5000}"):
        with pytest.raises(TooLarge):
            compile_pattern(Pattern(source), "ab")


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("goal", [-1, 0, 1, 2.5, 3, 40])
@pytest.mark.parametrize("style", ["en", "words", "letters"])
def test_counts_of_characters_are_met_by_construction(style, op, goal):
    """A capital at the start is another character; a condition leaves some characters out."""
    units = ("e", "a", "s") if style == "letters" else ("eel", "sea", "a", "see", ".")
    renderer = Renderer(Lexicon(units, style))
    scope, text = Scope(renderer), Part("s")
    vowel = Member(Variable("c"), Constant(("e", "E", "a")))
    count = Each("count", vowel, "c", Items(text, "chars"), Compare("!=", Variable("c"), Constant("a")))
    for left, right in ((count, Constant(goal)), (Constant(goal), count)):
        automaton = regular(Compare(op, left, right), scope)
        for row in (row for size in range(4) for row in itertools.product(range(len(units)), repeat=size)):
            found = Interpreter({text: view(row, renderer)}, reader(renderer)).holds(Compare(op, left, right))
            assert automaton.accepts(row) is found, renderer.render(row)
