"""The formatter: printed programs parse back, comments survive in order, and a second pass changes nothing."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wordfield.dsl import syntax as s
from wordfield.dsl.format import format_expression, format_file, format_source, format_statement
from wordfield.dsl.parse import parse, parse_anyway, parse_text
from wordfield.dsl.scan import scan
from wordfield.dsl.source import Source
from wordfield.grammar.words import PLURAL, RESERVED, UNITS

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.wf"))
quick = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

# ---- random trees, without spans, as the Python front end makes them

taken = RESERVED | set(UNITS) | set(PLURAL) | {"balanced"}
words = st.sampled_from(["s", "poem", "诗", "l1", "w", "known_place", "größe"]) | st.from_regex(
    r"[a-z_][a-z0-9_]{0,6}", fullmatch=True
).filter(lambda word: word not in taken)
names = words.map(s.Name)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
shares = st.integers(0, 100).map(s.Percent) | st.floats(0, 100, allow_nan=False).map(s.Percent)
numbers = st.integers(0, 10**14).map(s.Number) | st.floats(0, 1e300, allow_nan=False).map(s.Number)
patterns = st.sampled_from(["a", r"\d{4}", "a/b", r"\\/", '"', "[{]", r"\{x", "x y", "#", "(?:)"])
regexes = st.builds(s.Regex, patterns, st.sampled_from(["", "i", "mx"]))
paths = st.lists(names, min_size=1, max_size=3).map(lambda parts: s.Path(tuple(parts)))
atoms = numbers | shares | texts.map(s.String) | regexes | paths | st.booleans().map(s.Bool)


def several(items, least=0, most=3):
    return st.lists(items, min_size=least, max_size=most).map(tuple)


def conditions(items):
    return items.filter(lambda item: not isinstance(item, s.String))  # a string beside `or` is a mistake


def calls_of(inner):
    generators = st.builds(s.Generator, inner, names, inner, st.none() | inner)
    named = st.builds(s.Named, st.builds(s.Name, words | st.sampled_from(sorted(RESERVED))), inner)
    arguments = several(inner | named) | generators.map(lambda one: (one,))
    calls = st.builds(s.Call, paths, arguments)
    return st.recursive(
        calls, lambda value: st.builds(s.Method, value, names, arguments) | st.builds(s.Attribute, value, names),
        max_leaves=3,
    )  # fmt: skip


def larger(inner):
    units = st.sampled_from(UNITS)
    generators = st.builds(s.Generator, inner, names, inner, st.none() | inner)
    compared = st.integers(2, 3).flatmap(
        lambda n: st.builds(
            s.Compare, several(inner, n, n), several(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), n - 1, n - 1)
        )
    )
    return st.one_of(
        several(inner).map(s.List), calls_of(inner), compared,
        st.builds(s.Quantifier, st.sampled_from(["all", "any", "none"]), generators),
        st.builds(s.Neg, inner), st.builds(s.Arith, st.sampled_from("+-*/"), inner, inner),
        st.builds(s.Quantity, inner, units), st.builds(s.Range, inner, inner, st.none() | units),
        st.builds(s.Range, st.none(), inner, units), st.builds(s.Range, inner, st.none(), units),
        st.builds(s.Member, inner, inner, st.booleans()), st.builds(s.Has, inner, inner),
        st.builds(s.Matches, inner, inner),
        st.builds(s.Contains, inner, inner, st.sampled_from(["one", "all", "any", "none"])),
        st.builds(s.Not, inner), several(conditions(inner), 2).map(s.And), several(conditions(inner), 2).map(s.Or),
        st.builds(s.Implies, inner, inner),
    )  # fmt: skip


expressions = st.recursive(atoms, larger, max_leaves=6)
calls = calls_of(atoms)


def neighbours_differ(pieces):
    return not any(isinstance(a, s.Fixed) and isinstance(b, s.Fixed) for a, b in pairwise(pieces))


holes = st.builds(s.Hole, names, st.none() | expressions)
fixed = (texts | st.sampled_from(["{", "}}", '"', "\\", '"""', "\r\n"])).filter(bool).map(s.Fixed)
templates = st.builds(s.Template, several(holes | fixed, most=4).filter(neighbours_differ), long=st.booleans())
labels = st.none() | names
types = st.builds(s.Type, names | st.just(s.Name("text")), st.none())
types = types | st.builds(s.Type, names, types)
simple = st.one_of(
    st.builds(s.Text, names, labels, st.none() | templates, st.none() | calls),
    st.builds(s.Let, names, expressions), st.builds(s.Require, expressions, labels),
    st.builds(s.Forbid, expressions, labels), st.builds(s.Prefer, expressions, st.none() | expressions, labels),
    st.builds(s.Factor, names, expressions), st.builds(s.Expect, expressions, st.none() | expressions, labels),
    st.builds(s.Track, names, expressions), st.builds(s.Apply, calls),
)  # fmt: skip


def compound(inner):
    blocks = several(inner).map(s.Block)
    return st.one_of(
        st.builds(s.Mixture, names, several(st.builds(s.Branch, shares | numbers, names, blocks), 1), st.booleans()),
        several(blocks, 2).map(s.Either), st.builds(s.For, names, expressions, blocks),
        st.builds(s.If, expressions, blocks, st.none() | blocks),
    )  # fmt: skip


statements = st.recursive(simple, compound, max_leaves=3)
moves = st.builds(s.MoveEntry, shares | numbers, paths | calls)
plain_settings = st.builds(s.Assign, names, expressions) | st.builds(s.MoveTable, names, several(moves, 1))
all_settings = several(plain_settings | st.builds(s.When, expressions, several(plain_settings)))
parameters = several(st.builds(s.Parameter, names, types))
items = st.one_of(
    statements, st.builds(s.Import, texts.map(s.String), names), st.builds(s.Extern, names, parameters, types, calls),
    st.builds(s.Param, names, types, st.none() | expressions, st.none() | expressions),
    st.builds(s.Grammar, names, texts.map(s.String)),
    st.builds(s.Fragment, names, parameters, several(statements).map(s.Block)),
    st.builds(s.Model, names, several(statements).map(s.Block)), st.builds(s.Infer, labels, labels, all_settings),
)  # fmt: skip
files = st.builds(s.File, several(items), st.none() | numbers)


@quick
@given(files)
def test_a_printed_program_parses_back(file):
    printed = format_file(file)
    assert parse_anyway(Source("random.wf", printed)).file == file, printed
    assert not {d.code for d in parse_anyway(Source("random.wf", printed)).diagnostics} - {"P014", "P015"}, printed
    assert format_file(parse_anyway(Source("random.wf", printed)).file, Source("random.wf", printed)) == printed


@quick
@given(expressions)
def test_an_expression_parses_back(node):
    assert parse_anyway(Source("e", f"let x = {format_expression(node)}")).file.items[0].value == node


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples(path):
    text = path.read_text("utf8")
    file = parse(Source(path.name, text))
    formatted = format_source(text)
    again = parse(Source(path.name, formatted))
    assert again == file
    assert [comment.text for comment in again.comments] == [comment.text for comment in file.comments]
    assert format_source(formatted) == formatted
    assert parse_text(format_file(file)) == file
    assert max(map(len, formatted.splitlines())) <= 110


@quick
@given(st.sampled_from(EXAMPLES), st.data())
def test_comments_anywhere_survive(path, data):
    text = path.read_text("utf8")
    places = sorted({token.start for token in scan(Source("x", text)).tokens})
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=6, unique=True))
    for number, place in enumerate(sorted(chosen, reverse=True)):
        before = data.draw(st.sampled_from(["", " ", "\n", "\n\n", "\n\n\n"]))
        text = f"{text[:place]}{before}# added {number}\n{text[place:]}"
    file = parse_text(text)
    formatted = format_source(text)
    again = parse_text(formatted)
    assert again == file
    assert [comment.text for comment in again.comments] == [comment.text for comment in file.comments]
    assert format_source(formatted) == formatted


def test_blank_lines_and_layout_are_kept():
    text = "let a = 1\n\n\n\nlet b = 2;;let c=[1,2,]\nmodel m{ # note\n\n text s\n\n"
    text += " if a { require b } else { require c }\n}\n"
    assert format_source(text) == (
        "let a = 1\n\nlet b = 2\nlet c = [1, 2]\n\nmodel m {  # note\n  text s\n\n"
        "  if a { require b }\n  else { require c }\n}\n"
    )


def test_long_lines_break():
    listed = ", ".join(f'"word{number}"' for number in range(30))
    formatted = format_source(f'require s contains any of [{listed}] and s.words(1) == "a"')
    assert all(len(line) <= 100 for line in formatted.splitlines())
    assert format_source(formatted) == formatted


def test_one_statement():
    assert format_statement(parse_text("prefer  s has 1..2 words  weight 2 as n").items[0]) == (
        "prefer s has 1..2 words weight 2 as n"
    )
    assert format_file(s.File(())) == ""
