"""Laws of every registered feature, each against a scorer written out here."""

from __future__ import annotations

import itertools
import math
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from cases import (
    LEXICONS,
    Case,
    H,
    S,
    Units,
    both,
    changed,
    collected,
    following,
    halves,
    in_order,
    letters,
    longest_common,
    outside,
    runs,
    words,
)
from wordfield.inference.additive import additive
from wordfield.inference.edits import MOST
from wordfield.inference.feature import Feature, View, Word
from wordfield.inference.formula import Apply, Compare, Constant, Not, Ordinal, Part, Pattern, Several
from wordfield.inference.interpret import Interpreter
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.lower import regular
from wordfield.inference.render import MIDDLE, START, Renderer
from wordfield.inference.scope import Scope
from wordfield.inference.shortfall import shortfall
from wordfield.inference.signature import Parameter
from wordfield.inference.views import reader, view

ITEMS = {"items": ("sea", "old sea")}
MISSING = {"items": ("sea", "zebra")}
BOTH, ALL = ("automaton", "shortfall"), ("en", "words", "letters", "zh")
SOURCE = ("old", "sea", "a", "old")
CASES: dict[str, list[Case]] = {
    "contains": [
        Case({**ITEMS, "how": "all"}, lambda u, s: "sea" in u and runs(u, "old", "sea") > 0,
             lambda u, s: ("sea" not in u) + (runs(u, "old", "sea") == 0),
             lambda u, s: (runs(u, "sea") + runs(u, "old", "sea")) * (runs(u, "old", "sea") > 0),
             ("en", "words"), BOTH),
        Case({**MISSING, "how": "any"}, lambda u, s: "sea" in u, None, lambda u, s: runs(u, "sea"), ("en", "words"),
             BOTH),
        Case({**MISSING, "how": "none"}, lambda u, s: "sea" not in u, lambda u, s: runs(u, "sea"), None,
             ("en", "words"), ("automaton",)),
        Case({"items": ("Sea", "old.")}, lambda u, s: "sea" in u and runs(u, "old", ".") > 0, forms=BOTH,
             distance=lambda u, s: ("sea" not in u) + (runs(u, "old", ".") == 0),
             occurrences=lambda u, s: both(u.count("sea"), runs(u, "old", "."))),
        Case({"items": ("May",)}, lambda u, s: "May" in u, None, lambda u, s: runs(u, "May"), forms=BOTH),
        Case({"items": ("The",)}, lambda u, s: "The" in u, None, lambda u, s: runs(u, "The"), ("words",), BOTH),
        Case({"items": ("ba",)}, lambda u, s: runs(u, "b", "a") > 0, None, lambda u, s: runs(u, "b", "a"), ("letters",),
             BOTH),
        Case({"items": ("春风",)}, lambda u, s: "春风" in s, None, lambda u, s: s.count("春风"), ("zh",), BOTH),
    ],
    "count": [
        Case({"items": ("sea", "zebra", "May")}, lambda u, s: u.count("sea") + u.count("May"), forms=("table",)),
        Case({"items": ("old sea",)}, lambda u, s: runs(u, "old", "sea"), styles=("en", "words")),
        Case({"items": ("a",)}, lambda u, s: u.count("a"), styles=("en", "words", "letters"), forms=("table",)),
        Case({"items": ("山",)}, lambda u, s: s.count("山"), styles=("zh",), forms=("table",)),
    ],
    "different": [
        Case({"texts": (S, "old sea")}, lambda u, s: u != ("old", "sea"), None,
             lambda u, s: float(changed(u, ("old", "sea")) if u != ("old", "sea") else 0), ("en", "words")),
        Case({"texts": (S, H, "sea", "old")}, lambda u, s: False,
             lambda u, s: 1.0 + 2 * (u in (("sea",), ("old",))), lambda u, s: 0.0, ("words",)),
    ],
    "ends": [
        Case({"items": ("sea", "old sea.", "May")},
             lambda u, s: u[-1:] in (("sea",), ("May",)) or u[-3:] == ("old", "sea", "."), forms=("automaton",)),
        Case({"items": ("zebra",)}, lambda u, s: False, styles=ALL, forms=("automaton",)),
        Case({"items": ("a", "aba", "ab")}, lambda u, s: s.endswith(("a", "ab")), styles=("letters",),
             forms=("automaton",)),
    ],
    "has": [
        Case({"low": 2, "high": 3}, lambda u, s: 2 <= len(words(u)) <= 3, lambda u, s: outside(len(words(u)), 2, 3),
             styles=ALL, forms=BOTH),
        Case({"low": 3, "high": None}, lambda u, s: len(words(u)) >= 3, lambda u, s: outside(len(words(u)), 3, 99),
             forms=BOTH),
        Case({"low": 4, "high": 9, "unit": "chars"}, lambda u, s: 4 <= len(s) <= 9, lambda u, s: outside(len(s), 4, 9),
             styles=ALL, forms=("automaton",)),
        Case({"low": 1, "high": 1, "unit": "lines"}, lambda u, s: "\n" not in s,
             lambda u, s: s.count("\n"), forms=("automaton",)),
    ],
    "length": [
        Case({}, lambda u, s: len(words(u)), styles=ALL, forms=("table",)),
        Case({"unit": "word"}, lambda u, s: len(words(u)), styles=ALL, forms=("table",)),
        Case({"unit": "char"}, lambda u, s: len(s), styles=ALL),
        Case({"unit": "line"}, lambda u, s: 1 + s.count("\n")),
    ],
    "in_order": [
        Case({"items": ("sea", "old", "sea")}, lambda u, s: following(u, ("sea",), ("old",), ("sea",)) == 0,
             lambda u, s: following(u, ("sea",), ("old",), ("sea",)), forms=("automaton",)),
        Case({"items": ("old sea", "old old")}, lambda u, s: following(u, ("old", "sea"), ("old", "old")) == 0,
             lambda u, s: following(u, ("old", "sea"), ("old", "old")), forms=("automaton",)),
        Case({"items": ("an", "na")}, lambda u, s: "na" in s[s.find("an") + 2 :] if "an" in s else False,
             styles=("letters",), forms=("automaton",)),
        Case({"items": ("zebra",)}, lambda u, s: False, forms=("automaton",)),
        Case({"items": ()}, lambda u, s: True, styles=ALL, forms=("automaton",)),
    ],
    "logprob": [Case({"base": None}, lambda u, s: -2.5 * len(u), styles=ALL)],
    "pll": [Case({"base": "mlm"}, lambda u, s: -2.5 * len(u), styles=ALL)],
    "matches": [
        Case({"pattern": Pattern("[A-Z].* sea.*")}, lambda u, s: s[:1].isupper() and s[:1].isascii() and " sea" in s,
             lambda u, s: nearest(u, lambda t: t[:1].isupper() and " sea" in t), forms=BOTH),
        Case({"pattern": Pattern("(sea|old )*", "i")}, lambda u, s: re.fullmatch("(sea|old )*", s.lower()) is not None,
             lambda u, s: nearest(u, lambda t: re.fullmatch("(sea|old )*", t.lower()) is not None), forms=BOTH),
        Case({"pattern": Pattern("a?(na|nch)*")}, lambda u, s: re.fullmatch("a?(na|nch)*", s) is not None,
             styles=("letters",), forms=BOTH,
             distance=lambda u, s: nearest(u, lambda t: re.fullmatch("a?(na|nch)*", t) is not None, "letters")),
        Case({"pattern": Pattern("zebra")}, lambda u, s: False, lambda u, s: 10.0, forms=BOTH),
    ],
    "palindrome": [
        Case({}, lambda u, s: letters(s) == letters(s)[::-1], lambda u, s: halves(letters(s)), styles=ALL),
        Case({"unit": "word"}, lambda u, s: halves([w.lower() for w in words(u)]) == 0,
             lambda u, s: halves([w.lower() for w in words(u)]), styles=ALL),
    ],
    "repeats": [
        Case({}, lambda u, s: len({w.lower() for w in words(u)}) < len(words(u)), None,
             lambda u, s: len(words(u)) - len({w.lower() for w in words(u)}), ALL),
        Case({"unit": "char"}, lambda u, s: len(set(letters(s))) < len(letters(s)), None,
             lambda u, s: len(letters(s)) - len(set(letters(s))), ALL),
    ],
    "starts": [
        Case({"items": ("The", "old sea", "May", '"')},
             lambda u, s: u[:1] in (("may",), ('"',)) or u[:2] == ("old", "sea"), forms=("automaton",)),
        Case({"items": ("abc", "an")}, lambda u, s: s.startswith("an") or u[:3] == ("a", "b", "c"),
             styles=("letters",), forms=("automaton",)),
        Case({"items": ()}, lambda u, s: False, styles=ALL, forms=("automaton",)),
    ],
    "subsequence": [
        Case({"source": "Old sea, a old"}, lambda u, s: in_order(words(u), SOURCE),
             lambda u, s: len(words(u)) - longest_common(words(u), SOURCE), forms=("automaton",)),
        Case({"source": "zebra the sea the"}, lambda u, s: in_order(words(u), ("the", "sea", "the")),
             lambda u, s: len(words(u)) - longest_common(words(u), ("the", "sea", "the")), styles=("words",),
             forms=("automaton",)),
        Case({"source": "春山，水"}, lambda u, s: in_order(words(u), "春山水"),
             lambda u, s: len(words(u)) - longest_common(words(u), "春山水"), styles=("zh",), forms=("automaton",)),
    ],
    "type_token_ratio": [
        Case({}, lambda u, s: len({w.lower() for w in words(u)}) / len(words(u)) if words(u) else None, styles=ALL),
    ],
}  # fmt: skip
CASES |= collected()


def nearest(units: Units, good: Callable[[str], bool], style: str = "en") -> float:
    """Fewest edits to a text of the lexicon that is good, wave after wave; 3 edits are enough for short texts here."""
    renderer = Renderer(Lexicon(LEXICONS[style], style))
    seen = {units}
    wave = seen
    for edits in range(4):
        if any(good(renderer.render([renderer.lexicon.index[u] for u in text])) for text in wave):
            return float(edits)
        ahead = set()
        for text in wave:
            for at in range(len(text) + 1):
                ahead |= {(*text[:at], unit, *text[at:]) for unit in LEXICONS[style]}
                ahead |= {(*text[:at], unit, *text[at + 1 :]) for unit in LEXICONS[style]} if at < len(text) else set()
                ahead.add((*text[:at], *text[at + 1 :]))
        wave = ahead - seen
        seen = seen | wave
    raise AssertionError("further than these tests look")


def texts(style: str, most: int = 60, longest: int = 6) -> list[tuple[int, ...]]:
    """All texts of at most one unit, and some longer ones."""
    size, rng = len(LEXICONS[style]), random.Random(3)
    found = [(), *((unit,) for unit in range(size))]
    while len(found) < most:
        found.append(tuple(rng.randrange(size) for _ in range(rng.randint(2, longest))))
    return found


def node(name: str, case: Case) -> Apply:
    """The call of a case on the text `s`."""
    arguments = []
    for parameter in Feature.named(name).signature():
        if parameter.type == "texts":
            parts = [t if isinstance(t, Part) else Constant(t) for t in case.arguments["texts"]]
            arguments.append((parameter.name, Several(tuple(parts))))
        elif parameter.type in ("text", "textlike") and parameter.name not in case.arguments:
            arguments.append((parameter.name, S))
        elif case.arguments.get(parameter.name) is not None:
            arguments.append((parameter.name, Constant(case.arguments[parameter.name])))
    return Apply(name, tuple(arguments))


def interpreter(units: Sequence[int], renderer: Renderer, context: Any = START) -> Interpreter:
    seen = view(units, renderer, context)
    return Interpreter({S: seen, H: seen}, reader(renderer), None, lambda named: lambda v: -2.5 * len(v.units))


PAIRS = [
    pytest.param(name, case, style, id=f"{name}-{number}-{style}")
    for name, cases in CASES.items()
    for number, case in enumerate(cases)
    for style in case.styles
]
SHORT = {"matches"}  # features whose scorer here is slow


def test_every_feature_has_cases_and_a_page():
    assert Feature.all().keys() == CASES.keys()
    for name, cls in Feature.all().items():
        assert f"{name}" in cls.page() and "Example" in cls.page(), name
        assert all(isinstance(parameter, Parameter) for parameter in cls.signature())


@pytest.mark.parametrize(("name", "case", "style"), PAIRS)
def test_the_value_is_that_of_the_scorer(name, case, style):
    renderer = Renderer(Lexicon(LEXICONS[style], style))
    for units in texts(style):
        spelled = tuple(renderer.lexicon.units[unit] for unit in units)
        found = interpreter(units, renderer).value(node(name, case))
        assert found == case.value(spelled, renderer.render(units)), spelled


@pytest.mark.parametrize(("name", "case", "style"), PAIRS)
def test_distances_are_zero_exactly_where_they_must_be(name, case, style):
    cls, call = Feature.named(name), node(name, case)
    if cls.result != "bool":
        assert type(cls.distance) is type(Feature.distance) and not cls.graded and not cls.counted
        return
    renderer = Renderer(Lexicon(LEXICONS[style], style))
    for units in texts(style):
        meaning = interpreter(units, renderer)
        far, often, true = meaning.distance(call), meaning.distance(Not(call)), meaning.holds(call)
        assert (far == 0) == true and (often == 0) == meaning.holds(Not(call))
        assert meaning.holds(Not(call)) == (not true) or cls.partial
        assert 0 <= far < math.inf and 0 <= often < math.inf
        assert cls.graded or far in (0, 1)
        assert cls.counted or often in (0, 1)


@pytest.mark.parametrize(("name", "case", "style"), [pair for pair in PAIRS if Feature.named(pair.values[0]).lasting])
def test_what_lasts_holds_of_every_text_that_begins_so(name, case, style):
    renderer, call, begun = Renderer(Lexicon(LEXICONS[style], style)), node(name, case), 0
    for units in texts(style):
        holds = [interpreter(units[:end], renderer).holds(call) for end in range(1, len(units) + 1)]
        assert holds == sorted(holds), units
        begun += any(holds[:-1])
    assert begun > 5


@pytest.mark.parametrize(("name", "case", "style"), PAIRS)
def test_distances_are_those_of_the_scorer(name, case, style):
    renderer = Renderer(Lexicon(LEXICONS[style], style))
    for units in texts(style, 18 if name in SHORT else 60, 3 if name in SHORT else 6):
        spelled, string = tuple(renderer.lexicon.units[unit] for unit in units), renderer.render(units)
        meaning = interpreter(units, renderer)
        if case.distance is not None:
            assert meaning.distance(node(name, case)) == case.distance(spelled, string), spelled
        if case.occurrences is not None:
            assert meaning.distance(Not(node(name, case))) == case.occurrences(spelled, string), spelled


@pytest.mark.parametrize("context", [START, MIDDLE], ids=["start", "hole"])
@pytest.mark.parametrize(("name", "case", "style"), PAIRS)
def test_fast_forms_agree_with_the_meaning(name, case, style, context):
    renderer = Renderer(Lexicon(LEXICONS[style], style))
    scope, call = Scope(renderer, context, longest=8), node(name, case)
    truth, graded, number = regular(call, scope), shortfall(call, scope), additive(call, scope)
    found = {"automaton": truth, "shortfall": graded, "table": number}
    assert all(found[form] is not None for form in case.forms)
    negated, refuted = shortfall(Not(call), scope), regular(Not(call), scope)
    for units in texts(style):
        meaning = interpreter(units, renderer, context)
        if truth is not None:
            assert truth.accepts(units) == meaning.holds(call), meaning.views[S]
        if refuted is not None:
            assert refuted.accepts(units) == meaning.holds(Not(call)), meaning.views[S]
        if graded is not None:
            assert graded.value(units) == meaning.distance(call), meaning.views[S]
        if negated is not None:
            assert negated.value(units) == meaning.distance(Not(call)), meaning.views[S]
        if number is not None:
            assert number.constant + sum(number.table[list(units)]) == meaning.value(call)


def test_words_are_compared_as_the_lexicon_spells_them():
    renderer = Renderer(Lexicon(LEXICONS["en"], "en"))
    targets = ("A", "a", "May", "may", "Sea", "Zebra", "Mr.", "old", "Old")
    nodes = [Compare(op, Ordinal(S, "words", Constant(at)), Constant(target))
             for op, at, target in itertools.product(("==", "!="), (1, 2, -1), targets)]  # fmt: skip
    nodes += [Compare(op, S, Constant(t)) for op in ("==", "!=") for t in (*targets, "May a", "may a", "Old, a.", "")]
    for context, call in itertools.product((START, MIDDLE), nodes):
        truth = regular(call, Scope(renderer, context))
        for units in texts("en", 80):
            meaning = interpreter(units, renderer, context)
            assert truth.accepts(units) == meaning.holds(call), (call, meaning.views[S])


def test_items_of_words_are_read_letter_by_letter():
    seen = Word("Old-time").view()
    assert seen == View("Old-time", tuple("Old-time"), tuple("Old-time"), "letters")


def test_edits_to_a_match_end_at_ten():
    renderer = Renderer(Lexicon(LEXICONS["words"], "words"))
    far = Apply("matches", (("text", S), ("pattern", Constant(Pattern("(a ){30}a")))))
    assert interpreter((), renderer).distance(far) == MOST == 10
    assert interpreter((2,) * 30, renderer).distance(far) == 1
