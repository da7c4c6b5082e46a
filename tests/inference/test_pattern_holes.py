"""Holes given by a pattern, against plain Python: which texts there are, how they are read, what the kernels keep."""

from __future__ import annotations

import itertools
import math
import random
import re
import sys
from pathlib import Path

import pytest
import torch
from laws import cache_law, hole_law, registered_moves

sys.path.insert(0, str(Path(__file__).parents[1] / "toys"))
from brute_force import TIDE, log_z
from twelve import compiled
from wordfield.inference.borders import told
from wordfield.inference.certify import certify, certify_move
from wordfield.inference.exact import enumerated, listed_texts, solve
from wordfield.inference.formula import Part, Pattern
from wordfield.inference.graph import FactorGraph
from wordfield.inference.hole import Hole
from wordfield.inference.lexicon import Kind, Lexicon, kind_of, spelled
from wordfield.inference.moves.resample import Resample
from wordfield.inference.render import MIDDLE, START, Renderer
from wordfield.inference.samplers.gibbs import Gibbs
from wordfield.inference.scope import Scope
from wordfield.inference.shape import admissible, sentence
from wordfield.inference.spelling import spelling
from wordfield.inference.template import Template, TemplateError

WORDS = ("a", "b", "ab")
BASE = 'uniform(["a", "b", "ab"])'

# program, the strings that it has: words of the template, and what `re` matches
PROGRAMS = {
    "code": f'text s : en = "A {{x:/[ab]{{1,2}}-[0-2]!/}} b {{y:1..2 words}}" ~ {BASE}',
    "gap": f'text s : en = "{{x:/a( a)?z?-/}} b {{y:1..2 words}}" ~ {BASE}',
    "said": f'text s : en = "A {{x:/[ab]{{1,2}}-[0-2]!/}} b" ~ {BASE}\n'
    'require s.x contains "b-"\nforbid s.x == "ab-2!"',
    "marks": 'text s : en = "A [{x:/[0-2]+:?/}] {y:1 word}." ~ uniform(["a", "b", "ab", "[", "]", "."])\n'
    "require s.x has ..2 chars",
    "words": 'text s : words = "b {x:/(a|ab) (b|a)/} {y:0..1 words}" ~ uniform(["a", "b", "ab"])',
    "two": f'text s : en = "{{x:/[01]{{2}}!/}} a {{y:/[01]{{1,2}}-/}}" ~ {BASE}\nprefer s.y == "1-" weight 0.7',
}


def strings(alphabet: str, longest: int, pattern: str) -> list[str]:
    """Every match of a pattern, found by trying all strings."""
    tried = ("".join(s) for size in range(longest + 1) for s in itertools.product(alphabet, repeat=size))
    return [one for one in tried if re.fullmatch(pattern, one)]


def rows(low: int, high: int, words: tuple[str, ...] = WORDS) -> list[tuple[str, ...]]:
    return [row for size in range(low, high + 1) for row in itertools.product(words, repeat=size)]


def uniform(units: int, listed: int = len(WORDS)) -> float:
    return -units * math.log(listed)


def laws() -> dict[str, dict[str, float]]:
    """The law of each program: written text -> log weight; a spelled character weighs as much as a unit."""
    codes = strings("ab-012!", 5, "[ab]{1,2}-[0-2]!")
    counts = strings("012:", 2, "[0-2]+:?")
    free = [" ".join(row) for row in rows(1, 2)]
    size = len  # of a spelled string
    return {
        "code": {f"A {x} b {y}": uniform(2 + size(x) + len(y.split())) for x in codes for y in free},
        "gap": {
            f"{x} b {y}": uniform(size(x) + 1 + len(y.split())) for x in strings("a z-", 5, "a( a)?z?-") for y in free
        },
        "said": {f"A {x} b": uniform(2 + size(x)) for x in codes if "b-" in x and x != "ab-2!"},
        "marks": {f"A [{x}] {y}.": uniform(5 + size(x), 6) for x in counts for y in WORDS},
        "words": {
            " ".join(("b", *x.split(), *y)): uniform(3 + len(y))
            for x in ("a b", "ab b", "a a", "ab a") for y in rows(0, 1)
        },
        "two": {
            f"{x} a {y}": uniform(4 + size(y)) - 0.7 * edits(y) for x in strings("01!", 3, "[01]{2}!")
            for y in strings("01-", 3, "[01]{1,2}-")
        },
    }  # fmt: skip


def edits(y: str) -> float:
    """How many characters to change until it is `1-`."""
    return {"1-": 0, "0-": 1, "10-": 1, "01-": 1, "11-": 1, "00-": 2}[y]


@pytest.fixture(scope="module")
def graphs() -> dict[str, FactorGraph]:
    return {name: compiled(text) for name, text in PROGRAMS.items()}


@pytest.mark.parametrize("name", PROGRAMS)
def test_exact_is_what_plain_python_lists(graphs, name):
    graph, law = graphs[name], {text: weight for text, weight in laws()[name].items() if weight > -math.inf}
    found = solve(graph, few=100_000)
    assert (found.method == "automaton") == (name != "two"), graph.reductions  # there a soft term reads a hole
    own = dict(zip(graph.host.strings(found.texts), found.log_probs.tolist(), strict=True))
    total = log_z(law)
    assert own.keys() == law.keys()
    assert found.log_z == pytest.approx(total, abs=1e-9)
    assert max(abs(own[text] - law[text] + total) for text in law) < 1e-9


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_text_is_written_and_read_back(graphs, name):
    """Written differently, read as itself; its holes are what stands there; a broken one is not read."""
    requirements = graphs[name].requirements
    seen: dict[str, tuple[int, ...]] = {}
    for units in list(listed(graphs[name]))[:3000]:
        string = requirements.renderer.render(units)
        assert requirements.segment(string) == units
        assert seen.setdefault(string, units) == units
        views = graphs[name].host.interpreter(units).views
        for hole in requirements.template.pieces:
            if isinstance(hole, Hole) and hole.pattern is not None:
                written = views[Part("s", hole.name)].string
                assert re.fullmatch(hole.pattern.source, written)
                assert written in string
        assert requirements.segment(string + "!") is None
    assert seen


def listed(graph: FactorGraph):
    return listed_texts(graph.hard_automaton)


@pytest.mark.parametrize("name", ["said", "words", "two"])
def test_every_kernel_keeps_the_law(graphs, name):
    graph = graphs[name]
    states = enumerated(graph)[0]
    moves = [*registered_moves(), Resample(part=Part("s", "x")).fitted(graph), Resample(part=Part("s", "y"))]
    for move in moves if name != "said" else moves[:-1]:
        if name == "two" and getattr(move, "source", "") == "conditional":
            continue  # no exact conditional, as above
        assert certify_move(graph, move, states).passed, move.label
        hole_law(graph, move, states)
        cache_law(graph, move, states, steps=10)
    table = [(entry.share, entry.move) for entry in Gibbs().table(graph)]
    assert certify(graph, table, states)[-1].irreducible


def test_resample_draws_a_spelled_hole_as_a_whole(graphs):
    graph = graphs["two"]
    move = Resample(part=Part("s", "x")).fitted(graph)
    assert move.pairs == ((3, 3),)
    found = certify_move(graph, move, enumerated(graph)[0])
    assert found.passed and not found.irreducible
    one = Resample(part=Part("s", "y")).fitted(graph)
    assert set(one.pairs) == {(2, 2), (2, 3), (3, 2), (3, 3)}


# ---- which patterns are spelled


@pytest.mark.parametrize(
    ("pattern", "style", "words"),
    [
        ("(go|come|stay) (home|here)", "en", True), ("yes|no", "words", True), (r"\d{4}-\d\d", "en", False),
        (r"v1\.0|v2\.0", "en", False), ("go!", "en", False), ("", "en", True), (r"\w+", "en", False),
        ("(well, )?go", "en", True), ("a  b", "en", False), ("Mr[.] (Lee|May)", "en", True), ("[ab]{9}", "zh", True),
    ],
)  # fmt: skip
def test_words_write_a_pattern_or_characters_do(pattern, style, words):
    found = spelling(Pattern(pattern), style, 40)
    assert (found.characters is None) == words


def test_the_alphabet_of_a_spelled_hole():
    assert set(spelling(Pattern(r"\d+x"), "en", 5).characters) == set("0123456789x")
    assert set(spelling(Pattern("[é-ë]{3,9}", "i"), "en", 9).characters) == set("éêëÉÊË")
    assert "\n" not in spelling(Pattern(".{3,9}"), "en", 9).characters
    assert not spelling(Pattern("[a-z]*"), "en", 3).machine.matches("abcd")
    assert spelling(Pattern("[a-z]*"), "en", 3).machine.matches("abc")


def test_a_spelled_character_is_no_word():
    assert kind_of(spelled("a")) is Kind.SPELLED and kind_of("a") is Kind.WORD
    graph = compiled(f'text s : words = "a {{x:/[ab]-[0-2]{{4}}/}} b" ~ {BASE}')
    for units in itertools.islice(listed(graph), 20):
        (whole, hole) = (graph.host.interpreter(units).views[Part("s", name)] for name in (None, "x"))
        assert whole.words == ("a", "b") and hole.words == ()
        assert len(hole.string) == 6 and hole.string == whole.string[2:-2]


# ---- borders


RENDERER = Renderer(
    Lexicon(("a", "b", "ab", "10", "2024", "was", "aba", ".", ":", "[", "]", *map(spelled, "ab012-: ")), "en")
)


def bordered(*pieces: str | Hole) -> Template:
    found = Template.of("s", pieces, RENDERER)
    told(found, RENDERER)
    return found


def code(pattern: str, name: str = "x", low: int = 1, high: int = 9) -> Hole:
    return Hole(name, low, high, "chars", Pattern(pattern))


SPELLED = code("[ab]{3,6}")
DATE = code("[012]{4}-[012]{2}", low=7, high=7)
WIDE, NARROW = Hole("w", 1, 3), Hole("n", 2, 2)


@pytest.mark.parametrize(
    "pieces",
    [
        ("A ", SPELLED, " was ", WIDE), (NARROW, " ", SPELLED, " was ", WIDE), (WIDE, " ", DATE, " ", WIDE),
        ("A ", SPELLED, " ", WIDE), ("[", SPELLED, "] was"), ("A ", SPELLED, " was ", code("[012]+:?-", "y")),
        (WIDE, " was ", code("[012]{2}:[012]{2}", low=5, high=5), "."),
    ],
)  # fmt: skip
def test_templates_that_read_back_in_one_way(pieces):
    """All strings of short texts, by the template alone, are different and read as themselves."""
    template = bordered(*pieces)
    rng, seen, found = random.Random(3), {}, 0
    shape = [sentence(Scope(RENDERER)), admissible(Scope(RENDERER))]
    for _ in range(600):
        units = sampled(template, rng)
        if not all(one.accepts(units) for one in shape) or not any(template.fits(units, RENDERER)):
            continue
        string = RENDERER.render(units)
        assert template.read(string, RENDERER) == units, string
        assert seen.setdefault(string, units) == units
        found += 1
    assert found > 20


def sampled(template: Template, rng: random.Random) -> tuple[int, ...]:
    """Some units in each hole."""
    units: list[int] = []
    for piece, context in zip(template.pieces, template.contexts, strict=True):
        if isinstance(piece, tuple):
            units += piece
        elif context.spelled:
            automaton = piece.content(Scope(RENDERER, context))
            state, size = automaton.start, 0
            while not (automaton.final[state] == 0 and rng.random() < 0.4) and size < 9:
                ahead = [u for u in range(len(RENDERER.lexicon)) if automaton.live[automaton.run([u], state)]]
                if not ahead:
                    break
                units.append(rng.choice(ahead))
                state, size = automaton.run(units[-1:], state), size + 1
        else:
            units += rng.choices(range(7), k=rng.randint(piece.low, piece.high))
    return tuple(units)


@pytest.mark.parametrize(
    ("pieces", "message"),
    [
        ((WIDE, " ", SPELLED, "."), "`x` begins cannot be told: words"),
        (("A ", code("[ab ]{3,9}"), " ", WIDE), "`x` ends"),
        (("A ", code("[ab]{0,6}", low=0), " b."), "it may be empty"),
        (("A ", SPELLED, " ", DATE), "side by side"), (("A ", SPELLED, code("[01]{2,6}", "y")), "side by side"),
        (("A ", code("[ab:]{3,5}"), ":", NARROW), "needs a space"),
        (("A ", code("[ab:]{3,5}"), ": ", NARROW), "`x` ends"),
        ((code("go|stay"), " was"), "no match of `x`"),
    ],
)  # fmt: skip
def test_templates_that_could_be_read_otherwise_are_refused(pieces, message):
    with pytest.raises(TemplateError, match=re.escape(message)):
        bordered(*pieces)


def test_a_refused_template_has_two_readings():
    """What is refused is refused for a reason: here one string fills the template in two ways."""
    template = Template.of("s", (WIDE, " ", SPELLED, " ", Hole("v", 1, 3)), RENDERER)
    index = RENDERER.lexicon.index
    ab, aba, b, letters = index["ab"], index["aba"], index["b"], tuple(index[spelled(c)] for c in "aba")
    for units in ((ab, *letters, aba, b), (ab, aba, *letters, b)):
        assert any(template.fits(units, RENDERER))
        assert RENDERER.render(units) == "Ab aba aba b"
    with pytest.raises(TemplateError):
        told(template, RENDERER)


# ---- rendering


def test_spelled_characters_stand_against_one_another():
    index = RENDERER.lexicon.index

    def written(*units: str) -> str:
        return RENDERER.render([index[unit] for unit in units])

    assert written(*map(spelled, "ab-0"), "was") == "ab-0 was"
    assert written("a", *map(spelled, "a 0"), ".") == "A a 0."
    assert written("[", *map(spelled, "0-"), "]", "was") == "[0-] was"
    assert RENDERER.segment("ab-0", MIDDLE._replace(spelled=True)) == tuple(index[spelled(c)] for c in "ab-0")
    assert RENDERER.segment("ab-0") is None and RENDERER.segment("Ab was") == (index["ab"], index["was"])


def test_forms_of_spelled_lexicons_add_up():
    rng = random.Random(2)
    for _ in range(300):
        units = rng.choices(range(len(RENDERER.lexicon)), k=rng.randint(1, 6))
        context, string = START, ""
        for unit in units:
            forms, afters = RENDERER.forms(context)
            assert len(forms[unit]) == RENDERER.lengths(context)[unit]
            string, context = string + forms[unit], afters[unit]
            assert context in RENDERER.contexts()
        assert string == RENDERER.render(units) and context == RENDERER.context_after(units)


def test_unknown_units_share_what_the_base_has_for_them():
    graph = compiled('text s : en = "The {x:/[01]{2,11}/} sea." ~ ngram("tide.arpa")\nrequire s.x has 2 chars')
    model = graph.base.exact.ngram
    found = dict(zip(model.words, model.arc_log_prob[: len(model.words)].tolist(), strict=True))
    assert found[spelled("0")] == found[spelled("1")] == pytest.approx(math.log(0.5) + TIDE.log_prob["<unk>",])
    assert torch.isfinite(torch.tensor(solve(graph).log_z))
