"""Requirements: emptiness, the smallest clashing set, the longest text, templates; all against brute force."""

from __future__ import annotations

import itertools
import random
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "toys"))
from twelve import compiled
from wordfield.inference.automaton import product
from wordfield.inference.exact import enumerated, listed_texts, solve
from wordfield.inference.formula import And, Apply, Compare, Constant, Implies, Node, Not, Or, Ordinal, Part, Several
from wordfield.inference.hole import Hole
from wordfield.inference.host import Host
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.render import Renderer
from wordfield.inference.requirements import DEFAULT_LONGEST, Requirement, Requirements, clash, conjuncts, is_empty
from wordfield.inference.template import Template, TemplateError

S = Part("s")
UNITS = ("a", "sea", "cold", ".", ",")
RENDERER = Renderer(Lexicon(UNITS, "en"))
WORDS = Renderer(Lexicon(("a", "b", "c"), "words"))


def call(name: str, part: Part = S, **arguments: object) -> Apply:
    return Apply(name, (("text", part), *((key, Constant(value)) for key, value in arguments.items())))


def has(low: int, high: int) -> Apply:
    return call("has", low=low, high=high, unit="words")


def required(nodes: list[Node], renderer: Renderer = WORDS, **settings: object) -> Requirements:
    return Requirements("s", renderer, tuple(Requirement(node) for node in nodes), **settings)


STATEMENTS: list[Node] = [
    has(1, 2),
    has(3, 4),
    call("contains", items=("a", "b")),
    Not(call("contains", items=("b",))),
    call("contains", items=("c a",)),
    Compare("==", Ordinal(S, "words", Constant(1)), Constant("a")),
    Compare("==", Ordinal(S, "words", Constant(1)), Constant("c")),
    Compare("==", Ordinal(S, "words", Constant(-1)), Constant("c")),
    Implies(call("contains", items=("c",)), has(2, 2)),
    Or((call("starts", items=("b",)), call("ends", items=("c",)))),
    Compare("<", Apply("length", (("text", S),)), Constant(4)),
]


@pytest.mark.parametrize("seed", range(60))
def test_a_clash_is_proved_and_no_smaller_set_clashes(seed):
    rng = random.Random(seed)
    nodes = rng.sample(STATEMENTS, rng.randint(2, 6))
    together = required([*nodes, has(1, 4)])
    texts = [x for n in range(1, 7) for x in itertools.product(range(3), repeat=n)]
    alone = [[_holds(together, statement.formula, x) for x in texts] for statement in together.statements]
    possible = np.logical_and.reduce(alone).any()
    found = clash(together)
    assert is_empty(together.parts) == (not possible) == (found is not None)
    if found is not None:
        chosen = [alone[together.statements.index(one)] for one in found]
        assert not np.logical_and.reduce(chosen).any()
        for gone in range(len(chosen)):
            rest = chosen[:gone] + chosen[gone + 1 :]
            assert not rest or np.logical_and.reduce(rest).any()


def _holds(requirements: Requirements, node: Node, units: tuple[int, ...]) -> bool:
    return Host(requirements).interpreter(units).holds(node)


def test_the_longest_text_is_the_tightest_bound():
    assert required([has(1, 7), has(2, 5)]).longest == 5
    assert required([call("contains", items=("a",))]).longest == DEFAULT_LONGEST
    assert required([has(1, 3)], RENDERER).longest == 6
    assert required([call("has", low=1, high=5, unit="chars")], RENDERER).longest == 4  # A, a.
    assert required([has(0, 2)], allow_empty=True).longest == 2


def test_the_empty_text_only_where_it_is_allowed():
    for allowed in (False, True):
        parts = required([has(0, 2)], allow_empty=allowed).parts
        assert all(part.accepts(()) for part in parts) == allowed


def test_conjunctions_are_taken_apart():
    a, b, c = STATEMENTS[:3]
    assert conjuncts(And((a, And((b, c))))) == (a, b, c) and conjuncts(a) == (a,)


# ---- templates


SPACED = [("The ", Hole("x", 1, 2), " sea ", Hole("y", 0, 2), ".")]


def filled(pieces: list, contents: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The units of a template with its holes filled, by plain concatenation of lower-cased pieces."""
    found: list[str] = []
    for piece in pieces:
        found += contents[piece.name] if isinstance(piece, Hole) else piece.lower().replace(".", " .").split()
    return tuple(found)


def fillings(hole: Hole) -> list[tuple[str, ...]]:
    """Words with a mark or none between two of them."""
    words = [unit for unit in (*UNITS, "the") if unit.isalpha()]
    found = []
    for size in range(hole.low, hole.high + 1):
        for chosen in itertools.product(words, repeat=size):
            for marks in itertools.product(("", ".", ","), repeat=max(0, size - 1)):
                pairs = itertools.zip_longest(chosen, marks, fillvalue="")
                found.append(tuple(unit for pair in pairs for unit in pair if unit))
    return found


X, Y = Part("s", "x"), Part("s", "y")
LAST_A = Compare("==", Ordinal(X, "words", Constant(-1)), Constant("a"))
ABOUT = {
    "nothing": ([], lambda x, y: True),
    "one": ([Compare("==", X, Constant("sea"))], lambda x, y: x == ("sea",)),
    "negated": ([Not(call("contains", Y, items=("sea",)))], lambda x, y: "sea" not in y),
    "implied": ([Implies(call("contains", X, items=("cold",)), call("has", Y, low=2, high=2, unit="words"))],
                lambda x, y: "cold" not in x or len([u for u in y if u.isalpha()]) == 2),
    "either": ([Or((Compare("==", Y, Constant("a, a")), LAST_A))],
               lambda x, y: y == ("a", ",", "a") or x[-1] == "a"),
    "with the whole": ([Or((call("contains", S, items=("a sea",)), Compare("==", Y, Constant("sea"))))],
                       lambda x, y: y == ("sea",) or _pair(("the", *x, "sea", *y, "."), "a", "sea")),
    "equal": ([Compare("==", X, Y)], lambda x, y: x == y),
    "unequal": ([Compare("!=", X, Y), Not(Compare("==", X, Constant("a")))], lambda x, y: x != y and x != ("a",)),
    "different": ([Apply("different", (("texts", Several((X, Y))),))], lambda x, y: x != y),
}  # fmt: skip


def _pair(units: tuple[str, ...], *pair: str) -> bool:
    return any(units[at : at + 2] == pair for at in range(len(units)))


@pytest.mark.parametrize("about", ABOUT)
def test_a_template_holds_the_texts_that_some_filling_gives(about):
    nodes, good = ABOUT[about]
    renderer = Renderer(Lexicon((*UNITS, "the"), "en"))
    pieces = list(SPACED[0])
    template = Template.of("s", pieces, renderer)
    requirements = required(nodes, renderer, template=template)
    wanted = set()
    for x, y in itertools.product(fillings(pieces[1]), fillings(pieces[3])):
        if good(x, y):
            wanted.add(tuple(renderer.lexicon.index[unit] for unit in filled(pieces, {"x": x, "y": y})))
    host = Host(requirements)
    others = [requirements.statements[number].formula for number in requirements.others]
    found = {
        text for text in listed_texts(product(requirements.parts))
        if all(host.interpreter(text).holds(formula) for formula in others)
    }  # fmt: skip
    assert found == wanted
    for text in found:
        assert all(host.interpreter(text).holds(node) for node in nodes), "the way that counts breaks a statement"


def test_templates_that_would_be_written_otherwise_are_refused():
    renderer = Renderer(Lexicon((*UNITS, "the"), "en"))
    for pieces in (["the sea"], ["The  sea"], ["The ", Hole("x", 1, 1), "sea"], ["The sea", Hole("x", 1, 1), "."]):
        with pytest.raises(TemplateError):
            Template.of("s", pieces, renderer)


# ---- equivalent programs

EQUIVALENT = {
    "a template and a pattern": (
        'text s : en = "The {x:1..2 words} sea." ~ ngram("tide.arpa")',
        'text s : en ~ ngram("tide.arpa")\nrequire s matches /The [a-z]+[.,]? ([a-z]+ )?sea\\./ and s has 3..4 words\n'
        "forbid s matches /The [a-z]+[.,] sea\\./",
    ),
    "forbid and an automaton of the rest": (
        'text s : words ~ ngram("waves.arpa")\nrequire s has 1..4 words\nforbid s contains "blue"',
        'text s : words ~ ngram("waves.arpa")\nrequire s has 1..4 words\n'
        "require s matches /(red|go|stop)( (red|go|stop))*/",
    ),
    "forbid and require not": (
        'text s : en ~ ngram("tide.arpa")\nrequire s has 1..3 words\nforbid s contains "sea" and s contains "cold"',
        'text s : en ~ ngram("tide.arpa")\nrequire s has 1..3 words\n'
        'require not s contains "sea" or not s contains "cold"',
    ),
    "implies and either": (
        'text s : words ~ ngram("waves.arpa")\nrequire s has 1..4 words\n'
        'require s contains "red" implies s.words(-1) == "go"',
        'text s : words ~ ngram("waves.arpa")\nrequire s has 1..4 words\n'
        'either { forbid s contains "red" } or { require s.last_word == "go" }',
    ),
    "a hard and a very soft statement": (
        'text s : words ~ ngram("waves.arpa")\nrequire s has 1..4 words\nrequire s contains "red"',
        'text s : words ~ ngram("waves.arpa")\nrequire s has 1..4 words\nprefer s contains "red" weight 200',
    ),
    "a factor of nothing": (
        'text s : en ~ ngram("tide.arpa")\nrequire s has 1..3 words\nprefer s contains "sea" weight 2',
        'text s : en ~ ngram("tide.arpa")\nrequire s has 1..3 words\nprefer s contains "sea" weight 2\n'
        "factor nothing = 0 * length(s)\nprefer length(s, unit=\"char\") weight 0",
    ),
    "a count of words in a pattern": (
        'text s : words ~ uniform(["a", "b"])\nrequire s has 2..3 words\nrequire count(s, "a") == 1',
        'text s : words ~ uniform(["a", "b"])\nrequire s has 2..3 words\n'
        "require s matches /a b|b a|a b b|b a b|b b a/",
    ),
    "the same in another style": (
        'text s : words ~ uniform(["a", "b", "c"])\nrequire s has 2..3 words\nforbid s contains "b c"',
        'text s : letters ~ uniform(["a", "b", "c"])\nrequire s has 2..3 chars\nforbid s contains "bc"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EQUIVALENT)
def test_equivalent_programs_have_the_same_log_z(name):
    one, other = (solve(compiled(text)).log_z for text in EQUIVALENT[name])
    assert one == pytest.approx(other, abs=1e-9)


LISTS = ('["a", "b", "c", "zebra"]', '["zebra", "c", "a", "b"]')


def test_relabelling_the_lexicon_permutes_the_law():
    body = 'require s has 1..3 words\nforbid s matches /.*b a.*/\nprefer s contains "zebra" weight 1\n' \
           'require s.words(1) == "c" implies s contains "a"\nfactor x = 0.3 * count(s, "a b")'  # fmt: skip
    laws = []
    for listed in LISTS:
        graph = compiled(f"text s : words ~ uniform({listed})\n{body}")
        texts, scores = enumerated(graph)
        laws.append(dict(zip(graph.host.strings(texts), scores.tolist(), strict=True)))
    assert laws[0] == pytest.approx(laws[1], abs=1e-12)
