"""Every feature gives what a person worked out, on the texts of `truths/`, as a program of the language asks it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from truth_models import write
from truths import FOLDER, Truth, truths
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.opening import opened
from wordfield.dsl.source import Source
from wordfield.dsl.spec import ModelSpec
from wordfield.inference.additive import additive
from wordfield.inference.embedded import load_lexicon
from wordfield.inference.feature import Feature
from wordfield.inference.formula import And, Apply, Compare, Implies, Member, Node, Not, Or, Part, Within
from wordfield.inference.interpret import Interpreter
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.lower import regular
from wordfield.inference.opened import Place
from wordfield.inference.render import Renderer
from wordfield.inference.scope import Scope
from wordfield.inference.shortfall import shortfall
from wordfield.inference.views import reader, view

LEAST, TRAPS = 30, 10
NAMES = sorted(Feature.all())
ASKING = ("classify", "extern", "logprob", "pll")  # those whose programs are compiled, with models beside them


@cache
def read(style: str, units: tuple[str, ...]) -> Any:
    """Strings to texts of the embedded lexicon of the style, with some units added."""
    known = {"en": "english", "zh": "chinese"}
    lexicon = tuple(load_lexicon(known[style])) if style in known else ()
    return reader(Renderer(Lexicon(tuple(dict.fromkeys((*lexicon, *units))), style)))


def program(cases: list[Truth], folder: Path | None = None) -> tuple[ModelSpec, dict[str, Node]]:
    """A program that tracks the formulas of the cases, which have one head, and its formulas."""
    unique = list(dict.fromkeys(one.formula for one in cases))
    source = cases[0].head + "\n".join(f"track t{at} = {one}" for at, one in enumerate(unique))
    spec = elaborate(check_source(Source("truths.wf", source), folder, {}))
    found = spec if folder is None else opened(spec, Place(folder))
    return spec, {one: term.value for one, term in zip(unique, found.terms, strict=True)}


def asked(name: str) -> list[tuple[Truth, Node, Interpreter]]:
    """The cases of a feature, their formulas and what evaluates them."""
    found = []
    for head in dict.fromkeys(one.head for one in truths(name)):
        cases = [one for one in truths(name) if one.head == head]
        formulas = program(cases)[1]
        for one in cases:
            text = read(one.style, one.units)
            found.append((one, formulas[one.formula], Interpreter({Part("s"): text(one.text)}, text)))
    return found


def asked_with_models(name: str, folder: Path) -> list[tuple[Truth, Node, Interpreter]]:
    """As `asked`, the programs compiled in a folder with models; the texts are made of their lexicons' units."""
    found = []
    for head in dict.fromkeys(one.head for one in truths(name)):
        cases = [one for one in truths(name) if one.head == head]
        spec, formulas = program(cases, folder)
        host = compile_model(spec, folder, "cpu", False).host
        for one in cases:
            units = host.renderer.segment(one.text)
            assert units is not None, f"line {one.line} is no text of the lexicon"
            text = {Part("s"): view(units, host.renderer)}
            found.append((one, formulas[one.formula], Interpreter(text, host.read, None, host.models)))
    return found


def is_truth(node: Node) -> bool:
    """Whether a formula holds or not, in contrast to numbers and strings."""
    if isinstance(node, Compare | Within | Member | And | Or | Not | Implies):
        return True
    return isinstance(node, Apply) and Feature.named(node.feature).result == "bool"


def measured(meaning: Interpreter, node: Node, expected: Any) -> Any:
    """The value of a formula, as the files write values."""
    if is_truth(node):
        return meaning.truth(node)
    found = meaning.value(node)
    if isinstance(expected, frozenset) and found is not None:
        return frozenset(found)
    return pytest.approx(found, abs=1e-4) if isinstance(found, float) else found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The models that the files name."""
    return write(tmp_path_factory.mktemp("truths"))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_what_a_person_found(name, folder):
    wrong = []
    for case, node, meaning in asked_with_models(name, folder) if name in ASKING else asked(name):
        found: list[Any] = [measured(meaning, node, case.value)]
        if case.distance is not None:
            found.append(meaning.distance(Not(node) if case.value is True else node))
        expected = [case.value, case.distance][: len(found)]
        if found != expected:
            wrong.append(f"line {case.line}: {case.text!r}: {case.formula} is {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_thirty_of_each_and_ten_traps(name):
    cases = truths(name)
    assert len({(one.head, one.units, one.text, one.formula) for one in cases}) == len(cases), "the same case twice"
    assert len(cases) >= LEAST and sum(one.trap for one in cases) >= TRAPS
    assert name in ("extern", "last_word") or all(name in one.formula or f" {name} " in one.formula for one in cases)


def test_every_file_is_of_a_feature():
    assert {path.stem for path in FOLDER.glob("*.txt")} <= set(NAMES)


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(ASKING)))
def test_the_fast_forms_say_the_same(name):
    """Automaton and table over a lexicon of the texts' own units, where there are such forms."""
    for case, node, meaning in asked(name):
        own = meaning.views[Part("s")]
        others = ("zebra", "sea", "The", ".") if case.style == "en" else ("春", "a")
        renderer = Renderer(Lexicon(tuple(dict.fromkeys((*own.units, *others))), case.style))
        units = tuple(renderer.lexicon.index[unit] for unit in own.units)
        if not renderer.admissible(units):
            continue
        scope = Scope(renderer, longest=max(len(units), 4))
        there = Interpreter({Part("s"): view(units, renderer)}, reader(renderer))
        for formula in (node, Not(node)) if is_truth(node) else ():
            if (found := regular(formula, scope)) is not None:
                assert found.accepts(units) == there.holds(formula), f"line {case.line}: {formula}"
            if (found := shortfall(formula, scope)) is not None:
                assert found.value(units) == there.distance(formula), f"line {case.line}: {formula}"
        if not is_truth(node) and (number := additive(node, scope)) is not None:
            total, value = number.constant + sum(number.table[list(units)]), there.value(node)
            assert np.isnan(total) if value is None else total == pytest.approx(value), f"line {case.line}"
